/**
 * Closures on the map: what closes, as wide as it matters, and the sites that a chosen one touches.
 */
"use strict";
(function () {
  const NETWORK = { color: "#7d8f98", weight: 0.9, opacity: 0.75, interactive: false };
  /** Blue and vermilion of Okabe and Ito; cut off sites are ringed twice, for those who see no red. */
  zimnik.STRESS_COLORS = { dearer: "#0072b2", cut: "#d55e00" };
  const LEAST_PX = 3;
  const MOST_LINE_PX = 15;
  const MOST_RADIUS_PX = 19;
  const RING_PX = 11;

  /** Return the lines of some links. */
  const linesOf = (ids, lines) => ids.filter((id) => lines.has(id)).map((id) => lines.get(id));

  function paneOf(map, name, zIndex, isInert) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    if (isInert) pane.style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: 0.4, tolerance: 4 });
  }

  /**
   * Return a function that draws closures on a map.
   * @param {L.Map} map
   * @param {Object[]} symbols What `zimnik.makePlaces` made.
   * @param {(id: string) => void} choose
   */
  zimnik.stressMap = function (map, symbols, choose) {
    const at = new Map(symbols.map(({ place, latlng }) => [place.id, latlng]));
    const lines = new Map(zimnik.data.links.map((link) => [link.id, zimnik.decodeLine(link.line)]));
    L.polyline([...lines.values()], { ...NETWORK, renderer: paneOf(map, "z-network", 425, true) }).addTo(map);
    const renderer = paneOf(map, "z-threats", 435, false);
    const rings = zimnik.topCanvas(map);
    map.getPane("z-top").style.zIndex = "451";
    let drawn = [];

    /** Return the layer of a closure: a disc for a terminal, lines for anything else. */
    function layerOf(row, share, isChosen) {
      const color = row.cut > 0 ? zimnik.STRESS_COLORS.cut : zimnik.STRESS_COLORS.dearer;
      const size = (most) => LEAST_PX + (most - LEAST_PX) * Math.sqrt(share);
      if (row.kind === "terminal" && at.has(row.closed)) {
        return L.circleMarker(at.get(row.closed), {
          renderer, radius: size(MOST_RADIUS_PX), color: isChosen ? "#000000" : "#ffffff",
          weight: isChosen ? 3 : 1, fillColor: color, fillOpacity: isChosen ? 0.95 : 0.72,
        });
      }
      return L.polyline(linesOf(row.links, lines), {
        renderer, color, weight: size(MOST_LINE_PX), opacity: isChosen ? 1 : 0.55, lineCap: "round",
      });
    }

    /** Return rings around the sites that a closure touches. */
    const ringsOf = (row) => row.detours.filter(({ site }) => at.has(site)).flatMap(({ site, after }) => {
      const isCut = after === null;
      const color = isCut ? zimnik.STRESS_COLORS.cut : zimnik.STRESS_COLORS.dearer;
      const radii = isCut ? [RING_PX, RING_PX + 6] : [RING_PX];
      // White below, for a ring may lie on a disc of its own colour.
      return [["#ffffff", 6], [color, 3]].flatMap(([paint, weight]) => radii.map((radius) =>
        L.circleMarker(at.get(site), { renderer: rings, interactive: false, fill: false, color: paint, weight, radius })));
    });

    return function draw(rows, valueOf, chosen) {
      for (const layer of drawn) layer.remove();
      const most = Math.max(1e-9, ...rows.map(valueOf));
      // The greatest lie below, and lines below discs, so that all can be pointed at.
      const order = [...rows].sort((a, b) =>
        Number(a.kind === "terminal") - Number(b.kind === "terminal") || valueOf(b) - valueOf(a));
      drawn = order.filter((row) => valueOf(row) > 0 || row === chosen).map((row) => {
        const layer = layerOf(row, valueOf(row) / most, row === chosen);
        layer.on("click", (event) => {
          L.DomEvent.stop(event);
          choose(row.id);
        });
        layer.bindTooltip(zimnik.el("span", {}, row.said), { sticky: true, className: "z-tip" });
        return layer;
      });
      if (chosen) drawn.push(...ringsOf(chosen));
      for (const layer of drawn) layer.addTo(map);
    };
  };

  /** Return the points of what a closure closes and touches. */
  zimnik.stressPoints = function (row, symbols) {
    const ids = new Set([...row.detours.map(({ site }) => site), ...(row.kind === "terminal" ? [row.closed] : [])]);
    const lines = new Map(zimnik.data.links.map((link) => [link.id, link.line]));
    return [
      ...symbols.filter(({ place }) => ids.has(place.id)).map(({ latlng }) => latlng),
      ...row.links.filter((id) => lines.has(id)).flatMap((id) => zimnik.decodeLine(lines.get(id))),
    ];
  };
})();
