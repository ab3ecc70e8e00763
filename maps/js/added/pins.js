/**
 * The pins of `folium.Icon`, which folium asks of the plugin AwesomeMarkers: coloured, with the outline
 * of an icon within.
 */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** @type {Record<string, [box: string, path: string]>} */
const OUTLINES = JSON.parse(document.getElementById("z-pins")?.textContent ?? "{}");
/** @type {Record<string, string>} */
const COLORS = {
  red: "#d63e2a", darkred: "#a13336", lightred: "#ff8e7f", orange: "#f69730", beige: "#ffcb92",
  green: "#72b026", darkgreen: "#728224", lightgreen: "#bbf970", blue: "#38aadd",
  darkblue: "#00649f", cadetblue: "#436978", lightblue: "#8adaff", purple: "#d252b9",
  darkpurple: "#5b396b", pink: "#ff91ea", white: "#fbfbfb", gray: "#575757", lightgray: "#a3a3a3",
  black: "#303030",
};

/**
 * @typedef {object} PinOptions
 * @property {string} [markerColor]
 * @property {string} [iconColor]
 * @property {string} [icon]
 * @property {string} [extraClasses] "fa-rotate-45" turns the icon.
 */

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...Element} children
 */
function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Return the picture of a pin.
 * @param {PinOptions} options
 */
function pinOf({ markerColor = "blue", iconColor = "white", icon = "", extraClasses = "" }) {
  const pin = shape("path", {
    d: "M15 1a13.5 13.5 0 0 1 13.5 13.5C28.5 25 15 41 15 41S1.5 25 1.5 14.5A13.5 13.5 0 0 1 15 1z",
    fill: COLORS[markerColor] ?? markerColor, stroke: "#00000059",
  });
  const [box, path] = OUTLINES[icon] ?? ["0 0 24 24", ""];
  const angle = /fa-rotate-(-?\d+)/.exec(extraClasses)?.[1] ?? "0";
  const picture = shape("svg", { viewBox: box, x: "7.5", y: "7", width: "15", height: "15" },
    shape("path", { d: path, fill: iconColor, "fill-rule": "evenodd" }));
  const turned = shape("g", { transform: `rotate(${angle} 15 14.5)` }, picture);
  return shape("svg", { viewBox: "0 0 30 42", width: "30", height: "42", class: "z-pin" }, pin, turned);
}

export class Pin extends L.DivIcon {
  /** @param {PinOptions} options */
  constructor(options) {
    super({
      html: /** @type {HTMLElement} */ (/** @type {unknown} */ (pinOf(options))), className: "",
      iconSize: [30, 42], iconAnchor: [15, 41], popupAnchor: [0, -36], tooltipAnchor: [12, -26],
    });
  }
}

Object.assign(L, {
  AwesomeMarkers: {
    Icon: Pin,
    /** @param {PinOptions} options */
    icon: (options) => new Pin(options),
  },
});
