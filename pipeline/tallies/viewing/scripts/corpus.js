// What is known of the whole corpus: figures, comparisons, routes and flags as plain objects, and the
// filter that all parts of the overview share.
"use strict";

// A row of figures-N.js, in the order of FIELDS in data.py.
class Figure {
  constructor(document, row) {
    const [
      id,
      action,
      value,
      value_max,
      qualifier,
      unit,
      years,
      agency,
      of,
      usd,
      part_of,
      compared_with,
      section,
      confidence,
      flags,
      verdict,
    ] = row;
    this.document = document;
    this.id = id;
    this.action = action;
    this.value = value;
    this.value_max = value_max;
    this.qualifier = qualifier;
    this.unit = unit;
    this.years = years;
    this.year = years.length ? years[years.length - 1] : null;
    this.agency = agency;
    this.of = of;
    this.usd = usd;
    this.part_of = part_of;
    this.compared_with = compared_with;
    this.section = section;
    this.confidence = confidence;
    this.flags = flags;
    this.verdict = verdict;
    this.earlier = null;
  }

  get href() {
    return to("document", this.document.name, this.id);
  }
}

const CORPUS = {
  documents: [],
  facts: [],
  comparisons: [],
  routes: [],
  flags: [],
  countries: new Map(),

  async load(progress) {
    const { documents, per_figures: per } = PAGE.manifest;
    const names = new Map(WORLD.objects.countries.geometries.map((g) => [g.id, g.properties.name]));
    CORPUS.documents = documents.map(([name, country, year, tier], index) => ({
      index,
      name,
      country,
      year,
      tier,
      title: words(name),
      place: names.get(country) ?? country ?? words(name),
    }));
    CORPUS.byName = new Map(CORPUS.documents.map((document) => [document.name, document]));
    CORPUS.countries = new Map(
      CORPUS.documents
        .filter((d) => d.country)
        .map((d) => [d.country, d.place])
        .sort((one, other) => one[1].localeCompare(other[1])),
    );
    const files = Math.ceil(documents.length / per);
    let loaded = 0;
    const parts = await Promise.all(
      Array.from({ length: files }, (_, number) =>
        PAGE.load("figures", number).then((part) => {
          progress?.(++loaded, files);
          return part;
        }),
      ),
    );
    CORPUS.entries = parts.flat();
    CORPUS.read();
  },

  // All lists anew from the entries, as after a correction.
  read() {
    Object.assign(CORPUS, { facts: [], comparisons: [], routes: [], flags: [] });
    CORPUS.entries.forEach((entry, index) => CORPUS._add(entry, CORPUS.documents[index]));
  },

  _add(entry, document) {
    const byId = new Map();
    const link = (id) => to("document", document.name, id);
    for (const row of entry.facts) {
      const fact = new Figure(document, row);
      byId.set(fact.id, fact);
      CORPUS.facts.push(fact);
    }
    let compared = 0;
    for (const later of byId.values()) {
      const earlier = byId.get(later.compared_with);
      if (!earlier) continue;
      compared += 1;
      later.earlier = earlier;
      const known = later.value !== null && earlier.value !== null;
      const difference = known ? later.value - earlier.value : null;
      CORPUS.comparisons.push({
        document,
        later,
        earlier,
        difference,
        action: later.action,
        unit: later.unit,
        year: later.year,
        flags: later.flags,
        percent: known && earlier.value ? (100 * difference) / earlier.value : null,
        factor: known ? Math.abs(Math.log((later.value + 1) / (earlier.value + 1))) : 0,
        get href() {
          return later.href;
        },
      });
    }
    for (const [id, origin, destination, transit, exploitation, victims] of entry.routes) {
      CORPUS.routes.push({ document, id, origin, destination, transit, exploitation, victims, href: link(id) });
    }
    for (const [kind, message, facts] of entry.flags) {
      const about = byId.get(facts[0]);
      CORPUS.flags.push({
        document,
        kind,
        message,
        action: about?.action,
        year: about?.year,
        unit: about?.unit,
        flags: 1,
        href: facts.length ? link(facts[0]) : to("document", document.name),
      });
    }
    Object.assign(document, {
      facts: byId.size,
      compared,
      routes: entry.routes.length,
      flags: entry.flags.length,
      said: [...byId.values()].filter((fact) => fact.verdict && fact.verdict !== "withdrawn").length,
    });
  },

  // The filter is in the address, so that a view can be kept and sent.
  filter(query) {
    const [action, country, year, unit, flagged] = ["action", "country", "year", "unit", "flagged"].map(
      (k) => query.get(k) || "",
    );
    return (item) =>
      (!action || item.action === action) &&
      (!country || item.document.country === country) &&
      (!year || String(item.year) === year) &&
      (!unit || item.unit === unit) &&
      (!flagged || item.flags > 0);
  },

  money(fact) {
    return /^[A-Z]{3}$/.test(fact.unit);
  },

  // What a chart can show of a figure: its number, or dollars of an amount; null for percentages and what is no number.
  size(fact) {
    if (fact.unit === "percent") return null;
    if (!CORPUS.money(fact)) return fact.value;
    return fact.unit === "USD" ? fact.value : fact.usd;
  },
};

// How often each value of a key is in items, most frequent first.
function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts]
    .filter(([value]) => value !== null && value !== undefined && value !== "")
    .sort((one, other) => other[1] - one[1]);
}
