"""A store in PostGIS: read and written like files, by many at once, with nothing lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import psycopg
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely import LineString, MultiPolygon, Point, Polygon, box

from tests.examples import examples
from tests.layers.drawn_atlas import DRAWN, deposit, write_table
from tests.layers.store.server import PASSWORD, TOLD, USER, execute
from zimnik.geo.core.errors import InputError, OutputError
from zimnik.layers import Atlas, check_path, export_atlas, load_atlas
from zimnik.layers.loading.loading import overlaid
from zimnik.layers.loading.publishing import publish, publish_atlas
from zimnik.layers.readers.plain_files import Limits
from zimnik.layers.schema.tables import TABLES
from zimnik.layers.store.address import Address, read_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zimnik.layers.store.writing import Written

HOSTILE = '<img onerror=x> ${a} \\ ` \\N \\. "quoted", comma; Ё '
RING = Polygon([(116, 70.5), (117, 70.5), (117.123456789012, 71.5), (116, 71)])
PARTS = MultiPolygon([box(118, 66, 119, 67), box(-180, 66, -179, 67)])
BEND = LineString([(116.5, 71.0), (118.123456789012, 70.1), (117.0, 69.0)])
QUICK = "options=-clock_timeout%3D150ms"


def schema(url: str) -> str:
    return read_address(url).schema


def asked(url: str, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query in the schema of a store."""
    with psycopg.connect(url.partition("?")[0]) as connection:
        connection.execute(f"SET search_path = {schema(url)}, public")
        return connection.execute(query.encode()).fetchall()


def changes(url: str) -> list[tuple[Any, ...]]:
    columns = "changed_by, table_name, rows_added, rows_changed, rows_removed"
    return asked(
        url, f"SELECT {columns} FROM changes WHERE table_name = 'deposits' ORDER BY change_id"
    )


@pytest.fixture
def rich(atlas: Atlas) -> Atlas:
    """Return the drawn atlas with a drawn line, areas, awkward text and awkward numbers."""
    links = atlas.links.copy()
    links.loc[0, "drawn_source"] = "survey"
    links.loc[0, "length_km"] = 300.0000000001
    links.loc[0, "geometry"] = BEND
    deposits = atlas.deposits.assign(note=HOSTILE.strip(), ore_mt=1 / 3, reo_kt=1e-12)
    areas = gpd.GeoDataFrame({"id": ["plant", "mine"]}, geometry=[PARTS, RING], crs=4326)
    return replace(atlas, links=links, deposits=deposits, areas=areas.astype({"id": "str"}))


def laid(file: Path) -> Callable[[Atlas | None], Atlas]:
    """Return what lays a file over what a store holds."""

    def make(before: Atlas | None) -> Atlas:
        assert before is not None
        return overlaid(before, file)

    return make


def put(url: str, base: Path, file: Path) -> Written:
    return publish(read_address(url), laid(file), below=partial(load_atlas, base=base))


@pytest.fixture
def store(url: str, base: Path, atlas: Atlas) -> str:
    """Return a store that holds the drawn atlas."""
    publish_atlas(read_address(url), atlas, below=partial(load_atlas, base=base))
    return url


def test_round_trip_is_that_of_files_with_dtypes_and_reference_system(
    rich: Atlas, base: Path, tmp_path: Path, url: str
) -> None:
    publish_atlas(read_address(url), rich, below=partial(load_atlas, base=base))
    export_atlas(rich, tmp_path / "same.gpkg")
    again, of_file = (load_atlas(given=one, base=base) for one in (url, tmp_path / "same.gpkg"))
    assert (again.version, again.date) == (of_file.version, of_file.date)
    for name, table in TABLES.items():
        same = assert_geodataframe_equal if table.geometry else assert_frame_equal
        same(again.table(name), rich.table(name))
        same(again.table(name), of_file.table(name))
    assert_geodataframe_equal(again.areas, rich.areas)
    assert all("replaces what the atlas has under the same id" in note for note in again.notes)
    # Other software finds geometry, types and meanings.
    listed = f"FROM geometry_columns WHERE f_table_schema = '{schema(url)}'"
    shapes = {
        name: (kind, srid)
        for name, kind, srid in asked(url, f"SELECT f_table_name, type, srid {listed}")
    }
    assert shapes["deposits"] == ("POINT", 4326)
    assert shapes["links"] == ("LINESTRING", 4326)
    assert asked(
        url,
        "SELECT ST_AsText(geometry), pg_typeof(capacity_t_per_y)::text, col_description('hubs'::regclass, 3) FROM hubs",
    ) == [("POINT(118 66)", "double precision", "English name")]
    # Unknown is null, as other software writes it.
    assert asked(url, "SELECT count(*) FROM hubs WHERE note = ''") == [(0,)]


@pytest.mark.proof
@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=20
    ),
    number=st.floats(1e-12, 1e12) | st.just(0.0),
    lon=st.floats(116, 117),
)
def test_any_text_and_number_comes_back_exactly(
    base: Path, store: str, text: str, number: float, lon: float
) -> None:
    kept = load_atlas(given=store, base=base)
    deposits = kept.deposits.assign(note=text, ore_mt=number)
    changed = deposits.set_geometry([Point(lon, 70.9)], crs=4326)
    publish_atlas(
        read_address(store), replace(kept, deposits=changed), below=partial(load_atlas, base=base)
    )
    row = load_atlas(given=store, base=base).deposits.iloc[0]
    assert (row["note"], row["ore_mt"], row.geometry.x) == (text, number, lon)


def test_who_changed_what_is_written_down_whoever_it_was(
    store: str, base: Path, tmp_path: Path, at: str
) -> None:
    """One row is added and one changed by a file; then another user moves one and drops one."""
    rows = [*DRAWN["deposits"], deposit("second", "117", "70.5")]
    file = write_table(tmp_path / "deposits.csv", [{**rows[0], "ore_mt": "5"}, rows[1]])
    said = put(store, base, file)
    assert (said.rows_added, said.rows_changed) == (1, 1)
    by_hand = f"postgresql://anna:a@{at.rpartition('@')[2]}/atlas"
    name = schema(store)
    execute(
        store,
        "DROP ROLE IF EXISTS anna",
        "CREATE ROLE anna LOGIN PASSWORD 'a'",
        f"GRANT USAGE ON SCHEMA {name} TO anna",
        f"GRANT ALL ON ALL TABLES IN SCHEMA {name} TO anna",
    )
    execute(
        by_hand,
        f"UPDATE {name}.deposits SET ore_mt = 6 WHERE id = 'mine'",
        f"DELETE FROM {name}.deposits WHERE id = 'second'",
        f"UPDATE {name}.deposits SET ore_mt = 7 WHERE id = 'nobody'",
        f"TRUNCATE {name}.deposits",
    )
    assert changes(store) == [
        (USER, "deposits", 1, 0, 0),
        (USER, "deposits", 1, 1, 0),
        ("anna", "deposits", 0, 1, 0),
        ("anna", "deposits", 0, 0, 1),
        ("anna", "deposits", 0, 0, 1),
    ]
    # What was changed or removed can be had again.
    before = "jsonb_array_elements(rows_before)"
    old = asked(
        store,
        f"SELECT {before}->>'id', {before}->>'ore_mt' FROM changes WHERE table_name = 'deposits'",
    )
    assert sorted(old, key=str) == [("mine", "5"), ("mine", "6"), ("mine", None), ("second", None)]
    execute(store, "DROP OWNED BY anna", "DROP ROLE anna")


@pytest.mark.proof
def test_what_others_wrote_stays_and_only_what_differs_is_written(
    store: str, base: Path, tmp_path: Path
) -> None:
    for name, lon in (("first", "116.8"), ("second", "117")):
        put(store, base, write_table(tmp_path / f"{name}.csv", [deposit(name, lon, "70.5")]))
    again = put(
        store, base, write_table(tmp_path / "first.csv", [deposit("first", "116.8", "70.5")])
    )
    assert (again.rows_added, again.rows_changed) == (0, 0)
    found = load_atlas(given=store, base=base)
    assert list(found.deposits["id"]) == ["mine", "first", "second"]
    assert found.version == "7+first.csv+second.csv"


@pytest.mark.proof
def test_two_writers_at_once_wait_for_each_other_and_both_stay(
    store: str, base: Path, tmp_path: Path
) -> None:
    first = write_table(tmp_path / "first.csv", [deposit("first", "116.8", "70.5")])
    second = write_table(tmp_path / "second.csv", [deposit("second", "117", "70.5")])
    holds, goes_on = threading.Event(), threading.Event()

    def slowly(before: Atlas | None) -> Atlas:
        holds.set()
        assert goes_on.wait(60)
        return laid(first)(before)

    slow = threading.Thread(
        target=publish,
        args=(read_address(store), slowly),
        kwargs={"below": partial(load_atlas, base=base)},
    )
    slow.start()
    assert holds.wait(60)
    # One who waits for a moment alone is refused, and so is software that knows of no lock of ours.
    with pytest.raises(
        OutputError, match=r"others who are writing.*Nothing was written; try again"
    ):
        put(f"{store}&{QUICK}", base, second)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        execute(store, f"SET lock_timeout = '100ms'; DELETE FROM {schema(store)}.deposits")
    waits = threading.Thread(target=put, args=(store, base, second))
    waits.start()
    # Readers go on reading what stands.
    assert list(load_atlas(given=store, base=base).deposits["id"]) == ["mine"]
    goes_on.set()
    for one in (slow, waits):
        one.join(60)
    assert list(load_atlas(given=store, base=base).deposits["id"]) == ["mine", "first", "second"]


@pytest.mark.proof
def test_of_two_who_change_one_row_the_later_is_checked_against_the_earlier(
    store: str, base: Path, tmp_path: Path
) -> None:
    """A link to a place that somebody removed is refused, though the writer's file is right."""
    put(store, base, write_table(tmp_path / "deposits.csv", [deposit("second", "117", "70.5")]))
    link = {**DRAWN["links"][0], "id": "other", "from_id": "second", "only_for": "second"}
    file = write_table(tmp_path / "links.csv", [link])
    execute(store, f"DELETE FROM {schema(store)}.deposits WHERE id = 'second'")
    with pytest.raises(InputError, match=r"links\.csv.*'second'"):
        put(store, base, file)
    assert len(load_atlas(given=store, base=base).links) == len(DRAWN["links"])


@pytest.mark.proof
def test_nothing_is_written_of_what_is_refused_or_interrupted(
    store: str, url: str, base: Path, atlas: Atlas, tmp_path: Path
) -> None:
    bad = write_table(tmp_path / "deposits.csv", [deposit("bad", "117", "95")])
    with pytest.raises(InputError, match="95"):
        put(store, base, bad)
    wrong = atlas.deposits.assign(confidence="Z")
    with pytest.raises(InputError, match="'Z'"):
        publish_atlas(
            read_address(store),
            replace(atlas, deposits=wrong),
            below=partial(load_atlas, base=base),
        )

    def ends(_before: Atlas | None) -> Atlas:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(read_address(store), ends, below=partial(load_atlas, base=base))
    assert changes(store) == [(USER, "deposits", 1, 0, 0)]
    empty = f"{url.partition('?')[0]}?schema=never"
    with pytest.raises(InputError):
        publish_atlas(
            read_address(empty),
            replace(atlas, deposits=wrong),
            below=partial(load_atlas, base=base),
        )
    assert asked(store, "SELECT 1 FROM pg_namespace WHERE nspname = 'never'") == []


def refused(
    ask: Callable[[Address], object], url: str, *parts: str, kind: type[Exception] = InputError
) -> None:
    """Expect one fault with some parts in it, and no user and no password."""
    with pytest.raises(kind) as caught:
        ask(read_address(url))
    told = f"{caught.value} {caught.value!r}"
    assert all(part in told for part in parts), told
    assert not any(secret in told for secret in (PASSWORD, TOLD, TOLD.partition(":")[2], "p%40ss"))


def test_a_server_that_refuses_is_told_with_what_to_do(at: str, base: Path, atlas: Atlas) -> None:
    where = at.rpartition("@")[2]

    def read(address: Address) -> object:
        return load_atlas(given=address, base=base)

    def write(address: Address) -> object:
        return publish_atlas(address, atlas, below=partial(load_atlas, base=base))

    for ask in (read, write):
        refused(ask, f"postgresql://{TOLD}@127.0.0.1:1/atlas", "refused", "Start the server")
        refused(
            ask, f"postgresql://{USER}:p%40ss@{where}/atlas", "password authentication", "Correct"
        )
        refused(
            ask, f"postgresql://{TOLD}@{where}/nowhere", '"nowhere" does not exist', "create it"
        )
        refused(ask, f"postgresql://{TOLD}@{where}/atlas?x=1", "an unknown part", "Correct it")
    refused(write, f"postgresql://{TOLD}@{where}/plain", "without it", "CREATE EXTENSION postgis;")
    refused(read, f"postgresql://{TOLD}@{where}/plain", "no schema 'zimnik'", "layers export")


def test_a_missing_schema_is_told_with_those_that_hold_an_atlas(url: str, base: Path) -> None:
    execute(url, f"CREATE SCHEMA {schema(url)}", f"CREATE TABLE {schema(url)}.deposits (id text)")

    def read(address: Address) -> object:
        return load_atlas(given=address, base=base)

    other = f"{url.partition('?')[0]}?schema=nosuch"
    refused(read, other, "no schema 'nosuch'", "There are some in", "add ?schema=")
    execute(url, "CREATE SCHEMA IF NOT EXISTS bare", "CREATE TABLE bare.deposit (id text)")
    refused(read, other.replace("nosuch", "bare"), "'deposit'", "Is 'deposits' meant?")


@pytest.mark.proof
def test_a_table_of_another_shape_is_not_written_into(
    store: str, base: Path, tmp_path: Path
) -> None:
    name = schema(store)
    execute(
        store,
        f"ALTER TABLE {name}.deposits ALTER COLUMN ore_mt TYPE text",
        f"ALTER TABLE {name}.deposits DROP COLUMN note",
        f"ALTER TABLE {name}.hubs ALTER COLUMN geometry TYPE geometry(Point, 3857) USING ST_Transform(geometry, 3857)",
    )
    file = write_table(tmp_path / "deposits.csv", [deposit("second", "117", "70.5")])
    refused(
        lambda address: publish(address, laid(file), below=partial(load_atlas, base=base)),
        store,
        f'ALTER TABLE "{name}".deposits ALTER COLUMN ore_mt TYPE double precision',
        f'ALTER TABLE "{name}".deposits ADD COLUMN note text',
        "found geometry(Point,3857)",
    )
    # What can be read of it is read all the same: places are brought into WGS84.
    found = load_atlas(given=store, base=base)
    assert found.hubs.crs == "EPSG:4326"
    assert found.hubs.geometry.iloc[0].distance(Point(118, 66)) < 1e-9


@pytest.mark.proof
def test_tables_that_others_made_are_read_like_their_files(url: str, base: Path) -> None:
    """Polygons in UTM zone 50 of a view, names of their own, and a column that nobody knows."""
    name = schema(url)
    plot = "ST_Transform(ST_MakeEnvelope(116, 70, 117, 71, 4326), 32650)"
    execute(
        url,
        f"CREATE SCHEMA {name}",
        f"CREATE TABLE {name}.claims AS SELECT 'new' AS id, 'New' AS title, 12::numeric(9, 2) AS ore_mt, "
        f"'REE' AS commodities, 'project' AS status, 'red' AS colour, {plot} AS way",
        f'CREATE VIEW {name}."Deposits" AS SELECT * FROM {name}.claims',
    )
    found = load_atlas(given=url, base=base)
    row = found.deposits.set_index("id").loc["new"]
    assert (row["name_en"], row["ore_mt"]) == ("New", 12.0)
    assert row.geometry.within(box(116, 70, 117, 71))
    assert list(found.areas["id"]) == ["new"]
    assert any("left out: 'colour'" in note for note in found.notes), found.notes
    execute(
        url,
        f"INSERT INTO {name}.claims (id, title, way) SELECT 'two', 'Two', ST_SetSRID(way, 4326) FROM {name}.claims",
    )
    with pytest.raises(InputError, match=r"one reference system, found SRID 4326, 32650"):
        load_atlas(given=url, base=base)
    execute(url, f"UPDATE {name}.claims SET way = ST_SetSRID(way, 0)")
    with pytest.raises(InputError, match="a coordinate reference system"):
        load_atlas(given=url, base=base)
    faults = check_path(given=url, base=base, limits=Limits(max_rows=1)).faults
    assert [fault.expected for fault in faults] == ["at most 1 rows (max_rows)"]


@pytest.mark.proof
def test_who_may_read_reads_and_is_told_what_is_missing_to_write(
    store: str, base: Path, atlas: Atlas
) -> None:
    name = schema(store)
    execute(store, "CREATE ROLE reader LOGIN PASSWORD 'r'")
    reader = store.replace(TOLD, "reader:r")

    def read(address: Address) -> object:
        return load_atlas(given=address, base=base)

    try:
        refused(read, reader, "permission denied", "GRANT USAGE, SELECT")
        execute(
            store,
            f"GRANT USAGE ON SCHEMA {name} TO reader",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO reader",
        )
        assert list(load_atlas(given=reader, base=base).deposits["id"]) == ["mine"]
        refused(
            lambda address: publish_atlas(address, atlas, below=partial(load_atlas, base=base)),
            reader,
            "permission denied",
            "INSERT",
        )
    finally:
        execute(store, "DROP OWNED BY reader", "DROP ROLE reader")


@pytest.mark.proof
def test_a_session_that_ends_in_the_middle_leaves_what_stood(
    store: str, base: Path, tmp_path: Path
) -> None:
    file = write_table(tmp_path / "deposits.csv", [deposit("second", "117", "70.5")])

    def ended(before: Atlas | None) -> Atlas:
        found = laid(file)(before)
        execute(
            store,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'zimnik' AND state = 'idle in transaction'",
        )
        return found

    def write(address: Address) -> object:
        return publish(address, ended, below=partial(load_atlas, base=base))

    refused(write, store, "Nothing was written", kind=OutputError)
    assert changes(store) == [(USER, "deposits", 1, 0, 0)]
    assert put(store, base, file).rows_added == 1


@pytest.mark.proof
def test_two_processes_that_write_at_once_lose_nothing(store: str, tmp_path: Path) -> None:
    """Ten rows each, with one in common, which the later of the two has the last word on."""
    runs = []
    for name in ("left", "right"):
        rows = [deposit(f"{name}{i}", f"{120 + i / 10}", "70") for i in range(9)]
        (tmp_path / name).mkdir()
        rows.append(deposit("both", "125", "70", note=name))
        file = write_table(tmp_path / name / "deposits.csv", rows)
        words = [sys.executable, "-m", "zimnik", "layers", "export", store, "--atlas", str(file)]
        runs.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    told = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    ids = {row[0] for row in asked(store, "SELECT id FROM deposits")}
    assert len(ids & {f"{name}{i}" for name in ("left", "right") for i in range(9)}) == 18
    ((note,),) = asked(store, "SELECT note FROM deposits WHERE id = 'both'")
    *_, (earlier,) = asked(
        store, "SELECT rows_before FROM changes WHERE table_name = 'deposits' ORDER BY change_id"
    )
    assert {note, *(row["note"] for row in earlier if row["id"] == "both")} == {"left", "right"}
