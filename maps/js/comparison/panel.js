/**
 * The account of compared hubs: the difference of two as a waterfall, all as a table.
 */
"use strict";
(function () {
  const { el, fill, fixed, number, svg, word } = zimnik;
  const WIDTH = 392;
  const ROW = 24;
  const ROOM = { left: 130, right: 62, top: 4 };
  /** A component of less than this makes no difference that a reader could see. */
  const LEAST_USD = 0.05;
  const text = () => zimnik.text.compare;
  const money = (usd) => fixed(usd, Math.abs(usd) < 100 ? 1 : 0);
  const signed = (usd) => `${usd > 0 ? "+" : ""}${money(usd)}`;
  const componentOf = (hub, name) => hub[`${name}_usd_per_t`] || 0;

  /** Return the bars from the total of one hub to that of another, component by component. */
  zimnik.waterfallSteps = function (components, left, right) {
    const steps = [];
    let at = left.cost_usd_per_t;
    for (const name of components) {
      const change = componentOf(right, name) - componentOf(left, name);
      if (Math.abs(change) < LEAST_USD) continue;
      steps.push({ name, from: at, to: at + change, change });
      at += change;
    }
    return steps;
  };

  /** Return where the bars begin: at nothing, or higher where the steps would be too small to see. */
  function baseOf(least, most) {
    const spread = Math.max(most - least, 1);
    return spread > most / 4 ? 0 : Math.max(0, least - spread / 2);
  }

  /** Return the waterfall as a picture with its words. */
  zimnik.waterfall = function (components, left, right) {
    const words = text();
    const steps = zimnik.waterfallSteps(components, left, right);
    const bars = [
      { label: left.hub_name, from: 0, to: left.cost_usd_per_t, said: money(left.cost_usd_per_t), kind: "total" },
      ...steps.map(({ name, from, to, change }) => ({
        label: word(name, words.components), from, to, said: signed(change), kind: change > 0 ? "more" : "less",
      })),
      { label: right.hub_name, from: 0, to: right.cost_usd_per_t, said: money(right.cost_usd_per_t), kind: "total" },
    ];
    const levels = [left.cost_usd_per_t, ...steps.map(({ to }) => to)];
    const [least, most] = [Math.min(...levels), Math.max(...levels, 1)];
    const base = baseOf(least, most);
    const x = (usd) => ROOM.left + ((Math.max(usd, base) - base) / (most - base)) * (WIDTH - ROOM.left - ROOM.right);
    const rows = bars.map(({ label, from, to, said, kind }, i) => {
      const y = ROOM.top + i * ROW;
      const short = label.length > 19 ? `${label.slice(0, 18)}…` : label;
      return svg("g", { class: `z-fall z-fall-${kind}` },
        svg("title", {}, `${label}: ${said}`),
        svg("text", { x: ROOM.left - 6, y: y + 15, "text-anchor": "end" }, short),
        svg("rect", {
          x: x(Math.min(from, to)), y: y + 4, height: ROW - 8, width: Math.max(1, Math.abs(x(to) - x(from))),
        }),
        svg("text", { x: x(Math.max(from, to)) + 4, y: y + 15 }, said));
    });
    const label = fill(words.waterfall, { left: left.hub_name, right: right.hub_name });
    const drawing = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${ROOM.top + bars.length * ROW + 2}`, role: "img", class: "z-chart",
      "aria-label": `${label}: ${bars.map((bar) => `${bar.label} ${bar.said}`).join(", ")}`,
    }, ...rows);
    const figure = el("figure", { class: "z-figure" }, el("figcaption", {}, label), drawing);
    if (base > 0) figure.append(el("p", { class: "z-note" }, fill(words.base, { n: money(base) })));
    return figure;
  };

  const ROWS = [
    ["cost_usd_per_t", (v) => money(v)],
    ["difference_usd_per_t", (v) => signed(v)],
    ["cost_usd_per_kg_reo", (v) => fixed(v, 2)],
    ["cost_usd_per_kg_made", (v) => fixed(v, 2), "if known"],
    ["most_usd_per_kg_made", (v) => fixed(v, 2), "if known"],
    ["without_what_is_built_usd_per_t", (v) => money(v), "if known"],
    ["share_of_benchmark", (v) => `${number(100 * v, 0)} %`, "if known"],
    ["days", (v) => number(v, 0)],
    ["co2_kg_per_t", (v) => number(v, 0)],
    ["reagents_in_t_per_y", (v) => number(v / 1000, 1)],
    ["products_out_t_per_y", (v) => number(v / 1000, 1)],
    ["cannot_arrive_t_per_y", (v) => number(v / 1000, 1)],
  ];

  /** Return the table of all hubs, a column for each. */
  zimnik.hubTable = function ({ hubs, components }) {
    const words = text();
    const rows = [
      ...ROWS.slice(0, 1),
      ...components.map((name) => [`${name}_usd_per_t`, (v) => money(v), word(name, words.components)]),
      ...ROWS.slice(1)
        .filter(([key, , only]) => !only || hubs.some((hub) => typeof hub[key] === "number"))
        .map(([key, say]) => [key, say]),
    ];
    const head = el("tr", {}, el("th", { scope: "col" }, words.per_t),
      ...hubs.map((hub) => el("th", { scope: "col", class: "z-num" }, hub.hub_name.split(" (")[0])));
    const body = rows.map(([key, say, label]) => el("tr", key === "cost_usd_per_t" ? { class: "z-sum" } : {},
      el("th", { scope: "row" }, label || words.rows[key]),
      ...hubs.map((hub) => el("td", { class: "z-num" },
        hub[key] === undefined || hub[key] === null ? "–" : say(hub[key])))));
    const table = el("table", { class: "z-table" }, el("thead", {}, head), el("tbody", {}, ...body));
    return el("section", { class: "z-section" }, el("h2", {}, words.table),
      el("div", { class: "z-scroll-x", tabindex: "0", role: "group", "aria-label": words.table }, table));
  };

  /** Return the link that saves the table as a file of comma-separated values. */
  zimnik.tableDownload = (csv) => el("a", {
    class: "z-download", download: "hubs.csv",
    href: `data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`,
  }, text().download);

  /** Return the hauls of a hub: what goes where, how much, at what cost. */
  zimnik.haulTable = function (hub, nameOf) {
    const words = text();
    const rows = hub.hauls.map((haul) => el("tr", {},
      el("td", {}, zimnik.product(haul.item), el("small", {}, haul.link_ids.length
        ? fill(words.way, { from: nameOf(haul.from_id), to: nameOf(haul.to_id) })
        : words.on_site)),
      el("td", { class: "z-num" }, number(haul.shipped_t_per_y / 1000, 1)),
      el("td", { class: "z-num" }, money(haul.cost_usd_per_t))));
    const head = el("tr", {}, ...words.haul_columns.map((label, i) =>
      el("th", { scope: "col", ...(i ? { class: "z-num" } : {}) }, label)));
    return el("details", { class: "z-more" }, el("summary", {}, fill(words.hauls, { hub: hub.hub_name })),
      el("table", { class: "z-table" }, el("thead", {}, head), el("tbody", {}, ...rows)));
  };
})();
