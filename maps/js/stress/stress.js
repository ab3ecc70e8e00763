/**
 * The page of weak points: what hurts most when it closes, on the map and in a table.
 */
"use strict";
(function () {
  const { el, fill } = zimnik;
  const KINDS = ["terminal", "link", "corridor", "border", "named"];
  const ORDERS = ["ascending", "descending"];

  function legendOf(measure, rows) {
    const words = zimnik.text.stress;
    const { value, text } = zimnik.STRESS_MEASURES[measure];
    const most = Math.max(0, ...rows.map(value));
    const swatch = (color) => zimnik.swatch(18, zimnik.shape("circle", 9, 9, 6), { fill: color });
    const ring = (radii, color) => zimnik.swatch(24, radii.map((r) => zimnik.shape("circle", 12, 9, r)).join(""),
      { fill: "none", stroke: color, "stroke-width": "1.8" });
    const { cut, dearer } = zimnik.STRESS_COLORS;
    const items = [
      [swatch(dearer), words.legend.dearer], [swatch(cut), words.legend.cut],
      [ring([5], dearer), words.legend.site_dearer], [ring([4, 7.5], cut), words.legend.site_cut],
    ].map(([picture, label]) => el("li", {}, picture, ` ${label}`));
    return [el("ul", { class: "z-chart-legend z-keys" }, ...items), el("p", { class: "z-note" },
      fill(words.legend.size, { measure: words.measures[measure].toLowerCase(), most: text(most) }))];
  }

  /** Return the parts of the state of the view. */
  function partsOf(stress, columns) {
    const ids = stress.years.flatMap(({ effects }) => effects.map(({ kind, closed }) => `${kind}:${closed}`));
    const years = stress.years.map(({ year_type: type }) => type);
    return {
      year: zimnik.oneOf(years, years.includes("normal") ? "normal" : years[0]),
      measure: zimnik.oneOf(Object.keys(zimnik.STRESS_MEASURES), "rise"),
      off: zimnik.someOf(KINDS),
      chosen: zimnik.oneOf(ids, null),
      sort: zimnik.oneOf(columns.map(({ key }) => key), "rise"),
      order: zimnik.oneOf(ORDERS, "descending"),
    };
  }

  /**
   * Draw closures on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startStress = function (map) {
    const { stress } = zimnik.data;
    const words = zimnik.text.stress;
    const columns = zimnik.stressColumns();
    const { nameOf, symbols, legend, pin } = zimnik.drawGround(map,
      { panelLabel: words.panel, allOn: false, home: zimnik.atlasHome });
    pin(new Set([...stress.sites, ...stress.hubs]));
    const rowsOf = new Map(stress.years.map((year) => [year.year_type, zimnik.stressRows(stress, year, nameOf)]));
    const kinds = KINDS.filter((kind) => [...rowsOf.values()].flat().some((row) => row.kind === kind));
    const view = zimnik.viewState(partsOf(stress, columns), show);
    const choose = (id) => view.change({ chosen: view.state().chosen === id ? null : id });
    const draw = zimnik.stressMap(map, symbols, choose);
    const table = zimnik.sortedTable({
      caption: words.table, columns, choose, sortBy: (key) =>
        view.change(zimnik.nextSort(view.state(), key, key === "name" ? "ascending" : "descending")),
    });
    const years = zimnik.choices(zimnik.text.planner.year, "radio", "z-year",
      stress.years.map(({ year_type: value }) => ({ value, label: zimnik.text.planner.years[value] })),
      (year) => view.change({ year }));
    const measures = zimnik.choices(words.measure, "radio", "z-measure",
      Object.keys(zimnik.STRESS_MEASURES).map((value) => ({ value, label: words.measures[value] })),
      (measure) => view.change({ measure, sort: measure, order: "descending" }));
    const switches = zimnik.choices(words.closes, "checkbox", "z-kind",
      kinds.map((value) => ({ value, label: words.kinds[value] })), (kind, isOn) => {
        const off = new Set(view.state().off);
        (isOn ? off.delete(kind) : off.add(kind));
        view.change({ off });
      });
    const head = el("div", {});
    const keys = el("div", {});
    const account = el("div", { class: "z-account" });
    let shown = [];

    function show(state, changed) {
      const rows = rowsOf.get(state.year).filter(({ kind }) => !state.off.has(kind));
      const chosen = rows.find(({ id }) => id === state.chosen) || null;
      years.show((value) => value === state.year);
      measures.show((value) => value === state.measure);
      switches.show((value) => !state.off.has(value));
      head.replaceChildren(...zimnik.stressHead(stress, stress.years.find((year) => year.year_type === state.year), nameOf));
      keys.replaceChildren(...legendOf(state.measure, rows));
      shown = table.show(rows, state);
      draw(rows, zimnik.STRESS_MEASURES[state.measure].value, chosen);
      account.replaceChildren(...zimnik.stressAccount(chosen, nameOf));
      if (chosen && changed.has("chosen")) {
        zimnik.announce(chosen.said);
        account.scrollIntoView({ block: "nearest" });
        const away = zimnik.stressPoints(chosen, symbols).filter((latlng) => !zimnik.isInView(map, latlng));
        if (away.length) zimnik.fit(map, zimnik.stressPoints(chosen, symbols), { maxZoom: 5, padding: 50 });
      } else if (!changed.has("chosen")) zimnik.announce(fill(words.rows, { n: rows.length }));
    }

    document.getElementById("z-panel").append(
      head,
      el("div", { class: "z-questions" }, ...(stress.years.length > 1 ? [years.row] : []), measures.row,
        ...(kinds.length > 1 ? [switches.row] : [])),
      keys,
      zimnik.actions(map, "zimnik-stress", { cells: () => zimnik.tableCells(columns, shown), said: () => head.textContent, reset: view.reset }),
      table.element, el("p", { class: "z-note" }, words.table_note), account,
      ...zimnik.warningSection(stress.warnings),
      zimnik.foldedLegend(legend));
    view.start();
  };
})();
