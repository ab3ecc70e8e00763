/**
 * Two small pictures of the chosen deposit: its cost by month of readiness, and the calendar of its
 * route. Both are SVG, with the same figures as text for those who do not see them.
 */
"use strict";
(function () {
  const { el, fill, fixed } = zimnik;
  const words = () => zimnik.text.planner;

  const CHART = { width: 440, height: 132, left: 44, right: 6, top: 16, bottom: 20 };

  /**
   * Return the bars of cost, or of something else, by month; a bar chooses its month.
   * @param {Array<?number>} costs Twelve of them.
   * @param {number} month The month of the view, 0 for the best.
   * @param {(month: number) => void} choose
   * @param {{label: string, said: string}} words What the chart shows, and the words of a bar.
   */
  zimnik.monthChart = function (costs, month, choose,
    { label, said } = { label: words().by_month, said: zimnik.text.route.cost }) {
    const { width, height, left, right, top, bottom } = CHART;
    const known = costs.filter((cost) => cost !== null);
    if (known.length === 0) return el("p", { class: "z-note" }, words().none);
    const scale = zimnik.ticks(Math.max(...known));
    const y = (cost) => height - bottom - (cost / scale[scale.length - 1]) * (height - top - bottom);
    const band = (width - left - right) / 12;
    const best = Math.min(...known);
    const svg = zimnik.svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "z-chart", role: "group", "aria-label": label });
    for (const tick of scale) {
      svg.append(
        zimnik.svg("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), class: "z-grid" }),
        zimnik.svg("text", { x: left - 5, y: y(tick) + 4, "text-anchor": "end" }, fixed(tick, 0)));
    }
    costs.forEach((cost, i) => {
      const x = left + i * band;
      const name = zimnik.monthName(i + 1);
      const text = cost === null ? words().none : fill(said, { n: fixed(cost, 0) });
      const isShown = month ? i + 1 === month : cost !== null && cost <= best * (1 + 1e-9);
      const bar = zimnik.svg("g", { tabindex: 0, role: "button", "aria-label": `${name}: ${text}`, "aria-pressed": i + 1 === month,
        class: isShown ? "z-month z-shown" : "z-month" },
      zimnik.svg("title", {}, `${name}: ${text}`),
      zimnik.svg("rect", { x, y: top, width: band, height: height - top - bottom, class: "z-hit" }));
      if (cost !== null) {
        bar.append(zimnik.svg("rect", { x: x + band * 0.16, y: y(cost), width: band * 0.68, height: y(0) - y(cost), rx: 1 }));
        if (isShown) bar.append(zimnik.svg("text", { x: x + band / 2, y: y(cost) - 4, "text-anchor": "middle", class: "z-strong" }, fixed(cost, 0)));
      }
      bar.append(zimnik.svg("text", { x: x + band / 2, y: height - 6, "text-anchor": "middle" }, zimnik.monthName(i + 1, "short").slice(0, 3)));
      bar.addEventListener("click", () => choose(i + 1));
      bar.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(i + 1);
      });
      svg.append(bar);
    });
    return svg;
  };

  const CALENDAR = { width: 440, left: 132, row: 18, top: 18 };

  /** Return the stretches of the calendar: each leg, and each stay at a place of a day or more. */
  function stretches(route, nameOf) {
    const found = [];
    let day = 0;
    for (const part of route.parts) {
      if ("mode" in part) {
        found.push({ from: part.depart_day, to: part.arrive_day, mode: part.mode, label: nameOf(part.to_id) });
        day = part.arrive_day;
      } else {
        const moved = day + part.dwell_d;
        if (part.dwell_d) found.push({ from: day, to: moved, mode: null, kind: "dwell", label: nameOf(part.at_id) });
        if (part.waiting_d) found.push({ from: moved, to: moved + part.waiting_d, mode: null, kind: "wait", label: nameOf(part.at_id) });
        day = moved + part.waiting_d;
      }
    }
    return found.filter(({ from, to }) => to - from >= 0.5);
  }

  function monthMarks(svg, ready, days, x, height) {
    const first = ready;
    for (let month = 0; month < 36; month += 1) {
      const at = Math.floor(month / 12) * 365 + zimnik.MONTH_FIRSTS[month % 12] - first;
      if (at < 0 || at > days) continue;
      svg.append(zimnik.svg("line", { x1: x(at), x2: x(at), y1: CALENDAR.top - 4, y2: height, class: "z-grid" }));
      const room = x(31) - x(0);
      if (room > 22 || month % 3 === 0) {
        svg.append(zimnik.svg("text", { x: x(at) + 2, y: 11 }, zimnik.monthName((month % 12) + 1, "short").slice(0, 3)));
      }
    }
  }

  /** Return the calendar of a route: a bar for every leg, stay and wait. */
  zimnik.routeCalendar = function (route, ready, nameOf) {
    const rows = stretches(route, nameOf);
    const { width, left, row: rowHeight, top } = CALENDAR;
    const days = Math.max(1, route.duration_d);
    const height = top + rows.length * rowHeight + 4;
    const x = (day) => left + (day / days) * (width - left - 6);
    const svg = zimnik.svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "z-chart", role: "img", "aria-label": words().calendar });
    monthMarks(svg, ready, days, x, height);
    rows.forEach((part, i) => {
      const y = top + i * rowHeight;
      const style = part.mode ? zimnik.MODES[part.mode] : null;
      const act = part.mode ? zimnik.word(part.mode) : words()[part.kind];
      const text = fill(words().stretch, { act, place: part.label, n: fixed(part.to - part.from, 0) });
      const label = part.label.length > 21 ? `${part.label.slice(0, 20)}…` : part.label;
      svg.append(zimnik.svg("g", {}, zimnik.svg("title", {}, text),
        zimnik.svg("text", { x: left - 6, y: y + 12, "text-anchor": "end" }, label),
        zimnik.svg("rect", {
          x: x(part.from), y: y + 3, width: Math.max(1.5, x(part.to) - x(part.from)), height: rowHeight - 7, rx: 1,
          ...(style ? { fill: style.color } : { class: `z-stay-${part.kind}` }),
        })));
    });
    return svg;
  };
})();
