"""Builds of what a region without its own files has: land, climate and terrain of the North."""
