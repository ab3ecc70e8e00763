"""Events with a date, as questions are asked of them: a link, its first shut day, how many days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import Message
from zimnik.studies.options import Reader, misread, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.dated_closures import DatedClosure
    from zimnik.geo.network.links import Link
    from zimnik.studies.model import Model

EXPECTED = "LINK:MM-DD:DAYS, a whole number of 1 to 365 days"
PARTS = 3


def _events(given: object) -> tuple[DatedClosure, ...]:
    """Read all events, and tell what is wrong with any of them at once."""
    if given is None:
        return ()
    given = (given,) if isinstance(given, str) or hasattr(given, "link_id") else given
    if not isinstance(given, tuple | list):
        raise misread(EXPECTED, "Give a list of such.")
    found: list[DatedClosure] = []
    wrong: list[str] = []
    for one in given:
        try:
            found.append(_event(one))
        except ValueError as error:
            wrong.append(f"'{one}': {error}")
    if wrong:
        raise misread(EXPECTED, f"{'; '.join(wrong)}.")
    return tuple(found)


def _event(given: Any) -> DatedClosure:  # noqa: ANN401 - whatever a user gives
    """Return one event; ValueError says in a few words what is wrong with it."""
    from zimnik.geo.core.calendar import YEAR_D, day_of
    from zimnik.geo.network.dated_closures import DatedClosure

    if isinstance(given, DatedClosure):
        return given
    parts = (
        [part.strip() for part in given.rsplit(":", PARTS - 1)] if isinstance(given, str) else []
    )
    if len(parts) < PARTS or not parts[0]:
        message = "not a link, a day and a number of days"
        raise ValueError(message)
    link_id, day, length = parts
    wrong = []
    try:
        first_d = day_of(day)
    except InputError:
        first_d, wrong = 0, [f"'{day}' is no day MM-DD of a year of 365 days"]
    length_d = int(length) if length.isdecimal() and length.isascii() else 0
    if not 1 <= length_d <= YEAR_D:
        wrong.append(f"'{length}' days are not 1 to {YEAR_D}")
    if wrong:
        raise ValueError(" and ".join(wrong))
    return DatedClosure(link_id, first_d, length_d)


def dated_events() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of closures with a date, of which there may be several."""
    return option((), Reader(_events, repeated=True), name="event")


def require_events(
    links: Sequence[Link], events: Iterable[DatedClosure], year_type: YearType
) -> None:
    """Raise InputError unless every event is of a link, on days of its season.

    Parameters
    ----------
    links
        Links of the network in the year of the question.
    events
        What is shut.
    year_type
        Which published dates of seasons hold.
    """
    from zimnik.geo.network.dated_closures import closure_faults
    from zimnik.layers.readers.cells import nearest

    known, every = [link.id for link in links], tuple(events)
    faults = []
    for link_id in dict.fromkeys(event.link_id for event in every if event.link_id not in known):
        meant = nearest(link_id, known)
        listed = "`zimnik layers export FOLDER` writes every id."
        remedy = f"Is '{meant}' meant?" if meant else listed
        faults.append(Fault("", "the id of a link that is open to cargo", f"'{link_id}'", remedy))
    faults += closure_faults(links, every, year_type)
    if faults:
        raise InputError(faults)


def with_events(model: Model, events: Sequence[DatedClosure]) -> Model:
    """Return the model with links that are shut on the days of events."""
    if not events:
        return model
    from zimnik.geo.network.dated_closures import with_dated_closures

    return replace(model, typed_links=with_dated_closures(model.typed_links, events))


def event_notes(model: Model, events: Sequence[DatedClosure]) -> tuple[str, ...]:
    """Return what an answer says of its events."""
    return tuple(event_said(model, event, "event", " as asked") for event in events)


def event_said(model: Model, event: DatedClosure, code: str, more: str) -> str:
    """Return what is said of an event: its link by mode and ends, its days, and `more`."""
    names = model.places.set_index("id")["name_en"]
    link = next(one for one in model.typed_links if one.id == event.link_id)
    ends = " to ".join(names[place_id] for place_id in link.ends)
    shut = f"from {event.window.opens} to {event.window.closes}"
    return Message(
        f"{link.mode.value.replace('_', ' ')} {ends}, shut {shut}{more}",
        code,
        mode=link.mode.value,
        from_place_id=link.from_id,
        to_place_id=link.to_id,
        from_day=event.window.opens,
        to_day=event.window.closes,
    )
