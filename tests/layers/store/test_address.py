"""Addresses of stores: what they name, and that no password is told."""

from __future__ import annotations

import sys
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.addresses import is_address, veiled
from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers import load_atlas
from zimnik.layers.store.address import Address, read_address


@pytest.mark.parametrize(
    ("text", "told", "schema"),
    [
        ("postgresql://h/d", "postgresql://h/d", "zimnik"),
        ("postgres://u:s%40e@h:5433/d?schema=north", "postgresql://h:5433/d?schema=north", "north"),
        ("postgresql://u:s@h/d?sslmode=require&schema=n", "postgresql://h/d?schema=n", "n"),
        ("postgresql://u@[::1]:5433/d", "postgresql://[::1]:5433/d", "zimnik"),
        ("postgresql:///d?host=/run/of/somebody&password=s", "postgresql:///d", "zimnik"),
        ("postgresql:///d?host=h.example", "postgresql://h.example/d", "zimnik"),
        (
            "postgresql://h/%D1%80%D1%83%D0%B4%D0%B0",
            "postgresql://h/%D1%80%D1%83%D0%B4%D0%B0",
            "zimnik",
        ),
    ],
)
def test_an_address_is_told_by_host_database_and_schema(text: str, told: str, schema: str) -> None:
    address = read_address(text)
    assert (str(address), address.schema) == (told, schema)
    # The server is asked with everything but the schema, which it would not understand.
    assert "schema=" not in address.server
    assert address.server.startswith(text.partition("?")[0])


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://u:secret@h",
        "postgresql://u:secret@h/",
        "postgresql://u:secret@h:port/d",
        "postgresql://u:secret@h/d?schema=",
        "postgresql://u:secret@h/d?schema=a&schema=b",
        "postgresql://u:secret@h/d?novalue",
        "postgresql://u:sec#ret@h/d",
        "postgresql://u:secret@[h/d",
    ],
)
def test_what_is_no_address_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_address(text)
    assert "postgresql://host:port/database, with a user" in str(caught.value)
    assert "sec" not in str(caught.value)


@given(
    user=st.text(min_size=1, max_size=5),
    secret=st.text(min_size=3, max_size=12).filter(
        lambda one: not set(one) <= set("postgresql:/ h.d")
    ),
)
def test_no_fault_holds_the_password_of_an_address_however_it_is_written(
    user: str, secret: str
) -> None:
    """Also where it holds signs of an address itself, so that nobody can read it as one."""
    text = f"postgresql://{user}:{secret}@h.d/d"
    fault = Fault(text, text, f"'{text}'", text, row=text, column=text)
    assert {str(getattr(fault, one.name)).strip("'") for one in fields(fault)} == {
        "postgresql://h.d/d"
    }
    assert veiled(f"postgresql://h/d?password={'a' * 9}&x=1") == "postgresql://h/d?password=***&x=1"


def test_texts_without_addresses_stay() -> None:
    for text in ("mine@home.csv", "https://user:x@host/a", "", "ELECTRIC: postgres"):
        assert veiled(text) == text
    assert [
        is_address(one) for one in ("postgres://h/d", " PostgreSQL://h/d", "a/postgresql:/h")
    ] == [
        True,
        True,
        False,
    ]


def test_an_address_shows_no_password_in_a_notebook() -> None:
    assert "secret" not in repr(read_address("postgresql://u:secret@h/d"))
    assert "secret" not in f"{Address('postgresql://u:secret@h/d', 'h', 'd')}"


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError, match=r"postgresql://h/d: .*Install zimnik\[postgis\]"):
        load_atlas(given="postgresql://u:secret@h/d")
