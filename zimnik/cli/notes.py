"""What was recognised in a user's tables, told on the standard error beside the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.cli.stdin import from_stdin
from zimnik.cli.terminal import say

if TYPE_CHECKING:
    from zimnik.studies.model import Model
    from zimnik.studies.sources import Sources


def loaded(sources: Sources) -> Model:
    """Return the model of some sources, and tell what is worth saying of the user's tables."""
    from zimnik.studies.model import load_model

    if isinstance(sources.atlas, Path):
        sources = replace(sources, atlas=from_stdin(sources.atlas))
    model = load_model(sources)
    for note in model.atlas.notes:
        say(f"note: {note}")
    return model
