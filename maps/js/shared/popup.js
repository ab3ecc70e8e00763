/**
 * What opens when a place or a link is chosen: its facts, with units, source and confidence.
 */
"use strict";
(function () {
  const { el } = zimnik;

  /** Columns whose cells are codes with a name in the words. */
  const CODED = new Set(["status", "country", "storage", "state", "vehicle", "dedicated"]);

  function factText(column, value) {
    const [, unit] = zimnik.text.fields[column];
    let text = String(value);
    if (typeof value === "number") text = zimnik.number(value);
    else if (CODED.has(column)) text = zimnik.word(value);
    else if (column === "stages") text = value.split(";").map((s) => zimnik.word(s.trim())).join(", ");
    else if (column === "commodities") text = value.split(";").join(", ");
    return unit ? `${text} ${unit}` : text;
  }

  function factRows(facts) {
    return facts.flatMap(([index, value]) => {
      const column = zimnik.data.columns[index];
      const [label] = zimnik.text.fields[column];
      const cell = el("dd", {}, factText(column, value));
      return label ? [el("dt", {}, label), cell] : [cell];
    });
  }

  function sourceLine(record) {
    const line = el("p", { class: "z-source" });
    if (record.source) line.append(el("b", {}, zimnik.text.ui.source), ` ${record.source}`);
    if (record.confidence) {
      line.append(
        " ",
        el("span", { class: "z-confidence" },
          `${zimnik.text.ui.confidence} ${record.confidence}: ` +
            zimnik.word(record.confidence, zimnik.text.confidence)),
      );
    }
    return line;
  }

  function card(kind, title, subtitle, rows, record) {
    const head = el("div", { class: "z-card-head" }, el("p", { class: "z-kind" }, kind),
      el("h2", {}, title));
    if (subtitle) head.append(el("p", { class: "z-other-name", lang: zimnik.text.other_language }, subtitle));
    return el("div", { class: "z-card" }, head, el("dl", {}, ...rows), sourceLine(record));
  }

  /** Return the card of a place. */
  zimnik.placeCard = (place) => {
    const other = place.ru && place.ru !== place.en ? place.ru : "";
    return card(zimnik.word(place.kind), place.en, other, factRows(place.facts), place);
  };

  /** Return the card of a link. */
  zimnik.linkCard = function (link, nameOf) {
    const season = zimnik.season(link.season[0], link.season[1]);
    const rows = [el("dt", {}, zimnik.text.ui.season), el("dd", {}, season)];
    const title = `${nameOf(link.from)} – ${nameOf(link.to)}`;
    return card(zimnik.word(link.mode), title, "", [...rows, ...factRows(link.facts)], link);
  };

  /**
   * Open a popup with a card, hand it the focus when it was opened by keyboard, and give the focus
   * back when it closes.
   * @param {L.Map} map
   * @param {L.LatLng} latlng
   * @param {HTMLElement} content
   * @param {?Element} opener Element to return the focus to.
   */
  zimnik.openCard = function (map, latlng, content, opener, offset = 0) {
    const phone = map.getSize().x < 480;
    const popup = L.popup({
      maxWidth: phone ? 270 : 330,
      maxHeight: Math.max(160, Math.min(420, map.getSize().y - 90)),
      offset: [0, -offset],
      // On the left stand the zoom buttons.
      autoPanPaddingTopLeft: [54, 12],
      autoPanPaddingBottomRight: [12, 12],
    }).setLatLng(latlng).setContent(content).openOn(map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", content.querySelector("h2").textContent);
    const scrolled = box.querySelector(".leaflet-popup-scrolled");
    if (scrolled) scrolled.tabIndex = 0;
    const close = box.querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", zimnik.text.ui.close);
    if (opener) {
      close.focus({ preventScroll: true });
      popup.on("remove", () => opener.focus({ preventScroll: true }));
    }
  };
})();
