"""What was made of a thing that does not change, kept with it for the next who asks."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

Made = TypeVar("Made")
MOST_KEPT = 256
_NOTHING = object()


@dataclass(slots=True, eq=False)
class Memo:
    """What was made, by key; of more than may be kept what was made first is made again.

    It stays where it was made: a copy in another process begins empty.

    Parameters
    ----------
    most_kept_count
        How much is kept.
    """

    most_kept_count: int = MOST_KEPT
    _made: OrderedDict[Hashable, object] = field(init=False, default_factory=OrderedDict)

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept by a key, or what is made now; one key stands for one type."""
        # Asked in one step, since another thread may drop what is kept.
        found = self._made.get(key, _NOTHING)
        if found is _NOTHING:
            found = make()
            self._keep(key, found)
        return found  # type: ignore[return-value]  # as the key says

    @contextmanager
    def lent(self, key: Hashable, make: Callable[[], Made]) -> Iterator[Made]:
        """Lend what is kept by a key, or what is made now, to one at a time, who may change it.

        Whoever asks meanwhile has one of their own. What somebody failed with is not kept.
        """
        found = self._made.pop(key, _NOTHING)
        lent: Made = make() if found is _NOTHING else found  # type: ignore[assignment]  # as above
        yield lent
        self._keep(key, lent)

    def _keep(self, key: Hashable, made: object) -> None:
        self._made[key] = made
        while len(self._made) > self.most_kept_count:
            self._made.popitem(last=False)

    def __reduce__(self) -> tuple[type[Memo], tuple[int]]:
        """Return how to make an empty one."""
        return Memo, (self.most_kept_count,)
