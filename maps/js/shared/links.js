/**
 * The network: links as lines on a canvas, coloured and dashed by mode.
 */
"use strict";
(function () {
  /** Return the style of a link; what is planned is drawn pale and thin. */
  function styleOf(link) {
    const style = zimnik.MODES[link.mode];
    const planned = link.state === "planned";
    return {
      ...style,
      weight: planned ? style.weight * 0.7 : style.weight,
      opacity: planned ? 0.5 : 0.9,
    };
  }

  /** Return the canvas that links are drawn on; it takes every click below the places. */
  zimnik.linkCanvas = function (map) {
    map.createPane("z-links").style.zIndex = "420";
    return L.canvas({ pane: "z-links", padding: 0.4, tolerance: 6 });
  };

  /**
   * Return a layer for each mode that has links, not yet on the map.
   * @param {L.Map} map
   * @param {(id: string) => string} nameOf
   * @param {L.Canvas} [renderer]
   * @returns {Map<string, L.LayerGroup>}
   */
  zimnik.makeLinks = function (map, nameOf, renderer = zimnik.linkCanvas(map)) {
    const groups = new Map();
    for (const link of zimnik.data.links) {
      const style = styleOf(link);
      const layer = L.polyline(zimnik.decodeLine(link.line),
        { ...style, renderer, smoothFactor: 0.7 });
      layer.on("click", (event) => {
        L.DomEvent.stop(event);
        zimnik.openCard(map, event.latlng, zimnik.linkCard(link, nameOf), null);
      });
      layer.on("mouseover", () => layer.setStyle({ weight: style.weight + 2.5, opacity: 1 }));
      layer.on("mouseout", () => layer.setStyle(style));
      if (!groups.has(link.mode)) groups.set(link.mode, L.layerGroup());
      groups.get(link.mode).addLayer(layer);
    }
    return groups;
  };
})();
