/**
 * The table of deposits: what each pays under the view, sortable, one of them chosen.
 */

import { numberCell } from "../panel/parts.js";
import { el, fill, fixed, format, TEXT, wordOf } from "../shared/page.js";
import { modeSwatch } from "../shared/symbols.js";
import { SORTS } from "./permalink.js";

/**
 * @import { CargoRecord, Mode, NameOf, PlannerAnswer, PlannerRow, PlannerSort,
 *   PlannerState } from "../types.js"
 */

const words = () => TEXT.planner;
// More rows than a reader looks through would slow every slider.
const ROWS = 200;
/** @typedef {"cost"|"reo"|"days"|"waiting"|"total"|"difference"} Figure */
/**
 * @typedef {{choose: (id: string) => void, toggle: (id: string, on: boolean) => void,
 *   sortBy: (key: PlannerSort) => void}} TableActs
 */

/** @type {Figure[]} */
const NUMERIC = ["cost", "reo", "days", "waiting", "total", "difference"];

/**
 * Return the value by which a row is sorted; what is not known comes last.
 * @param {PlannerRow} row
 * @param {PlannerSort} key
 */
function valueOf(row, key) {
  if (key === "name") return row.name;
  return key === "modes" ? row.modesText : row[key];
}

/**
 * Return rows in order.
 * @param {PlannerRow[]} rows
 * @param {PlannerSort} key
 * @param {boolean} descending
 * @returns {PlannerRow[]}
 */
export function sortedRows(rows, key, descending) {
  const collator = format(Intl.Collator);
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a, key), valueOf(b, key)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const apart = typeof x === "number" && typeof y === "number"
      ? x - y : collator.compare(String(x), String(y));
    return sign * apart || collator.compare(a.name, b.name);
  });
}

/**
 * Return what a row of the table tells.
 * @param {CargoRecord} cargo
 * @param {PlannerAnswer|null} answer
 * @param {PlannerAnswer|null} baseline
 * @param {NameOf} nameOf
 * @returns {Omit<PlannerRow, "where">}
 */
export function tableRow(cargo, answer, baseline, nameOf) {
  const name = nameOf(cargo.id);
  if (!answer) {
    return { id: cargo.id, name, cost: null, reo: null, days: null, waiting: null, modes: [],
      modesText: null, total: null, difference: null, hub: null, best: null, worst: null };
  }
  return {
    id: cargo.id,
    name,
    cost: answer.cost,
    reo: answer.reo,
    days: answer.days,
    waiting: answer.waiting,
    modes: answer.modes,
    modesText: answer.modes.map((mode) => wordOf(mode)).join(", "),
    total: answer.total,
    difference: baseline ? answer.cost - baseline.cost : null,
    hub: answer.hub,
    best: answer.year && answer.year.best_usd_per_t,
    worst: answer.year && answer.year.worst_usd_per_t,
  };
}

/** @param {number} value */
const signed = (value) => format(Intl.NumberFormat,
  { signDisplay: "exceptZero", maximumFractionDigits: 0 }).format(value);

/**
 * How figures are written; a difference and a wait of less than half are not worth one.
 * @type {Record<Figure, (value: number) => string>}
 */
const SHOWN = {
  cost: (usd) => fixed(usd, 0),
  reo: (usd) => fixed(usd, 2),
  days: (days) => fixed(days, 0),
  waiting: (days) => (days > 0.5 ? fixed(days, 0) : ""),
  total: (musd) => fixed(musd, 1),
  difference: (usd) => (Math.abs(usd) < 0.5 ? "" : signed(usd)),
};

/**
 * @param {PlannerSort} key
 * @param {(key: PlannerSort) => void} sortBy
 */
function headCell(key, sortBy) {
  const button = el("button", { type: "button", title: words().column_titles[key] }, words().columns[key]);
  button.addEventListener("click", () => sortBy(key));
  return el("th", { scope: "col", "data-key": key, ...(key === "name" || key === "modes" ? {} : { class: "z-num" }) }, button);
}

/** Return columns of fixed width, so that no change of a figure moves the table. */
const columns = () => el("colgroup", {}, ...["box", ...SORTS].map((key) =>
  el("col", { class: `z-col-${key}` })));

/** @type {Map<string, HTMLElement>} */
const swatches = new Map();

/**
 * Return small pictures of modes with their names, kept apart for each set of modes.
 * @param {Mode[]} modes
 * @param {string} text
 */
function modeCell(modes, text) {
  const known = swatches.get(text);
  if (known) return known.cloneNode(true);
  const pictures = modes.map((mode) => {
    const picture = modeSwatch(mode);
    picture.setAttribute("viewBox", "4 0 22 18");
    picture.setAttribute("width", "15");
    return picture;
  });
  const cell = el("span", { role: "img", "aria-label": text, title: text }, ...pictures);
  swatches.set(text, cell);
  return cell.cloneNode(true);
}

/**
 * Return what the best and the worst day cost, where they differ.
 * @param {Pick<PlannerRow, "best"|"worst">} row
 */
function rangeText({ best, worst }) {
  if (best === null || worst === null) return "";
  const [low, high] = [SHOWN.cost(best), SHOWN.cost(worst)];
  return low === high ? "" : `${low}–${high}`;
}

const rowCells = () => ({
  cost: numberCell(""),
  reo: numberCell(""),
  days: numberCell(""),
  waiting: numberCell(""),
  modes: el("td"),
  total: numberCell(""),
  difference: numberCell(""),
});

/**
 * Return a row that can be filled again and again.
 * @param {CargoRecord} cargo
 * @param {Pick<TableActs, "choose"|"toggle">} acts
 */
function bodyRow(cargo, { choose, toggle }) {
  const box = el("input", { type: "checkbox" });
  const button = el("button", { type: "button", class: "z-row-name" });
  const where = el("small", {});
  const cells = rowCells();
  // A text that is changed costs the browser less than one that is replaced.
  const texts = new Map(NUMERIC.map((key) => {
    const text = document.createTextNode("");
    cells[key].append(text);
    return [key, text];
  }));
  const range = el("small", {});
  cells.cost.append(range);
  const tr = el("tr", { "data-id": cargo.id }, el("td", { class: "z-box" }, el("label", {}, box)),
    el("th", { scope: "row" }, button, where),
    ...SORTS.flatMap((key) => (key === "name" ? [] : [cells[key]])));
  box.addEventListener("change", () => toggle(cargo.id, box.checked));
  button.addEventListener("click", () => choose(cargo.id));
  /** @type {string|null} */
  let modes = null;

  /**
   * @param {PlannerRow} row
   * @param {PlannerState} state
   */
  function show(row, state) {
    const isOff = state.off.has(cargo.id);
    box.checked = !isOff;
    box.setAttribute("aria-label", fill(words().switch_deposit, { name: row.name }));
    const [short] = row.name.split(/ \(|, (?!-?\d)/);
    if (button.textContent !== short) button.textContent = short;
    button.title = row.name;
    button.setAttribute("aria-pressed", String(state.chosen === cargo.id));
    tr.className = isOff ? "z-off" : state.chosen === cargo.id ? "z-chosen" : "";
    if (where.textContent !== row.where) where.textContent = row.where;
    for (const [key, shown] of texts) {
      const value = row[key];
      let text = value === null ? "" : SHOWN[key](value);
      if (key === "cost" && row.cost === null && !isOff) text = words().none;
      if (shown.data !== text) shown.data = text;
    }
    const days = rangeText(row);
    if (range.textContent !== days) range.textContent = days;
    cells.difference.classList.toggle("z-less", (row.difference ?? 0) < -0.5);
    cells.difference.classList.toggle("z-greater", (row.difference ?? 0) > 0.5);
    if (modes !== row.modesText) {
      modes = row.modesText;
      cells.modes.replaceChildren(...(row.modesText ? [modeCell(row.modes, row.modesText)] : []));
    }
  }
  return { tr, show };
}

/**
 * Return the table and a function that shows rows in it.
 * @param {CargoRecord[]} cargoes
 * @param {TableActs} acts
 */
export function plannerTable(cargoes, acts) {
  const cargoOf = new Map(cargoes.map((cargo) => [cargo.id, cargo]));
  /** @type {Map<string, ReturnType<typeof bodyRow>>} */
  const rows = new Map();
  const body = el("tbody");
  let most = ROWS;
  /** @type {[PlannerRow[], PlannerState]|null} */
  let last = null;
  const heads = SORTS.map((key) => headCell(key, acts.sortBy));
  const table = el("table", { class: "z-table z-deposits z-planner-table" },
    el("caption", {}, words().table), columns(),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "z-hidden" }, words().shown)), ...heads)), body);

  const more = el("button", { type: "button", class: "z-button z-more-rows" });
  more.addEventListener("click", () => {
    most += ROWS;
    if (last) show(...last);
  });

  /**
   * Return a row, made when it is first shown.
   * @param {string} id
   */
  function rowOf(id) {
    const row = rows.get(id) ?? bodyRow(/** @type {CargoRecord} */ (cargoOf.get(id)), acts);
    rows.set(id, row);
    return row;
  }

  /**
   * @param {PlannerRow[]} all
   * @param {PlannerState} state
   */
  function show(all, state) {
    last = [all, state];
    const shown = all.filter((row, i) => i < most || row.id === state.chosen);
    for (const head of heads) {
      const isSorted = head.dataset.key === state.sort;
      if (isSorted) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    let next = body.firstElementChild;
    for (const row of shown) {
      const { tr, show: fillRow } = rowOf(row.id);
      fillRow(row, state);
      if (tr === next) next = tr.nextElementSibling;
      else body.insertBefore(tr, next);
    }
    while (next) {
      const after = next.nextElementSibling;
      next.remove();
      next = after;
    }
    more.hidden = shown.length === all.length;
    more.textContent = fill(TEXT.ui.more_rows, { n: all.length - shown.length });
  }
  return { table, more, show };
}
