// The panel beside the text: the record of the figure in hand, what it is joined to, its flags, and, in
// the served page, confirming, correcting and striking it out.
"use strict";

const PEOPLE = ["exploitation", "gender", "age", "nationality", "status"];
const SAID = { confirmed: "Confirmed", corrected: "Corrected", struck: "Struck out" };

function recordOf(document, fact, { save, editing, edit, close }) {
  const said = fact.said && fact.said.verdict !== "withdrawn" ? fact.said : null;
  const struck = said?.verdict === "struck";
  return el(
    "article",
    { className: "record", "data-fact": fact.id },
    el(
      "header",
      {},
      el("p", { className: "kicker" }, `Figure ${fact.id}`, fact.section ? `, ${fact.section}` : ""),
      el("h2", { className: struck ? "gone" : "" }, phrase(fact)),
      said &&
        el(
          "p",
          { className: `verdict ${said.verdict}` },
          `${SAID[said.verdict]} by hand`,
          said.time ? `, ${said.time.slice(0, 10)}` : "",
        ),
    ),
    flagsOf(document, fact),
    editing
      ? form(document, fact, save, close)
      : [list(fields(fact)), joins(document, fact), PAGE.served && buttons(fact, said, save, edit), evidence(fact)],
  );
}

function fields(fact) {
  const term =
    fact.term &&
    [
      fact.term.life && "life",
      fact.term.shortest !== undefined &&
        `${fact.term.shortest}${fact.term.longest !== undefined && fact.term.longest !== fact.term.shortest ? `–${fact.term.longest}` : ""} months`,
      fact.term.suspended && "suspended",
    ]
      .filter(Boolean)
      .join(", ");
  return [
    ["Measure", words(fact.action)],
    ["Figure", figure(fact)],
    ["Unit", fact.unit],
    ["Year", years(fact)],
    [
      "Agency",
      fact.agency &&
        (fact.agency_norm && fact.agency_norm !== fact.agency ? `${fact.agency} (${fact.agency_norm})` : fact.agency),
    ],
    ...PEOPLE.map((name) => [name[0].toUpperCase() + name.slice(1), fact[name]?.map(words).join(", ")]),
    ["In dollars", fact.usd !== undefined && shown(fact.usd)],
    ["Term", term],
    ["Place", fact.place],
  ];
}

function list(pairs) {
  return el(
    "dl",
    {},
    pairs.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

function joins(document, fact) {
  const links = linksOf(document, fact);
  return (
    links.length > 0 &&
    el(
      "ul",
      { className: "joins" },
      links.map(({ role, fact: other }) =>
        el(
          "li",
          { className: role },
          el("span", {}, { total: "Part of", part: "Its part", earlier: "Earlier", later: "Later" }[role]),
          " ",
          el("a", { href: to("document", document.name, other.id) }, phrase(other)),
        ),
      ),
    )
  );
}

function flagsOf(document, fact) {
  const mine = document.flags.filter((flag) => flag.facts.includes(fact.id));
  return mine.map((flag) =>
    el(
      "div",
      { className: "remark", role: "note" },
      el("b", {}, `⚑ ${words(flag.kind)}`),
      el("p", {}, flag.message),
      flag.why && el("p", { className: "why" }, flag.why),
    ),
  );
}

function evidence(fact) {
  return (
    fact.evidence?.length > 0 &&
    el(
      "details",
      {},
      el("summary", {}, "Why it is read so"),
      el(
        "ul",
        {},
        fact.evidence.map(({ slot, rule, confidence }) =>
          el("li", {}, `${words(slot)}: ${rule} (${shown(confidence)})`),
        ),
      ),
    )
  );
}

function buttons(fact, said, save, edit) {
  const button = (label, key, action) => el("button", { type: "button", title: `Key: ${key}`, onclick: action }, label);
  return el(
    "div",
    { className: "actions" },
    said?.verdict !== "confirmed" && said?.verdict !== "struck" && button("Confirm", "c", () => save("confirmed")),
    said?.verdict !== "struck" && button("Correct", "e", edit),
    said?.verdict !== "struck" && button("Strike out", "x", () => save("struck")),
    said && button("Take back", "u", () => save("withdrawn")),
  );
}

// The form sends what differs from the record.
function form(document, fact, save, close) {
  const others = document.facts.filter((other) => other.id !== fact.id && other.said?.verdict !== "struck");
  const options = (pairs, held) =>
    pairs.map(([value, text]) => el("option", { value, selected: value === held }, text));
  const choose = (name, pairs, held) => el("select", { name }, options(pairs, held ?? ""));
  const write = (name, held, more = {}) => el("input", { name, value: held ?? "", autocomplete: "off", ...more });
  const several = (name) => write(name, (fact[name] ?? []).join(", "), { placeholder: "none" });
  const figures = [["", "none"], ...others.map((other) => [other.id, `${other.id}: ${phrase(other)}`])];
  const label = (text, field) => el("label", {}, text, field);
  const error = el("p", { className: "error", role: "alert" });
  const number = { inputMode: "decimal", placeholder: "not reported" };
  const node = el(
    "form",
    { className: "edit", onsubmit: submit },
    label(
      "Measure",
      choose(
        "action",
        Object.keys(PAGE.manifest.past).map((name) => [name, name]),
        fact.action,
      ),
    ),
    label("Value", write("value", fact.value, number)),
    label("to (of a range)", write("value_max", fact.value_max, { inputMode: "decimal", placeholder: "none" })),
    label(
      "Qualifier",
      choose(
        "qualifier",
        ["exact", "approx", "min", "max"].map((name) => [name, name]),
        fact.qualifier,
      ),
    ),
    label("Unit", write("unit", fact.unit)),
    label("Year, or first-last", write("years", (fact.years ?? []).join("-"), { placeholder: "not placed" })),
    label("Agency", write("agency", fact.agency, { placeholder: "none" })),
    PEOPLE.map((name) => label(name[0].toUpperCase() + name.slice(1), several(name))),
    label("Part of", choose("part_of", figures, fact.part_of)),
    label("Earlier figure", choose("compared_with", figures, fact.compared_with)),
    error,
    el(
      "div",
      { className: "actions" },
      el("button", { type: "submit", className: "main" }, "Save"),
      el("button", { type: "button", onclick: close }, "Cancel"),
    ),
  );

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(node);
    const texts = (name) =>
      data
        .get(name)
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
    const numeric = (name) => (data.get(name).trim() === "" ? null : Number(data.get(name).replaceAll(",", "")));
    const entered = {
      action: data.get("action"),
      value: numeric("value"),
      value_max: numeric("value_max"),
      qualifier: data.get("qualifier"),
      unit: data.get("unit").trim(),
      years: data
        .get("years")
        .split(/\s*[-–]\s*/)
        .filter(Boolean)
        .map(Number),
      agency: data.get("agency").trim() || null,
      ...Object.fromEntries(PEOPLE.map((name) => [name, texts(name)])),
      part_of: data.get("part_of") || null,
      compared_with: data.get("compared_with") || null,
    };
    if ([entered.value, entered.value_max, ...entered.years].some(Number.isNaN)) {
      error.textContent = "A value or a year is no number.";
      return;
    }
    const same = (one, other) =>
      JSON.stringify(one ?? null) === JSON.stringify(other ?? null) || (Array.isArray(one) && !one.length && !other);
    const changed = Object.fromEntries(Object.entries(entered).filter(([name, value]) => !same(value, fact[name])));
    if (!Object.keys(changed).length) {
      close();
      return;
    }
    error.textContent = (await save("corrected", changed)) ?? "";
  }

  return node;
}
