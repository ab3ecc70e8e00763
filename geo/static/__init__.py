"""The part of a country's network that is open all year, searched once for all its terminals."""
