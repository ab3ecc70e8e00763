"""Questions of a surface of remoteness: over a whole region, and in a window of it."""
