/**
 * The search box: names in English and Russian, by the pattern of an ARIA combobox with a list.
 */
"use strict";
(function () {
  const MOST = 8;
  const { el } = zimnik;

  /** Return a name as it is compared: no case, no accents, no difference of е and ё. */
  const folded = (name) =>
    name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ё", "е");

  const FAMILY_ORDER = ["deposit", "hub", "market", "terminal"];

  /** Return the symbols whose names hold the words, names that begin with them first. */
  function find(index, words) {
    const wanted = folded(words.trim());
    if (!wanted) return [];
    return index
      .map((entry) => ({
        entry,
        rank: entry.names.some((name) => name.startsWith(wanted)) ? 0
          : entry.names.some((name) => name.includes(wanted)) ? 1 : 2,
      }))
      .filter(({ rank }) => rank < 2)
      .sort((a, b) => a.rank - b.rank || a.entry.order - b.entry.order)
      .slice(0, MOST)
      .map(({ entry }) => entry.symbol);
  }

  function indexOf(symbols) {
    return symbols.map((symbol) => ({
      symbol,
      order: FAMILY_ORDER.indexOf(symbol.place.family),
      names: [symbol.place.en, symbol.place.ru, symbol.place.id, ...symbol.place.aliases]
        .filter(Boolean).map(folded),
    }));
  }

  function option(symbol, number) {
    const { place } = symbol;
    const name = el("span", { class: "z-option-name" }, place.en);
    if (place.ru) name.append(" ", el("span", { lang: zimnik.text.other_language, class: "z-option-other" }, place.ru));
    const kind = el("span", { class: "z-option-kind" }, zimnik.word(place.kind));
    return el("li", { role: "option", id: `z-option-${number}`, "aria-selected": "false" },
      zimnik.symbolSwatch(zimnik.symbolOf(place)), name, kind);
  }

  /**
   * Make the search box of the frame find places.
   * @param {Object[]} symbols What `zimnik.makePlaces` made.
   * @param {(symbol: Object) => void} choose
   */
  zimnik.addSearch = function (symbols, choose) {
    const index = indexOf(symbols);
    const input = document.getElementById("z-search-input");
    const list = document.getElementById("z-search-list");
    document.getElementById("z-search-label").textContent = zimnik.text.ui.search;
    input.placeholder = zimnik.text.ui.search;
    input.title = zimnik.text.ui.search_hint;
    let found = [];
    let active = -1;

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      active = -1;
    }

    function mark(number) {
      active = number;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
      if (active < 0) return;
      input.setAttribute("aria-activedescendant", `z-option-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }

    function pick(number) {
      const symbol = found[number];
      if (!symbol) return;
      input.value = symbol.place.en;
      close();
      choose(symbol);
    }

    function update() {
      found = find(index, input.value);
      const items = found.map(option);
      items.forEach((item, i) => {
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => pick(i));
      });
      const { ui } = zimnik.text;
      if (found.length === 0) items.push(el("li", { class: "z-no-match" }, ui.no_match));
      list.replaceChildren(...items);
      const asked = input.value.trim() !== "";
      list.hidden = !asked;
      input.setAttribute("aria-expanded", String(asked));
      mark(found.length ? 0 : -1);
      if (asked) zimnik.announce(found.length ? zimnik.fill(ui.matches, { n: found.length }) : ui.no_match);
    }

    input.addEventListener("input", update);
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (list.hidden || found.length === 0) return;
      if (event.key === "Enter") pick(active);
      else if (event.key === "ArrowDown") mark((active + 1) % found.length);
      else if (event.key === "ArrowUp") mark((active + found.length - 1) % found.length);
      else return;
      event.preventDefault();
    });
  };
})();
