"""Faults injected into every command that writes: what is said, what stands, what is left."""
