/**
 * What surrounds the map on every page: title, panel, footer and buttons.
 */
"use strict";
(function () {
  const { el } = zimnik;
  const PHONE = "(max-width: 700px)";

  function fillFooter(imprint) {
    const { ui, projections } = zimnik.text;
    const date = new Intl.DateTimeFormat(zimnik.text.language, { dateStyle: "long", timeZone: "UTC" })
      .format(new Date(imprint.date));
    const parts = [
      zimnik.fill(ui.footer_atlas, { version: imprint.version, date }),
      zimnik.fill(ui.footer_rates, { year: imprint.rates_year }),
      projections[imprint.projection],
      zimnik.fill(ui.footer_command, { command: imprint.command }),
    ];
    const foot = document.getElementById("z-foot");
    foot.append(el("span", { class: "z-attribution" }, imprint.attribution));
    for (const part of parts) foot.append(" ", el("span", {}, part));
    if (zimnik.tiles) foot.append(" ", zimnik.tileCredit());
  }

  /** Let the panel fold away; on a phone it starts folded and lies over the map. */
  function addFolding(map, label) {
    const button = document.getElementById("z-fold");
    const panel = document.getElementById("z-panel");
    const fold = (folded) => {
      document.body.classList.toggle("z-folded", folded);
      panel.inert = folded;
      button.setAttribute("aria-expanded", String(!folded));
      map.invalidateSize({ animate: false });
    };
    button.textContent = label;
    panel.setAttribute("aria-label", label);
    panel.setAttribute("role", "region");
    const phone = matchMedia(PHONE);
    fold(phone.matches);
    phone.addEventListener("change", () => fold(phone.matches));
    button.addEventListener("click", () => fold(!panel.inert));
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !phone.matches) return;
      fold(true);
      button.focus();
    });
  }

  /** Let the reader change the language; the page opens again with the rest of its address. */
  function addLanguages() {
    const button = document.getElementById("z-language");
    const { other_language: other, switch_language: label } = zimnik.text;
    button.textContent = other.toUpperCase();
    button.lang = other;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", () => {
      const hash = new URLSearchParams(location.hash.slice(1));
      hash.set("lang", other);
      location.hash = hash;
      location.reload();
    });
  }

  const ResetButton = L.Control.extend({
    options: { position: "topleft" },
    initialize(reset) {
      this.reset = reset;
    },
    onAdd() {
      const button = el("button",
        { type: "button", title: zimnik.text.ui.reset_view, "aria-label": zimnik.text.ui.reset_view },
        "⤢");
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => this.reset());
      return el("div", { class: "leaflet-bar z-reset" }, button);
    },
  });

  /**
   * Draw a page, and say when it stands.
   * @param {L.Map} map
   * @param {string} entry Name of the function that draws it.
   */
  zimnik.start = async function (map, entry) {
    await zimnik[entry](map);
    document.body.dataset.ready = "yes";
  };

  /**
   * Fill the frame around a map.
   * @param {L.Map} map
   * @param {{panelLabel: string, reset: () => void}} options
   */
  zimnik.addFrame = function (map, { panelLabel, reset }) {
    const { imprint } = zimnik.data;
    const title = (zimnik.languageAsked() === "ru" && imprint.title_ru) || imprint.title;
    document.getElementById("z-title").textContent = title;
    document.title = title;
    fillFooter(imprint);
    addLanguages();
    addFolding(map, panelLabel);
    const box = map.getContainer();
    box.setAttribute("role", "main");
    box.setAttribute("aria-label", zimnik.text.ui.map);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
    map.attributionControl?.remove();
    L.control.zoom({
      position: "topleft",
      zoomInTitle: zimnik.text.ui.zoom_in,
      zoomOutTitle: zimnik.text.ui.zoom_out,
    }).addTo(map);
    new ResetButton(reset).addTo(map);
    zimnik.addScale(map);
    zimnik.addPrinting(map, reset);
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
  };
})();
