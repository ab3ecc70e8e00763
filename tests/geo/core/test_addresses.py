"""Addresses of databases in what is said: without users and passwords."""

from __future__ import annotations

import pytest

from zimnik.geo.core.addresses import is_address, veiled


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("postgresql://me:se@cret@host:5432/atlas", "postgresql://host:5432/atlas"),
        ("POSTGRES://me@host/atlas?password=x&sslkey=y", "POSTGRES://host/atlas?password=***&sslkey=***"),
        ("no server at postgresql:/me:secret@host", "no server at postgresql:/host"),
        ("a mine of ore@site, password=none", "a mine of ore@site, password=none"),
    ],
)  # fmt: skip
def test_a_password_is_in_no_text(said: str, told: str) -> None:
    assert veiled(said) == told


def test_an_address_is_known_at_sight() -> None:
    assert is_address(" PostgreSQL://host/atlas")
    assert not is_address("postgres.csv")
