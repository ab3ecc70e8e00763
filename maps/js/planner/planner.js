/**
 * The planner: what-if beside the map. The view is one state; every change of it is answered at
 * once, for all deposits.
 */
"use strict";
(function () {
  const { el, fill, fixed } = zimnik;
  const words = () => zimnik.text.planner;
  // The account of the chosen deposit, the address and the ear follow when the reader pauses.
  const ACCOUNT_PAUSE_MS = 90;
  const PAUSE_MS = 350;

  function debounced(act, pause = PAUSE_MS) {
    let timer = 0;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...given), pause);
    };
  }

  /** Return the account of the chosen deposit. */
  function chosenSection(engine, nameOf, change) {
    const box = el("div", { class: "z-account" });
    function show(state, cargo, answer) {
      if (cargo < 0) {
        box.replaceChildren(el("p", { class: "z-note" }, words().choose));
        return;
      }
      const record = engine.record.cargoes[cargo];
      const title = el("h2", { class: "z-chosen-title" }, nameOf(record.id));
      const head = zimnik.routeHead({
        product: record.product, tonnes_per_y: record.tonnes_per_y,
        reo_grade_pct: record.reo_kg_per_t ? record.reo_kg_per_t / 10 : null,
        reason: answer || state.off.has(record.id) ? null : words().no_way,
      });
      const months = zimnik.monthChart(engine.months(state, cargo), state.month, (month) => change({ month }));
      const section = (heading, ...children) =>
        el("section", { class: "z-section" }, el("h2", {}, heading), ...children);
      const parts = [title, head, section(words().by_month, months)];
      if (answer) {
        const route = engine.route(state, cargo, answer.way);
        const warnings = answer.way.isHurried ? [...record.notes, words().hurried] : record.notes;
        const account = zimnik.routeAccount(route,
          { benchmark_usd_per_kg: engine.record.benchmark_usd_per_kg, warnings }, nameOf);
        const to = fill(words().to, { hub: nameOf(answer.hub), month: zimnik.monthName(answer.month) });
        title.append(el("small", {}, to));
        parts.push(section(words().calendar, zimnik.routeCalendar(route, answer.way.ready, nameOf)), ...account);
      }
      box.replaceChildren(...parts);
    }
    return { box, show };
  }

  function summaryLine(rows) {
    const reached = rows.filter((row) => row.cost !== null);
    if (reached.length === 0) return words().none_reached;
    const total = reached.reduce((sum, row) => sum + row.total, 0);
    const [first] = zimnik.sortedRows(reached, "cost", false);
    return fill(words().summary, {
      n: reached.length, total: fixed(total, 0), name: first.name, cost: fixed(first.cost, 0),
    });
  }

  function csvRows(rows, state, imprint) {
    const head = ["id", "name", "hub_id", "ready_month", "cost_usd_per_t", "cost_usd_per_kg_reo_contained",
      "duration_d", "waiting_d", "modes", "total_musd_per_y", "difference_usd_per_t", "atlas_version",
      "year_type", "rates"];
    const rates = Object.entries(state.factors).map(([name, factor]) => `${name} x ${factor}`).join("; ");
    return [head, ...rows.map((row) => [row.id, row.name, row.hub, row.month, row.cost, row.reo, row.days,
      row.waiting, row.modes.join("; "), row.total, row.difference, imprint.version, state.year, rates])];
  }

  /** Return the buttons that take the view elsewhere. */
  function actionBar(acts) {
    const bar = el("div", { class: "z-actions" });
    for (const [name, act] of Object.entries(acts)) {
      const button = el("button", { type: "button", class: "z-button", "data-act": name }, words().acts[name]);
      button.addEventListener("click", act);
      bar.append(button);
    }
    return bar;
  }

  /** Draw the planner once its network is there. */
  async function begin(map, engine, ground) {
    const { record } = engine;
    const { nameOf } = ground;
    const drawing = zimnik.plannerMap(map, engine);
    let state = zimnik.stateOfHash(location.hash, record);
    let baseline = null;
    let rows = [];
    let waitingFrame = 0;
    let isOpen = false;
    const summary = el("p", { class: "z-summary" });

    function change(part) {
      state = { ...state, ...(typeof part === "function" ? part(state) : part) };
      // Many moves of a slider may come before the next picture; one answer serves them all.
      if (!waitingFrame) waitingFrame = requestAnimationFrame(update);
    }
    const choose = (id) => change({ chosen: state.chosen === id ? null : id });
    const toggle = (id, on) => change(({ off }) => {
      const less = new Set(off);
      (on ? less.delete(id) : less.add(id));
      return { off: less };
    });
    const sortBy = (key) => change(({ sort, descending }) =>
      ({ sort: key, descending: sort === key && !descending }));

    const controls = zimnik.plannerControls(engine, nameOf, change);
    const surface = await zimnik.plannerSurface(map, record, change);
    const table = zimnik.plannerTable(record.cargoes, { choose, toggle, sortBy });
    const chosen = chosenSection(engine, nameOf, change);
    const account = debounced((number, answer) => chosen.show(state, number, answer), ACCOUNT_PAUSE_MS);
    const pin = debounced((answer) => ground.pin(stopsOf(answer)), ACCOUNT_PAUSE_MS);
    const announce = debounced((text) => zimnik.announce(text));
    const remember = debounced(() => history.replaceState(null, "", zimnik.hashOfState(state, zimnik.languageAsked())));

    function whereText(answer) {
      const parts = [];
      if (state.hub === zimnik.CHEAPEST) parts.push(nameOf(answer.hub).split(/ \(|, /)[0]);
      if (!state.month) parts.push(zimnik.monthName(answer.month, "short"));
      return parts.join(", ");
    }

    function update() {
      waitingFrame = 0;
      const answers = engine.answers(state);
      rows = zimnik.sortedRows(record.cargoes.map((cargo, i) => ({
        ...zimnik.tableRow(cargo, answers[i], baseline[i], nameOf),
        where: answers[i] ? whereText(answers[i]) : "",
      })), state.sort, state.descending);
      controls.show(state);
      surface?.show(state);
      table.show(rows, state);
      summary.textContent = summaryLine(rows);
      const number = record.cargoes.findIndex(({ id }) => id === state.chosen);
      const answer = number < 0 ? null : answers[number];
      drawing.showTaken(answers);
      if (drawing.showChosen(answer)) pin(answer);
      drawing.drawNow();
      account(number, answer);
      // What the page opens with is read like the rest of it; only changes are called out.
      if (isOpen) announce(summary.textContent);
      isOpen = true;
      remember();
    }

    /** Return the places where an answer starts, ends or changes vehicle. */
    function stopsOf(answer) {
      if (!answer) return new Set();
      const route = engine.route(state, record.cargoes.findIndex(({ id }) => id === state.chosen), answer.way);
      return new Set(route.parts.filter((part) => "mode" in part).flatMap((leg) => [leg.from_id, leg.to_id]));
    }

    const acts = actionBar({
      csv: () => zimnik.save(new Blob([zimnik.csvText(csvRows(rows, state, zimnik.data.imprint))],
        { type: "text/csv;charset=utf-8" }), "zimnik.csv"),
      png: () => zimnik.pictureOf(map, document.title,
        [summary.textContent, [...document.querySelectorAll("#z-foot span")].map((one) => one.textContent).join(" · ")])
        .toBlob((blob) => zimnik.save(blob, "zimnik.png"), "image/png"),
      pin: () => {
        baseline = engine.answers(state);
        change({});
      },
      reset: () => {
        baseline = engine.answers(zimnik.plannerDefaults());
        change(zimnik.plannerDefaults());
      },
    });

    baseline = engine.answers(zimnik.plannerDefaults());
    document.getElementById("z-panel").append(
      el("div", { class: "z-questions" }, ...controls.rows, ...(surface ? [surface.row] : [])), summary, acts,
      el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": words().table }, table.table),
      el("p", { class: "z-note" }, words().table_note), chosen.box,
      zimnik.foldedLegend(ground.legend));
    addEventListener("hashchange", () => {
      state = zimnik.stateOfHash(location.hash, record);
      change({});
    });
    update();
    zimnik.planner = { change, state: () => state, rows: () => rows };
  }

  /**
   * Draw the atlas with the planner on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startPlanner = async function (map) {
    const ground = zimnik.drawGround(map,
      { panelLabel: zimnik.text.planner.panel, allOn: true, home: zimnik.atlasHome });
    const { planner } = zimnik.data;
    const arrays = await zimnik.unpack(planner);
    await begin(map, zimnik.plannerEngine(zimnik.plannerNetwork(planner, arrays)), ground);
  };
})();
