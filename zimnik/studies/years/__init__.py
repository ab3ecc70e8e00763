"""Calendar years, and many years at once, as questions ask for them."""
