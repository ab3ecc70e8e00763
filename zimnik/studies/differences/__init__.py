"""Differences: what changed between two results, two atlases or two rate cards, and why.

`diff` reads both sides, `tables` and `cases` compare them.
"""
