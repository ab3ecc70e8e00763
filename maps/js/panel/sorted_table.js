/**
 * A table that its heads sort: one row a thing, named by a button that chooses it.
 */

import { el, format } from "../shared/page.js";

/** @import { Column, Row, SortState } from "../types.js" */

/**
 * Return rows in the order of a column; what is not known comes last.
 * @template {Row} R
 * @param {R[]} rows
 * @param {Column<R>} column
 * @param {boolean} descending
 * @returns {R[]}
 */
function ordered(rows, column, descending) {
  const collator = format(Intl.Collator, { numeric: true });
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const apart = typeof x === "number" && typeof y === "number"
      ? x - y : collator.compare(String(x), String(y));
    return sign * apart || collator.compare(a.name, b.name);
  });
}

/**
 * @param {Column<any>} column
 * @param {(key: string) => void} sortBy
 */
function headCell(column, sortBy) {
  const button = el("button", { type: "button", title: column.title }, column.label);
  button.addEventListener("click", () => sortBy(column.key));
  return el("th", { scope: "col", "data-key": column.key, ...(column.isText ? {} : { class: "z-num" }) }, button);
}

/**
 * Return a row that can be filled again.
 * @template {Row} R
 * @param {R} row
 * @param {Column<R>[]} columns
 * @param {(id: string) => void} choose
 */
function bodyRow(row, columns, choose) {
  const button = el("button", { type: "button", class: "z-row-name" });
  const note = el("small", {});
  const cells = columns.slice(1).map((column) => el("td", column.isText ? {} : { class: "z-num" }));
  const tr = el("tr", { "data-id": row.id }, el("th", { scope: "row" }, button, note), ...cells);
  button.addEventListener("click", () => choose(row.id));
  return {
    tr,
    /**
     * @param {R} filled
     * @param {boolean} chosen
     */
    show(filled, chosen) {
      button.textContent = filled.name;
      button.setAttribute("aria-pressed", String(chosen));
      note.textContent = filled.note;
      tr.className = chosen ? "z-chosen" : "";
      cells.forEach((cell, i) => {
        cell.textContent = columns[i + 1].text(filled);
      });
    },
  };
}

/**
 * Return the table and a function that shows rows in it.
 * @template {Row} R
 * @param {{caption: string, columns: Column<R>[], choose: (id: string) => void,
 *   sortBy: (key: string) => void}} options The first column holds the name.
 * @returns {{element: HTMLElement,
 *   show: (rows: R[], state: SortState & {chosen: string|null}) => R[]}} `show` returns the rows in
 *   the order in which they stand.
 */
export function sortedTable({ caption, columns, choose, sortBy }) {
  /** @type {Map<string, ReturnType<typeof bodyRow<R>>>} */
  const kept = new Map();
  const body = el("tbody", {});
  const heads = columns.map((column) => headCell(column, sortBy));
  const table = el("table", { class: "z-table z-deposits z-sorted" }, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...heads)), body);

  /**
   * @param {R[]} rows
   * @param {SortState & {chosen: string|null}} state
   */
  function show(rows, { sort, order, chosen }) {
    const column = columns.find(({ key }) => key === sort) || columns[0];
    const shown = ordered(rows, column, order === "descending");
    for (const head of heads) {
      if (head.dataset.key === column.key) head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    }
    const focused = document.activeElement;
    body.replaceChildren(...shown.map((row) => {
      const one = kept.get(row.id) ?? bodyRow(row, columns, choose);
      kept.set(row.id, one);
      one.show(row, row.id === chosen);
      return one.tr;
    }));
    // A row that was moved loses the focus.
    if (focused instanceof HTMLElement && body.contains(focused)) focused.focus({ preventScroll: true });
    return shown;
  }
  const element = el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
  return { element, show };
}

/**
 * Return the sort that follows when a head is chosen: the other order where it is the same.
 * @param {SortState} state
 * @param {string} key
 * @param {string} [first]
 * @returns {SortState}
 */
export const nextSort = ({ sort, order }, key, first = "descending") => ({
  sort: key,
  order: sort !== key ? first : order === "descending" ? "ascending" : "descending",
});

/**
 * Return the rows of a table as they are shown, for a file.
 * @template {Row} R
 * @param {Column<R>[]} columns
 * @param {R[]} rows
 * @returns {unknown[][]}
 */
export const tableCells = (columns, rows) =>
  [["id", ...columns.map(({ key }) => key)], ...rows.map((row) => [row.id, ...columns.map(({ value }) => value(row))])];
