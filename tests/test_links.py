"""No link of a document leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.links import addresses, anchors, documents, fault, inner_links

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("document", documents())
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    assert [told for link in inner_links(document) if (told := fault(link))] == []


def test_anchors_are_the_words_of_headings(tmp_path: Path) -> None:
    document = tmp_path / "drawn.md"
    document.write_text(
        "# Of `zimnik route`, E1\n\ntext\n\n## Rates (low, high)\n\n## Twice\n\n## Twice\n\n"
        "```\n# no heading\n```\n",
        "utf8",
    )
    assert anchors(document) == {"of-zimnik-route-e1", "rates-low-high", "twice", "twice-1"}


def test_addresses_are_told_from_the_text_around_them() -> None:
    told = (
        "see (https://a.org/b), https://c.org/d. and doi 10.1007/s00704-016-1855-1; "
        "not http://localhost:8000/"
    )
    assert addresses(told) == {
        "https://a.org/b",
        "https://c.org/d",
        "https://doi.org/10.1007/s00704-016-1855-1",
    }
