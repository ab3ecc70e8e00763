"""What the documents say of speed and truth, each measured by a command of its own.

A package and no mere folder, since a dependency may install another `benchmarks`.
"""
