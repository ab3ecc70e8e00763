/**
 * Names on the map: as many as fit without covering one another, the most important first.
 */
"use strict";
(function () {
  const GAP_PX = 3;

  /** Text widths by style, measured once on a canvas that is never shown. */
  function measurer(pane) {
    const context = document.createElement("canvas").getContext("2d");
    const fonts = new Map();
    const widths = new Map();
    return (text, style) => {
      const key = `${style} ${text}`;
      if (!widths.has(key)) {
        if (!fonts.has(style)) {
          const probe = zimnik.el("span", { class: style });
          pane.append(probe);
          const css = getComputedStyle(probe);
          fonts.set(style, {
            font: `${css.fontStyle} ${css.fontWeight} ${css.fontSize} ${css.fontFamily}`,
            spacing: parseFloat(css.letterSpacing) || 0,
            height: parseFloat(css.fontSize) * 1.15,
          });
          probe.remove();
        }
        const { font, spacing, height } = fonts.get(style);
        context.font = font;
        const width = context.measureText(text).width + spacing * text.length + 2;
        widths.set(key, { width, height });
      }
      return widths.get(key);
    };
  }

  /** Boxes a label may take around its point, the best first: [left, top, right, bottom]. */
  function candidates(point, { width, height }, label) {
    const { x, y } = point;
    const r = label.radius + GAP_PX;
    const box = (left, top) => [left, top, left + width, top + height];
    if (label.centred) return [box(x - width / 2, y - height / 2)];
    return [
      box(x + r, y - height / 2),
      box(x - r - width, y - height / 2),
      box(x - width / 2, y - r - height),
      box(x - width / 2, y + r),
      box(x + r * 0.7, y - r - height * 0.5),
      box(x + r * 0.7, y + r * 0.5),
    ];
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  function place(map, labels, measure, inView) {
    const zoom = map.getZoom();
    const shown = labels
      .filter((label) => label.visible())
      .map((label) => ({ label, point: map.latLngToContainerPoint(label.latlng) }))
      .filter(({ point }) => inView(point));
    const taken = shown
      .filter(({ label }) => label.radius && label.rank < 10)
      .map(({ label: { radius: r }, point: { x, y } }) => [x - r, y - r, x + r, y + r]);
    const named = shown
      .filter(({ label }) => zoom >= label.minZoom)
      .sort((a, b) => a.label.rank - b.label.rank);
    const placed = [];
    for (const { label, point } of named) {
      const boxes = candidates(point, measure(label.text, label.style), label);
      const free = boxes.find((box) => !taken.some((other) => overlap(box, other)));
      if (!free) continue;
      taken.push(free);
      placed.push({ label, box: free });
    }
    return placed;
  }

  /**
   * Keep labels on the map. Each label has `latlng`, `text`, `style` (its class), `rank` (1 first),
   * `minZoom`, `radius` in px of the symbol it names, `centred`, and `visible()`.
   * @param {L.Map} map
   * @param {Object[]} labels
   * @returns {{refresh: () => void, show: (shown: boolean) => void}}
   */
  zimnik.addLabels = function (map, labels) {
    const pane = map.createPane("z-labels");
    pane.style.zIndex = "460";
    pane.setAttribute("aria-hidden", "true");
    pane.classList.add("leaflet-zoom-hide");
    const measure = measurer(pane);
    const inView = ({ x, y }) => {
      const size = map.getSize();
      return x > -60 && y > -20 && x < size.x + 60 && y < size.y + 20;
    };
    const refresh = () => {
      const elements = place(map, labels, measure, inView).map(({ label, box }) => {
        const at = map.containerPointToLayerPoint([box[0], box[1]]);
        return zimnik.el("span", { class: label.style, style: `left:${at.x}px;top:${at.y}px` },
          label.text);
      });
      pane.replaceChildren(...elements);
    };
    map.on("moveend zoomend resize", refresh);
    return {
      refresh,
      show(shown) {
        pane.hidden = !shown;
      },
    };
  };
})();
