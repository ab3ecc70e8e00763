"""Build layers/data/north/climate.txt: monthly mean temperatures of the whole North.

Run: python -m tools.north.climate GNSSREFL.tar.gz. The same source, GPT2w, and the same correction
by stations as the climate of the first region (tools/build_climate.py), with the stations of Canada
and Alaska in docs/climate_stations_north.csv besides. They publish monthly means, from which the
cold of their year is worked out. Far from every station the wave of GPT2w stays as it is.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

from tools.build_climate import (
    DOCS,
    SCALE_KM,
    WEIGHT_OF_ALL,
    Stations,
    Values,
    _sphere,
    cold_of,
    corrected,
    corrections,
    gpt2w_daily,
    monthly,
    read_gpt2w,
    read_stations,
)
from zimnik.geo.climate.climate import daily_c

TARGET = Path(__file__).parents[2] / "layers" / "data" / "north" / "climate.txt"
LATS = np.arange(44.5, 84.0, 1.0)
# The last meridian is the first: between 178 E and 180 there are two lines too.
LONS = np.arange(-180.0, 180.5, 2.0)
SOURCE = "GPT2w; normals"
UNCHANGED = np.array([0.0, 1.0])


def read_means() -> tuple[Stations, Values]:
    """Return the stations that publish monthly means, and the means."""
    with (DOCS / "climate_stations_north.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    means = np.array([[float(row[f"t{m:02d}_c"]) for m in range(1, 13)] for row in rows])
    below_0 = [cold_of(days) for days in daily_c(means)]
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("lon", "lat"))
    known = Stations(
        [row["station"] for row in rows],
        lon,
        lat,
        np.array([float(days) for days, _ in below_0]),
        np.array([mean_c for _, mean_c in below_0]),
    )
    return known, means


def joined(first: Stations, second: Stations) -> Stations:
    """Return the stations of both."""
    names = ("lon", "lat", "below_0_d", "mean_below_0_c")
    columns = (np.concatenate([getattr(one, n) for one in (first, second)]) for n in names)
    return Stations([*first.names, *second.names], *columns)


def spread(lon: Values, lat: Values, stations: Stations, known: Values) -> Values:
    """Return shift and stretch at points: weighted means of those of the stations and of none."""
    away = _sphere(lon, lat)[:, None] - _sphere(stations.lon, stations.lat)[None]
    weights = np.exp(-((np.linalg.norm(away, axis=-1) / SCALE_KM) ** 2) / 2)
    total = weights @ known + WEIGHT_OF_ALL * UNCHANGED
    return np.asarray(total / (weights.sum(axis=1, keepdims=True) + WEIGHT_OF_ALL))


def build(grid: Values, stations: Stations) -> Values:
    """Return the corrected monthly means, latitudes by longitudes by 12."""
    known = corrections(gpt2w_daily(grid, stations.lon, stations.lat), stations)
    lat, lon = (a.ravel() for a in np.meshgrid(LATS, LONS, indexing="ij"))
    by = spread(lon, lat, stations, known)
    means = monthly(corrected(gpt2w_daily(grid, lon, lat), by)).round(1)
    return np.asarray(means.reshape(len(LATS), len(LONS), 12))


def write(means: Values) -> None:
    """Write the grid, one row a point."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        months = (f"t{m:02d}_c" for m in range(1, 13))
        table.writerow(["lon", "lat", *months, "source", "confidence"])
        for i, lat in enumerate(LATS):
            for j, lon in enumerate(LONS):
                cells = (f"{value:g}" for value in means[i, j])
                table.writerow([f"{lon:g}", f"{lat:g}", *cells, SOURCE, "B"])


def report(grid: Values, others: Stations, own: Stations, means: Values) -> None:
    """Print how far each month is off at each station when it is left out."""
    every = joined(others, own)
    known = corrections(gpt2w_daily(grid, every.lon, every.lat), every)
    raw = gpt2w_daily(grid, own.lon, own.lat)
    print("root mean square of the months, deg C: GPT2w as it is, station left out")
    for i, name in enumerate(own.names):
        kept = np.array([n != len(others.names) + i for n in range(len(every.names))])
        left = Stations(
            [one for one, stays in zip(every.names, kept, strict=True) if stays],
            *(getattr(every, n)[kept] for n in ("lon", "lat", "below_0_d", "mean_below_0_c")),
        )
        at = slice(i, i + 1)
        guess = corrected(raw[at], spread(own.lon[at], own.lat[at], left, known[kept]))
        errors = (monthly(days) - means[at] for days in (raw[at], guess))
        print(name, *(f"{float(np.sqrt((e**2).mean())):.1f}" for e in errors))


def main() -> None:
    """Write the grid and print how far off it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    grid = read_gpt2w(parser.parse_args().archive)
    own, means = read_means()
    others = read_stations()
    write(build(grid, joined(others, own)))
    report(grid, others, own, means)
    print(f"{len(LATS) * len(LONS)} points, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
