"""What is kept with a thing is made once, is bounded, and stays in its process."""

from __future__ import annotations

import pickle

import pytest

from zimnik.geo.core.memo import MOST_KEPT, Memo


def test_what_is_kept_is_made_once_and_the_oldest_goes() -> None:
    memo, made = Memo(), list[int]()

    def make(number: int) -> int | None:
        made.append(number)
        return number or None

    for number in (0, 1, 0, 1, *range(2, MOST_KEPT + 1)):
        assert memo.of(number, lambda number=number: make(number)) == (number or None)  # type: ignore[misc]
    assert made == list(range(MOST_KEPT + 1))
    assert memo.of(1, lambda: -1) == 1
    assert memo.of(0, lambda: -1) == -1
    assert pickle.loads(pickle.dumps(memo)).of(1, lambda: -1) == -1  # noqa: S301 - our own


def test_what_is_lent_is_one_asker_s_alone_and_is_kept_for_the_next() -> None:
    memo = Memo(most_kept_count=2)
    with memo.lent("a", list[int]) as one, memo.lent("a", list[int]) as other:
        one.append(1)
        other.append(2)
    with memo.lent("a", list[int]) as again:
        assert again is one
    with pytest.raises(ZeroDivisionError), memo.lent("a", list[int]) as broken:
        broken.append(1 // 0)
    for key in ("b", "c"):
        with memo.lent(key, list[int]) as kept:
            kept.append(0)
    with memo.lent("a", list[int]) as new:
        assert new == []
