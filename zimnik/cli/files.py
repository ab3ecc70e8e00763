"""Further files that a command writes beside its answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import InputError
from zimnik.studies.options import Options, option
from zimnik.studies.sources import PATH

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.core.errors import Fault
    from zimnik.studies.access import AccessAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Options):
    """Base of the options that name further files; most commands write none."""

    group: ClassVar[str] = "Output"

    def write(self, answer: Any) -> None:  # noqa: ANN401 - each command has an answer of its own
        """Write the files that are asked for, of an answer that is not yet delivered.

        Raises
        ------
        InputError
            If the answer has no such file, or it cannot be written.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLinkFiles(Files):
    """Files of new links.

    Parameters
    ----------
    links
        Also write the new links as planned links in .gpkg, for --atlas and --with-planned.
    """

    links: Path | None = option(None, PATH)

    def contradictions(self) -> list[Fault]:
        """Return the fault of a name that an atlas would not read as links."""
        from zimnik.layers.atlas.new_links import require_links_name

        try:
            if self.links is not None:
                require_links_name(self.links)
        except InputError as error:
            return [replace(fault, where="links") for fault in error.faults]
        return []

    def write(self, answer: AccessAnswer) -> None:
        """Write the new links, and say on the standard error what they are good for."""
        if self.links is None or not answer.answered:
            return
        answer.to_links(self.links)
        sys.stderr.write(
            f"zimnik: {self.links.name} has these links as planned links: a route pays for a "
            "winter road every year, but not what the others cost to build\n"
        )
