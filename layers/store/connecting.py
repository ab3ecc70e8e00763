"""The door to a PostgreSQL server, and what its refusals mean.

Owns that nothing of the server reaches a user as a traceback, and that no message holds a password.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError, OutputError
from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection, Error

    from zimnik.layers.store.address import Address

REACHED_WITHIN_S = 10
# Hands over rows of which the columns are known when it runs.
Row = tuple[Any, ...]
# What libpq says where it was refused before a session began; it gives no code then.
KNOWN_USER = "a user that the server takes"
KEPT = "Correct user and password; a password may stand in ~/.pgpass or PGPASSWORD."
REFUSALS = (
    ("password", "a user and a password that the server takes", KEPT),
    ("authentication", KNOWN_USER, "Name one before the host."),
    ("no pg_hba.conf entry", KNOWN_USER, "Ask whoever runs the server."),
    ("does not exist", "a user and a database of the server", "Correct the name, or create it."),
)
UNREACHED = "Start the server, or correct host and port."
RIGHTS = (
    "Ask the owner of the schema: GRANT USAGE, SELECT to read; CREATE, INSERT, UPDATE to write."
)


def require_psycopg(address: Address) -> None:
    """Raise InputError where the package that asks PostgreSQL is not installed."""
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra that few need
    except ImportError:
        remedy = "Install zimnik[postgis], or give a file or folder."
        fault = Fault(str(address), "psycopg, which asks PostgreSQL", "no such package", remedy)
        raise InputError([fault]) from None


@contextmanager
def connected(address: Address) -> Iterator[Connection[Row]]:
    """Yield a connection in a transaction, which is committed if the block ends well.

    Raises
    ------
    InputError
        If psycopg is not installed, the server cannot be reached or takes nobody of that name, or
        has no such database.
    """
    require_psycopg(address)
    import psycopg  # noqa: PLC0415 - an extra that few need

    try:
        connection = psycopg.connect(
            address.server,
            connect_timeout=REACHED_WITHIN_S,
            application_name="zimnik",
            client_encoding="utf8",
        )
    except psycopg.OperationalError as error:
        raise InputError([_unreached(address, error)]) from None
    except (psycopg.Error, UnicodeError):
        # The message may quote the address, and the address hold a password.
        found = "one with an unknown part"
        remedy = "Correct it; a sign such as @ or / in a password is %40 or %2F."
        raise InputError([Fault(str(address), "an address", found, remedy)]) from None
    with connection:
        yield connection


def _unreached(address: Address, error: Error) -> Fault:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # What stands before it may name a socket by a path of this machine.
    reasons = [line.rpartition("failed: ")[2] for line in lines if "failed: " in line]
    said = next(iter((*reasons, *lines)), type(error).__name__)
    refusal = next((r for r in REFUSALS if r[0] in said), None)
    if refusal is None:
        return Fault(str(address), "a server that answers", shown(said), UNREACHED)
    return Fault(str(address), refusal[1], shown(said), refusal[2])


@contextmanager
def asking(address: Address, *, writes: bool = False) -> Iterator[None]:
    """Turn the refusals of a server, in a block that asks it, into errors that name the store.

    Parameters
    ----------
    address
        The store.
    writes
        Whether the block writes into it.

    Raises
    ------
    InputError
        If rights are missing, or it cannot be read.
    OutputError
        If others hold the store or the server does not write; what stood there stands.
    """
    require_psycopg(address)
    import psycopg  # noqa: PLC0415 - an extra that few need
    from psycopg import errors  # noqa: PLC0415 - as psycopg

    where = str(address)
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise InputError([Fault(where, "the rights to do so", _said(error), RIGHTS)]) from None
    except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure):
        found = "others who are writing into it"
        remedy = "Nothing was written; try again when they are done."
        raise OutputError(Fault(where, "a store that nobody writes into", found, remedy)) from None
    except (psycopg.Error, UnicodeError) as error:
        expected = "a store that can be written" if writes else "a store that can be read"
        if writes:
            remedy = "Nothing was written; mend that and try again."
            raise OutputError(Fault(where, expected, _said(error), remedy)) from None
        remedy = "Mend that and try again."
        raise InputError([Fault(where, expected, _said(error), remedy)]) from None


def _said(error: Exception) -> str:
    """Return the first line of what a server said; the lines below it may quote a whole table."""
    return shown(str(error).strip().partition("\n")[0]) or type(error).__name__
