"""What was made of a thing that does not change, kept with it for the next who asks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")
MOST_KEPT = 256
_NOTHING = object()


@dataclass(slots=True, eq=False)
class Memo:
    """What was made, by key; of more than `MOST_KEPT` what was made first is made again.

    It stays where it was made: a copy in another process begins empty.
    """

    _made: OrderedDict[Hashable, object] = field(init=False, default_factory=OrderedDict)

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept by a key, or what is made now; one key stands for one type."""
        # Asked in one step, since another thread may drop what is kept.
        found = self._made.get(key, _NOTHING)
        if found is _NOTHING:
            found = self._made[key] = make()
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return found  # type: ignore[return-value]  # as the key says

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        """Return how to make an empty one."""
        return Memo, ()
