/**
 * Names on the map: as many as fit without covering one another, the most important first.
 */
"use strict";
(function () {
  const GAP_PX = 3;
  // Names may cover the dots of terminals, which are many and small, but no other symbol.
  const TERMINAL_RANK = 10;

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
  function candidates({ label, point, radius }, { width, height }) {
    const { x, y } = point;
    const r = radius + GAP_PX;
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

  /** Return the boxes of buttons and scale, which names keep clear of. */
  function controlBoxes(map) {
    const origin = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
    });
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  function place(map, labels, measure) {
    const zoom = map.getZoom();
    const size = map.getSize();
    const inView = ({ x, y }) => x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20;
    const whole = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
    const shown = labels
      .map((label) => ({ label, ...label.state(), point: map.latLngToContainerPoint(label.latlng) }))
      .filter((one) => one.shown && inView(one.point));
    const symbols = shown
      .filter(({ radius, rank }) => radius && rank < TERMINAL_RANK)
      .map(({ radius: r, point: { x, y } }) => [x - r, y - r, x + r, y + r]);
    const taken = [...controlBoxes(map), ...symbols];
    const named = shown
      .filter(({ minZoom }) => zoom >= minZoom)
      .sort((a, b) => a.rank - b.rank);
    const placed = [];
    for (const one of named) {
      const boxes = candidates(one, measure(one.label.text, one.label.style));
      const free = boxes.find((box) => whole(box) && !taken.some((other) => overlap(box, other)));
      if (!free) continue;
      taken.push(free);
      placed.push({ label: one.label, box: free });
    }
    return placed;
  }

  /**
   * Keep labels on the map. Each label has `latlng`, `text`, `style` (its class), `centred`, and
   * `state()`: whether it is `shown`, its `rank` (the least first), the `minZoom` from which it is
   * written and the `radius` in px of the symbol it names.
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
    const refresh = () => {
      const elements = place(map, labels, measure).map(({ label, box }) => {
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
