"""Fixtures of the store: one server a worker, a schema for each test."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.layers.store.server import execute, server

if TYPE_CHECKING:
    from collections.abc import Iterator

_numbers = count(1)


@pytest.fixture(scope="session")
def at() -> Iterator[str]:
    """Yield "user:password@host:port" of a server with databases `atlas`, with PostGIS, and `plain`."""
    pytest.importorskip("psycopg", reason="psycopg, which asks PostgreSQL, is not installed")
    with server() as found:
        execute(f"postgresql://{found}/postgres", "CREATE DATABASE atlas", "CREATE DATABASE plain")
        try:
            execute(f"postgresql://{found}/atlas", "CREATE EXTENSION postgis")
        except Exception as error:  # noqa: BLE001 - whatever psycopg says of a missing extension
            pytest.skip(f"there is no PostGIS here: {error}")
        yield found


@pytest.fixture
def url(at: str) -> str:
    """Return the address of a store of its own."""
    return f"postgresql://{at}/atlas?schema=s{next(_numbers)}"
