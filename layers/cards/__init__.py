"""Rates, recipes, capacities and projects, read from their tables."""
