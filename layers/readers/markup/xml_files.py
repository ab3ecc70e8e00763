"""XML of users' files to elements, without entities, document types or other files.

Owns that nothing is resolved: no entity, no schema, no link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from zimnik.layers.readers.plain_files import Limits

DEEPEST = 200


def root_of(content: bytes, where: str, limits: Limits) -> Element:
    """Return the root of a document.

    Raises
    ------
    InputError
        If it is no XML, has a document type or entities, is nested too deep or has too many
        elements.
    """
    elements = content.count(b"<") // 2
    if elements > limits.max_cells:
        expected = f"at most {limits.max_cells:,} elements (50 for each of max_rows)"
        fault = Fault(where, expected, f"{elements:,}", "Simplify its lines, or raise max_rows.")
        raise InputError([fault])
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        expected, found = "XML without a document type or entities", type(error).__name__
        raise InputError([Fault(where, expected, found, "Export the table anew.")]) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        fault = Fault(where, "whole XML", shown(str(error)), "Export the table anew.")
        raise InputError([fault]) from error
    if _is_deeper(root, DEEPEST):
        expected = f"elements within each other at most {DEEPEST} deep"
        raise InputError([Fault(where, expected, "more", "Export the table anew.")])
    return root


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for parent in level for child in parent]
        if not level:
            return False
    return True


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the namespace of an element, "" without one."""
    return str(element.tag).partition("}")[0][1:] if "}" in str(element.tag) else ""


def child(element: Element, name: str) -> Element | None:
    """Return the first child of a local name."""
    return next((one for one in element if local(one) == name), None)


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of some local names."""
    return (one for one in element if local(one) in names)


def words(element: Element | None) -> str:
    """Return the text of an element and of what it holds."""
    return "" if element is None else "".join(element.itertext()).strip()
