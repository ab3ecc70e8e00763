"""Remoteness and logistics cost for ore in cold regions: the front door."""
