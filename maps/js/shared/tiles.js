/**
 * Tiles of the web over the land of the page, for pages in Web Mercator.
 *
 * The tile server answers only those who say from where they ask, which a page opened from a disk
 * cannot do; there, and without a network, nothing is asked for and the land of the page shows.
 */
"use strict";
(function () {
  const isServed = location.protocol.startsWith("http");

  /**
   * Put tiles on a map as soon as they can be asked for.
   * @param {L.Map} map
   */
  zimnik.addTiles = function (map) {
    const { url, options } = zimnik.tiles;
    const layer = L.tileLayer(url, options);
    const show = () => {
      if (isServed && navigator.onLine) layer.addTo(map);
    };
    addEventListener("online", show);
    show();
  };

  /** Return what the footer says of the tiles. */
  zimnik.tileCredit = function () {
    const { terms, options } = zimnik.tiles;
    const credit = zimnik.el("span", {}, `${zimnik.text.ui.tiles} `,
      zimnik.el("a", { href: terms }, options.attribution));
    if (!isServed) credit.append(` ${zimnik.text.ui.tiles_need_server}`);
    return credit;
  };
})();
