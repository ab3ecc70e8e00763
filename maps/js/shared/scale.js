/**
 * The scale bar: the length of the geodesic across the middle of the map, where the scale is true
 * for what the reader looks at. In an equal-area projection it differs from place to place.
 */

import { el, fill, number, TEXT } from "./page.js";

const LONGEST_PX = 120;
const M_PER_KM = 1000;

/**
 * Return the greatest of 1, 2, 5 times a power of ten that is at most a length.
 * @param {number} lengthKm
 */
export function roundLength(lengthKm) {
  const power = 10 ** Math.floor(Math.log10(lengthKm));
  const digit = lengthKm / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

/**
 * Return the km that a pixel shows, from left to right, at the middle of the map.
 * @param {L.Map} map
 */
export function kmPerPx(map) {
  const middle = map.getSize().divideBy(2);
  const half = L.point(LONGEST_PX / 2, 0);
  const west = map.containerPointToLatLng(middle.subtract(half));
  const east = map.containerPointToLatLng(middle.add(half));
  return map.distance(west, east) / M_PER_KM / LONGEST_PX;
}

class ScaleBar extends L.Control {
  constructor() {
    super({ position: "bottomleft" });
    this.bar = el("div", { class: "z-scale-bar" });
    this.label = el("span", {});
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.update = () => {
      const scale = kmPerPx(map);
      const lengthKm = roundLength(scale * LONGEST_PX);
      this.bar.style.width = `${(lengthKm / scale).toFixed(1)}px`;
      this.label.textContent = fill(TEXT.route.km, { n: number(lengthKm) });
    };
    map.on("moveend zoomend resize", this.update);
    map.whenReady(this.update);
    return el("div", { class: "z-scale" }, this.label, this.bar);
  }

  /** @param {L.Map} map */
  onRemove(map) {
    map.off("moveend zoomend resize", this.update);
  }
}

/**
 * Put a scale bar on the map.
 * @param {L.Map} map
 */
export const addScale = (map) => new ScaleBar().addTo(map);
