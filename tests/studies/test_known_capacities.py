"""Every route of the shipped atlas says what is not known of the places where it lifts cargo (A5)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.maps.reports.capacities import capacity_lines, capacity_records
from zimnik.studies.model import cargoes_of, compiled, with_access_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import zimnik

LEAST_KNOWN = 60


class Walked(NamedTuple):
    """What one route handles, the shipped tonnes of a year, and what is said of it."""

    handled: tuple[str, ...]
    shipped_t: float
    said: str


def walk(study: zimnik.Study, *, every: int, ready_d: Sequence[int]) -> tuple[Walked, ...]:
    """Return the routes of some deposits to every hub that are best on some days."""
    model = study.model
    deposits, hubs = (list(table["id"]) for table in (model.atlas.deposits, model.atlas.hubs))
    deposits = deposits[::every]
    cargoes, _ = cargoes_of(model, deposits, None)
    model = with_access_of(model, {*deposits, *hubs}, to_ids=set(hubs))
    network = dated_network(compiled(model), model.card, YearType.NORMAL)
    names = dict(zip(model.places["id"], model.places["name_en"], strict=True))
    found: dict[tuple[str, tuple[str, ...]], Walked] = {}
    for cell in cost_matrix(network, MatrixRequest(cargoes, hubs, ready_d)):
        key = (cell.origin_id, cell.handled_ids)
        if key not in found:
            cargo = cargoes[cell.origin_id]
            shipped_t = cargo.tonnes_per_y * cargo.shipped_t_per_t
            said = "\n".join(capacity_lines(capacity_records(cell.capacity_checks, names)))
            found[key] = Walked(cell.handled_ids, shipped_t, said)
    return tuple(found.values())


@pytest.fixture(scope="module")
def walked(study: zimnik.Study) -> tuple[Walked, ...]:
    """Return every route of each deposit to each hub that is best on the first of some month."""
    return walk(study, every=1, ready_d=MONTH_STARTS_D)


@pytest.fixture(scope="module")
def terminals(study: zimnik.Study) -> pd.DataFrame:
    return pd.DataFrame(study.model.atlas.terminals).set_index("id")


@pytest.mark.proof
def test_no_route_keeps_silent_on_a_place_where_it_lifts(
    walked: tuple[Walked, ...], terminals: pd.DataFrame
) -> None:
    assert_all_is_said(walked, terminals)


def test_no_route_of_a_sample_keeps_silent(study: zimnik.Study, terminals: pd.DataFrame) -> None:
    walked = walk(study, every=9, ready_d=MONTH_STARTS_D[3:10:6])
    assert_all_is_said(walked, terminals)


def assert_all_is_said(walked: Sequence[Walked], terminals: pd.DataFrame) -> None:
    tables = terminals.to_dict("index")
    asked = 0
    for route in walked:
        for place in route.handled:
            row = tables.get(place)
            if row is None:
                continue
            asked += 1
            capacity, traffic = row["capacity_t_per_y"], row["largest_traffic_t_per_y"]
            community = row["community_t_per_y"]
            if not math.isnan(capacity):
                room = capacity - (0.0 if math.isnan(community) else community)
                told = route.shipped_t > room
            else:
                told = not route.shipped_t <= traffic
            assert (str(row["name_en"]) in route.said) or not told, (place, route)
    assert asked > len(walked) > 0


@pytest.mark.proof
def test_enough_of_what_routes_use_is_known_and_the_rest_was_sought(
    study: zimnik.Study, walked: tuple[Walked, ...], terminals: pd.DataFrame
) -> None:
    links = study.model.atlas.links.set_index("id")
    used = {name for route in walked for name in route.handled}
    known = {
        name: bool(row["capacity_t_per_y"] >= 0 or row["largest_traffic_t_per_y"] >= 0)
        for table in (terminals, links)
        for name, row in table.loc[table.index.isin(list(used))].iterrows()
    }
    assert sum(known.values()) >= LEAST_KNOWN
    lifted = terminals[terminals.index.isin(list(used))]
    unknown = lifted[[not known[str(name)] for name in lifted.index]]
    assert list(unknown.index[unknown["capacity_sought"] == ""]) == []


def test_what_is_known_has_its_source(study: zimnik.Study) -> None:
    for table in (study.model.atlas.terminals, study.model.atlas.links):
        figures = table["capacity_t_per_y"].notna() | table["largest_traffic_t_per_y"].notna()
        assert figures.any()
        assert list(table.loc[figures & (table["capacity_source"] == ""), "id"]) == []
