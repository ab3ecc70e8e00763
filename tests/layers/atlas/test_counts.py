"""Rows are counted by confidence, and every row has one."""

from __future__ import annotations

from zimnik.layers import count_rows, load_atlas


def test_every_row_of_the_shipped_atlas_has_a_confidence() -> None:
    counts = count_rows(load_atlas(drawn=False))
    assert (counts["rows"] == counts[["A", "B", "C"]].sum(axis="columns")).all()
    rows = dict(zip(counts.index, counts["rows"].tolist(), strict=True))
    assert rows["deposits"] == 40
    assert rows["terminals"] >= 320
    assert rows["links"] >= 420
