/**
 * A surface on the map: one band a cell and month, painted on a canvas, and read from the same array.
 *
 * Cells are square in the projection of the page, so the picture lies as it is, at any zoom.
 */
"use strict";
(function () {
  /** Land without a way, which is no band. */
  zimnik.NO_WAY_RGB = [150, 90, 110];
  const OPACITY = 0.8;

  /** A layer that paints a picture of cells where they lie. */
  const CellLayer = L.Renderer.extend({
    initialize(surface, picture, options) {
      L.Renderer.prototype.initialize.call(this, options);
      Object.assign(this, { surface, picture });
    },
    _initContainer() {
      this._container = zimnik.el("canvas", { class: "leaflet-zoom-animated z-surface" });
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      Object.assign(this._container, { width: size.x, height: size.y });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      this.paint();
    },
    /** Paint the picture anew. */
    paint() {
      if (!this._container) return;
      const { crs } = this._map.options;
      const { west_m: west, north_m: north, cell_m: cell, rows, columns } = this.surface;
      const pixel = (x, y) => crs.transformation.transform(L.point(x, y), crs.scale(this._map.getZoom()))
        .subtract(this._map.getPixelOrigin()).subtract(this._bounds.min);
      const first = pixel(west, north);
      const last = pixel(west + columns * cell, north - rows * cell);
      const context = this._container.getContext("2d");
      context.clearRect(0, 0, this._container.width, this._container.height);
      context.imageSmoothingEnabled = false;
      context.drawImage(this.picture, first.x, first.y, last.x - first.x, last.y - first.y);
    },
  });

  /** Return the colours of bands, from the nearest to the remotest. */
  zimnik.bandColors = (bounds) => Array.from({ length: bounds.length + 1 },
    (_, band) => zimnik.remoteColor(band / bounds.length));

  /** Return the bands of a month, 1 to 12, or the least of all months of each cell. */
  function bandsOf(all, months, month) {
    const bands = new Int32Array(all.length / months);
    for (let cell = 0; cell < bands.length; cell += 1) {
      const first = cell * months;
      let band = all[first + Math.max(0, month - 1)];
      if (month === 0) for (let i = 1; i < months; i += 1) band = Math.min(band, all[first + i]);
      bands[cell] = band;
    }
    return bands;
  }

  /**
   * Return a surface on the map.
   * @param {L.Map} map
   * @param {Object} surface What `maps/pages/surface_image.py` made.
   * @param {Object<string, Int32Array>} arrays Bands by quantity; -1 is no land.
   * @param {Object<string, number[]>} bounds Where bands begin, by quantity.
   * @returns {{show: (quantity: string, month: number, isOn: boolean) => void,
   *   bandAt: (latlng: L.LatLng) => number}} `bandAt` gives the band that is shown at a place.
   */
  zimnik.makeSurface = function (map, surface, arrays, bounds) {
    const pane = map.createPane("z-surface");
    // Before the grid in the document too, for a print paints in that order.
    map.getPane("z-land").after(pane);
    Object.assign(pane.style, { zIndex: "215", opacity: String(OPACITY), pointerEvents: "none" });
    const { rows, columns } = surface;
    const picture = zimnik.el("canvas", { width: String(columns), height: String(rows) });
    const layer = new CellLayer(surface, picture, { pane: "z-surface", padding: 0.4 });
    let bands = null;
    let shown = "";

    function paint(colors) {
      const context = picture.getContext("2d");
      const image = context.createImageData(columns, rows);
      // One number a cell: its four bytes in the order that the machine keeps them.
      const pixels = new Uint32Array(image.data.buffer);
      const numberOf = (rgb) => new Uint32Array(Uint8Array.of(...rgb, 255).buffer)[0];
      const numbers = colors.map(numberOf);
      numbers[surface.no_way] = numberOf(zimnik.NO_WAY_RGB);
      for (let cell = 0; cell < bands.length; cell += 1) if (bands[cell] >= 0) pixels[cell] = numbers[bands[cell]];
      context.putImageData(image, 0, 0);
    }

    return {
      show(quantity, month, isOn) {
        if (`${quantity} ${month}` !== shown) {
          shown = `${quantity} ${month}`;
          bands = bandsOf(arrays[quantity], surface.days.length, month);
          paint(zimnik.bandColors(bounds[quantity]));
          if (map.hasLayer(layer)) layer.paint();
        }
        if (isOn !== map.hasLayer(layer)) (isOn ? layer.addTo(map) : layer.remove());
      },
      bandAt(latlng) {
        const { x, y } = map.options.crs.projection.project(latlng);
        const column = Math.floor((x - surface.west_m) / surface.cell_m);
        const row = Math.floor((surface.north_m - y) / surface.cell_m);
        const isInside = column >= 0 && column < columns && row >= 0 && row < rows;
        return isInside ? bands[row * columns + column] : -1;
      },
    };
  };
})();
