"""The address of a store: postgresql://user@host:port/database?schema=name.

Owns that a password is for the server alone: whatever is told of a store, in an answer or in a
fault, names its host, database and schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from zimnik.geo.core.addresses import is_address
from zimnik.geo.core.errors import Fault, InputError

USUAL_SCHEMA = "zimnik"
EXPECTED = "postgresql://host:port/database, with a user before the host, ?schema=NAME behind"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is.

    Parameters
    ----------
    server
        What the server is asked with; it may hold a password and is never told.
    host
        Name of the host with its port, "" for this machine or what the environment names.
    database
        Name of the database.
    schema
        Schema that holds the tables.
    """

    server: str = field(repr=False)
    host: str
    database: str
    schema: str = USUAL_SCHEMA

    def __str__(self) -> str:
        schema = "" if self.schema == USUAL_SCHEMA else f"?schema={quote(self.schema)}"
        return f"postgresql://{self.host}/{quote(self.database)}{schema}"

    def table(self, name: str) -> str:
        """Return how faults and notes name a table of the store."""
        return f"{self}, table {name}"


def read_address(text: str) -> Address:
    """Return the address that a text is.

    Raises
    ------
    InputError
        If a part of it cannot be read, or it names no database.
    """
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise InputError([_misread("another port, host or query")]) from None
    database = unquote(parts.path.removeprefix("/"))
    if not is_address(text.strip()) or not database or parts.fragment:
        raise InputError([_misread("no database, or more behind it")])
    schemas = [value for name, value in query if name == "schema"]
    if len(schemas) > 1 or "" in schemas:
        raise InputError([_misread("a schema without a name, or two")])
    told = next((value for name, value in query if name == "host"), "")
    # A path is of this machine and nobody else's business.
    host = parts.hostname or ("" if told.startswith("/") else told)
    host = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    kept = urlencode([(name, value) for name, value in query if name != "schema"], quote_via=quote)
    server = text.strip().partition("?")[0] + (f"?{kept}" if kept else "")
    return Address(server, host, database, next(iter(schemas), USUAL_SCHEMA))


def _misread(found: str) -> Fault:
    # The text itself may hold a password.
    remedy = "Write it so; a sign such as @ or / in a password as %40 or %2F."
    return Fault("the address of a store", EXPECTED, found, remedy)
