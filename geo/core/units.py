"""Factors between the units that names of numbers end in."""

from __future__ import annotations

PERCENT = 100.0
KG_PER_T = 1000.0
G_PER_KG = 1000.0
HOURS_PER_DAY = 24.0
# All longitudes, and half of them: from the prime meridian to the antimeridian.
TURN_DEG, HALF_TURN_DEG = 360.0, 180.0
# Amounts of a plan are 0 or within these; products of several beyond them overflow or vanish.
LEAST_AMOUNT, MOST_AMOUNT = 1e-12, 1e12
# Yearly tonnes that are asked for or planned.
LEAST_T_PER_Y, MOST_T_PER_Y = 1.0, 1e9
