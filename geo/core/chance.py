"""Random numbers that belong to a name, so that two questions are drawn alike.

Owns where chance comes from. Every uncertain thing has its own stream of numbers, made of the seed
and its name: what is added, left out or given as a fixed number leaves the draws of all others as
they were. Two cases of one seed are then held against each other draw by draw (common random
numbers: Glasserman and Yao, "Some guidelines and guarantees for common random numbers", Management
Science 38(6), 1992), and what differs between them is what was changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Chance:
    """A source of random numbers by name.

    Parameters
    ----------
    seed
        Any whole number of 0 or more.
    purpose
        What they are drawn for; another purpose has other numbers for the same names.
    """

    seed: int
    purpose: str = ""

    def of(self, name: str) -> np.random.Generator:
        """Return the generator of a name, at its first number.

        The first of its numbers are the same however many are drawn.
        """
        words = f"{self.purpose}\0{name}".encode()
        return np.random.default_rng([self.seed, *words])
