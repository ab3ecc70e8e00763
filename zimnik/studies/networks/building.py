"""Networks of a country prepared for `network`: what is open all year made ready to be searched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.studies.options import Options, required
from zimnik.studies.sources import PATH, FileLimits

if TYPE_CHECKING:
    from zimnik.layers.networks.built import BuiltNetwork


@dataclass(frozen=True, slots=True)
class BuildOptions(Options):
    """Prepare a network of your own for --network: roads and railways of a country, open all year.

    Parameters
    ----------
    folder
        Folder that `zimnik network import` wrote; what is made of it stands beside it.
    """

    group: ClassVar[str] = "Build"

    folder: Path = required(PATH)


def build_network(folder: str | Path, **limits: Any) -> Path:  # noqa: ANN401 - of a dataclass
    """Prepare a network of a country, and return the folder that was made beside its own.

    Parameters
    ----------
    folder
        Folder that `import_network` wrote.
    limits
        Those of `FileLimits`.

    Raises
    ------
    InputError
        With every fault of the tables; nothing is written then.
    OutputError
        If it cannot be written.
    """
    from zimnik.layers.networks.built import built_path

    asked = BuildOptions(Path(folder))
    built(asked, FileLimits(**limits))
    return built_path(asked.folder)


def built(asked: BuildOptions, files: FileLimits) -> BuiltNetwork:
    """Return the network that is asked for, prepared and written."""
    from zimnik.geo.static.joining import lasting_ways
    from zimnik.layers import load_rate_card
    from zimnik.layers.loading.regions import load_regions_atlas
    from zimnik.layers.networks.built import build_network as build
    from zimnik.layers.networks.kept_ways import WaysFolder, ways_path
    from zimnik.studies.sources import Sources

    made = build(asked.folder, files.limits)
    kept = WaysFolder(ways_path(asked.folder))
    card = load_rate_card(load_regions_atlas(Sources().region, limits=files.limits))
    for network in (made.network.standing(), made.network):
        kept.keep(lasting_ways(network, card, known=kept))
    return made
