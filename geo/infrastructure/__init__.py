"""Roads and ports that somebody would have to build first."""
