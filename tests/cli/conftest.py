"""What tests of commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import zimnik


@pytest.fixture
def at_once(study: zimnik.Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands of the shipped atlas take the one that is loaded, since to load costs seconds."""

    def load_model(sources: object) -> object:
        assert sources == study.model.sources
        return study.model

    monkeypatch.setattr("zimnik.studies.model.load_model", load_model)
