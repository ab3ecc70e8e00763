"""Whatever bytes a user's file holds: an atlas, or an `InputError` with faults, and nothing else."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.core.errors import InputError
from zimnik.layers.loading.loading import overlaid
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from zimnik.layers import Atlas

FUZZ = settings(
    max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = st.sampled_from(
    ["mine", "plant", "landing", "yes", "rail", "barge", "12-20", "02-29", "1,5", "95,000", "NaN"]
)
CELLS = st.one_of(
    WORDS, st.text(max_size=8), st.floats().map(str), st.integers(-200, 200).map(str), st.just("")
)
HEADINGS = st.lists(
    st.one_of(
        st.sampled_from([name for table in TABLES.values() for name in table.names]),
        st.text(max_size=5),
    ),
    min_size=1,
    max_size=12,
)
MARKS = "\u200e\u200f" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
TABLE_NAMES = st.sampled_from(sorted(TABLES))


def loaded(atlas: Atlas, name: str, content: bytes) -> Atlas | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return overlaid(atlas, path)
        except InputError as error:
            faults = error.faults
    assert faults
    assert all(fault.expected and fault.found and fault.remedy for fault in faults)
    return None


@st.composite
def csv_texts(draw: st.DrawFn) -> str:
    heading = draw(HEADINGS)
    width = len(heading)
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=4))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    quote = draw(st.sampled_from(['"', ""]))
    return "\n".join(
        delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in [heading, *rows]
    )


JSON_VALUES: SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=4,
)
COORDINATES = st.one_of(
    st.lists(st.floats(-200, 200), min_size=0, max_size=3),
    st.lists(st.lists(st.floats(-200, 200), min_size=2, max_size=2), max_size=3),
    JSON_VALUES,
)
FEATURES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Feature", "Feature", "Point", ""]),
        "geometry": st.one_of(
            st.none(),
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "x"]),
                    "coordinates": COORDINATES,
                }
            ),
        ),
        "properties": st.one_of(
            st.none(),
            st.dictionaries(
                st.sampled_from(["id", "name", "lat", "lon", "from_id", "to_id", "mode", "ID"]),
                JSON_VALUES,
            ),
        ),
    }
)


@FUZZ
@given(content=st.binary(max_size=400), name=TABLE_NAMES)
def test_any_bytes_as_csv(atlas: Atlas, content: bytes, name: str) -> None:
    loaded(atlas, f"{name}.csv", content)


@FUZZ
@given(text=csv_texts(), name=TABLE_NAMES, encoding=st.sampled_from(["utf-8", "cp1251"]))
def test_any_table_as_csv(atlas: Atlas, text: str, name: str, encoding: str) -> None:
    loaded(atlas, f"{name}.csv", text.encode(encoding, "replace"))


@FUZZ
@given(features=st.lists(FEATURES, max_size=3), name=st.sampled_from(["deposits", "links", "x"]))
def test_any_features_as_geojson(atlas: Atlas, features: list[Any], name: str) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    loaded(atlas, f"{name}.geojson", text.encode())


@FUZZ
@given(value=JSON_VALUES)
def test_any_json_as_geojson(atlas: Atlas, value: Any) -> None:
    loaded(atlas, "deposits.geojson", json.dumps(value).encode())


@FUZZ
@given(
    content=st.binary(max_size=200),
    kind=st.sampled_from(
        [(".gpkg", b"SQLite format 3\0"), (".parquet", b"PAR1"), (".shp", b"\0\0\x27\x0a")]
    ),
)
def test_any_bytes_behind_a_right_beginning(
    atlas: Atlas, content: bytes, kind: tuple[str, bytes]
) -> None:
    suffix, beginning = kind
    loaded(atlas, f"deposits{suffix}", beginning + content)


@FUZZ
@given(
    # Control characters, ends of lines and marks of direction become spaces.
    name=st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters=MARKS
        ),
        min_size=1,
    ),
    lon=st.floats(20, 179),
    lat=st.floats(41, 84),
)
def test_good_row_of_any_name_comes_back_exactly(
    atlas: Atlas, name: str, lon: float, lat: float
) -> None:
    quoted = name.replace('"', '""')
    text = f'id,name_en,lon,lat\nnew,"{quoted}",{lon!r},{lat!r}\n'
    over = loaded(atlas, "deposits.csv", text.encode())
    assert over is not None
    row = over.deposits.iloc[-1]
    assert (row["name_en"], row.geometry.x, row.geometry.y) == (name, lon, lat)
