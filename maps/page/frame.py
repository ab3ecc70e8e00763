"""The folium map inside its frame: one document that asks nothing of any network.

Owns how scripts, styles and data become a page. Leaflet comes from the package xstatic-leaflet and
is written into each page; jQuery is left out, since no template used here calls it. Text enters the
document as it is, never through a template: branca reads rendered headers as templates again, and
Leaflet's own code would be one of them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template
from folium.utilities import camelize
from xyzservices import providers

from zimnik.maps.page.added.layers import ENTRIES as ADDED
from zimnik.maps.page.added.layers import AddedParts, added_to, legends_without_d3
from zimnik.maps.page.ground import TILED
from zimnik.maps.page.notebook import in_frame
from zimnik.maps.page.packing import pack_json
from zimnik.maps.page.safe_text import escape, script_json
from zimnik.maps.page.scripts import HANDLE, script_of, with_later
from zimnik.maps.page.styles import shorter_css, style_for
from zimnik.maps.page.words import words_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.maps.page.ground import Ground

# From all of the Arctic on a phone to 64 projected metres in a pixel, as exact as lines are.
LEAST_ZOOM, MOST_ZOOM = 0, 9
# Of the frame in a notebook.
HEIGHT = "640px"
OPENING = "shared/opening.js"
# What is read only when a reader opens a card, takes something away or prints.
ON_DEMAND = ("panel/export.js", "panel/table_file.js", "shared/popup.js", "shared/print.js")
# What a page says of itself; all else `packed.js` adds to the data before a page is drawn.
PLAIN = frozenset({"imprint", "columns", "units", "ground"})
# Of what a page knows of its region, names that are not read before it is drawn.
LATER = frozenset({"corridors", "waters"})
_RUNNING_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMAGE_RULE = re.compile(r"[^{}]*\{[^{}]*url\(images/[^{}]*\}")
_STYLE_IMAGE = re.compile(r"url\(images/([\w.-]+)\)")
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=.*")


class Raw(Element):
    """A piece of the document written as it is, not read as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


class PageFigure(Figure):
    """A document with a language and a content security policy that names its own scripts."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.language }}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        "<title>{{ this.title }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n"
        '<body class="{{ this.body_class }}">\n'
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "</body>\n"
        "</html>\n"
    )

    def __init__(
        self, title: str, language: str, body_class: str, image_hosts: Sequence[str]
    ) -> None:
        super().__init__(height=HEIGHT, title=escape(title))
        self.image_hosts = image_hosts
        # Scripts that the page does not run at once, which its policy allows too.
        self.later: list[str] = []
        self.language = escape(language)
        self.body_class = body_class
        # The charset stands first in the head; branca's longer way of saying it is not needed.
        self.header._children.clear()  # noqa: SLF001 - branca has no public way to drop a child

    def render(self, **kwargs: object) -> str:
        """Return the document, its policy in the head before any script.

        Raises
        ------
        InputError
            If something that was added to the map cannot work without the web.
        """
        (page_map,) = (one for one in self._children.values() if isinstance(one, PageMap))
        added = added_to(page_map, (_Start, PageTiles))
        with _as_before(self.header, self.html, self.script), legends_without_d3(added):
            page_map.render(**kwargs)  # type: ignore[no-untyped-call]  # as folium leaves it
            more = self._brought_in(added, page_map.projection) if added else ""
            page: str = self._template.render(this=self, kwargs=kwargs)
        return with_policy(page, image_hosts=self.image_hosts, later=self.later, more=more)

    def _repr_html_(self, **kwargs: object) -> str:
        """Return the page for a cell of a notebook: compressed, in a frame of its own."""
        return in_frame(self.render(**kwargs), height=HEIGHT)

    def _brought_in(self, added: Sequence[Element], projection: str) -> str:
        """Put what layers of users need in place of their links; return what its policy allows."""
        parts = AddedParts(self, added, projection)
        links = (JavascriptLink, CssLink)
        for name, child in [*self.header._children.items()]:  # noqa: SLF001 - branca has no public way
            if isinstance(child, links):
                del self.header._children[name]  # noqa: SLF001 - as above
        self.header.add_child(Raw(tag("style", shorter_css(leaflet_css(images=True)))))
        for text in parts.head():
            self.header.add_child(Raw(text))
        return parts.policy


class PageMap(folium.Map):
    """A folium map that loads nothing and leaves zooming of the page itself to the reader.

    folium's own header forbids pinch zoom and names scripts on the web.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "{% endmacro %}"
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id={{ this.get_name()|tojson }}></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {"
        "center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }}, "
        "...{{ this.options|tojavascript }}});"
        "{% endmacro %}"
    )

    def __init__(self, projection: str, centre_latlon_deg: tuple[float, float]) -> None:
        super().__init__(
            location=centre_latlon_deg,
            tiles=None,
            crs=f"ZIMNIK_{projection.upper()}",
            zoom_start=2,
            zoom_control=False,
            zoom_snap=0.25,
            zoom_delta=0.75,
            wheel_px_per_zoom_level=110,
            fade_animation=False,
        )
        self.projection = projection
        # folium gives these to tiles alone.
        self.options.update(min_zoom=LEAST_ZOOM, max_zoom=MOST_ZOOM)
        # On the instance: the lists of the class belong to every other map of the process.
        self.default_js = []
        self.default_css = []

    def get_name(self) -> str:
        """Return the name that the map of every page has: folium would draw one at random."""
        return "page_map"


class PageTiles(folium.TileLayer):
    """Tiles of OpenStreetMap, which the page itself asks for where it may (`tiles.js`)."""

    _template = Template("")
    host = "https://tile.openstreetmap.org"
    terms = "https://www.openstreetmap.org/copyright"

    def __init__(self) -> None:
        provider = providers.OpenStreetMap.Mapnik
        super().__init__(
            tiles=provider.build_url(),
            attr=provider.attribution.replace("(C)", "©"),
            max_zoom=provider.max_zoom,
            # The page adds it to the map; its levels are one less than those of the tiles.
            show=False,
            control=False,
            zoom_offset=1,
            # The tile server refuses who does not say from where he asks.
            referrer_policy="strict-origin-when-cross-origin",
        )

    def record(self) -> dict[str, Any]:
        """Return what the page makes a layer of Leaflet from."""
        options = {camelize(name): value for name, value in self.options.items()}
        return {"url": self.tiles, "terms": self.terms, "options": options}


def framed_map(
    data: dict[str, Any], ground: Ground, *, entry: str, body_class: str = ""
) -> folium.Map:
    """Return a map in its frame.

    Parameters
    ----------
    data
        What `maps.page.page_data` made, and what the page adds to it.
    ground
        What the page knows of its region.
    entry
        Module of `maps/js` whose `drawPage` draws the page on the map.
    body_class
        Class of the body, for the style.
    """
    projection = data["imprint"]["projection"]
    tiles = PageTiles() if projection == TILED else None
    figure = PageFigure(
        data["imprint"]["title"], "en", body_class, [PageTiles.host] if tiles else []
    )
    script, later = with_later([OPENING, entry], ON_DEMAND)
    code = f"{script}{later}"
    elements = f"{ours('frame.html')} {body_class} {code} {script_of(ADDED)}"
    head = [
        tag("style", shorter_css(leaflet_css())),
        tag("style", style_for(ours("style.css"), elements)),
        tag("script", leaflet_js()),
    ]
    packed = {key: value for key, value in data.items() if key not in PLAIN}
    told = json.dumps(packed, ensure_ascii=False)
    said = {language: words_on(ground, language, code, told) for language in ground.languages}
    packed |= {"words": said, "later": later}
    figure.later.append(later)
    shown = {key: value for key, value in data.items() if key in PLAIN}
    corridors = shown["ground"]["corridors"].items()
    named = {corridor: names for corridor, names in corridors if json.dumps(corridor) in told}
    packed["ground"] = {**shown["ground"], "corridors": named}
    shown["ground"] = {k: v for k, v in shown["ground"].items() if k not in LATER}
    if tiles:
        shown["tiles"] = tiles.record()
    body = [
        ours("frame.html"),
        data_block("z-data", script_json(shown)),
        data_block("z-packed", script_json(pack_json(packed))),
        tag("script", script),
    ]
    for text in head:
        figure.header.add_child(Raw(text))
    for text in body:
        figure.html.add_child(Raw(text))
    page_map = PageMap(projection, ground.centre_latlon_deg)
    figure.add_child(page_map)
    if tiles:
        page_map.add_child(tiles)
    page_map.add_child(_Start())
    return page_map


class _Start(MacroElement):
    """The line of script that hands the finished map to the page."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        f"{HANDLE}.open({{{{ this._parent.get_name() }}}}, {HANDLE}.drawPage);"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it without types
        self._name = "Start"


@contextmanager
def _as_before(*parts: Element) -> Iterator[None]:
    """Leave the parts of a document as they were before it was rendered.

    Each rendering adds layers to the map once more, under names of their own.
    """
    before = [dict(part._children) for part in parts]  # noqa: SLF001 - branca has no public way
    try:
        yield
    finally:
        for part, children in zip(parts, before, strict=True):
            part._children.clear()  # noqa: SLF001 - as above
            part._children.update(children)  # noqa: SLF001 - as above


def with_policy(
    page: str, *, image_hosts: Sequence[str] = (), later: Sequence[str] = (), more: str = ""
) -> str:
    """Return a document with its policy (see `policy_of`) in the head before any script."""
    policy = policy_of(page, image_hosts=image_hosts, later=later, more=more)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    return page.replace("<title>", f"{meta}<title>", 1)


def policy_of(
    page: str, *, image_hosts: Sequence[str] = (), later: Sequence[str] = (), more: str = ""
) -> str:
    """Return the content security policy of a document: its own scripts by hash, nothing else.

    Images may come from the hosts that are named, and from the page itself; `later` are scripts
    that do not run when the page opens, `more` is what layers of users need beyond that.
    """
    images = " ".join(["data:", *image_hosts])
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in (*_RUNNING_SCRIPT.findall(page), *later)
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src {images}; "
        f"{more}base-uri 'none'; form-action 'none'"
    )


def leaflet_js() -> str:
    """Return Leaflet's script without the name of its source map, which browsers would ask for."""
    return _SOURCE_MAP.sub("", _leaflet_text("leaflet.js"))


def leaflet_css(*, images: bool = False) -> str:
    """Return Leaflet's style without the rules that show its images, or those rules alone.

    The images, which are written into the rules, belong to markers and switches that pages have
    from their users alone.
    """
    text = _COMMENT.sub("", _leaflet_text("leaflet.css"))
    if not images:
        return _IMAGE_RULE.sub("", text)

    def image(match: re.Match[str]) -> str:
        data = base64.b64encode(_leaflet(f"images/{match[1]}")).decode()
        return f"url(data:image/png;base64,{data})"

    return "".join(_STYLE_IMAGE.sub(image, rule) for rule in _IMAGE_RULE.findall(text))


def _leaflet_text(name: str) -> str:
    # A browser reads every line end as a line feed, and so must the hashes of the policy.
    return _leaflet(name).decode().replace("\r\n", "\n")


def _leaflet(name: str) -> bytes:
    return files("xstatic.pkg.leaflet").joinpath("data", *name.split("/")).read_bytes()


def ours(name: str) -> str:
    """Return a file of `maps/page` as text."""
    return files("zimnik.maps").joinpath("page", name).read_text(encoding="utf-8")


def tag(name: str, text: str) -> str:
    """Return text inside an element."""
    return f"<{name}>{text}</{name}>"


def data_block(name: str, json_text: str) -> str:
    """Return data that a script reads by its id."""
    return f'<script type="application/json" id="{name}">{json_text}</script>'
