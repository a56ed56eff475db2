// Keys for what works without them. No key with Ctrl, Alt or Meta, none while typing; nothing is stored or fetched.
"use strict";
const all = (css) => [...document.querySelectorAll(css)].filter((e) => e.offsetParent !== null || e.getClientRects().length);
const places = () => all("article.teaser a.open, .story .mark");

/** Moves the focus to the next (or previous) story or mark; from the page's top to the first in view. */
function move(by) {
  const list = places();
  const here = list.indexOf(document.activeElement);
  const seen = list.findIndex((e) => e.getBoundingClientRect().bottom > 0);
  const to = here >= 0 ? here + by : Math.max(seen, 0);
  const goal = list[Math.min(Math.max(to, 0), list.length - 1)];
  if (!goal) return;
  const open = document.querySelector(":popover-open");
  goal.focus({ preventScroll: true });
  const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
  goal.scrollIntoView({ block: "center", behavior: quiet ? "instant" : "smooth" });
  if (open && goal.popoverTargetElement && goal.popoverTargetElement !== open) goal.click();
}

const keys = {
  j: () => move(1),
  n: () => move(1),
  k: () => move(-1),
  p: () => move(-1),
  o: () => document.activeElement?.matches("a.open") && document.activeElement.click(),
  e: () => document.activeElement?.matches(".mark") && document.activeElement.click(),
  u: () => document.querySelector(".brand a")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
