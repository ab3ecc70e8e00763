/**
 * A surface on the map: one band a cell and month, painted on a canvas, and read from the same array.
 *
 * Cells are square in the projection of the page, so the picture lies as it is, at any zoom.
 */

import { crsOf } from "../shared/view.js";
import { contextOf, el } from "../shared/page.js";
import { remoteColor } from "./cividis.js";

/** @import { Bands, RendererInternals, SurfaceRecord, SurfaceView, Unpacked } from "../types.js" */

/** Land without a route, which is no band. */
export const NO_ROUTE_RGB = [150, 90, 110];
const OPACITY = 0.8;

/** A layer that paints a picture of cells where they lie. */
class CellLayer extends L.Renderer {
  /**
   * @param {SurfaceRecord} surface
   * @param {HTMLCanvasElement} picture
   * @param {L.RendererOptions} options
   */
  constructor(surface, picture, options) {
    super(options);
    this.surface = surface;
    this.picture = picture;
  }

  /** Parts of Leaflet's renderer that it does not publish. */
  get inner() {
    return /** @type {RendererInternals} */ (/** @type {unknown} */ (this));
  }

  _initContainer() {
    this.inner._container = el("canvas", { class: "leaflet-zoom-animated z-surface" });
  }

  _destroyContainer() {
    this.inner._container?.remove();
    delete this.inner._container;
  }

  _updatePaths() {}

  _update() {
    const { inner } = this;
    if (inner._map._animatingZoom && inner._bounds) return;
    /** @type {{_update: () => void}} */ (/** @type {unknown} */ (L.Renderer.prototype))._update.call(this);
    if (!inner._container || !inner._bounds) return;
    const size = inner._bounds.getSize();
    L.DomUtil.setPosition(inner._container, inner._bounds.min);
    Object.assign(inner._container, { width: size.x, height: size.y });
    Object.assign(inner._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    this.paint();
  }

  /** Paint the picture anew. */
  paint() {
    const { _container: canvas, _map: map, _bounds: bounds } = this.inner;
    if (!canvas || !bounds) return;
    const crs = crsOf(map);
    const { west_m: west, north_m: north, cell_m: cell, rows, columns } = this.surface;
    /**
     * @param {number} x
     * @param {number} y
     */
    const pixel = (x, y) => crs.transformation.transform(L.point(x, y), crs.scale(map.getZoom()))
      .subtract(map.getPixelOrigin()).subtract(bounds.min);
    const first = pixel(west, north);
    const last = pixel(west + columns * cell, north - rows * cell);
    const context = contextOf(canvas);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture, first.x, first.y, last.x - first.x, last.y - first.y);
  }
}

/**
 * Return the colours of bands, from the nearest to the remotest.
 * @param {number[]} bounds
 */
export const bandColors = (bounds) => Array.from({ length: bounds.length + 1 },
  (_, band) => remoteColor(band / bounds.length));

/**
 * Return the bands of a month, 1 to 12, or the least of all months of each cell.
 * @param {Int32Array} all
 * @param {number} months
 * @param {number} month
 */
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
 * @param {SurfaceRecord} surface
 * @param {Unpacked} arrays Bands by quantity; -1 is no land.
 * @param {Bands} bounds Where bands begin, by quantity.
 * @returns {SurfaceView}
 */
export function makeSurface(map, surface, arrays, bounds) {
  const pane = map.createPane("z-surface");
  // Before the grid in the document too, for a print paints in that order.
  map.getPane("z-land")?.after(pane);
  Object.assign(pane.style, { zIndex: "215", opacity: String(OPACITY), pointerEvents: "none" });
  const { rows, columns } = surface;
  const picture = el("canvas", { width: String(columns), height: String(rows) });
  const layer = new CellLayer(surface, picture, { pane: "z-surface", padding: 0.4 });
  let bands = new Int32Array();
  let shown = "";

  /** @param {number[][]} colors */
  function paint(colors) {
    const context = contextOf(picture);
    const image = context.createImageData(columns, rows);
    // One number a cell: its four bytes in the order that the machine keeps them.
    const pixels = new Uint32Array(image.data.buffer);
    /** @param {number[]} rgb */
    const numberOf = (rgb) => new Uint32Array(Uint8Array.of(...rgb, 255).buffer)[0];
    const numbers = colors.map(numberOf);
    numbers[surface.no_route] = numberOf(NO_ROUTE_RGB);
    for (let cell = 0; cell < bands.length; cell += 1) if (bands[cell] >= 0) pixels[cell] = numbers[bands[cell]];
    context.putImageData(image, 0, 0);
  }

  return {
    show(quantity, month, isOn) {
      if (`${quantity} ${month}` !== shown) {
        shown = `${quantity} ${month}`;
        bands = bandsOf(/** @type {Int32Array} */ (arrays[quantity]), surface.days.length, month);
        paint(bandColors(bounds[quantity]));
        if (map.hasLayer(layer)) layer.paint();
      }
      if (isOn === map.hasLayer(layer)) return;
      if (isOn) layer.addTo(map);
      else layer.remove();
    },
    bandAt(latlng) {
      const { x, y } = crsOf(map).projection.project(latlng);
      const column = Math.floor((x - surface.west_m) / surface.cell_m);
      const row = Math.floor((surface.north_m - y) / surface.cell_m);
      const isInside = column >= 0 && column < columns && row >= 0 && row < rows;
      return isInside ? bands[row * columns + column] : -1;
    },
  };
}
