"""The decorator of all compiled functions: machine code kept beside the package where that may be.

Owns where the code is kept: the first run after an install compiles for some ten seconds and writes
it into `__pycache__`, or into the user's cache where the package cannot be written; where neither
can, every process compiles anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """Return a function that Numba compiles when it is first called, and that threads may share."""
    try:
        return cast("Function", njit(cache=True, nogil=True)(function))
    except RuntimeError:  # Numba's word for no folder to keep the code in
        return cast("Function", njit(nogil=True)(function))
