/**
 * The scale bar: the length of the geodesic across the middle of the map, where the scale is true
 * for what the reader looks at. In an equal-area projection it differs from place to place.
 */
"use strict";
(function () {
  const LONGEST_PX = 120;
  const M_PER_KM = 1000;

  /** Return the greatest of 1, 2, 5 times a power of ten that is at most a length. */
  zimnik.roundLength = function (lengthKm) {
    const power = 10 ** Math.floor(Math.log10(lengthKm));
    const digit = lengthKm / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
  };

  /** Return the km that a pixel shows, from left to right, at the middle of the map. */
  zimnik.kmPerPx = function (map) {
    const middle = map.getSize().divideBy(2);
    const half = L.point(LONGEST_PX / 2, 0);
    const west = map.containerPointToLatLng(middle.subtract(half));
    const east = map.containerPointToLatLng(middle.add(half));
    return map.distance(west, east) / M_PER_KM / LONGEST_PX;
  };

  const ScaleBar = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd(map) {
      this.bar = zimnik.el("div", { class: "z-scale-bar" });
      this.label = zimnik.el("span", {});
      map.on("moveend zoomend resize", this.update, this);
      map.whenReady(this.update, this);
      return zimnik.el("div", { class: "z-scale" }, this.label, this.bar);
    },
    onRemove(map) {
      map.off("moveend zoomend resize", this.update, this);
    },
    update() {
      const kmPerPx = zimnik.kmPerPx(this._map);
      const lengthKm = zimnik.roundLength(kmPerPx * LONGEST_PX);
      this.bar.style.width = `${(lengthKm / kmPerPx).toFixed(1)}px`;
      this.label.textContent = zimnik.fill(zimnik.text.route.km, { n: zimnik.number(lengthKm) });
    },
  });

  /** Put a scale bar on the map. */
  zimnik.addScale = (map) => new ScaleBar().addTo(map);
})();
