/**
 * What the charts of the pages are made of: SVG elements, round ticks and the names of months.
 */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";

  /**
   * Return an SVG element with attributes and children; strings become text.
   * @param {string} tag
   * @param {Object<string, string|number>} attributes
   * @param {...(Node|string)} children
   */
  zimnik.svg = function (tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  };

  /** Return a legend's picture of a line. */
  zimnik.lineSwatch = (color, width, dash = null) =>
    zimnik.svg("svg", { width: 26, height: 8, "aria-hidden": "true" }, zimnik.svg("path", {
      d: "M0 4H26", stroke: color, "stroke-width": width, ...(dash ? { "stroke-dasharray": dash } : {}),
    }));

  /** Return round values from zero to a little over the most, three to six of them. */
  zimnik.ticks = function (most) {
    const power = 10 ** Math.floor(Math.log10(most / 3));
    const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => most / size <= 4);
    return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step);
  };

  /** Return the name of a month, 1 to 12, as the language writes it. */
  zimnik.monthName = (month, style = "long") => zimnik.format(Intl.DateTimeFormat,
    { month: style, timeZone: "UTC" }).format(new Date(Date.UTC(2025, month - 1, 1)));
})();
