"""Scenarios: one question asked in many cases, from a file, so that it can be asked again.

`plans` reads a plan, `sweeps` makes its cases, `running` answers them and `results` keeps them.
"""
