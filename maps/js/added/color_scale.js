/**
 * The legend of a folium colour map: its colours in a row, with figures below.
 */

/**
 * Put a legend on the map.
 * @param {L.Map} map
 * @param {{colors: string[], least: number, most: number, ticks: (number|string)[],
 *   caption: string}} scale Ticks that are no numbers are left out.
 */
export function colorScale(map, { colors, least, most, ticks, caption }) {
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => {
    const box = L.DomUtil.create("div", "z-color-scale");
    const row = L.DomUtil.create("div", "", box);
    for (const color of colors) L.DomUtil.create("i", "", row).style.background = color;
    const marks = L.DomUtil.create("p", "", box);
    for (const tick of ticks) {
      if (typeof tick !== "number") continue;
      const mark = L.DomUtil.create("span", "", marks);
      mark.style.left = `${(100 * (tick - least)) / (most - least || 1)}%`;
      mark.textContent = String(Number(tick.toPrecision(4)));
    }
    L.DomUtil.create("b", "", box).textContent = caption;
    return box;
  };
  return control.addTo(map);
}
