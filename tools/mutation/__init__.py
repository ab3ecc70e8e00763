"""Faults written into geo by chance, one at a time, and whether the tests find them."""
