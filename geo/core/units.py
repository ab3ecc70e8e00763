"""Factors between the units that names of numbers end in."""

from __future__ import annotations

PERCENT = 100.0
KG_PER_T = 1000.0
G_PER_KG = 1000.0
HOURS_PER_DAY = 24.0
