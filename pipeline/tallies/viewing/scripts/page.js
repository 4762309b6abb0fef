// The one global: data that arrive by script tags, and the small tools that every view uses.
// Nothing here or elsewhere parses HTML: all text goes into the page as text nodes (see el).
"use strict";

const PAGE = {
  served: false,
  views: {},
  _waiting: new Map(),
  _kept: new Map(),

  // Called by the data files: manifest.js, figures-N.js, records-N.js, texts-N.js.
  put(name, number, data) {
    if (name === "manifest") {
      PAGE.manifest = data;
      return;
    }
    const key = `${name}-${number}`;
    PAGE._kept.set(key, data);
    PAGE._waiting.get(key)?.done(data);
    PAGE._waiting.delete(key);
    // Texts and records are large: of the files that were loaded the latest stay.
    const large = [...PAGE._kept.keys()].filter((kept) => !kept.startsWith("figures-"));
    for (const old of large.slice(0, -40)) PAGE._kept.delete(old);
  },

  // The data of one file, as a promise. A page opened from a disk may not fetch, but may add scripts.
  load(name, number, anew = false) {
    const key = `${name}-${number}`;
    if (!anew && PAGE._kept.has(key)) return Promise.resolve(PAGE._kept.get(key));
    if (!PAGE._waiting.has(key)) {
      const entry = {};
      entry.promise = new Promise((done, failed) => Object.assign(entry, { done, failed }));
      PAGE._waiting.set(key, entry);
      const script = el("script", { src: anew ? `${key}.js?${Date.now()}` : `${key}.js` });
      script.onload = () => script.remove();
      script.onerror = () => {
        script.remove();
        PAGE._waiting.delete(key);
        entry.failed(new Error(`The file ${key}.js is missing from the page's folder.`));
      };
      document.head.append(script);
    }
    return PAGE._waiting.get(key).promise;
  },

  // One document whole.
  async document(index, anew = false) {
    const per = PAGE.manifest.per_texts;
    const file = Math.floor(index / per);
    const [texts, records] = await Promise.all([PAGE.load("texts", file), PAGE.load("records", file, anew)]);
    return { ...records[index % per], text: texts[index % per] };
  },

  notice(message) {
    const box = document.getElementById("notice");
    box.textContent = message;
    clearTimeout(PAGE._notice);
    PAGE._notice = setTimeout(() => (box.textContent = ""), 6000);
  },

  // "#/document/Angola/F3?at=4" as {path: ["document", "Angola", "F3"], query}.
  route() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    return {
      path: path
        .split("/")
        .filter(Boolean)
        .map((part) => {
          try {
            return decodeURIComponent(part);
          } catch {
            return part;
          }
        }),
      query: new URLSearchParams(query),
    };
  },
};

// An element with properties, attributes, listeners (on...) and children; strings become text.
function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-") && name !== "list" && name !== "form") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// An address within the page.
function to(...path) {
  return `#/${path.map(encodeURIComponent).join("/")}`;
}

function count(number, noun) {
  return `${shown(number)} ${noun}${number === 1 ? "" : "s"}`;
}

const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

function shown(number) {
  return NUMBERS.format(number);
}

// "forced_labor" as words.
function words(name) {
  return String(name).replaceAll("_", " ");
}

// The value as words, as in a record's comparison: "29", "at least 29", "10–12", "not reported".
function figure(fact) {
  if (fact.value === null || fact.value === undefined) return "not reported";
  const lead = { approx: "about ", min: "at least ", max: "at most " }[fact.qualifier] ?? "";
  const range = fact.value_max !== null && fact.value_max !== undefined;
  return lead + shown(fact.value) + (range ? `–${shown(fact.value_max)}` : "");
}

function noun(fact) {
  if (fact.unit === "percent") return "%";
  return fact.value === 1 ? fact.unit : (PAGE.manifest.nouns[fact.unit] ?? fact.unit);
}

function years(fact) {
  return fact.years?.length ? fact.years.join("–") : "";
}

// "convicted 29 traffickers in 2017".
function phrase(fact) {
  const when = years(fact);
  return `${PAGE.manifest.past[fact.action] ?? fact.action} ${figure(fact)} ${noun(fact)}${when ? ` in ${when}` : ""}`;
}
