// Keys, live news and remembered reading for what works without them. No key with Ctrl, Alt or Meta, none while typing.
"use strict";
const root = document.body.dataset.root;
const token = document.body.dataset.token;
const one = (css) => document.querySelector(css);
const all = (css) => [...document.querySelectorAll(css)].filter((e) => e.getClientRects().length);
const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Moves the focus by one in a list; from the page's top to the first in view. */
function move(css, by) {
  const list = all(css);
  const here = list.findIndex((e) => e === document.activeElement || (by && e.contains(document.activeElement)));
  const seen = list.findIndex((e) => e.getBoundingClientRect().bottom > 0);
  const goal = list[Math.min(Math.max(here >= 0 ? here + by : Math.max(seen, 0), 0), list.length - 1)];
  if (goal) show(goal);
}

function show(goal) {
  const open = one(".evidence:popover-open");
  if (!goal.matches("a, button, input")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: goal.matches("h2") ? "start" : "center", behavior: quiet ? "instant" : "smooth" });
  if (open && goal.popoverTargetElement && goal.popoverTargetElement !== open) goal.click();
}

/** The story that is meant: the one around the focus, or the page's own. */
const story = () => document.activeElement?.closest("[data-story]") ?? one(".story[data-story]");

/** Presses one of a story's own buttons, which its forms hold for those without a script. */
function press(mark) {
  story()?.querySelector(`.tools button[data-mark="${mark}"]`)?.click();
}

/** Where the evidence leads: the first link out of the open one. */
function visit() {
  const from = one(".evidence:popover-open") ?? document.activeElement?.popoverTargetElement ?? one("main");
  from.querySelector('a[rel~="noopener"]')?.click();
}

const keys = {
  j: () => move("a.open, .story h2", 1),
  k: () => move("a.open, .story h2", -1),
  n: () => move(".story .mark", 1),
  p: () => move(".story .mark", -1),
  o: () => document.activeElement?.matches("a.open") && document.activeElement.click(),
  e: () => document.activeElement?.matches(".mark") && document.activeElement.click(),
  v: visit,
  d: () => one("#disagree") && show(one("#disagree")),
  m: () => press("read"),
  s: () => press("saved"),
  u: () => one(".brand a")?.click(),
  "/": () => (one("#q") ? one("#q").focus() : one('.mast a[href$="search"], .mast a[href$="search/index.html"]')?.click()),
  "?": () => one("#keys")?.togglePopover(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

/** What was read: the owner's is kept by the server, anybody else's by this browser, of the last 500 stories. */
const memory = {
  get: () => {
    try { return JSON.parse(localStorage.getItem("read") ?? "{}"); } catch { return {}; }
  },
  add(id, revision) {
    const read = { ...this.get() };
    delete read[id];
    read[id] = revision;
    try { localStorage.setItem("read", JSON.stringify(Object.fromEntries(Object.entries(read).slice(-500)))); } catch { /* private */ }
  },
};

function remember() {
  const open = one(".story[data-story]");
  if (open) {
    const { story: id, revision } = open.dataset;
    // Read is what was looked at for a few seconds.
    setTimeout(() => {
      if (!token) return memory.add(id, revision);
      const body = new URLSearchParams({ token, mark: "read", on: "1", revision });
      fetch(`${root}s/${id}/mark`, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {});
    }, 4000);
  }
  if (token) return;
  const read = memory.get();
  for (const teaser of document.querySelectorAll(".teaser[data-story]")) {
    teaser.classList.toggle("seen", Number(read[teaser.dataset.story]) >= Number(teaser.dataset.revision));
  }
}

/** Says that there is something newer; it never changes a page that is being read. */
function say(words) {
  if (one(".newer")) return;
  const note = document.createElement("p");
  note.className = "newer";
  note.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = location.href.split("#")[0];
  link.textContent = words;
  note.append(link);
  document.body.append(note);
}

let line;
function listen() {
  line?.close();
  line = undefined;
  const latest = one("main.edition") && location.pathname === root;
  const open = one(".story[data-story]")?.dataset.story;
  if (document.hidden || !(latest || open)) return;
  line = new EventSource(`${root}events`);
  line.addEventListener("edition", () => latest && say("There is newer news: load it"));
  line.addEventListener("story", (event) => JSON.parse(event.data).id === open && say("This brief has changed: load it"));
}

if (root) {
  remember();
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => line?.close());
}

/** Search where no server does it: all words of the line, looked for in the index; the page's own list is what it was without. */
function seek(form) {
  const [box, list, said] = [one("#q"), one("#found"), one("[role=status]")];
  const [before, words] = [[...list.children], said.textContent];
  const base = new URL(form.dataset.find, location.href);
  let index;
  const row = (story) => {
    const item = document.createElement("li");
    const part = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const link = Object.assign(part("a", story.headline), { className: "open", href: new URL(`s/${story.id}/index.html`, base).href });
    const [head, meta] = [document.createElement("h3"), part("p", `${story.sources.slice(0, 3).join(", ")} · ${story.at.slice(0, 10)}`)];
    [item.className, meta.className] = ["hit", "meta"];
    head.append(link);
    item.append(head, part("p", story.lead), meta);
    return item;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", async () => {
    index ??= fetch(base).then((answer) => answer.json());
    const stories = await index.catch(() => []);
    const asked = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (s) => `${s.headline} ${s.lead} ${s.sources.join(" ")}`.toLowerCase();
    const found = stories.filter((s) => asked.every((word) => text(s).includes(word)));
    list.replaceChildren(...(asked.length ? found.slice(0, 200).map(row) : before));
    said.textContent = asked.length ? `${found.length} found` : words;
  });
}

const finder = one("form[data-find]");
if (finder) seek(finder);
