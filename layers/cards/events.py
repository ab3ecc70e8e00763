"""Events of an atlas as the model takes them, and what can be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import EventKind
from zimnik.geo.years.events import Event
from zimnik.layers.readers.cells import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas

EVENTS = "events"


def load_events(atlas: Atlas) -> tuple[Event, ...]:
    """Return the events of an atlas, each with all links that it shuts.

    Raises
    ------
    InputError
        With everything that `event_faults` finds.
    """
    faults = event_faults(atlas)
    if faults:
        raise InputError(faults)
    return tuple(_event(row, _links_of(row, atlas.links)) for row in _records(atlas.events))


def event_faults(atlas: Atlas, *, broken: frozenset[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with events, every fault at once.

    Parameters
    ----------
    atlas
        Tables whose cells are valid.
    broken
        Tables of which rows are left out; rules that would miss them are not asked.
    """
    faults: list[Fault] = []
    for row in _records(atlas.events):
        faults += _whole_faults(row)
        try:
            _event(row, ())
        except InputError as error:
            faults += error.faults
        if "links" not in broken:
            faults += _link_faults(row, atlas.links)
    return faults


def _event(row: Mapping[Any, Any], link_ids: tuple[str, ...]) -> Event:
    return Event(
        id=str(row["id"]),
        name=str(row["name_en"]),
        kind=EventKind(row["kind"]),
        link_ids=link_ids,
        seen_years=int(row["seen_years"]),
        read_years=int(row["read_years"]),
        starts=_starts(row),
        low_d=int(row["low_d"]),
        base_d=int(row["base_d"]),
        high_d=int(row["high_d"]),
    )


def _starts(row: Mapping[Any, Any]) -> Window:
    return Window.of_season(str(row["starts_from"]), str(row["starts_to"]))


def _whole_faults(row: Mapping[Any, Any]) -> Iterator[Fault]:
    for name in ("seen_years", "read_years", "low_d", "base_d", "high_d"):
        if row[name] != int(row[name]):
            yield _fault(row, name, "a whole number", f"{row[name]:g}", "Round it.")


def _link_faults(row: Mapping[Any, Any], links: pd.DataFrame) -> Iterator[Fault]:
    """Yield the links and corridors that are not known, and days on which nothing is open."""
    unknown = False
    for column, known in (("link_ids", links["id"]), ("corridors", links["corridor"])):
        for name in _names(row, column):
            if name not in set(known):
                unknown = True
                meant = nearest(name, sorted(set(known) - {""}))
                remedy = f"Is '{meant}' meant?" if meant else "Correct the name, or leave it out."
                yield _fault(row, column, f"{column} of the table links", f"'{name}'", remedy)
    link_ids = _links_of(row, links)
    if not link_ids and not unknown:
        yield _fault(row, "link_ids", "a link or a corridor", "nothing", "Name what it shuts.")
    if link_ids and not any(_meets(row, link) for link in _rows_of(links, link_ids)):
        open_on = ", ".join(
            f"{link['id']} from {link['season_open']} to {link['season_close']}"
            for link in _rows_of(links, link_ids[:3])
        )
        starts = f"{row['starts_from']} to {row['starts_to']}"
        expected = f"days on which a link of it is open: {open_on}"
        yield _fault(row, "starts_from", expected, starts, "Give days of its season.")


def _meets(row: Mapping[Any, Any], link: Mapping[Any, Any]) -> bool:
    """Whether a link may be open when an event begins; one without days is open, or unknown."""
    if not link["season_open"] or not link["season_close"]:
        return True
    season = Window.of_season(str(link["season_open"]), str(link["season_close"]))
    return season.meets(_starts(row))


def _links_of(row: Mapping[Any, Any], links: pd.DataFrame) -> tuple[str, ...]:
    named = links["id"].isin(_names(row, "link_ids"))
    named |= links["corridor"].isin(_names(row, "corridors"))
    return tuple(str(link_id) for link_id in links.loc[named, "id"])


def _rows_of(links: pd.DataFrame, link_ids: tuple[str, ...]) -> list[dict[Any, Any]]:
    return _records(links[links["id"].isin(link_ids)])


def _names(row: Mapping[Any, Any], column: str) -> list[str]:
    return [name.strip() for name in str(row[column]).split(";") if name.strip()]


def _fault(row: Mapping[Any, Any], column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault(EVENTS, expected, found, remedy, row=str(row["id"]), column=column)


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")
