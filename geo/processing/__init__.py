"""Recipes, plants, and what a tonne costs at a hub."""
