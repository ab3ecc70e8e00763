/**
 * What lies under the network: land, coast, graticule and the names of seas.
 */
"use strict";
(function () {
  const SHEET = { stroke: false, fillColor: "#dbe7eb", fillOpacity: 1, interactive: false };
  const LAND = { stroke: false, fillColor: "#f5f1e6", fillOpacity: 1, interactive: false };
  const COAST = { color: "#8fa9b3", weight: 0.8, interactive: false };
  const GRID = { color: "#8aa3ae", weight: 0.6, opacity: 0.45, interactive: false };
  const ARCTIC_CIRCLE_LAT = 66.5636;
  const STEP_DEG = 10;
  // Meridians stop short of the pole, where they would meet in a blot.
  const NORTH_DEG = 85;
  const POLE_DEG = 90;

  /** Where the names of waters stand: lon, lat, and 1 for the small ones. */
  const WATER = {
    barents: [41, 73.3, 0], white: [38, 65.4, 1], kara: [74, 74.9, 0], laptev: [126, 75.8, 0],
    east_siberian: [162, 72.6, 0], chukchi: [187, 69.8, 0], bering: [179, 60.2, 0],
    okhotsk: [149, 54.3, 0], japan: [134.6, 40.4, 0], yellow: [123.4, 36.4, 1],
    baltic: [19.6, 57.5, 1], norwegian: [8, 69.5, 0], arctic: [150, 82.5, 0],
    pacific: [168, 47, 0], caspian: [51, 42.5, 1], baikal: [107.9, 53.4, 1],
  };

  /** Return the parts of a ring that are coast, not the straight edge where the data ends. */
  function coastOf(ring, { west, south, east }) {
    const onEdge = (a, b) => (a.lng === b.lng && (a.lng === west || a.lng === east)) ||
      (a.lat === b.lat && a.lat === south);
    const lines = [];
    let line = [];
    for (let i = 0; i + 1 < ring.length; i += 1) {
      if (onEdge(ring[i], ring[i + 1])) {
        if (line.length) lines.push(line);
        line = [];
      } else {
        if (line.length === 0) line.push(ring[i]);
        line.push(ring[i + 1]);
      }
    }
    if (line.length) lines.push(line);
    return lines;
  }

  /** Return `count` steps of a curve. */
  const curve = (count, pointAt) =>
    Array.from({ length: count + 1 }, (_, i) => L.latLng(...pointAt(i / count)));

  const meridian = (lng, south, north) =>
    curve(26, (part) => [south + part * (north - south), lng]);

  const parallel = (lat, { west, east }) => curve(125, (part) => [lat, west + part * (east - west)]);

  /** The sheet of the map: sea as far as the land is known, blank paper beyond. */
  function sheetOutline(edges) {
    const { west, south, east } = edges;
    return [
      ...meridian(west, south, POLE_DEG),
      ...meridian(east, south, POLE_DEG).reverse(),
      ...parallel(south, edges).reverse(),
    ];
  }

  function addLand(map, land) {
    const renderer = L.canvas({ pane: "z-land", padding: 0.6 });
    const polygons = land.polygons.map((rings) => rings.map(zimnik.decodeLine));
    const coast = polygons.flat().flatMap((ring) => coastOf(ring, land.edges));
    L.polygon(sheetOutline(land.edges), { ...SHEET, renderer }).addTo(map);
    L.polygon(polygons, { ...LAND, renderer, smoothFactor: 0.6 }).addTo(map);
    L.polyline(coast, { ...COAST, renderer, smoothFactor: 0.6 }).addTo(map);
  }

  /** Return the round degrees between two. */
  function roundDegrees(first, last) {
    const from = Math.ceil(first / STEP_DEG);
    const count = Math.floor(last / STEP_DEG) - from + 1;
    return Array.from({ length: Math.max(0, count) }, (_, i) => (from + i) * STEP_DEG);
  }

  /** Return the lines of the graticule with their degrees. */
  function graticuleOf(edges) {
    return {
      meridians: roundDegrees(edges.west, edges.east).map((lng) =>
        ({ points: meridian(lng, edges.south, NORTH_DEG), text: degrees(lng, "east", "west") })),
      parallels: roundDegrees(edges.south, NORTH_DEG - 1).map((lat) =>
        ({ points: parallel(lat, edges), text: degrees(lat, "north", "south") })),
    };
  }

  function degrees(value, positive, negative) {
    const turned = value > 180 ? value - 360 : value;
    const side = zimnik.text.ui[turned > 0 ? positive : negative];
    return `${Math.abs(turned)}°${turned === 0 || turned === 180 ? "" : ` ${side}`}`;
  }

  /** Degrees written where a line of the graticule leaves the map at its foot or its left. */
  function addDegrees(map, graticule) {
    const box = zimnik.el("div", { class: "z-degrees", "aria-hidden": "true" });
    map.getContainer().append(box);
    const mark = (text, x, y, side) => {
      box.append(zimnik.el("span", { class: side, style: `left:${x}px;top:${y}px` }, text));
    };
    return () => {
      box.replaceChildren();
      const size = map.getSize();
      const write = (points, text, axis) => {
        const pixels = points.map((point) => map.latLngToContainerPoint(point));
        const edge = axis === "y" ? size.y : 0;
        const other = axis === "y" ? "x" : "y";
        for (let i = 0; i + 1 < pixels.length; i += 1) {
          const [a, b] = [pixels[i], pixels[i + 1]];
          if ((a[axis] - edge) * (b[axis] - edge) > 0 || a[axis] === b[axis]) continue;
          const at = a[other] + ((edge - a[axis]) / (b[axis] - a[axis])) * (b[other] - a[other]);
          // Corners belong to the scale and the zoom buttons.
          const free = axis === "y" ? at > 170 && at < size.x - 20 : at > 90 && at < size.y - 60;
          if (!free) continue;
          if (axis === "y") mark(text, at, size.y - 15, "z-foot-mark");
          else mark(text, 4, at, "z-left-mark");
          return;
        }
      };
      for (const { points, text } of graticule.meridians) write(points, text, "y");
      for (const { points, text } of graticule.parallels) write(points, text, "x");
    };
  }

  function addGraticule(map, edges) {
    const renderer = L.canvas({ pane: "z-grid", padding: 0.6 });
    const graticule = graticuleOf(edges);
    const lines = L.polyline(Object.values(graticule).flat().map(({ points }) => points),
      { ...GRID, renderer });
    const circle = L.polyline(parallel(ARCTIC_CIRCLE_LAT, edges),
      { ...GRID, opacity: 0.8, dashArray: "6 4", renderer });
    const writeDegrees = addDegrees(map, graticule);
    const box = map.getContainer().querySelector(".z-degrees");
    const group = L.layerGroup([lines, circle]);
    group.on("add", () => {
      box.hidden = false;
      writeDegrees();
    });
    group.on("remove", () => {
      box.hidden = true;
    });
    map.on("moveend resize", writeDegrees);
    return group;
  }

  /**
   * Draw land and coast, and return the graticule as a layer that is not yet on the map.
   * @param {L.Map} map
   * @returns {L.LayerGroup}
   */
  zimnik.addBackdrop = function (map) {
    // Land lies below the tiles, where there are any, and the graticule above them.
    for (const [name, zIndex] of [["z-land", 150], ["z-grid", 220]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = String(zIndex);
      pane.style.pointerEvents = "none";
    }
    addLand(map, zimnik.data.land);
    zimnik.addTiles?.(map);
    return addGraticule(map, zimnik.data.land.edges);
  };

  /** Names of waters, for the labels. */
  zimnik.waterLabels = () => Object.entries(WATER).map(([key, [lng, lat, small]]) => ({
    latlng: zimnik.latLng(lng, lat),
    text: zimnik.text.water[key],
    style: small ? "z-water z-small" : "z-water",
    centred: true,
    state: () => ({ shown: true, rank: 90, minZoom: small ? 3 : 0, radius: 0 }),
  }));
})();
