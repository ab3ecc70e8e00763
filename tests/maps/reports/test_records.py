"""What every answer says of itself."""

from __future__ import annotations

from tests.maps.drawn_pages import asked


def test_the_line_of_a_page_leaves_out_what_its_footer_says_beside_it() -> None:
    given = asked()
    assert given.made_by() == "zimnik route (zimnik 0.1.0, atlas aaaaaaaa, rates bbbbbbbb)"
    assert given.atlas_date in given.line()
    assert given.atlas_date not in given.made_by()
