"""The way by what is open all year, compiled from its one source."""

from __future__ import annotations

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.routing.steady_way import steady_way

compiled_way = compiled(steady_way)
