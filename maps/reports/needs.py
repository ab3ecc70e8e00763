"""What must be there first, as records and text.

Owns how something that does not exist is named and told (docs/model.md, A83).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import Existence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.infrastructure.needs import Need
    from zimnik.geo.pricing.rates import Range

MILLION = 1e6
# In these states the year is that in which the thing is expected.
_EXPECTED = frozenset({Existence.UNDER_CONSTRUCTION, Existence.PLANNED})


@dataclass(frozen=True, slots=True)
class UsdRange:
    """US dollars, low, base and high."""

    low_usd: float
    base_usd: float
    high_usd: float


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """Something that an answer uses and that does not exist.

    `mode`, `from_id` and `to_id` are those of a link, `stage` that of a hub; null for all else.
    `year` is that in which a thing under construction or planned is expected, else that since when
    it is as it is. `in_costs` says whether the costs of the answer hold what it takes.
    """

    id: str
    name: str
    mode: str | None
    from_id: str | None
    to_id: str | None
    stage: str | None
    state: str
    year: int | None
    source: str
    payer: str
    build: UsdRange | None
    build_source: str | None
    yearly: UsdRange | None
    in_costs: bool


def need_records(
    needs: Iterable[Need], names: Mapping[str, str], *, charged: Collection[str] = ()
) -> tuple[NeedRecord, ...]:
    """Return needs as records.

    Parameters
    ----------
    needs
        What an answer needs.
    names
        Names of places by id.
    charged
        Links, places and hubs whose building is in the costs; a dedicated road always is.
    """
    return tuple(_record(need, names, charged) for need in needs)


def _record(need: Need, names: Mapping[str, str], charged: Collection[str]) -> NeedRecord:
    link, unbuilt = need.link, need.unbuilt
    return NeedRecord(
        id=need.item_id,
        name=_name(need, names),
        mode=link.mode.value if link else None,
        from_id=link.from_id if link else None,
        to_id=link.to_id if link else None,
        stage=need.stage or None,
        state=unbuilt.state.value,
        year=unbuilt.year,
        source=unbuilt.source,
        payer=unbuilt.payer,
        build=_usd(unbuilt.build_usd),
        build_source=unbuilt.build_source or None,
        yearly=_usd(need.yearly_usd),
        in_costs=need.item_id in charged or need.yearly_usd is not None,
    )


def _name(need: Need, names: Mapping[str, str]) -> str:
    if need.link is not None:
        ends = " to ".join(names.get(end, end) for end in need.link.ends)
        return f"{need.link.mode.replace('_', ' ')} {ends}"
    name = names.get(need.item_id, need.item_id)
    return f"{need.stage} at {name}" if need.stage else name


def _usd(amount: Range | None) -> UsdRange | None:
    return None if amount is None else UsdRange(amount.low, amount.base, amount.high)


def need_lines(
    needs: Sequence[NeedRecord], *, indent: str = "", needed_by: Mapping[str, str] = FrozenDict()
) -> Iterator[str]:
    """Yield the end of an answer: what must be there first, its state, cost, payer and sources.

    Parameters
    ----------
    needs
        In the order of the lines.
    indent
        What stands before every line.
    needed_by
        For whom each thing is, by its name, where an answer is of several.
    """
    if not needs:
        yield f"{indent}All that it uses exists."
        return
    yield f"{indent}Must be there first:"
    for need in needs:
        yield f"{indent}  {need.name}: {_state(need)}; {_cost(need)}"
        if need.name in needed_by:
            yield f"{indent}    for {needed_by[need.name]}"
        if need.payer:
            yield f"{indent}    who pays: {need.payer}"
        sources = dict.fromkeys(source for source in (need.source, need.build_source) if source)
        if sources:
            yield f"{indent}    source: {'; '.join(sources)}"


def _state(need: NeedRecord) -> str:
    state = need.state.replace("_", " ")
    if need.year is None:
        return state
    return f"{state}, {'expected in' if need.state in _EXPECTED else 'since'} {need.year}"


def _cost(need: NeedRecord) -> str:
    if need.yearly is not None:
        return f"{_millions(need.yearly)} a year, in the costs above"
    built = "no cost of building it is published"
    if need.build is not None:
        built = f"{_millions(need.build)} to build, as published"
    what = "its plant is" if need.stage else "it is"
    return f"{built}; {what} {'' if need.in_costs else 'not '}in the costs above"


def _millions(usd: UsdRange) -> str:
    low, base, high = (amount / MILLION for amount in (usd.low_usd, usd.base_usd, usd.high_usd))
    said = f"US$ {base:,.1f} M"
    return said if low == high else f"{said} ({low:,.1f} to {high:,.1f})"
