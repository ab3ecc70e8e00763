"""Heights of a raster in metres: its scale and offset, and the unit that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyproj import CRS

from zimnik.layers.rasters.geotiffs import fault_of
from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import rasterio
    from numpy.typing import NDArray

FOOT_M, US_FOOT_M = 0.3048, 1200 / 3937
M_PER_UNIT: dict[str, float] = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters", "м"), 1.0),
    **dict.fromkeys(("dm", "decimetre", "decimetres", "decimeter", "decimeters"), 0.1),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), 0.01),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), 0.001),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), 1000.0),
    **dict.fromkeys(("ft", "foot", "feet", "international foot", "international feet"), FOOT_M),
    **dict.fromkeys(
        ("us survey foot", "us survey feet", "us-ft", "us_ft", "ftus", "us foot", "sft"), US_FOOT_M
    ),
}


def in_metres(
    file: rasterio.DatasetReader, name: str
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return what makes metres of the numbers of the one band of a raster.

    Parameters
    ----------
    file
        The raster. Its scale and offset apply to the numbers that are stored, and the unit, of the
        band or else of the heights in its CRS, to what comes out.
    name
        How faults name it.

    Raises
    ------
    InputError
        If the unit is no length that is known, or the scale is 0.
    """
    (scale,), (offset,), (unit,) = file.scales, file.offsets, file.units
    if unit and unit.strip().casefold() not in M_PER_UNIT:
        remedy = "Write the heights in metres, and say so in the unit of the band."
        raise fault_of(name, "heights in metres or feet", f"unit '{shown(unit)}'", remedy)
    if not scale:
        remedy = "Set the scale of the band, 1 for numbers that are metres."
        raise fault_of(name, "a scale that is not 0", "0", remedy)
    factor = M_PER_UNIT[unit.strip().casefold()] if unit else _vertical_m(file)
    return lambda numbers: (numbers * scale + offset) * factor


def _vertical_m(file: rasterio.DatasetReader) -> float:
    """Return the metres of the unit of heights in the CRS, 1 where it has no heights."""
    axes = CRS.from_wkt(file.crs.to_wkt()).axis_info
    factors = (axis.unit_conversion_factor for axis in axes if axis.direction == "up")
    return next(factors, 1.0)
