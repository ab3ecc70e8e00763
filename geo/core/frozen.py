"""A mapping that nobody can change: what inputs and results hold their tables by.

Owns the frozen mapping. It is a `dict`, so that it is looked up, compared, written as JSON and sent
to another process like one; only what would change it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A `dict` of which no item can be set or removed; `copy` gives a plain one.

    Examples
    --------
    >>> FrozenDict({"a": 1})["a"]
    1
    """

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        message = "this mapping is frozen; make a changed copy, as with {**mapping, key: value}"
        raise TypeError(message)

    __setitem__ = _refuse
    __delitem__ = _refuse
    __ior__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        """Return how to make it again from its items, which pickling would else set one by one."""
        return FrozenDict, (dict(self),)


def frozen(mapping: Mapping[K, V]) -> FrozenDict[K, V]:
    """Return a mapping that cannot be changed, nor through the one that it was made from."""
    return mapping if isinstance(mapping, FrozenDict) else FrozenDict(mapping)


def freeze_mappings(thing: DataclassInstance) -> None:
    """Put frozen copies in the place of the mappings of a frozen dataclass that is being made.

    To be called by its `__post_init__`, before anybody else has it.
    """
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, Mapping):
            object.__setattr__(thing, field.name, frozen(value))
