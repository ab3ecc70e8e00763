/**
 * The player of a year: a slider over its weeks, steps, speed, and a button and a key that play and pause.
 */

import { dayOf, YEAR_D } from "../shared/calendar.js";
import { el, fill, monthDay, TEXT } from "../shared/page.js";

/** @typedef {{week: number, part: number, isPlaying: boolean}} Moment `part` of the week that is over, 0 to 1. */

const words = () => TEXT.campaign;
const WEEK_D = 7;
const SPEEDS = [1, 2, 4];
const USUAL_SPEED = 2;
// Between two pictures: a slow machine has time for the rest.
const PICTURE_MS = 40;
// A page that was out of sight goes on where it was.
const MOST_PAUSE_MS = 500;
// What a space bar means already.
const OWN_SPACE = "button, select, textarea, summary, a, input:not([type=range]), [role=button], [role=option]";

/**
 * Return a button.
 * @param {string} text
 * @param {string} label
 * @param {() => void} act
 */
function buttonOf(text, label, act) {
  const button = el("button", { type: "button", class: "z-button z-step", "aria-label": label, title: label }, text);
  button.addEventListener("click", act);
  return button;
}

/**
 * Return a clock that tells moments of the year one after another: each picture of the screen, or, for
 * readers who want no motion, each week.
 * @param {{weeks: number[], daysASecond: () => number, tell: (moment: Moment) => void}} options First
 *   days of the weeks.
 */
function clockOf({ weeks, daysASecond, tell }) {
  const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let timer = 0, day = 0, last = 0;
  /** @param {number} at */
  function momentAt(at) {
    const after = weeks.findIndex((first) => first > at);
    const week = after < 0 ? weeks.length - 1 : Math.max(after - 1, 0);
    const end = weeks[week + 1] ?? YEAR_D;
    return { week, part: (at - weeks[week]) / (end - weeks[week]), isPlaying: true };
  }
  /** @param {number} now */
  function frame(now) {
    timer = requestAnimationFrame(frame);
    if (now - last < PICTURE_MS) return;
    day = (day + (Math.min(now - last, MOST_PAUSE_MS) / 1000) * daysASecond()) % YEAR_D;
    last = now;
    tell(momentAt(day));
  }
  function step() {
    const { week } = momentAt(day);
    day = weeks[(week + 1) % weeks.length];
    tell({ ...momentAt(day), isPlaying: false });
    timer = window.setTimeout(step, (1000 * WEEK_D) / daysASecond());
  }
  return {
    /** @param {number} week */
    start(week) {
      day = weeks[week];
      last = performance.now();
      timer = isStill() ? window.setTimeout(step, (1000 * WEEK_D) / daysASecond()) : requestAnimationFrame(frame);
    },
    stop() {
      cancelAnimationFrame(timer);
      clearTimeout(timer);
    },
  };
}

/** Return a choice of the speed, and what it says, in weeks a second. */
function speedChoice() {
  const select = el("select", { "aria-label": words().speed, title: words().speed }, ...SPEEDS.map((speed) =>
    el("option", { value: String(speed) }, fill(words().speeds, { n: speed }))));
  select.value = String(USUAL_SPEED);
  return { select, speed: () => Number(select.value) };
}

/**
 * Let the space bar act wherever it means nothing else.
 * @param {() => void} act
 */
function listenToSpace(act) {
  addEventListener("keydown", (event) => {
    const at = /** @type {Element} */ (event.target);
    if (event.key !== " " || event.repeat || at.closest(OWN_SPACE)) return;
    event.preventDefault();
    act();
  });
}

/**
 * Return the player, and a function that sets its week.
 * @param {string[]} weeks First days, MM-DD.
 * @param {(moment: Moment) => void} show
 * @param {(week: number) => void} picked Hears of a week that the reader has chosen, not of one that is
 *   played.
 */
export function yearPlayer(weeks, show, picked) {
  const label = el("output", { id: "z-week", for: "z-week-slider" });
  const slider = el("input", { type: "range", id: "z-week-slider", min: "0", max: String(weeks.length - 1), value: "0",
    "aria-label": words().week });
  const { select, speed } = speedChoice();
  const play = el("button", { type: "button", class: "z-play", "aria-pressed": "false", title: words().play_key }, words().play);
  const clock = clockOf({ weeks: weeks.map(dayOf), daysASecond: () => WEEK_D * speed(), tell });
  const chosen = () => Number(slider.value);
  let isPlaying = false;
  /** @param {Moment} moment */
  function tell(moment) {
    slider.value = String(moment.week);
    const said = fill(words().week_of, { day: monthDay(weeks[moment.week]) });
    if (label.textContent !== said) {
      label.textContent = said;
      slider.setAttribute("aria-valuetext", said);
    }
    show(moment);
  }
  const rest = () => tell({ week: chosen(), part: 1, isPlaying: false });
  function toggle() {
    isPlaying = !isPlaying;
    // Who listens to the page would hear every week.
    label.setAttribute("aria-live", isPlaying ? "off" : "polite");
    play.textContent = isPlaying ? words().pause : words().play;
    play.setAttribute("aria-pressed", String(isPlaying));
    if (isPlaying) {
      clock.start(chosen());
      return;
    }
    clock.stop();
    rest();
    picked(chosen());
  }
  /** @param {number} week */
  function go(week) {
    if (isPlaying) toggle();
    slider.value = String((week + weeks.length) % weeks.length);
    rest();
    picked(chosen());
  }
  slider.addEventListener("input", () => go(chosen()));
  play.addEventListener("click", toggle);
  listenToSpace(toggle);
  /** @param {number} week */
  function set(week) {
    if (isPlaying) return;
    slider.value = String(week);
    rest();
  }
  const steps = [buttonOf("‹", words().step_back, () => go(chosen() - 1)), buttonOf("›", words().step_on, () => go(chosen() + 1))];
  return { element: el("div", { class: "z-weeks", role: "group", "aria-label": words().player },
    play, steps[0], slider, steps[1], label, select), set };
}
