"""Where hubs should stand, proven optimal."""
