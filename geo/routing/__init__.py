"""Least-cost routes, by date or without, for one pair or for a matrix."""
