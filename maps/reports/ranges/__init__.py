"""How the range of an answer reads, in whatever answer it stands."""
