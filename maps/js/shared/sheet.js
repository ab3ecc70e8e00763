/**
 * The panel beside the map; on a phone, or a tablet held upright, a sheet below it with three stops.
 *
 * The map takes what the sheet leaves free, so that whatever fits a view fits it beside the answer.
 */

import { announce, byId, fill, TEXT } from "./page.js";
import { keepView } from "./view.js";

/** @typedef {"peek"|"half"|"full"} Stop */

const NARROW = "(max-width: 700px), (max-width: 1023px) and (orientation: portrait)";
/** @type {Stop[]} */
const STOPS = ["peek", "half", "full"];
// A finger that moves less than this taps.
const TAP_PX = 6;
const PANEL_IS_THE_ANSWER = ".z-planner, .z-wide";

/**
 * Return the stop whose height is nearest to one.
 * @param {number} height
 */
function nearestStop(height) {
  const style = getComputedStyle(document.body);
  /** @param {Stop} stop */
  const apart = (stop) => Math.abs(Number.parseFloat(style.getPropertyValue(`--${stop}`))
    * (stop === "peek" ? 1 : innerHeight / 100) - height);
  return STOPS.reduce((one, other) => (apart(other) < apart(one) ? other : one));
}

/**
 * Let a finger pull the sheet by its handle.
 * @param {HTMLElement} handle
 * @param {HTMLElement} panel
 * @param {(stop: Stop) => void} stand
 * @returns {() => boolean} Whether the last press was a pull and no tap.
 */
function makeDraggable(handle, panel, stand) {
  let from = 0;
  let height = 0;
  let isPulled = false;
  handle.addEventListener("pointerdown", (event) => {
    [from, height, isPulled] = [event.clientY, panel.clientHeight, false];
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    isPulled ||= Math.abs(event.clientY - from) > TAP_PX;
    if (isPulled) document.body.style.setProperty("--sheet", `${height + from - event.clientY}px`);
  });
  const end = () => {
    if (!isPulled) return;
    const pulled = panel.clientHeight;
    document.body.style.removeProperty("--sheet");
    stand(nearestStop(pulled));
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  return () => isPulled;
}

/**
 * Make the sheet of a narrow screen: a handle that is pulled, tapped or pressed.
 * @param {HTMLElement} panel
 * @param {() => boolean} isNarrow
 */
function addSheet(panel, isNarrow) {
  const handle = byId("z-handle");
  /** @param {Stop} stop */
  function stand(stop) {
    document.body.dataset.stop = stop;
    const said = fill(TEXT.ui.sheet, { stop: TEXT.ui.stops[stop] });
    handle.setAttribute("aria-label", said);
    handle.setAttribute("aria-expanded", String(stop !== "peek"));
    panel.scrollTop = stop === "peek" ? 0 : panel.scrollTop;
  }
  /** @param {number} steps */
  function move(steps) {
    const at = STOPS.indexOf(/** @type {Stop} */ (document.body.dataset.stop));
    const stop = STOPS[Math.max(0, Math.min(STOPS.length - 1, at + steps))];
    stand(stop);
    announce(handle.getAttribute("aria-label") ?? "");
  }
  const wasPulled = makeDraggable(handle, panel, stand);
  handle.addEventListener("click", () => {
    if (wasPulled()) return;
    move(document.body.dataset.stop === "full" ? -2 : 1);
  });
  handle.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp") move(1);
    else if (event.key === "ArrowDown") move(-1);
    else return;
    event.preventDefault();
  });
  // What has the focus must be seen.
  panel.addEventListener("focusin", () => {
    if (isNarrow() && document.body.dataset.stop === "peek") stand("half");
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isNarrow()) return;
    handle.focus();
    stand("peek");
  });
  stand(document.body.matches(PANEL_IS_THE_ANSWER) ? "half" : "peek");
}

/**
 * Let the panel fold away beside the map, and be pulled up below it where there is no room beside.
 * @param {L.Map} map
 * @param {string} label
 */
export function addPanel(map, label) {
  const button = byId("z-fold");
  const panel = byId("z-panel");
  const narrow = matchMedia(NARROW);
  /** @param {boolean} folded */
  const fold = (folded) => {
    document.body.classList.toggle("z-folded", folded);
    panel.inert = folded;
    button.setAttribute("aria-expanded", String(!folded));
    keepView(map);
  };
  button.textContent = label;
  panel.setAttribute("aria-label", label);
  panel.setAttribute("role", "region");
  button.addEventListener("click", () => fold(!panel.inert));
  addSheet(panel, () => narrow.matches);
  const arrange = () => {
    document.body.classList.toggle("z-narrow", narrow.matches);
    fold(false);
  };
  narrow.addEventListener("change", arrange);
  arrange();
}

/** Let a button show and hide the footer, which takes no room of a narrow screen. */
export function addAbout() {
  const button = byId("z-about");
  button.setAttribute("aria-label", TEXT.ui.about);
  button.title = TEXT.ui.about;
  /** @param {boolean} isShown */
  const show = (isShown) => {
    document.body.classList.toggle("z-told", isShown);
    button.setAttribute("aria-expanded", String(isShown));
  };
  show(false);
  button.addEventListener("click", () => show(!document.body.matches(".z-told")));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });
}
