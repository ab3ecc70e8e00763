"""One page: what it draws beyond the context that all pages share, and by which script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec

from zimnik.maps.page.areas import area_records
from zimnik.maps.page.page_data import PageContext, page_data
from zimnik.maps.page.scope import Scope, within
from zimnik.maps.page.told_names import told_names

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Page(Generic[Given]):
    """A kind of page, and how one is drawn.

    Parameters
    ----------
    name
        Name of the page, and of its part of the data that the scripts read.
    entry
        Module of `maps/js` whose `drawPage` draws the page on the map, such as "atlas/atlas.js".
    record
        What the page adds to its context, as JSON can hold it.
    body_class
        Class of the body, for the style: "z-wide" for a wide panel, "z-pair" for two maps.
    scope
        What of the atlas the page is about, where that is not all of it; the rest stays out.
    example
        Arguments of a command that writes such a page of the shipped atlas into the folder in which
        it runs; none where only the Python interface makes it.
    """

    name: str
    entry: str
    record: Callable[Concatenate[PageContext, Given], dict[str, Any]]
    body_class: str = ""
    scope: Callable[Given, Scope] | None = None
    example: tuple[str, ...] = ()

    def draw(self, context: PageContext, *given: Given.args, **named: Given.kwargs) -> folium.Map:
        """Return the page as a folium map in its frame.

        Parameters
        ----------
        context
            What every page stands on.
        given, named
            What the record of this page is made from.

        Raises
        ------
        InputError
            If a frame is not in EPSG:4326, lacks columns, or a word is not known.
        """
        from zimnik.maps.page.frame import framed_map  # noqa: PLC0415 - folium loads only for a page

        whole = context
        if self.scope is not None:
            context = within(context, self.scope(*given, **named))
        data = page_data(context)
        if context.areas is not None:
            data["areas"] = area_records(
                context.areas, set(context.places["id"]), west_deg=context.ground.shown_deg[0]
            )
        data[self.name] = self.record(context, *given, **named)
        data |= told_names(whole, context, data[self.name])
        return framed_map(data, context.ground, entry=self.entry, body_class=self.body_class)
