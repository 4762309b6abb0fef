// The overview: one filter, and the map, the charts and the tables of what it lets through.
"use strict";

const MAIN = ["investigate", "prosecute", "convict", "identify", "refer", "assist"];

PAGE.views.overview = (query) => {
  const keep = CORPUS.filter(query);
  const facts = CORPUS.facts.filter(keep);
  const comparisons = CORPUS.comparisons.filter(keep);
  const action = query.get("action") || "";
  const country = query.get("country") || "";
  const title = action ? `Figures over the years: ${PAGE.manifest.past[action]}` : "Figures over the years";

  return [
    filters(query),
    totals(facts, comparisons, country),
    el("div", { className: "row" }, mapOf(query, facts, action), changes("Largest changes", comparisons)),
    action
      ? overYears(title, facts)
      : el(
          "section",
          {},
          el("h2", { className: "spaced" }, title),
          el(
            "div",
            { className: "grid" },
            MAIN.filter((name) => facts.some((fact) => fact.action === name)).map((name) => {
              const heading = el("a", { href: changed(query, { action: name }) }, PAGE.manifest.past[name]);
              return overYears(
                PAGE.manifest.past[name],
                facts.filter((fact) => fact.action === name),
                { height: 190, heading },
              );
            }),
          ),
        ),
    el(
      "p",
      { className: "note" },
      "Totals only, on a scale from 0 over powers of ten. A line joins two figures that a text compares: ",
      el("b", { className: "rise" }, "rising"),
      " or ",
      el("b", { className: "fall" }, "falling"),
      "; where there are many, the dark line is the median of all. Every point, line and cell leads to its sentence.",
    ),
    tables(query, facts, comparisons, keep),
  ];
};

// The address of the overview with some of the filter changed.
function changed(query, changes) {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) value ? next.set(key, value) : next.delete(key);
  return next.size ? `#/?${next}` : "#/";
}

function filters(query) {
  const set = (key) => (event) =>
    (location.hash = changed(query, {
      [key]: event.target.type === "checkbox" ? (event.target.checked ? "1" : "") : event.target.value,
    }));
  const action = query.get("action");
  const within = action ? CORPUS.facts.filter((fact) => fact.action === action) : CORPUS.facts;
  const choice = (key, label, options) =>
    el(
      "label",
      {},
      label,
      el(
        "select",
        { name: key, onchange: set(key) },
        el("option", { value: "" }, "all"),
        options.map(([value, text]) => el("option", { value, selected: query.get(key) === String(value) }, text)),
      ),
    );
  const flagged = CORPUS.flags.length > 0;
  return el(
    "form",
    { className: "filters", "aria-label": "Filter", onsubmit: (event) => event.preventDefault() },
    choice(
      "action",
      "Measure",
      tally(CORPUS.facts, (fact) => fact.action).map(([name, n]) => [
        name,
        `${PAGE.manifest.past[name]} (${shown(n)})`,
      ]),
    ),
    choice("country", "Country", [...CORPUS.countries]),
    choice(
      "year",
      "Year",
      tally(CORPUS.facts, (fact) => fact.year)
        .sort((one, other) => other[0] - one[0])
        .map(([year, n]) => [year, `${year} (${shown(n)})`]),
    ),
    choice(
      "unit",
      "Unit",
      tally(within, (fact) => fact.unit)
        .slice(0, 60)
        .map(([unit, n]) => [unit, `${unit} (${shown(n)})`]),
    ),
    flagged &&
      el(
        "label",
        { className: "check" },
        el("input", { type: "checkbox", checked: query.get("flagged") === "1", onchange: set("flagged") }),
        "flagged only",
      ),
    query.size > 0 && el("a", { className: "button", href: "#/" }, "Clear"),
  );
}

function totals(facts, comparisons, country) {
  const documents = new Set(facts.map((fact) => fact.document));
  const numbers = [
    [documents.size, "document"],
    [new Set([...documents].map((d) => d.country).filter(Boolean)).size, "countr"],
    [facts.length, "figure"],
    [comparisons.length, "comparison"],
    [facts.filter((f) => f.part_of).length, "part"],
    [CORPUS.flags.filter((flag) => documents.has(flag.document)).length, "flag"],
    [facts.filter((fact) => fact.verdict && fact.verdict !== "withdrawn").length, "correction"],
  ];
  const many = (number, noun) =>
    noun === "countr" ? (number === 1 ? "country" : "countries") : `${noun}${number === 1 ? "" : "s"}`;
  const only = country && documents.size > 0 && [...documents];
  return el(
    "div",
    { className: "totals" },
    numbers
      .filter(([number, noun]) => number || !["flag", "correction"].includes(noun))
      .map(([number, noun]) => el("p", {}, el("b", {}, shown(number)), ` ${many(number, noun)}`)),
    only &&
      el(
        "p",
        { className: "open" },
        "Open ",
        only.slice(0, 6).map((d, i) => [i ? ", " : "", el("a", { href: to("document", d.name) }, d.title)]),
      ),
  );
}

// Without a measure the number of figures read; with one the largest total that a text states, of the latest year.
function mapOf(query, facts, action) {
  const values = new Map();
  const everywhere = CORPUS.facts.filter(
    CORPUS.filter(new URLSearchParams([...query].filter(([key]) => key !== "country"))),
  );
  const href = (code) => changed(query, { country: query.get("country") === code ? "" : code });
  for (const [code, place] of CORPUS.countries) values.set(code, { value: 0, place, href: href(code), fact: null });
  for (const fact of everywhere) {
    const entry = values.get(fact.document.country);
    if (!entry) continue;
    if (!action) {
      entry.value += 1;
    } else if (fact.part_of === null && CORPUS.size(fact) !== null && !better(entry.fact, fact)) {
      Object.assign(entry, { fact, value: CORPUS.size(fact) });
    }
  }
  for (const entry of values.values()) {
    const what = action ? (entry.fact ? phrase(entry.fact) : "no such figure") : count(entry.value, "figure");
    entry.label = `${entry.place}: ${what}`;
  }
  const title = action ? `Largest figure stated: ${PAGE.manifest.past[action]}` : "Figures by country";
  return worldMap(title, "Choose a country to see its figures only.", values, query.get("country"));
}

function better(held, fact) {
  if (!held) return false;
  return (held.year ?? 0) !== (fact.year ?? 0)
    ? (held.year ?? 0) > (fact.year ?? 0)
    : CORPUS.size(held) >= CORPUS.size(fact);
}

const joined = (list) => list.map(words).join(", ");

const COLUMNS = {
  figures: [
    { name: "Document", get: (f) => f.document.title },
    { name: "Year", get: (f) => f.year, number: true, plain: true },
    { name: "Measure", get: (f) => PAGE.manifest.past[f.action] ?? f.action },
    { name: "Figure", get: (f) => f.value, text: figure, number: true, link: true },
    { name: "Unit", get: (f) => f.unit },
    {
      name: "Of",
      get: (f) => joined(f.of),
      hint: "Exploitation, gender, age, nationality and status of the counted people",
    },
    { name: "Agency", get: (f) => f.agency },
    {
      name: "Earlier",
      get: (f) => f.earlier?.value,
      number: true,
      hint: "The earlier figure that the text sets it against",
    },
    { name: "Part of", get: (f) => f.part_of && "part" },
    { name: "Certainty", get: (f) => f.confidence, number: true, hint: "Of the weakest link between its slots" },
    {
      name: "State",
      get: (f) =>
        [f.flags ? "flagged" : "", f.verdict && f.verdict !== "withdrawn" ? f.verdict : ""].filter(Boolean).join(", "),
    },
  ],
  comparisons: [
    { name: "Document", get: (c) => c.document.title },
    { name: "Measure", get: (c) => PAGE.manifest.past[c.action] ?? c.action },
    { name: "Unit", get: (c) => c.unit },
    { name: "Of", get: (c) => joined(c.later.of) },
    { name: "Earlier year", get: (c) => c.earlier.year, number: true, plain: true },
    { name: "Earlier", get: (c) => c.earlier.value, number: true },
    { name: "Later year", get: (c) => c.later.year, number: true, plain: true },
    { name: "Later", get: (c) => c.later.value, number: true, link: true },
    { name: "Change", get: (c) => c.difference, number: true },
    { name: "Change in %", get: (c) => (c.percent === null ? null : Math.round(c.percent * 10) / 10), number: true },
  ],
  routes: [
    { name: "Document", get: (r) => r.document.title },
    { name: "From", get: (r) => joined(r.origin), link: true },
    { name: "To", get: (r) => joined(r.destination) },
    { name: "Through", get: (r) => joined(r.transit) },
    { name: "Exploitation", get: (r) => joined(r.exploitation) },
    { name: "Victims", get: (r) => joined(r.victims) },
  ],
  flags: [
    { name: "Document", get: (f) => f.document.title },
    { name: "Check", get: (f) => words(f.kind) },
    { name: "What does not fit", get: (f) => f.message, link: true },
  ],
  documents: [
    { name: "Document", get: (d) => d.title, link: true },
    { name: "Country", get: (d) => d.place },
    { name: "Report", get: (d) => d.year, number: true, plain: true },
    { name: "Tier", get: (d) => d.tier },
    { name: "Figures", get: (d) => d.facts, number: true },
    { name: "Comparisons", get: (d) => d.compared, number: true },
    { name: "Routes", get: (d) => d.routes, number: true },
    { name: "Flags", get: (d) => d.flags, number: true },
    { name: "Corrections", get: (d) => d.said, number: true },
  ],
};

// The columns that say something: those that are empty or alike in every row are left out.
function columnsOf(name, items) {
  const telling = (column) => column.link || items.some((item) => !empty(column.get(item)));
  const alike = (column) => column.name === "Certainty" && new Set(items.map(column.get)).size < 2;
  return COLUMNS[name].filter((column) => telling(column) && !alike(column));
}

function tables(query, facts, comparisons, keep) {
  const country = query.get("country");
  const there = (item) => !country || item.document.country === country;
  const all = {
    figures: ["Figures", facts, {}],
    comparisons: ["Comparisons", comparisons, {}],
    routes: ["Routes", CORPUS.routes.filter(there), {}],
    flags: ["Flags", CORPUS.flags.filter(keep), {}],
  };
  const names = Object.keys(all).filter((name) => name !== "flags" || CORPUS.flags.length);
  const place = el("div", { className: "panes" });
  const buttons = names.map((name) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        "aria-controls": "pane",
        onclick: () => open(name),
        onkeydown: arrows,
      },
      `${all[name][0]} (${shown(all[name][1].length)})`,
    ),
  );

  function open(name) {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", names[index] === name);
      button.tabIndex = names[index] === name ? 0 : -1;
    });
    PAGE.tab = name;
    const [title, items, options] = all[name];
    place.replaceChildren(
      el(
        "div",
        { role: "tabpanel", id: "pane", "aria-labelledby": `tab-${name}` },
        table(title, items, columnsOf(name, items), options),
      ),
    );
  }

  function arrows(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = (buttons.indexOf(event.target) + by + buttons.length) % buttons.length;
    open(names[next]);
    buttons[next].focus();
  }

  open(names.includes(PAGE.tab) ? PAGE.tab : "figures");
  return el(
    "section",
    { className: "tables" },
    el("div", { className: "tabs", role: "tablist", "aria-label": "Tables" }, buttons),
    place,
  );
}

PAGE.views.documents = () => {
  const items = CORPUS.documents.map((document) => ({ ...document, document, href: to("document", document.name) }));
  return [el("h1", {}, "Documents"), table("Documents", items, columnsOf("documents", items))];
};
