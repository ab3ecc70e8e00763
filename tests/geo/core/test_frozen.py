"""Mappings that stay as they are, wherever they are sent."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import pickle
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import zimnik.geo
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


def with_mappings() -> Iterator[Any]:
    """Yield the frozen dataclasses of `geo` that have a mapping as a field."""
    for found in pkgutil.walk_packages(zimnik.geo.__path__, "zimnik.geo."):
        for owner in vars(importlib.import_module(found.name)).values():
            if not (inspect.isclass(owner) and owner.__module__ == found.name):
                continue
            parameters = getattr(owner, "__dataclass_params__", None)
            if parameters is None or not parameters.frozen:
                continue
            fields = getattr(owner, "__dataclass_fields__", {})
            kinds = [str(field.type) for field in fields.values()]
            if any(kind.startswith(("Mapping[", "dict[")) for kind in kinds):
                yield owner


def test_what_is_frozen_freezes_its_mappings_too() -> None:
    made = list(with_mappings())
    assert len(made) > 30
    for owner in made:
        called = owner.__post_init__.__code__.co_names
        assert "freeze_mappings" in called, f"{owner.__module__}.{owner.__name__}"
