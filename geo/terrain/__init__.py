"""Grids of heights and land cover, and least-cost corridors over them."""
