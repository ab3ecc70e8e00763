"""The modules of the pages, for a test that asks one of them something in a browser."""

from __future__ import annotations

from zimnik.maps.page.scripts import script_of


def with_modules(paths: list[str], expression: str) -> str:
    """Return an expression that may call what the modules export, as parts of `zimnik`.

    The modules are made anew, so what they find is the page as it stands.
    """
    return f"(() => {{\n{script_of(paths)}\nreturn ({expression.strip()});\n}})()"
