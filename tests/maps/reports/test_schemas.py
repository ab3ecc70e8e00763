"""JSON Schemas of answers: the shipped ones are fresh, and every command's JSON obeys its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tools.json_schemas import FOLDER, OF_RUNS, every_schema
from zimnik.geo.criticality.disruptions import DisruptionKind
from zimnik.studies.hubs.ahead import HorizonYears
from zimnik.studies.hubs.siting_answers import Goal

if TYPE_CHECKING:
    from collections.abc import Callable

    import zimnik
    from zimnik.studies.answers import Answer

FRESH = every_schema()
HUBS = ("krasnokamensk", "solikamsk")
TOMTOR = ("tomtor",)
FEW_HUBS: dict[str, Any] = {"hubs": HUBS, "deposits": ("karnasurt", "tomtor")}
ONE_HUB: dict[str, Any] = {"open_hubs": ("1",), **FEW_HUBS}
AHEAD: dict[str, Any] = {"hubs": HUBS, "deposits": ("karnasurt",), "ready": "02-01"}
ASKED: dict[str, Callable[[zimnik.Study], Answer]] = {
    "access": lambda study: study.access("tomtor", ready="02-01"),
    "campaign": lambda study: study.campaign("tomtor", "krasnokamensk", tonnes_per_y=20_000),
    "hubs_compare": lambda study: study.compare_hubs(HUBS, deposits=TOMTOR, ready="02-01"),
    "hubs_invest": lambda study: study.invest(("baotou",), deposits=TOMTOR, draws=10),
    "hubs_rank": lambda study: study.rank_hubs(HUBS, draws=10, deposits=TOMTOR, ready="02-01"),
    "hubs_site": lambda study: study.site_hubs(**ONE_HUB, ready="02-01"),
    "hubs_site_front": lambda study: study.site_hubs(**ONE_HUB, pareto=Goal.CO2, ready="02-01"),
    "hubs_site_horizon": lambda study: study.site_hubs(**AHEAD, horizon=HorizonYears(2026, 2031)),
    "hubs_site_target": lambda study: study.site_hubs(target_reo_t_per_y=1000, **FEW_HUBS),
    "hubs_site_worlds": lambda study: study.site_hubs(**ONE_HUB, worlds=3, ready="02-01"),
    "layers_list": lambda study: study.tables(),
    "matrix": lambda study: study.matrix(
        origins=TOMTOR, destinations=("krasnokamensk",), ready=("02-01",)
    ),
    "outlook": lambda study: study.outlook(deposits=("karnasurt",), hubs=("solikamsk", "baotou")),
    "remoteness": lambda study: study.remoteness(deposits=TOMTOR, ready="02-01"),
    "route": lambda study: study.route("tomtor", "krasnokamensk", alternatives=2),
    "stress": lambda study: study.criticality(
        deposits=TOMTOR, hubs=("solikamsk",), kind=(DisruptionKind.BORDER,), ready="02-01"
    ),
    "surface": lambda study: study.surface(ready="01-01", cell_km=50),
}


def strict(schema: Any) -> Any:
    """Return a schema in which an object has no names but those that are listed."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


def test_shipped_schemas_are_those_of_the_records() -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert shipped == FRESH, "run: python -m tools.json_schemas"


def test_every_command_with_a_schema_is_asked_here() -> None:
    # Those of runs are held against theirs in tests/studies.
    assert {f"{name}.json" for name in (*ASKED, *OF_RUNS)} == set(FRESH)


# The surface takes as long as all others; it is a proof.
@pytest.mark.parametrize(
    "name",
    [name if name != "surface" else pytest.param(name, marks=pytest.mark.proof) for name in ASKED],
)
def test_json_of_every_command_obeys_its_schema(study: zimnik.Study, name: str) -> None:
    schema = strict(json.loads(FRESH[f"{name}.json"]))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(ASKED[name](study).to_json())
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    assert document["schema"] == 2
