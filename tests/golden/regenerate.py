"""Write the golden totals anew from the shipped atlas: python tests/golden/regenerate.py.

Run it when the atlas or the model changes on purpose, and read the difference before committing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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


def golden_of(question: str) -> dict[str, object]:
    """Return what is kept of the answer to one question."""
    command = [sys.executable, "-m", "zimnik", "route", *question.split(), "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    (route,) = json.loads(done.stdout)["routes"]
    totals = {name: value for name, value in route["total"].items() if value is not None}
    return {
        **{name: round(value, ROUNDED) for name, value in totals.items()},
        "components": {name: round(cost, ROUNDED) for name, cost in route["components"].items()},
        "modes": [leg["mode"] for leg in route["legs"]],
    }


if __name__ == "__main__":
    golden = {question: golden_of(question) for question in QUESTIONS}
    GOLDEN.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
