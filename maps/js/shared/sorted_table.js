/**
 * A table that its heads sort: one row a thing, named by a button that chooses it.
 */
"use strict";
(function () {
  const { el } = zimnik;

  /**
   * A column. `value` is what rows are sorted by, null where it is not known, `text` what is shown.
   * @typedef {{key: string, label: string, title: string, isText: ?boolean,
   *   value: (row: Object) => ?(number|string), text: (row: Object) => string}} Column
   */

  /** Return rows in the order of a column; what is not known comes last. */
  function ordered(rows, column, descending) {
    const collator = zimnik.format(Intl.Collator, { numeric: true });
    const sign = descending ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [column.value(a), column.value(b)];
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      return sign * (typeof x === "string" ? collator.compare(x, y) : x - y)
        || collator.compare(a.name, b.name);
    });
  }

  function headCell(column, sortBy) {
    const button = el("button", { type: "button", title: column.title }, column.label);
    button.addEventListener("click", () => sortBy(column.key));
    return el("th", { scope: "col", "data-key": column.key, ...(column.isText ? {} : { class: "z-num" }) }, button);
  }

  /** Return a row that can be filled again. */
  function bodyRow(row, columns, choose) {
    const button = el("button", { type: "button", class: "z-row-name" });
    const note = el("small", {});
    const cells = columns.slice(1).map((column) => el("td", column.isText ? {} : { class: "z-num" }));
    const tr = el("tr", { "data-id": row.id }, el("th", { scope: "row" }, button, note), ...cells);
    button.addEventListener("click", () => choose(row.id));
    return {
      tr,
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
   * @param {{caption: string, columns: Column[], choose: (id: string) => void,
   *   sortBy: (key: string) => void}} options The first column holds the name.
   * @returns {{element: HTMLElement, show: (rows: Array<{id: string, name: string, note: string}>,
   *   state: {sort: string, order: string, chosen: ?string}) => Object[]}} `show` returns the rows in
   *   the order in which they stand.
   */
  zimnik.sortedTable = function ({ caption, columns, choose, sortBy }) {
    const kept = new Map();
    const body = el("tbody", {});
    const heads = columns.map((column) => headCell(column, sortBy));
    const table = el("table", { class: "z-table z-deposits z-sorted" }, el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...heads)), body);

    function show(rows, { sort, order, chosen }) {
      const column = columns.find(({ key }) => key === sort) || columns[0];
      const shown = ordered(rows, column, order === "descending");
      for (const head of heads) {
        if (head.dataset.key === column.key) head.setAttribute("aria-sort", order);
        else head.removeAttribute("aria-sort");
      }
      const focused = document.activeElement;
      body.replaceChildren(...shown.map((row) => {
        if (!kept.has(row.id)) kept.set(row.id, bodyRow(row, columns, choose));
        kept.get(row.id).show(row, row.id === chosen);
        return kept.get(row.id).tr;
      }));
      // A row that was moved loses the focus.
      if (body.contains(focused)) focused.focus({ preventScroll: true });
      return shown;
    }
    const element = el("div", { class: "z-scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
    return { element, show };
  };

  /** Return the sort that follows when a head is chosen: the other order where it is the same. */
  zimnik.nextSort = ({ sort, order }, key, first = "descending") => ({
    sort: key,
    order: sort !== key ? first : order === "descending" ? "ascending" : "descending",
  });

  /** Return the rows of a table as they are shown, for a file. */
  zimnik.tableCells = (columns, rows) =>
    [["id", ...columns.map(({ key }) => key)], ...rows.map((row) => [row.id, ...columns.map(({ value }) => value(row))])];
})();
