"""Names of several places: which of them is meant where the first cannot answer.

Owns that a name goes on to the next place of that name where closed modes, links or places leave
the first without a way, and what the answer says of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import SITE_KINDS, Mode, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zimnik.geo.network.closures import Closures
    from zimnik.geo.network.links import Place
    from zimnik.layers import PlaceMatch
    from zimnik.studies.model import Model

# By either of them a site that no link touches reaches the network (docs/model.md, E5).
ACCESS_MODES = frozenset({Mode.ROAD, Mode.WINTER_ROAD})
ANYWHERE = -1
NEAR = 3


def joined_ends(model: Model, ends: Sequence[PlaceMatch], closures: Closures) -> list[PlaceMatch]:
    """Return origins and destinations in turn, each the first of its name that can answer.

    A place can answer where cargo is lifted and open links lead, whatever their dates, from it to a
    place of the other name. Where none can, the first of the name stays and the router gives the
    reason.

    Parameters
    ----------
    model
        Places and links.
    ends
        An origin, its destination, another origin, and so on.
    closures
        What may not be used.
    """
    if not any(end.others for end in ends):
        return list(ends)
    parts = _parts(model, closures)
    settled: list[PlaceMatch] = []
    for origin, destination in zip(ends[::2], ends[1::2], strict=True):
        start = _first(origin, partial(_meets, parts, _ids(destination)))
        settled += [start, _first(destination, partial(_meets, parts, (start.place_id,)))]
    return settled


def reached_places(
    model: Model, matches: Sequence[PlaceMatch], closures: Closures
) -> list[PlaceMatch]:
    """Return places, each the first of its name that lies on the main part of what is open."""
    if not any(match.others for match in matches):
        return list(matches)
    parts = _parts(model, closures)
    main = Counter(part for part in parts.values() if part != ANYWHERE).most_common(1)
    on_main = {ANYWHERE, *(part for part, _ in main)}
    return [_first(match, lambda i: parts.get(i) in on_main) for match in matches]


def lift_hints(model: Model, ends: Sequence[PlaceMatch]) -> Iterator[str]:
    """Yield for each end where no cargo is lifted (a cape) the nearest places where it is.

    Parameters
    ----------
    model
        Places.
    ends
        Places of a question.
    """
    from zimnik.geo.core.geodesy import geodesic_km

    by_id = {place.id: place for place in model.typed_places}
    lifting = [place for place in by_id.values() if _lifts(place)]
    for end in ends:
        place = by_id[end.place_id]
        if not _lifts(place):
            far_km = {one.id: float(geodesic_km(*place.lonlat, *one.lonlat)) for one in lifting}
            near = sorted(far_km, key=far_km.__getitem__)[:NEAR]
            told = ", ".join(f"{place_id} ({far_km[place_id]:,.0f} km)" for place_id in near)
            yield Message(
                f"no cargo is lifted at {place.id}; the nearest places where it is: {told}",
                "lifts_nothing",
                place_id=place.id,
                near_place_ids=tuple(near),
            )


def _lifts(place: Place) -> bool:
    return place.lifts and place.kind is not PlaceKind.WAYPOINT


def _ids(match: PlaceMatch) -> tuple[str, ...]:
    return match.place_id, *match.others


def _first(match: PlaceMatch, answers: Callable[[str], bool]) -> PlaceMatch:
    ids = _ids(match)
    taken = next((place_id for place_id in ids if answers(place_id)), match.place_id)
    place = ids.index(taken)
    others = (*ids[:place], *ids[place + 1 :])
    return replace(match, place_id=taken, others=others, passed_over=ids[:place])


def _meets(parts: Mapping[str, int], others: Sequence[str], place_id: str) -> bool:
    own = parts.get(place_id)
    met = {parts.get(other) for other in others} - {None}
    return own is not None and bool(met) and (own in met or ANYWHERE in {own, *met})


def _parts(model: Model, closures: Closures) -> dict[str, int]:
    """Return the part of the open network that each place lies on where cargo can be lifted."""
    # The smaller part takes the number of the larger: a graph library would take longer to load
    # than the question to answer.
    members: dict[int, list[str]] = {}
    parts: dict[str, int] = {}
    linked: set[str] = set()
    for link in model.typed_links:
        linked.update(link.ends)
        if closures.close_link(link):
            continue
        for end in link.ends:
            if end not in parts:
                parts[end] = len(parts)
                members[parts[end]] = [end]
        fewer, more = sorted((parts[end] for end in link.ends), key=lambda i: len(members[i]))
        if fewer != more:
            parts |= dict.fromkeys(members[fewer], more)
            members[more] += members.pop(fewer)
    if not closures.modes >= ACCESS_MODES:
        alone = (p.id for p in model.typed_places if p.kind in SITE_KINDS and p.id not in linked)
        parts |= dict.fromkeys(set(alone) - closures.place_ids, ANYWHERE)
    lifted = {place.id for place in model.typed_places if _lifts(place)}
    return {place_id: part for place_id, part in parts.items() if place_id in lifted}
