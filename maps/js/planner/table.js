/**
 * The table of deposits: what each pays under the view, sortable, one of them chosen.
 */
"use strict";
(function () {
  const { el, fixed } = zimnik;
  const words = () => zimnik.text.planner;
  const NUMERIC = ["cost", "reo", "days", "waiting", "total", "difference"];

  /** Return the value by which a row is sorted; what is not known comes last. */
  const valueOf = (row, key) => (key === "name" ? row.name : key === "modes" ? row.modesText : row[key]);

  /** Return rows in order. */
  zimnik.sortedRows = function (rows, key, descending) {
    const collator = zimnik.format(Intl.Collator);
    const sign = descending ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [valueOf(a, key), valueOf(b, key)];
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      return sign * (typeof x === "string" ? collator.compare(x, y) : x - y)
        || collator.compare(a.name, b.name);
    });
  };

  /**
   * Return what a row of the table tells.
   * @param {Object} cargo
   * @param {?Object} answer
   * @param {?Object} baseline
   */
  zimnik.tableRow = function (cargo, answer, baseline, nameOf) {
    const name = nameOf(cargo.id);
    if (!answer) {
      return { id: cargo.id, name, cost: null, reo: null, days: null, waiting: null, modes: [],
        modesText: null, total: null, difference: null, hub: null, month: null };
    }
    return {
      id: cargo.id,
      name,
      cost: answer.cost,
      reo: answer.reo,
      days: answer.days,
      waiting: answer.waiting,
      modes: answer.modes,
      modesText: answer.modes.map((mode) => zimnik.word(mode)).join(", "),
      total: answer.total,
      difference: baseline ? answer.cost - baseline.cost : null,
      hub: answer.hub,
      month: answer.month,
    };
  };

  const signed = (value) => zimnik.format(Intl.NumberFormat,
    { signDisplay: "exceptZero", maximumFractionDigits: 0 }).format(value);

  const SHOWN = {
    cost: (row) => fixed(row.cost, 0),
    reo: (row) => (row.reo === null ? "" : fixed(row.reo, 2)),
    days: (row) => fixed(row.days, 0),
    waiting: (row) => (row.waiting > 0.5 ? fixed(row.waiting, 0) : ""),
    total: (row) => fixed(row.total, 1),
    difference: (row) => (row.difference === null || Math.abs(row.difference) < 0.5 ? "" : signed(row.difference)),
  };

  function headCell(key, sortBy) {
    const button = el("button", { type: "button", title: words().column_titles[key] }, words().columns[key]);
    button.addEventListener("click", () => sortBy(key));
    return el("th", { scope: "col", "data-key": key, ...(NUMERIC.includes(key) ? { class: "z-num" } : {}) }, button);
  }

  /** Return columns of fixed width, so that no change of a figure moves the table. */
  const columns = () => el("colgroup", {}, ...["box", ...zimnik.SORTS].map((key) =>
    el("col", { class: `z-col-${key}` })));

  const swatches = new Map();
  /** Return small pictures of modes with their names, kept apart for each set of modes. */
  function modeCell(row) {
    if (!swatches.has(row.modesText)) {
      const pictures = row.modes.map((mode) => {
        const picture = zimnik.modeSwatch(mode);
        picture.setAttribute("viewBox", "4 0 22 18");
        picture.setAttribute("width", "15");
        return picture;
      });
      swatches.set(row.modesText,
        el("span", { role: "img", "aria-label": row.modesText, title: row.modesText }, ...pictures));
    }
    return swatches.get(row.modesText).cloneNode(true);
  }

  /** Return a row that can be filled again and again. */
  function bodyRow(cargo, { choose, toggle }) {
    const box = el("input", { type: "checkbox" });
    const button = el("button", { type: "button", class: "z-row-name" });
    const where = el("small", {});
    const cells = Object.fromEntries([...NUMERIC, "modes"].map((key) =>
      [key, el("td", NUMERIC.includes(key) ? { class: "z-num" } : {})]));
    // A text that is changed costs the browser less than one that is replaced.
    const texts = Object.fromEntries(NUMERIC.map((key) => {
      const text = document.createTextNode("");
      cells[key].append(text);
      return [key, text];
    }));
    const tr = el("tr", { "data-id": cargo.id }, el("td", { class: "z-box" }, box),
      el("th", { scope: "row" }, button, where),
      ...zimnik.SORTS.filter((key) => key !== "name").map((key) => cells[key]));
    box.addEventListener("change", () => toggle(cargo.id, box.checked));
    button.addEventListener("click", () => choose(cargo.id));
    let modes = null;

    function show(row, state) {
      const isOff = state.off.has(cargo.id);
      box.checked = !isOff;
      box.setAttribute("aria-label", zimnik.fill(words().switch_deposit, { name: row.name }));
      const [short] = row.name.split(/ \(|, (?!-?\d)/);
    if (button.textContent !== short) button.textContent = short;
    button.title = row.name;
      button.setAttribute("aria-pressed", String(state.chosen === cargo.id));
      tr.className = isOff ? "z-off" : state.chosen === cargo.id ? "z-chosen" : "";
      if (where.textContent !== row.where) where.textContent = row.where;
      for (const key of NUMERIC) {
        let text = row.cost === null ? "" : SHOWN[key](row);
        if (key === "cost" && row.cost === null && !isOff) text = words().none;
        if (texts[key].data !== text) texts[key].data = text;
      }
      cells.difference.classList.toggle("z-less", row.difference < -0.5);
      cells.difference.classList.toggle("z-greater", row.difference > 0.5);
      if (modes !== row.modesText) {
        modes = row.modesText;
        cells.modes.replaceChildren(...(row.modesText ? [modeCell(row)] : []));
      }
    }
    return { tr, show };
  }

  /**
   * Return the table and a function that shows rows in it.
   * @param {Object[]} cargoes
   * @param {{choose: (id: string) => void, toggle: (id: string, on: boolean) => void,
   *   sortBy: (key: string) => void}} acts
   */
  zimnik.plannerTable = function (cargoes, acts) {
    const rows = new Map(cargoes.map((cargo) => [cargo.id, bodyRow(cargo, acts)]));
    const body = el("tbody", {}, ...[...rows.values()].map(({ tr }) => tr));
    const heads = zimnik.SORTS.map((key) => headCell(key, acts.sortBy));
    const table = el("table", { class: "z-table z-deposits" },
      el("caption", {}, words().table), columns(),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "z-hidden" }, words().shown)), ...heads)), body);

    function show(shown, state) {
      for (const row of shown) rows.get(row.id).show(row, state);
      for (const head of heads) {
        const isSorted = head.dataset.key === state.sort;
        if (isSorted) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      }
      let next = body.firstElementChild;
      for (const { id } of shown) {
        const { tr } = rows.get(id);
        if (tr === next) next = next.nextElementSibling;
        else body.insertBefore(tr, next);
      }
    }
    return { table, show };
  };
})();
