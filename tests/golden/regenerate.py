"""Write the golden totals again from the shipped atlas: python tests/golden/regenerate.py.

Run it when the atlas or the model changes on purpose, and read the difference before committing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).with_name("routes.json")
QUESTIONS = (
    "tomtor krasnokamensk --tonnes 160000",
    "tomtor baotou",
    "lovozero solikamsk",
    "chuktukon krasnoyarsk",
    "seligdar vladivostok",
    "71.05,116.57 murmansk",
)
ROUNDED = 4


def kept(document: dict[str, Any]) -> dict[str, object]:
    """Return what is kept of an answer: totals, components and the modes in order."""
    (route,) = document["routes"]
    totals = {name: value for name, value in route["total"].items() if value is not None}
    return {
        **{name: round(value, ROUNDED) for name, value in totals.items()},
        "components": {name: round(cost, ROUNDED) for name, cost in route["components"].items()},
        "modes": [leg["mode"] for leg in route["legs"]],
    }


def asked(question: str) -> dict[str, Any]:
    """Return the answer of the command line to one question."""
    command = [sys.executable, "-m", "zimnik", "route", *question.split(), "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


if __name__ == "__main__":
    golden = {question: kept(asked(question)) for question in QUESTIONS}
    GOLDEN.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
