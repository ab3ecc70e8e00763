"""How many rows a table has, and how well they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from zimnik.layers.atlas.atlas import Atlas

CONFIDENCES = ("A", "B", "C")


def count_rows(atlas: Atlas) -> pd.DataFrame:
    """Return rows of each table and how many of them are of confidence A, B and C.

    Returns
    -------
    pandas.DataFrame
        Columns `rows`, `A`, `B`, `C`; index `table`, in the order of `layers.schema.tables`.
    """
    counts = {}
    for name in TABLES:
        frame = atlas.table(name)
        known = frame["confidence"].value_counts()
        counts[name] = [len(frame), *(int(known.get(letter, 0)) for letter in CONFIDENCES)]
    frame = pd.DataFrame.from_dict(counts, orient="index", columns=["rows", *CONFIDENCES])
    return frame.rename_axis("table")
