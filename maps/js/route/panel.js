/**
 * The account of a route: totals, the way leg by leg, cost by component, what to mind.
 */
"use strict";
(function () {
  const { el, fill, fixed, number, word } = zimnik;
  const text = () => zimnik.text.route;
  /** A total is round; the parts of it stand in columns with a decimal. */
  const money = (usd) => fixed(usd, usd < 100 ? 1 : 0);
  const partOf = (usd) => fixed(usd, 1);

  /** Return a section with a heading. */
  const section = (title, ...children) =>
    el("section", { class: "z-section" }, el("h2", {}, title), ...children);

  function wayText(route, nameOf) {
    const stretches = route.way.map(([mode, placeId]) =>
      fill(text().leg, { mode: word(mode), place: nameOf(placeId) }));
    return stretches.join(", ");
  }

  /** Return radio buttons, one for each route, which call `choose` with its number. */
  zimnik.routeChoice = function (routes, nameOf, choose) {
    const group = el("fieldset", { class: "z-routes" }, el("legend", {}, text().title));
    routes.forEach((route, i) => {
      const input = el("input", { type: "radio", name: "z-route", value: String(i) });
      input.checked = i === 0;
      input.addEventListener("change", () => choose(i));
      const title = `${fill(text().choice, { n: i + 1 })}: ${fill(text().cost, { n: money(route.cost_usd_per_t) })}`;
      const figures = [
        fill(text().km, { n: number(route.distance_km, 0) }),
        fill(text().days, { n: number(route.duration_d, 0) }),
        fill(text().co2_unit, { n: number(route.co2_kg_per_t, 0) }),
      ].join(", ");
      group.append(el("label", { class: "z-choice" }, input,
        el("div", {}, el("b", {}, title), el("span", {}, figures), el("span", {}, wayText(route, nameOf)))));
    });
    return group;
  };

  function figure(label, value, note = "") {
    const cell = el("dd", {}, value);
    if (note) cell.append(el("small", {}, note));
    return el("div", {}, el("dt", {}, label), cell);
  }

  function figures(route, answer) {
    const words = text();
    const total = figure(words.total, fill(words.cost, { n: money(route.cost_usd_per_t) }),
      fill(words.range, { low: money(route.low_usd_per_t), high: money(route.high_usd_per_t) }));
    total.className = "z-total";
    const waiting = route.waiting_d > 0
      ? `${fill(words.days, { n: number(route.waiting_d, 0) })} ${words.waiting}` : "";
    const list = el("dl", { class: "z-figures" }, total,
      figure(words.distance, fill(words.km, { n: number(route.distance_km, 0) })),
      figure(words.duration, fill(words.days, { n: number(route.duration_d, 0) }), waiting),
      figure(words.co2, fill(words.co2_unit, { n: number(route.co2_kg_per_t, 0) })));
    if (route.contained_usd_per_kg !== null) {
      list.append(figure(words.reo_contained, fill(words.usd, { n: fixed(route.contained_usd_per_kg, 2) })));
    }
    if (route.recovered_usd_per_kg !== null) {
      const share = fill(words.share, {
        share: new Intl.NumberFormat(zimnik.text.language, { style: "percent" }).format(route.share_of_benchmark),
        benchmark: number(answer.benchmark_usd_per_kg),
      });
      list.append(figure(words.reo_recovered, fill(words.usd, { n: fixed(route.recovered_usd_per_kg, 2) }), share));
    }
    return list;
  }

  function headerRow(labels, numeric) {
    return el("tr", {}, ...labels.map((label, i) =>
      el("th", { scope: "col", ...(numeric.includes(i) ? { class: "z-num" } : {}) }, label)));
  }

  const numberCell = (content) => el("td", { class: "z-num" }, content);

  function legRow(leg, nameOf) {
    const words = text();
    const cell = el("td", {}, zimnik.modeSwatch(leg.mode),
      fill(words.leg, { mode: word(leg.mode), place: nameOf(leg.to_id) }),
      el("small", {}, fill(words.by_vehicle, { vehicle: word(leg.vehicle) })));
    const seasons = new Set(leg.seasons.map(({ opens, closes }) => zimnik.season(opens, closes)));
    if (seasons.size) cell.append(el("small", {}, fill(words.open, { season: [...seasons].join("; ") })));
    if (leg.depart) cell.append(el("small", {}, fill(words.travel, { dates: zimnik.season(leg.depart, leg.arrive) })));
    if (leg.estimated) cell.append(el("small", {}, words.estimated));
    return el("tr", {}, numberCell(fixed(leg.depart_day, 1)), cell,
      numberCell(number(leg.distance_km, 0)), numberCell(partOf(leg.cost_usd_per_t)));
  }

  function transferRow(transfer, day, nameOf) {
    const words = text();
    let act = fill(words.to_vehicle, { vehicle: word(transfer.to_vehicle || "") });
    if (!transfer.from_vehicle) act = words.load;
    else if (!transfer.to_vehicle) act = words.unload;
    const cell = el("td", {}, fill(words.at, { act, place: nameOf(transfer.at_id) }));
    if (transfer.dwell_d) cell.append(el("small", {}, fill(words.dwell, { n: number(transfer.dwell_d, 1) })));
    if (transfer.waiting_d) cell.append(el("small", {}, fill(words.wait, { n: number(transfer.waiting_d, 1) })));
    return el("tr", { class: "z-transfer" }, numberCell(fixed(day, 1)), cell, numberCell(""),
      numberCell(partOf(transfer.cost_usd_per_t)));
  }

  function wayTable(route, nameOf) {
    const body = el("tbody");
    let day = 0;
    for (const step of route.parts) {
      if ("mode" in step) {
        body.append(legRow(step, nameOf));
        day = step.arrive_day;
      } else {
        body.append(transferRow(step, day, nameOf));
      }
    }
    const { way, way_columns: columns } = text();
    return section(way, el("table", { class: "z-table" },
      el("thead", {}, headerRow(columns, [0, 2, 3])), body));
  }

  function componentTable(route) {
    const words = text();
    const costs = route.components.filter(([, usd]) => usd > 0).sort((a, b) => b[1] - a[1]);
    const most = Math.max(...costs.map(([, usd]) => usd));
    const body = el("tbody", {}, ...costs.map(([name, usd]) => el("tr", {},
      el("td", {}, word(name, zimnik.text.components)),
      numberCell(partOf(usd)),
      el("td", { class: "z-bar" }, el("div", { style: `width:${((100 * usd) / most).toFixed(1)}%` })))));
    const foot = el("tfoot", {}, el("tr", {}, el("td", {}, words.total),
      numberCell(partOf(route.cost_usd_per_t)), el("td")));
    const head = headerRow(words.component_columns, [1]);
    return section(words.components,
      el("table", { class: "z-table" }, el("thead", {}, head), body, foot));
  }

  function warningList(warnings) {
    if (warnings.length === 0) return [];
    const items = warnings.map((warning) => el("li", {}, warning));
    return [section(text().warnings, el("ul", { class: "z-warnings" }, ...items))];
  }

  /** Return what is said of the cargo, and why there is no route where there is none. */
  zimnik.routeHead = function (answer) {
    const words = text();
    let cargo = fill(words.cargo, { product: zimnik.product(answer.product), tonnes: number(answer.tonnes_per_y) });
    if (answer.reo_grade_pct !== null) {
      cargo += `, ${fill(words.grade, { grade: number(answer.reo_grade_pct) })}`;
    }
    const head = el("div", { class: "z-panel-head" }, el("div", {}, cargo),
      el("p", { class: "z-note" }, words.per_tonne));
    if (answer.reason) head.append(el("p", { class: "z-none" }, `${words.none}: ${answer.reason}`));
    return head;
  };

  /** Return the account of one route. */
  zimnik.routeAccount = (route, answer, nameOf) => [
    figures(route, answer),
    wayTable(route, nameOf),
    componentTable(route),
    ...warningList([...answer.warnings, ...route.warnings]),
  ];

  /** Return what to mind when there is no route to account for. */
  zimnik.answerWarnings = (answer) => warningList(answer.warnings);
})();
