"""Files as people have them, to typed cells."""
