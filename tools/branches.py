"""Tell how many lines and branches of geo the tests go through, and fail below what is asked.

Run by make coverage, after the tests. coverage itself holds lines and branches together against one
bound, so that many lines hide a few branches that no test takes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "tools" / "branches.toml"
LEAST_PCT = 95.0


def main() -> int:
    """Print what is missed, then both shares; 1 where one of them is too low."""
    measured = Coverage(config_file=str(CONFIG))
    measured.load()
    measured.report()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(file))
        totals = json.loads(file.read_text("utf8"))["totals"]
    shares = {
        "lines": 100 * totals["covered_lines"] / totals["num_statements"],
        "branches": 100 * totals["covered_branches"] / totals["num_branches"],
    }
    for name, share_pct in shares.items():
        print(f"{name}: {share_pct:.2f} %, at least {LEAST_PCT:g} % are asked")
    return int(min(shares.values()) < LEAST_PCT)


if __name__ == "__main__":
    sys.exit(main())
