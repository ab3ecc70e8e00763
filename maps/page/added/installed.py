"""Files of installed packages, which stand in a page where folium names links to the web.

Owns how a link finds its file: by the name of the file, whatever its version and whether it is
minified, in any installed package, or at a path that is named instead of a link.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from functools import cache
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

# Packages made to carry files of the web come before others that happen to hold one of the name.
_CARRIERS = ("xstatic", "folium")
_SUFFIXES = frozenset({".js", ".css"})
_VERSION = re.compile(r"[-.]v?\d+(\.\d+)+")
_SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?")
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


class MissingFileError(LookupError):
    """No file stands for a link; the message is the name of the file."""


def script_text(url: str) -> str:
    """Return the script of a link, as it can stand inside a script element.

    Raises
    ------
    MissingFileError
        If no installed package has the file.
    """
    text = _SOURCE_MAP.sub("", _text(file_of(url)))
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def style_text(url: str) -> str:
    """Return the style of a link with its images and fonts written into it.

    Raises
    ------
    MissingFileError
        If no installed package has the file, or one that the style names.
    """
    path = file_of(url)

    def embedded(match: re.Match[str]) -> str:
        named = match[1]
        if named.startswith(("data:", "#")):
            return match[0]
        part = path.parent / unquote(urlsplit(named).path)
        if not part.is_file():
            raise MissingFileError(part.name)
        kind = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
        return f"url(data:{kind};base64,{base64.b64encode(part.read_bytes()).decode()})"

    text = _STYLE_URL.sub(embedded, _SOURCE_MAP.sub("", _text(path)))
    return text.replace("</style", "<\\/style")


def file_of(url: str) -> Path:
    """Return the file that stands for a link.

    Parameters
    ----------
    url
        An address of the web, of a file, or a path.

    Raises
    ------
    MissingFileError
        If there is none.
    """
    parts = urlsplit(url)
    own = Path(url2pathname(parts.path) if parts.scheme == "file" else url)
    if parts.scheme not in {"http", "https"} and own.is_file():
        return own
    name = PurePosixPath(unquote(parts.path)).name
    found = _installed().get(_plain(name))
    if found is None or not found.is_file():
        raise MissingFileError(name)
    return found


def _text(path: Path) -> str:
    # A browser reads every line end as a line feed, and so must the hashes of the policy.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _plain(name: str) -> str:
    """Return the name of a file without its version and without "min"."""
    path = PurePosixPath(name.lower())
    stem = path.name.removesuffix(path.suffix).removesuffix(".min")
    return _VERSION.sub("", stem) + path.suffix


@cache
def _installed() -> dict[str, Path]:
    """Return the scripts and styles of all installed packages by their plain names."""
    found: dict[str, tuple[tuple[bool, bool, str], Path]] = {}
    for package in distributions():
        name = (package.metadata["Name"] or "").lower()
        for file in package.files or ():
            if file.suffix.lower() not in _SUFFIXES:
                continue
            rank = (not name.startswith(_CARRIERS), "-src." in file.name, str(file))
            key = _plain(file.name)
            if key not in found or rank < found[key][0]:
                found[key] = (rank, Path(str(package.locate_file(file))))
    return {key: path for key, (_, path) in found.items()}
