"""Draws from the ranges of rates, and rankings over them."""
