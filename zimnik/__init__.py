"""Remoteness and logistics cost for ore in cold regions: the front door.

``zimnik.load()`` gives a `Study`; its methods are the questions, and every answer becomes a frame,
text, JSON, CSV, GeoJSON or a page. Importing this package loads neither geopandas nor folium.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault, InputError, OutputError, ZimnikError
    from zimnik.studies.differences.diff import diff
    from zimnik.studies.execution.workers import workers
    from zimnik.studies.networks.building import build_network
    from zimnik.studies.networks.importing import import_network
    from zimnik.studies.scenarios.report import report
    from zimnik.studies.scenarios.run import run_plan
    from zimnik.studies.study import Study, load

    __version__: str

_LATER = {
    "Fault": "zimnik.geo.core.errors",
    "InputError": "zimnik.geo.core.errors",
    "OutputError": "zimnik.geo.core.errors",
    "Study": "zimnik.studies.study",
    "ZimnikError": "zimnik.geo.core.errors",
    "build_network": "zimnik.studies.networks.building",
    "diff": "zimnik.studies.differences.diff",
    "import_network": "zimnik.studies.networks.importing",
    "load": "zimnik.studies.study",
    "report": "zimnik.studies.scenarios.report",
    "run_plan": "zimnik.studies.scenarios.run",
    "workers": "zimnik.studies.execution.workers",
}

UNINSTALLED = "0+uninstalled"

__all__ = [
    "Fault",
    "InputError",
    "OutputError",
    "Study",
    "ZimnikError",
    "__version__",
    "build_network",
    "diff",
    "import_network",
    "load",
    "report",
    "run_plan",
    "workers",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("zimnik")
        except PackageNotFoundError:  # run from a folder that nobody has installed
            return UNINSTALLED
    if name not in _LATER:
        message = f"module 'zimnik' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return __all__
