"""Land, climate, heights and surfaces."""
