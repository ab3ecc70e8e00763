"""The shipped grid of monthly mean temperatures: GPT2w, brought to Russian weather stations.

Run: python tools/build_climate.py GNSSREFL.tar.gz [--check ITUR.whl]. Reads the archives of two
Python packages as they are, and installs nothing (tools/README.md). Writes the climate.txt
of russia-arctic and prints how far off it is.

GPT2w (Boehm and others 2015, doi 10.1007/s10291-014-0403-7) gives temperature as a mean, a yearly
and a half-yearly wave on 1 degree, from ERA-Interim 2001-2010. It is not taken at 2 m and misses
the cold that lies in Siberian valleys in winter. Each station publishes how many days of the year
are below 0 deg C and how cold they are on average; two numbers bring the wave there:

    T1 = T + shift,  T2 = T1 where T1 >= 0, else stretch * T1

shift makes the days, stretch the cold. Between stations they are weighted means, weights
falling as exp(-(km / 400)^2 / 2), with a little of the mean of all stations (weight 0.2).
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import math
import pickle
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zimnik.geo.climate.climate import Climate, daily_c, winter

Values = NDArray[np.float64]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TARGET = ROOT / "layers" / "data" / "regions" / "russia-arctic" / "climate.txt"
LATS = np.arange(47.5, 79.0, 1.0)
# Two degrees of longitude at 60 N are as long as one of latitude.
LONS = np.arange(25.0, 193.0, 2.0)
SCALE_KM, WEIGHT_OF_ALL = 400.0, 0.2
MONTH_D = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
KELVIN = 273.15
EARTH_KM = 6371.0
SOURCE = "GPT2w; SP 131"


class _ArraysOnly(pickle.Unpickler):
    """A reader of pickles that makes numpy arrays and nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - any class of numpy
        if module.split(".", maxsplit=1)[0] != "numpy":
            message = f"{module}.{name} in a file that should hold arrays"
            raise pickle.UnpicklingError(message)
        return getattr(importlib.import_module(module), name)


@dataclass(frozen=True, slots=True)
class Stations:
    """Published cold of weather stations."""

    names: list[str]
    lon: Values
    lat: Values
    below_0_d: Values
    mean_below_0_c: Values


def read_stations() -> Stations:
    """Return the stations of docs/climate_stations.csv."""
    with (DOCS / "climate_stations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ("lon", "lat", "below_0_d", "mean_below_0_c")
    numbers = ([float(row[name]) for row in rows] for name in columns)
    return Stations([row["station"] for row in rows], *(np.array(n) for n in numbers))


def read_gpt2w(archive: Path) -> Values:
    """Return the five coefficients of temperature, shaped 180 by 360, from 89.5 N and 0.5 E."""
    with tarfile.open(archive) as tar:
        name = next(n for n in tar.getnames() if n.endswith("gpt_1wA.pickle"))
        file = tar.extractfile(name)
        if file is None:
            raise FileNotFoundError(name)
        grids = _ArraysOnly(io.BytesIO(file.read())).load()
    return np.asarray(grids[1], np.float64).reshape(180, 360, 5)


def waves() -> Values:
    """Return the five functions of the year that the coefficients multiply, 5 by 365."""
    phase = 2 * math.pi * np.arange(365) / 365.25
    parts = (np.ones(365), np.cos(phase), np.sin(phase), np.cos(2 * phase), np.sin(2 * phase))
    return np.stack(parts)


def gpt2w_daily(grid: Values, lon: Values, lat: Values) -> Values:
    """Return daily temperatures at points, deg C, bilinear."""
    south, east = 89.5 - lat, np.mod(lon - 0.5, 360.0)
    i, j = np.floor(south).astype(int), np.floor(east).astype(int)
    down, right = (south - i)[:, None], (east - j)[:, None]
    at = (
        (1 - down) * (1 - right) * grid[i, j % 360]
        + (1 - down) * right * grid[i, (j + 1) % 360]
        + down * (1 - right) * grid[i + 1, j % 360]
        + down * right * grid[i + 1, (j + 1) % 360]
    )
    return np.asarray(at @ waves() - KELVIN)


def cold_of(daily: Values) -> tuple[int, float]:
    """Return how many days are below 0 deg C and their mean."""
    below = daily < 0
    return int(below.sum()), float(daily[below].mean())


def corrections(daily: Values, stations: Stations) -> Values:
    """Return shift and stretch of each station, one row a station."""
    rows = []
    for days, below_d, mean_c in zip(
        daily, stations.below_0_d, stations.mean_below_0_c, strict=True
    ):
        ordered = np.sort(days)
        shift = -(ordered[int(below_d) - 1] + ordered[int(below_d)]) / 2
        rows.append((shift, mean_c / cold_of(days + shift)[1]))
    return np.array(rows)


def spread(lon: Values, lat: Values, stations: Stations, known: Values) -> Values:
    """Return shift and stretch at points, weighted means of those of the stations."""
    chords = np.linalg.norm(
        _sphere(lon, lat)[:, None] - _sphere(stations.lon, stations.lat)[None], axis=-1
    )
    weights = np.exp(-((chords / SCALE_KM) ** 2) / 2)
    total = weights @ known + WEIGHT_OF_ALL * known.mean(axis=0)
    return np.asarray(total / (weights.sum(axis=1, keepdims=True) + WEIGHT_OF_ALL))


def _sphere(lon: Values, lat: Values) -> Values:
    x, y = np.radians(lon), np.radians(lat)
    return EARTH_KM * np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


def corrected(daily: Values, by: Values) -> Values:
    """Return daily temperatures after shift and stretch."""
    shifted = daily + by[:, :1]
    return np.where(shifted < 0, by[:, 1:] * shifted, shifted)


def monthly(daily: Values) -> Values:
    """Return the 12 means of daily temperatures."""
    starts = np.cumsum((0, *MONTH_D[:-1]))
    return np.asarray(np.add.reduceat(daily, starts, axis=-1) / np.array(MONTH_D))


def build(grid: Values, stations: Stations) -> Climate:
    """Return the corrected grid."""
    daily = gpt2w_daily(grid, stations.lon, stations.lat)
    lat, lon = (a.ravel() for a in np.meshgrid(LATS, LONS, indexing="ij"))
    by = spread(lon, lat, stations, corrections(daily, stations))
    means = monthly(corrected(gpt2w_daily(grid, lon, lat), by)).round(1)
    return Climate(LONS, LATS, means.reshape(len(LATS), len(LONS), 12))


def write(climate: Climate) -> None:
    """Write the grid, one row a point."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(
            ["lon", "lat", *(f"t{m:02d}_c" for m in range(1, 13)), "source", "confidence"]
        )
        for i, lat in enumerate(climate.lat):
            for j, lon in enumerate(climate.lon):
                cells = (f"{value:g}" for value in climate.monthly_c[i, j])
                table.writerow([f"{lon:g}", f"{lat:g}", *cells, SOURCE, "B"])


def report(grid: Values, stations: Stations) -> None:
    """Print the error at each station when it is left out of the correction."""
    raw = gpt2w_daily(grid, stations.lon, stations.lat)
    known = corrections(raw, stations)
    errors = {"GPT2w as it is": [], "one station left out": []}
    seasons = []
    for i in range(len(stations.names)):
        others = np.delete(np.arange(len(stations.names)), i)
        left = Stations(
            [stations.names[k] for k in others],
            *(a[others] for a in (stations.lon, stations.lat)),
            *(a[others] for a in (stations.below_0_d, stations.mean_below_0_c)),
        )
        by = spread(stations.lon[i : i + 1], stations.lat[i : i + 1], left, known[others])
        guess = corrected(raw[i : i + 1], by)
        own = corrected(raw[i : i + 1], known[i : i + 1])
        for name, days in (("GPT2w as it is", raw[i]), ("one station left out", guess[0])):
            below_d, mean_c = cold_of(days)
            errors[name].append(
                (below_d - stations.below_0_d[i], mean_c - stations.mean_below_0_c[i])
            )
        ours, theirs = winter(monthly(guess)), winter(monthly(own))
        seasons.append((ours.opens_d - theirs.opens_d, ours.closes_d - theirs.closes_d))
    for name, pairs in errors.items():
        days, degrees = np.abs(np.array(pairs)).mean(axis=0)
        print(f"{name}: mean abs error {days:.1f} days below 0, {degrees:.2f} deg C of their mean")
    opens, closes = np.nanmean(np.abs(np.array(seasons)[:, :, 0]), axis=0)
    print(f"of the derived season: opening {opens:.1f} days, closing {closes:.1f} days")


def check(climate: Climate, wheel: Path) -> None:
    """Print the difference from ITU-R P.1510-1 (ERA-Interim 1979-2014, 0.75 degrees), by month."""
    with zipfile.ZipFile(wheel) as archive:

        def part(name: str) -> Values:
            with np.load(io.BytesIO(archive.read(f"itur/data/1510/{name}.npz"))) as arrays:
                return np.asarray(arrays[arrays.files[0]], np.float64)

        lat, lon = part("v1_lat")[:, 0], part("v1_lon")[0]
        months = np.stack([part(f"v1_t_month{m:02d}") for m in range(1, 13)], axis=-1) - KELVIN
    # From 0 to 360, so that no point of ours lies beyond the seam.
    half = int(np.searchsorted(lon, 0.0))
    east = np.concatenate([lon[half:-1], lon[:half] + 360.0])
    whole = np.concatenate([months[:, half:-1], months[:, :half]], axis=1)
    other = Climate(east, lat, whole)
    y, x = (a.ravel() for a in np.meshgrid(climate.lat, climate.lon, indexing="ij"))
    off = climate.monthly_c.reshape(-1, 12) - other.monthly_at(x, y)
    print("against ITU-R P.1510-1, mean difference by month:", np.nanmean(off, axis=0).round(1))
    print("mean abs difference by month:", np.nanmean(np.abs(off), axis=0).round(1))


def main() -> None:
    """Build, write and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gnssrefl", type=Path)
    parser.add_argument("--check", type=Path)
    arguments = parser.parse_args()
    grid, stations = read_gpt2w(arguments.gnssrefl), read_stations()
    climate = build(grid, stations)
    write(climate)
    report(grid, stations)
    days = daily_c(climate.monthly_c.reshape(-1, 12))
    print(f"{len(days)} points, {days.min():.1f} to {days.max():.1f} deg C")
    if arguments.check:
        check(climate, arguments.check)


if __name__ == "__main__":
    main()
