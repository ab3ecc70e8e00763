/**
 * The planner's routes on the map: every link that cargo takes, and the chosen route in full.
 */
"use strict";
(function () {
  const TAKEN = { weight: 2.6, opacity: 0.95, interactive: false };

  /** Return a function that gives the points of a link by its number in the planner. */
  function linePoints(engine) {
    const { record, arrays } = engine;
    const drawn = new Map(zimnik.data.links.map((link) => [link.id, link]));
    const at = new Map(zimnik.data.places.map((place) => [place.id, place.at]));
    const cache = new Map();
    // An access link is an estimate and has no line of its own; it is drawn straight.
    const straight = (link) => [arrays.link_from[link], arrays.link_to[link]]
      .map((place) => at.get(record.places[place])).filter(Boolean)
      .map((position) => zimnik.latLng(...position));
    return (link) => {
      if (!cache.has(link)) {
        const known = drawn.get(record.links[link]);
        cache.set(link, known ? zimnik.decodeLine(known.line) : straight(link));
      }
      return cache.get(link);
    };
  }

  /**
   * Return functions that draw what is taken and what is chosen; only what changed is drawn again.
   * @param {L.Map} map
   * @param {Object} engine
   */
  zimnik.plannerMap = function (map, engine) {
    const { record, arrays } = engine;
    map.getPane("z-links").style.opacity = "0.42";
    const renderer = zimnik.topCanvas(map, 0.1);
    const pointsOf = linePoints(engine);
    const shown = new Map();
    let full = null;
    let fullKey = "";
    const modeOf = (link) => record.modes[arrays.link_mode[link]];

    function lineOf(link) {
      const style = zimnik.MODES[modeOf(link)];
      return L.polyline(pointsOf(link), { ...style, ...TAKEN, renderer, smoothFactor: 0.7 });
    }

    /** Show the links that the answers take. */
    function showTaken(answers) {
      const wanted = new Set(answers.flatMap((answer) => (answer ? answer.links : [])));
      for (const [link, line] of shown) {
        if (wanted.has(link)) continue;
        line.remove();
        shown.delete(link);
      }
      for (const link of wanted) {
        // What is in full stands above: it was put on the same canvas and must stay the last.
        if (!shown.has(link)) shown.set(link, lineOf(link).addTo(map).bringToBack());
      }
    }

    /** Show one answer in full, or none. */
    function showChosen(answer) {
      const key = answer ? answer.links.join() : "";
      if (key === fullKey) return false;
      fullKey = key;
      full?.remove();
      full = null;
      if (answer) {
        const legs = answer.links.map((link) => ({ mode: modeOf(link), points: pointsOf(link) }));
        full = zimnik.routeLayer(legs, renderer, true).addTo(map);
      }
      return true;
    }

    /** Draw at once what Leaflet would draw with the next picture, one too late for a slider. */
    function drawNow() {
      if (!renderer._redrawRequest) return;
      L.Util.cancelAnimFrame(renderer._redrawRequest);
      renderer._redraw();
    }

    return { showTaken, showChosen, drawNow };
  };
})();
