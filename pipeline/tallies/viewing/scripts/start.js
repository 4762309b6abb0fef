// Routes, keys, theme, and the word from other tabs.
"use strict";

const KEYS = [
  ["n or j", "next figure in the text"],
  ["p or k", "previous figure"],
  ["Esc", "let go of the figure"],
  ["/", "search all texts"],
  ["g", "overview"],
  ["[ and ]", "previous and next document"],
  ["?", "this help"],
];
const EDIT_KEYS = [
  ["c", "confirm the figure"],
  ["e", "correct it"],
  ["x", "strike it out"],
  ["u", "take a correction back"],
];

async function go() {
  const { path, query } = PAGE.route();
  const main = document.getElementById("main");
  const [view = "overview", name, id] = path;
  // A step within the open document keeps the text where it is.
  if (
    view === "document" &&
    PAGE.reader?.document.name === name &&
    main.contains(PAGE.reader.root) &&
    PAGE.reader.facts.has(id)
  ) {
    PAGE.reader.hold(id);
    return;
  }
  PAGE.reader = null;
  highlight("sentence", null);
  highlight("found", null);
  let nodes;
  try {
    nodes =
      view === "document"
        ? await PAGE.views.document(name, id, query)
        : ((await PAGE.views[view]?.(query)) ?? [el("h1", {}, "No such view")]);
  } catch (error) {
    nodes = [el("h1", {}, "This cannot be shown"), el("p", { role: "alert" }, error.message)];
  }
  main.replaceChildren(...nodes.filter(Boolean));
  document.title = view === "document" ? `${words(name ?? "")} – Tallies` : "Tallies";
  for (const link of document.querySelectorAll(".top nav a")) {
    const here = link.getAttribute("href") === (view === "documents" ? "#/documents" : view === "overview" ? "#/" : "");
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  if (view !== PAGE.view || view === "document") scrollTo(0, 0);
  PAGE.view = view;
  document.body.dataset.view = view;
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else if (!document.querySelector("dialog[open]")) PAGE.reader?.release();
    return;
  }
  if (typing || document.querySelector("dialog[open]")) return;
  const reader = PAGE.reader;
  const fact = reader?.facts.get(reader.held);
  const editing = PAGE.served && fact;
  const action = {
    "/": () => document.getElementById("query").focus(),
    "?": help,
    g: () => (location.hash = "#/"),
    n: () => reader?.step(1),
    j: () => reader?.step(1),
    p: () => reader?.step(-1),
    k: () => reader?.step(-1),
    "[": () => reader?.root.querySelector("[rel=prev]")?.click(),
    "]": () => reader?.root.querySelector("[rel=next]")?.click(),
    c: () => editing && reader.save(fact, "confirmed"),
    e: () => editing && reader.edit(fact.id),
    x: () => editing && reader.save(fact, "struck"),
    u: () => editing && fact.said && reader.save(fact, "withdrawn"),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function help() {
  const dialog = document.getElementById("help");
  dialog.replaceChildren(
    el("h2", { id: "help-title" }, "Keys"),
    el(
      "dl",
      {},
      [...KEYS, ...(PAGE.served ? EDIT_KEYS : [])].map(([key, meaning]) => [
        el("dt", {}, el("kbd", {}, key)),
        el("dd", {}, meaning),
      ]),
    ),
    !PAGE.served && el("p", { className: "note" }, "To correct figures, start “tallies view OUT --serve”."),
    el("form", { method: "dialog" }, el("button", {}, "Close")),
  );
  dialog.showModal();
}

function theme() {
  const dark =
    getComputedStyle(document.documentElement).colorScheme === "dark" ||
    (getComputedStyle(document.documentElement).colorScheme !== "light" &&
      matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("tallies-theme", document.documentElement.dataset.theme);
  } catch {
    // A page from a disk may have no store; the choice then lasts until it is closed.
  }
}

async function start() {
  try {
    const kept = localStorage.getItem("tallies-theme");
    if (kept) document.documentElement.dataset.theme = kept;
  } catch {
    // As above.
  }
  document.getElementById("theme").addEventListener("click", theme);
  document.getElementById("keys").addEventListener("click", help);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = `#/search?${new URLSearchParams({ q: document.getElementById("query").value })}`;
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  addEventListener("keydown", keys);
  addEventListener("hashchange", go);
  if (PAGE.served && "BroadcastChannel" in window) {
    PAGE.channel = new BroadcastChannel("tallies");
    PAGE.channel.onmessage = async ({ data: { index } }) => {
      const { per_texts: texts, per_figures: figures } = PAGE.manifest;
      const record = (await PAGE.load("records", Math.floor(index / texts), true))[index % texts];
      const entry = (await PAGE.load("figures", Math.floor(index / figures), true))[index % figures];
      CORPUS.entries[index] = entry;
      CORPUS.read();
      // A form that is being filled in stays; if both change one figure, the server says so.
      if (PAGE.reader?.about.index === index && !PAGE.reader.editing) await PAGE.reader.renew(record, entry);
    };
  }
  const waiting = document.querySelector(".waiting");
  try {
    await CORPUS.load((done, all) => (waiting.textContent = `Loading figures, ${done} of ${all} files …`));
  } catch (error) {
    waiting.textContent = error.message;
    return;
  }
  await go();
}

start();
