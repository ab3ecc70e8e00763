"""Layers that users add to a page: what they need is written into it, or they are refused by name.

Owns what becomes of the children of a page's map. folium names scripts and styles by links to the
web, which a page does not follow: the files of installed packages stand in their place, and the
page's policy allows them by hash as it does its own. A child whose files are not installed, or that
shows pictures of the web, raises in Python, since in the page it would fail without a word.
"""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import folium
from branca.colormap import ColorMap
from branca.element import CssLink, Element, JavascriptLink
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer
from folium.template import Template

from zimnik.geo.core.errors import Fault, InputError
from zimnik.maps.page.added.installed import MissingFileError, script_text, style_text
from zimnik.maps.page.added.pictures import outline_of
from zimnik.maps.page.ground import TILED
from zimnik.maps.page.safe_text import script_json
from zimnik.maps.page.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from branca.element import Figure

ENTRIES = ("added/popups.js", "added/default_icon.js", "added/pins.js", "added/color_scale.js")
HANDLE = "zimnikAdded"
PINS_BLOCK = "z-pins"
ICONS_BLOCK = "z-default-icon"
_ICON_IMAGES = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}
# d3, which branca's legend is drawn with; the page draws it without.
_D3 = "d3"
_JQUERY = ("jquery", "https://code.jquery.com/jquery-3.7.1.min.js")
# A template literal of JavaScript holds ${...}; calls and members are jQuery's.
_ALL_JQUERY = re.compile(r"\$\.\w|\bjQuery\b")
# Packages that carry what folium's plugins ask for.
_CARRIERS = {
    "leaflet.markercluster.js": "xstatic-leaflet-markercluster",
    "jquery.min.js": "xstatic-jquery",
    "jquery-3.7.1.min.js": "xstatic-jquery",
    "jquery-ui.min.js": "xstatic-jquery-ui",
    "moment.min.js": "xstatic-moment",
    "d3.min.js": "xstatic-d3",
}
_WEB_CONTENT = re.compile(
    r"""(?:\bsrc\s*=\s*\\?["']?|(?:Url|"url"|\burl)"?\s*:\s*["'`]|L\.\w+\(\s*["'])(https?://[^"'`\s>\\]+)""",
    re.IGNORECASE,
)
_SCALE = Template(
    "{% macro script(this, kwargs) %}"
    f"var {{{{ this.get_name() }}}} = {HANDLE}.colorScale({{{{ this._parent.get_name() }}}}, {{"
    "colors: {{ this.color_range|tojson }}, least: {{ this.color_domain[0]|tojson }}, "
    "most: {{ this.color_domain[-1]|tojson }}, ticks: {{ this.tick_labels|tojson }}, "
    "caption: {{ this.caption|tojson }}});"
    "{% endmacro %}"
)


def added_to(page_map: folium.Map, own: tuple[type[Element], ...]) -> list[Element]:
    """Return all that was added to a map, with what is within it.

    Parameters
    ----------
    page_map
        Map of a page.
    own
        Types of the children that the page itself gives to its map.
    """
    first = [child for child in page_map._children.values() if not isinstance(child, own)]  # noqa: SLF001 - branca has no public way to ask for them
    return [element for child in first for element in _within(child)]


def _within(element: Element) -> Iterator[Element]:
    yield element
    parts = [*element._children.values(), getattr(element, "marker", None)]  # noqa: SLF001 - as above
    if isinstance(element, folium.Popup):
        parts.extend(element.html._children.values())  # noqa: SLF001 - as above
    for part in parts:
        if isinstance(part, Element):
            yield from _within(part)


@contextmanager
def legends_without_d3(added: Sequence[Element]) -> Iterator[None]:
    """Let legends of colours be drawn by the page while it is rendered."""
    scales = [element for element in added if isinstance(element, ColorMap)]
    for scale in scales:
        scale._template = _SCALE  # noqa: SLF001 - the only way to another drawing of a user's own object
    try:
        yield
    finally:
        for scale in scales:
            del scale._template  # noqa: SLF001 - as above


class AddedParts:
    """What the layers of users add to the document: styles and scripts of the head, and policy.

    Parameters
    ----------
    figure
        Document whose children were rendered.
    added
        What was added, as `added_to` returns it.
    projection
        Projection of the page.

    Raises
    ------
    InputError
        With all that cannot work without the web.
    """

    def __init__(self, figure: Figure, added: Sequence[Element], projection: str) -> None:
        self.scripts: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        self._types = {element.get_name(): type(element).__name__ for element in added}
        self._code = {
            name: element.render()
            for name, element in figure.script._children.items()  # noqa: SLF001 - as above
            if name.removesuffix("_add") in self._types
        }
        self._links = {
            name: link
            for name, link in figure.header._children.items()  # noqa: SLF001 - as above
            if isinstance(link, (JavascriptLink, CssLink))
        }
        faults = [
            *_raster_faults(added, projection),
            *_pin_faults(added),
            *self._file_faults(added),
        ]
        if faults := faults or [*self._web_faults()]:
            raise InputError(faults)
        self._frames = any(isinstance(element, folium.IFrame) for element in added)
        self._pins = _pins(added)

    @property
    def policy(self) -> str:
        """What the policy of the page allows beyond its own: fonts of styles, frames of popups."""
        fonts = any("url(data:font/" in text for text in self.styles.values())
        return ("font-src data:; " if fonts else "") + ("frame-src data:; " if self._frames else "")

    def head(self) -> list[str]:
        """Return the elements of the head, in order: own parts first, then what links named."""
        own_style = files("zimnik.maps").joinpath("page", "added", "added.css").read_text("utf-8")
        blocks = {PINS_BLOCK: self._pins, ICONS_BLOCK: _default_icon()}
        return [
            f"<style>{own_style}</style>",
            *(f"<style>{text}</style>" for text in self.styles.values()),
            *(
                f'<script type="application/json" id="{name}">{script_json(block)}</script>'
                for name, block in blocks.items()
            ),
            f"<script>{script_of(ENTRIES, handle=HANDLE)}</script>",
            *(f"<script>{text}</script>" for text in self.scripts.values()),
        ]

    def _file_faults(self, added: Sequence[Element]) -> Iterator[Fault]:
        """Read the files of links, and yield a fault for each child that lacks some."""
        askers = _askers(added)
        missing: dict[str, dict[str, str]] = {}
        links = {name: one for name, one in self._links.items() if name in askers or name != _D3}
        if any(_ALL_JQUERY.search(text) for text in self._code.values()):
            links.setdefault(_JQUERY[0], JavascriptLink(_JQUERY[1]))
        for name, link in links.items():
            try:
                if isinstance(link, CssLink):
                    self.styles[name] = style_text(link.url)
                else:
                    self.scripts[name] = script_text(link.url)
            except MissingFileError as error:
                for asker in askers.get(name, ("map",)):
                    missing.setdefault(asker, {})[name] = str(error)
        for asker, names in missing.items():
            first, file = next(iter(names.items()))
            method = "add_css_link" if file.endswith(".css") else "add_js_link"
            yield Fault(
                asker,
                "its scripts and styles in installed packages, since a page follows no link",
                f"no {', '.join(names.values())}",
                f"Install {_carriers(names.values())}; what else is missing can be a file of "
                f"yours: {method}('{first}', 'path/to/{file}').",
            )

    def _web_faults(self) -> Iterator[Fault]:
        for name, text in self._code.items():
            found = _WEB_CONTENT.search(text)
            if found:
                yield Fault(
                    self._types[name.removesuffix("_add")],
                    "pictures and data within the page",
                    found[1],
                    "Give a local file or data: folium writes them into the page.",
                )


def _carriers(names: Iterable[str]) -> str:
    """Return the packages that are known to carry files."""
    known = sorted({_CARRIERS[name] for name in names if name in _CARRIERS})
    return ", ".join(known) if known else "a package that carries them"


def _askers(added: Sequence[Element]) -> Mapping[str, list[str]]:
    """Return the types that ask for each link, by the name of the link."""
    askers: dict[str, list[str]] = {}
    for element in added:
        for name, _ in (*getattr(element, "default_js", ()), *getattr(element, "default_css", ())):
            kind = type(element).__name__
            if kind not in askers.setdefault(name, []):
                askers[name].append(kind)
    return askers


def _raster_faults(added: Sequence[Element], projection: str) -> Iterator[Fault]:
    for element in added:
        kind = type(element).__name__
        if isinstance(element, (TileLayer, WmsTileLayer)):
            remedy = (
                "Ask for the map with tiles=True, which lies over tiles where there is a network."
            )
            yield Fault(kind, "a layer within the page", "tiles of the web", remedy)
        elif isinstance(element, (ImageOverlay, VideoOverlay)) and projection != TILED:
            remedy = "Ask for the map with tiles=True, in whose projection such a box is right."
            found = f"a box of degrees on the projection {projection}"
            yield Fault(kind, "a picture in the projection of the page", found, remedy)


def _pin_faults(added: Sequence[Element]) -> Iterator[Fault]:
    for name in _icon_names(added):
        if outline_of(name) is None:
            remedy = "Install fontawesomefree, take another name, or use DivIcon or CustomIcon."
            yield Fault("Icon", "an icon with a picture on this machine", name, remedy)


def _icon_names(added: Sequence[Element]) -> list[str]:
    """Return the names of the pictures within pins, each once."""
    held = [getattr(element, "icon", None) for element in added]
    icons = (
        icon
        for icon in (*added, *held)
        if isinstance(icon, folium.Icon) and not isinstance(icon, folium.CustomIcon)
    )
    return list(dict.fromkeys(str(icon.options["icon"]) for icon in icons))


def _pins(added: Sequence[Element]) -> dict[str, list[str]]:
    found = {name: outline_of(name) for name in _icon_names(added)}
    return {name: list(outline) for name, outline in found.items() if outline}


def _default_icon() -> dict[str, str]:
    folder = files("xstatic.pkg.leaflet").joinpath("data", "images")
    return {
        option: "data:image/png;base64,"
        + base64.b64encode(folder.joinpath(name).read_bytes()).decode()
        for option, name in _ICON_IMAGES.items()
    }
