"""Addresses of databases in texts: known at sight, and without their passwords.

Owns that a password which is given in an address is in no fault and no message.
"""

from __future__ import annotations

import re

SCHEMES = ("postgresql://", "postgres://")
# A password may hold an @, so what stands before the last one goes. A single slash is a slip.
_SECRET = re.compile(r"(postgres\w*(?:\+\w+)?:/{1,2}).*@", re.DOTALL | re.IGNORECASE)
_NAMED_SECRET = re.compile(r"((?:password|sslpassword|passfile|sslkey)=)[^&\s'\"]*", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Return whether a text is meant as the address of a PostgreSQL database."""
    return text.strip().casefold().startswith(SCHEMES)


def veiled(text: str) -> str:
    """Return a text without the users and passwords of the addresses in it."""
    if "postgres" not in text.casefold():
        return text
    return _NAMED_SECRET.sub(r"\1***", _SECRET.sub(r"\1", text))
