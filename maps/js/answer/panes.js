/**
 * The panel in two panes side by side, each of which scrolls as a whole: the account of what is
 * chosen, and what is asked with the table of all. Where there is no room they lie one below the other.
 */

import { byId, el, TEXT } from "../shared/page.js";

/**
 * Fill the panel, and return a function that opens the account or takes it away.
 * @param {{headline: HTMLElement, asked: (Node|string)[], account: HTMLElement, leave: () => void}} parts
 *   `leave` chooses nothing.
 */
export function twoPanes({ headline, asked, account, leave }) {
  const close = el("button", { type: "button", class: "z-leave", "aria-label": TEXT.ui.close, title: TEXT.ui.close }, "×");
  close.addEventListener("click", leave);
  const pane = el("div", { class: "z-pane z-account-pane", tabindex: "-1" }, close, account);
  const all = el("div", { class: "z-pane z-asked-pane" }, ...asked);
  pane.hidden = true;
  byId("z-panel").append(headline, pane, all);
  /** @param {boolean} isChosen */
  return (isChosen) => {
    if (pane.hidden === !isChosen) return false;
    pane.hidden = !isChosen;
    document.body.classList.toggle("z-has-account", isChosen);
    return true;
  };
}
