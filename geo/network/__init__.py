"""Places and links as a network of states, and as arrays."""
