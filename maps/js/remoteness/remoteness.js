/**
 * The page of remoteness: sites by any index, over a surface of what it takes to get out by month.
 */
"use strict";
(function () {
  const { el, fill } = zimnik;
  const QUANTITIES = ["cost_usd_per_t", "duration_h"];
  const OUT_OF_REACH = "#ffffff";

  /** Return the parts of the state of the view. */
  function partsOf(record, keys) {
    const goal = record.surface ? record.surface.goal : record.goals[0];
    return {
      index: zimnik.oneOf(keys, goal),
      quantity: zimnik.oneOf(QUANTITIES, QUANTITIES[0]),
      month: zimnik.wholeOf(0, 12, 0),
      surface: zimnik.oneOf(["on", "off"], "on"),
      chosen: zimnik.oneOf(record.sites.map(({ id }) => id), null),
      sort: zimnik.oneOf(["name", ...keys], goal),
      order: zimnik.oneOf(["ascending", "descending"], "descending"),
    };
  }

  /** Return the columns of the table for a state: a name and every index. */
  const columnsOf = (indices) => [
    { key: "name", label: zimnik.text.remoteness.site, title: zimnik.text.planner.column_titles.name, isText: true,
      value: (row) => row.name, text: (row) => row.name },
    ...indices.map(({ key, label, title }) => ({
      key, label, title, value: (row) => row.values[key], text: (row) => row.texts[key],
    })),
  ];

  const rowOf = (site, indices, nameOf) => ({
    id: site.id,
    name: nameOf(site.id),
    note: "",
    values: Object.fromEntries(indices.map(({ key, valueOf }) => [key, valueOf(site)])),
    texts: Object.fromEntries(indices.map(({ key, valueOf, text }) => {
      const value = valueOf(site);
      return [key, value === null ? "–" : text(value)];
    })),
  });

  /** Return a function that colours the symbols of sites. */
  const painterOf = (symbols, sites) => {
    const layers = new Map(symbols.map(({ place, layer }) => [place.id, layer]));
    return (index) => {
      for (const site of sites) {
        const value = index.valueOf(site);
        const fillColor = value === null ? OUT_OF_REACH : zimnik.cssColor(zimnik.remoteColor(index.shareOf(value)));
        layers.get(site.id)?.setStyle({ fillColor, color: "#ffffff", weight: 1.8 });
      }
    };
  };

  /** Draw the page once its surface is there. */
  function begin(map, ground, surface) {
    const { remoteness: record } = zimnik.data;
    const words = zimnik.text.remoteness;
    const { symbols, legend, pin } = ground;
    const towns = new Map(record.towns);
    const nameOf = (id) => towns.get(id) || ground.nameOf(id);
    const keys = zimnik.indicesOf(record, { quantity: QUANTITIES[0], month: 0 }).map(({ key }) => key);
    const siteOf = new Map(record.sites.map((site) => [site.id, site]));
    const view = zimnik.viewState(partsOf(record, keys), show);
    const paint = painterOf(symbols, record.sites);
    const indices = () => zimnik.indicesOf(record, view.state());
    const choose = (id) => view.change({ chosen: view.state().chosen === id ? null : id });
    const sortBy = (key) => view.change(zimnik.nextSort(view.state(), key, key === "name" ? "ascending" : "descending"));
    // One table for all states: its cells hold what the rows bring along.
    const table = zimnik.sortedTable({ caption: words.table, columns: columnsOf(indices()), choose, sortBy });
    const picker = zimnik.indexField(indices(), (index) => view.change({ index, sort: index, order: "descending" }));
    const month = zimnik.readyField(record.ready, (value) => view.change({ month: value }));
    const quantity = zimnik.choices(words.measure, "radio", "z-quantity",
      QUANTITIES.map((value) => ({ value, label: words.quantities[value] })), (value) => view.change({ quantity: value }));
    const onOff = zimnik.choices(words.surface, "checkbox", "z-surface", [{ value: "on", label: words.surface_on }],
      (_, isOn) => view.change({ surface: isOn ? "on" : "off" }));
    const summary = el("p", { class: "z-summary" });
    const keysBox = el("div", {});
    const account = el("div", { class: "z-account" });
    const reading = surface && zimnik.addReading(map, (latlng) => {
      const state = view.state();
      if (state.surface !== "on") return null;
      const band = surface.bandAt(latlng);
      if (band < 0) return null;
      return band === record.surface.no_way ? words.no_way : zimnik.bandText(state.quantity, record.bands[state.quantity], band);
    });
    let shown = [];

    const surfaceTitle = (state) => fill(words.surface_title,
      { goal: words.titles[record.surface.goal].toLowerCase(), ready: state.month ? zimnik.readyText(null, state.month) : words.best_month });

    function legends(state, index) {
      const parts = surface && state.surface === "on"
        ? [zimnik.bandLegend(state.quantity, record.bands[state.quantity], surfaceTitle(state))] : [];
      return [...parts, el("p", { class: "z-ramp-title" }, fill(words.sites_by, { index: index.said })),
        ...zimnik.indexLegend(index, record.sites)];
    }

    function show(state, changed) {
      const all = zimnik.indicesOf(record, state);
      const index = all.find(({ key }) => key === state.index);
      picker.show(state.index);
      month.show(state.month);
      quantity.show((value) => value === state.quantity);
      onOff.show(() => state.surface === "on");
      surface?.show(state.quantity, state.month, state.surface === "on");
      reading?.refresh();
      paint(index);
      keysBox.replaceChildren(...legends(state, index));
      shown = table.show(record.sites.map((site) => rowOf(site, all, nameOf)), state);
      const site = siteOf.get(state.chosen) || null;
      account.replaceChildren(...zimnik.siteAccount(record, site, state, nameOf, view.change));
      const ranked = record.sites.map((one) => ({ name: nameOf(one.id), value: index.valueOf(one) }))
        .filter(({ value }) => value !== null).sort((a, b) => index.shareOf(b.value) - index.shareOf(a.value) || b.value - a.value);
      summary.textContent = ranked.length ? fill(words.summary, {
        n: record.sites.length, ready: zimnik.readyText(record.ready, state.month), index: index.said,
        far: ranked[0].name, most: index.text(ranked[0].value),
        near: ranked[ranked.length - 1].name, least: index.text(ranked[ranked.length - 1].value),
      }) : words.out_of_reach;
      if (changed.has("chosen")) showChosen(site, state);
      zimnik.announce(changed.has("chosen") && site ? fill(words.chosen, { name: nameOf(site.id) }) : summary.textContent);
    }

    /** Show the chosen site and the places that are nearest to it. */
    function showChosen(site, state) {
      const near = site ? record.goals.map((goal) => zimnik.wayTo(site, goal, state.month)?.[0]).filter(Boolean) : [];
      pin(new Set([...record.sites.map(({ id }) => id), ...near]));
      paint(zimnik.indicesOf(record, state).find(({ key }) => key === state.index));
      if (site) account.scrollIntoView({ block: "nearest" });
    }

    for (const { place, layer } of symbols) if (siteOf.has(place.id)) layer.on("click", () => choose(place.id));
    document.getElementById("z-panel").append(
      summary,
      el("div", { class: "z-questions" }, picker.row, month.row, quantity.row, ...(surface ? [onOff.row] : [])),
      keysBox,
      zimnik.actions(map, "zimnik-remoteness", {
        cells: () => zimnik.tableCells(columnsOf(indices()), shown), said: () => summary.textContent, reset: view.reset,
      }),
      table.element, el("p", { class: "z-note" }, words.table_note), account,
      zimnik.correlationTable(record), zimnik.indexNotes(record),
      ...zimnik.warningSection(record.warnings), zimnik.foldedLegend(legend));
    view.start();
  }

  /**
   * Draw remoteness on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startRemoteness = async function (map) {
    const { remoteness: record } = zimnik.data;
    const ground = zimnik.drawGround(map,
      { panelLabel: zimnik.text.remoteness.panel, allOn: false, home: zimnik.atlasHome });
    const surface = record.surface && zimnik.makeSurface(map, record.surface, await zimnik.unpack(record.surface), record.bands);
    begin(map, ground, surface);
  };
})();
