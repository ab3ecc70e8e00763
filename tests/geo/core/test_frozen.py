"""Mappings that stay as they are, wherever they are sent."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHANGES: list[Callable[[FrozenDict[str, int]], object]] = [
    lambda kept: kept.__setitem__("a", 2),
    lambda kept: kept.__delitem__("a"),
    lambda kept: kept.update(b=1),
    lambda kept: kept.setdefault("b", 1),
    lambda kept: kept.pop("a"),
    lambda kept: kept.popitem(),
    lambda kept: kept.clear(),
    lambda kept: kept.__ior__({"b": 1}),
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_it(change: Callable[[FrozenDict[str, int]], object]) -> None:
    kept = frozen({"a": 1})
    with pytest.raises(TypeError, match="frozen"):
        change(kept)
    assert kept == {"a": 1}


def test_it_is_a_copy_and_is_sent_like_a_dict() -> None:
    given = {"a": 1}
    kept = frozen(given)
    given["a"] = 2
    assert kept["a"] == 1
    assert frozen(kept) is kept
    for again in (pickle.loads(pickle.dumps(kept)), copy.deepcopy(kept)):  # noqa: S301 - our own
        assert type(again) is FrozenDict
        assert again == kept
    assert json.dumps(kept) == '{"a": 1}'


def test_mappings_of_a_dataclass_are_frozen_and_the_rest_is_left() -> None:
    @dataclass(frozen=True, slots=True)
    class Told:
        amounts: Mapping[str, int]
        names: list[str]

        def __post_init__(self) -> None:
            freeze_mappings(self)

    told = Told({"a": 1}, ["b"])
    with pytest.raises(TypeError, match="frozen"):
        told.amounts["a"] = 2  # type: ignore[index]  # what a user may try
    assert told.names == ["b"]
