"""Atlases read from files, checked whole, laid over one another and written back."""
