"""Names of the array types that signatures use: numbers, positions, and yes or no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
