/**
 * The legend that is also the switchboard: a labelled checkbox with its symbol for every layer.
 */
"use strict";
(function () {
  const { el } = zimnik;

  function checkbox(label, swatch, count, checked, onChange) {
    const input = el("input", { type: "checkbox" });
    input.checked = checked;
    input.addEventListener("change", () => onChange(input.checked));
    const parts = [input];
    if (swatch) parts.push(swatch);
    parts.push(el("span", { class: "z-layer-name" }, label));
    if (count !== null) parts.push(el("span", { class: "z-count" }, zimnik.number(count)));
    return { input, row: el("label", { class: "z-layer" }, ...parts) };
  }

  /** Return a heading with a box that switches the whole group. */
  function heading(title, boxes) {
    const all = el("input", { type: "checkbox", "aria-label": `${title}: ${zimnik.text.ui.all}` });
    const sync = () => {
      const on = boxes.filter((box) => box.input.checked).length;
      all.checked = on === boxes.length;
      all.indeterminate = on > 0 && on < boxes.length;
    };
    all.addEventListener("change", () => {
      for (const { input } of boxes) {
        if (input.checked !== all.checked) {
          input.checked = all.checked;
          input.dispatchEvent(new Event("change"));
        }
      }
      sync();
    });
    for (const { input } of boxes) input.addEventListener("change", sync);
    sync();
    return el("legend", {}, el("label", {}, all, title));
  }

  /**
   * A switch of the panel.
   * @typedef {{key: string, label: string, swatch: ?Element, count: ?number, on: boolean,
   *   set: (on: boolean) => void}} Switch
   */

  /**
   * Return a group of switches with its heading.
   * @param {string} key
   * @param {Switch[]} switches
   */
  zimnik.layerGroup = function (key, switches) {
    const title = zimnik.text.groups[key];
    const boxes = switches.map((one) => {
      const box = checkbox(one.label, one.swatch, one.count, one.on, one.set);
      box.input.dataset.layer = `${key}:${one.key}`;
      return box;
    });
    const group = el("fieldset", { class: `z-group z-group-${key}` }, heading(title, boxes));
    group.append(...boxes.map((box) => box.row));
    const note = zimnik.text.group_notes[key];
    if (note) group.append(el("p", { class: "z-note" }, note));
    return group;
  };

  /**
   * Return the switches of a family of places. A place of several keys shows while one is on.
   * @param {L.Map} map
   * @param {string} family
   * @param {Object[]} symbols What `zimnik.makePlaces` made.
   * @param {(key: string) => boolean} isOn
   * @param {() => void} changed
   * @returns {Switch[]}
   */
  zimnik.placeSwitches = function (map, family, symbols, isOn, changed) {
    const mine = symbols.filter(({ place }) => place.family === family);
    const keys = Object.keys(zimnik.SYMBOLS[family]).filter((key) =>
      mine.some(({ place }) => place.keys.includes(key)));
    const on = new Set(keys.filter(isOn));
    const refresh = () => {
      for (const { place, layer, pinned } of mine) {
        const show = pinned || place.keys.some((key) => on.has(key));
        if (show !== map.hasLayer(layer)) (show ? layer.addTo(map) : layer.remove());
      }
    };
    refresh();
    map.on("z-pins", refresh);
    return keys.map((key) => ({
      key,
      label: zimnik.word(key),
      swatch: zimnik.symbolSwatch(zimnik.SYMBOLS[family][key]),
      count: mine.filter(({ place }) => place.keys.includes(key)).length,
      on: on.has(key),
      set(shown) {
        (shown ? on.add(key) : on.delete(key));
        refresh();
        changed();
      },
    }));
  };

  /** Return a switch of one layer of the map. */
  zimnik.layerSwitch = function (map, layer, { key, label, swatch = null, count = null, on }) {
    const set = (shown) => (shown ? layer.addTo(map) : layer.remove());
    set(on);
    return { key, label, swatch, count, on, set };
  };

  /** Return the switches of the modes, in the order of the legend. */
  zimnik.linkSwitches = (map, groups, on) =>
    Object.keys(zimnik.MODES).filter((mode) => groups.has(mode)).map((mode) =>
      zimnik.layerSwitch(map, groups.get(mode), {
        key: mode,
        label: zimnik.word(mode),
        swatch: zimnik.modeSwatch(mode),
        count: groups.get(mode).getLayers().length,
        on,
      }));
})();
