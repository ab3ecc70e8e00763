/**
 * The legend that is also the switchboard: a labelled checkbox with its symbol for every layer.
 */

import { el, number, TEXT, wordOf } from "./page.js";
import { MODE_ORDER } from "./modes.js";
import { modeSwatch, SYMBOLS, symbolSwatch } from "./symbols.js";

/** @import { Family, Mode, PlaceSymbol, Switch } from "../types.js" */

/**
 * @param {string} label
 * @param {Element|null} swatch
 * @param {number|null} count
 * @param {boolean} checked
 * @param {(on: boolean) => void} onChange
 */
function checkbox(label, swatch, count, checked, onChange) {
  const input = el("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => onChange(input.checked));
  /** @type {Element[]} */
  const parts = [input];
  if (swatch) parts.push(swatch);
  parts.push(el("span", { class: "z-layer-name" }, label));
  if (count !== null) parts.push(el("span", { class: "z-count" }, number(count)));
  return { input, row: el("label", { class: "z-layer" }, ...parts) };
}

/**
 * Return a heading with a box that switches the whole group.
 * @param {string} title
 * @param {{input: HTMLInputElement}[]} boxes
 */
function heading(title, boxes) {
  const all = el("input", { type: "checkbox", "aria-label": `${title}: ${TEXT.ui.all}` });
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
 * Return a group of switches with its heading.
 * @param {string} key
 * @param {Switch[]} switches
 */
export function layerGroup(key, switches) {
  const title = wordOf(key, TEXT.groups);
  const boxes = switches.map((one) => {
    const box = checkbox(one.label, one.swatch, one.count, one.on, one.set);
    box.input.dataset.layer = `${key}:${one.key}`;
    return box;
  });
  const group = el("fieldset", { class: `z-group z-group-${key}` }, heading(title, boxes));
  group.append(...boxes.map((box) => box.row));
  if (Object.hasOwn(TEXT.group_notes, key)) {
    group.append(el("p", { class: "z-note" }, wordOf(key, TEXT.group_notes)));
  }
  return group;
}

/**
 * Return the switches of a family of places. A place of several keys shows while one is on.
 * @param {L.Map} map
 * @param {Family} family
 * @param {PlaceSymbol[]} symbols
 * @param {(key: string) => boolean} isOn
 * @param {() => void} changed
 * @returns {Switch[]}
 */
export function placeSwitches(map, family, symbols, isOn, changed) {
  const mine = symbols.filter(({ place }) => place.family === family);
  const keys = Object.keys(SYMBOLS[family]).filter((key) =>
    mine.some(({ place }) => place.keys.includes(key)));
  const on = new Set(keys.filter(isOn));
  const refresh = () => {
    for (const { place, layer, pinned, isJoined } of mine) {
      const show = !isJoined && (pinned || place.keys.some((key) => on.has(key)));
      if (show === map.hasLayer(layer)) continue;
      if (show) layer.addTo(map);
      else layer.remove();
    }
  };
  refresh();
  map.on("z-pins", refresh);
  return keys.map((key) => ({
    key,
    label: wordOf(key),
    swatch: symbolSwatch(SYMBOLS[family][key]),
    count: mine.filter(({ place }) => place.keys.includes(key)).length,
    on: on.has(key),
    /** @param {boolean} shown */
    set(shown) {
      if (shown) on.add(key);
      else on.delete(key);
      refresh();
      changed();
    },
  }));
}

/**
 * Return a switch of one layer of the map.
 * @param {L.Map} map
 * @param {L.Layer} layer
 * @param {{key: string, label: string, swatch?: Element|null, count?: number|null, on: boolean}} options
 * @returns {Switch}
 */
export function layerSwitch(map, layer, { key, label, swatch = null, count = null, on }) {
  /** @param {boolean} shown */
  function set(shown) {
    if (shown) layer.addTo(map);
    else layer.remove();
  }
  set(on);
  return { key, label, swatch, count, on, set };
}

/**
 * Return the switches of the modes, in the order of the legend.
 * @param {L.Map} map
 * @param {Map<Mode, L.LayerGroup>} groups
 * @param {(mode: Mode) => boolean} isOn
 * @returns {Switch[]}
 */
export const linkSwitches = (map, groups, isOn) => MODE_ORDER.flatMap((mode) => {
  const layer = groups.get(mode);
  return layer ? [layerSwitch(map, layer, {
    key: mode,
    label: wordOf(mode),
    swatch: modeSwatch(mode),
    count: layer.getLayers().length,
    on: isOn(mode),
  })] : [];
});
