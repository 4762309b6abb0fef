// A sortable, filterable table over plain objects: a real <table>, a page of rows at a time, so that
// 200,000 rows stay quick and a screen reader and a printer see a table.
"use strict";

const PER_TABLE = 50;

// columns: {name, get(item) -> text or number or null, text(item) -> what is shown instead, number, plain, link,
// hint}; every cell leads to item.href, and the one of the column with link is a stop for the Tab key.
function table(title, items, columns, { sort = null, falling = false } = {}) {
  const state = { sort, falling, page: 0, filters: columns.map(() => "") };
  const body = el("tbody");
  const status = el("p", { className: "status", role: "status" });
  const pager = el("div", { className: "pager" });
  const heads = columns.map((column, place) =>
    el(
      "th",
      { scope: "col", className: column.number ? "number" : "" },
      el(
        "button",
        { type: "button", title: column.hint ?? `Sort by ${column.name}`, onclick: () => order(place) },
        column.name,
      ),
    ),
  );
  const filters = columns.map((column, place) =>
    el(
      "td",
      {},
      el("input", {
        type: "search",
        "aria-label": `Filter ${column.name}`,
        placeholder: column.number ? "e.g. >10" : "filter",
        title: column.number ? "12, >10, <=5, 3-7, or - for none" : "Words that the cell has to hold",
        oninput: (event) => {
          state.filters[place] = event.target.value;
          state.page = 0;
          draw();
        },
      }),
    ),
  );

  function order(place) {
    state.falling = state.sort === place ? !state.falling : Boolean(columns[place].number);
    state.sort = place;
    state.page = 0;
    draw();
  }

  function rows() {
    const tests = state.filters.map((filter, place) => filter.trim() && matcher(filter, columns[place]));
    let found = items.filter((item) => tests.every((test) => !test || test(item)));
    if (state.sort !== null) {
      const { get } = columns[state.sort];
      const sign = state.falling ? -1 : 1;
      const rank = ranks(found, get);
      found = found
        .map((item) => [rank(get(item)), item])
        // What has no value comes last either way.
        .sort(([one], [other]) =>
          one === null || other === null ? (one === null) - (other === null) : sign * (one - other),
        )
        .map(([, item]) => item);
    }
    return found;
  }

  function draw() {
    const found = rows();
    const pages = Math.max(1, Math.ceil(found.length / PER_TABLE));
    state.page = Math.min(state.page, pages - 1);
    const start = state.page * PER_TABLE;
    const page = found.slice(start, start + PER_TABLE);
    body.replaceChildren(
      ...page.map((item) =>
        el(
          "tr",
          { onclick: (event) => event.target.closest("a") || getSelection().toString() || (location.hash = item.href) },
          columns.map((column) => {
            const value = column.get(item);
            const plain = empty(value) ? "" : typeof value === "number" && !column.plain ? shown(value) : String(value);
            const text = column.text?.(item) ?? plain;
            return el(
              "td",
              { className: column.number ? "number" : "", "data-label": column.name },
              text && el("a", { href: item.href, tabIndex: column.link ? 0 : -1 }, text),
            );
          }),
        ),
      ),
    );
    heads.forEach((head, place) => {
      const way = state.sort !== place ? "none" : state.falling ? "descending" : "ascending";
      head.setAttribute("aria-sort", way);
    });
    status.textContent = found.length
      ? `${shown(start + 1)}–${shown(start + page.length)} of ${count(found.length, "row")}`
      : "No row fits the filters.";
    const step = (label, by, off) =>
      el(
        "button",
        {
          type: "button",
          disabled: off,
          onclick: () => {
            state.page += by;
            draw();
          },
        },
        label,
      );
    pager.replaceChildren(step("Previous", -1, state.page === 0), step("Next", 1, state.page === pages - 1));
  }

  draw();
  return el(
    "section",
    { className: "table", "aria-label": title },
    el(
      "div",
      { className: "scroll", tabIndex: 0, role: "region", "aria-label": `${title}, scrolls sideways` },
      el(
        "table",
        {},
        el("caption", { className: "hidden" }, title),
        el("thead", {}, el("tr", {}, heads), el("tr", { className: "filters" }, filters)),
        body,
      ),
    ),
    el("div", { className: "foot" }, status, pager),
  );
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

// Values to numbers in their order, null for none. To compare texts is slow and most stand in many rows, so
// each is placed once.
function ranks(items, get) {
  const values = [...new Set(items.map(get))].filter((value) => typeof value === "string" && value);
  const order = new Map(values.sort(COLLATOR.compare).map((value, place) => [value, place]));
  return (value) => (empty(value) ? null : (order.get(value) ?? value));
}

function empty(value) {
  return value === null || value === undefined || value === "";
}

// A column's filter: for numbers "12", ">10", "<=5", "3-7", "-" for none; for text all words in any order.
function matcher(filter, column) {
  const typed = filter.trim();
  if (column.number) {
    if (typed === "-") return (item) => empty(column.get(item));
    const range = /^(-?[\d.,]+)\s*(?:-|–|\.\.)\s*(-?[\d.,]+)$/.exec(typed);
    const bound = /^(<=|>=|<|>|=)?\s*(-?[\d.,]+)$/.exec(typed);
    const number = (text) => Number(text.replaceAll(",", ""));
    if (range) {
      return (item) =>
        !empty(column.get(item)) && column.get(item) >= number(range[1]) && column.get(item) <= number(range[2]);
    }
    if (bound) {
      const limit = number(bound[2]);
      const holds = { "<": (v) => v < limit, "<=": (v) => v <= limit, ">": (v) => v > limit, ">=": (v) => v >= limit };
      const test = holds[bound[1]] ?? ((value) => value === limit);
      return (item) => !empty(column.get(item)) && test(column.get(item));
    }
  }
  const parts = typed.toLowerCase().split(/\s+/);
  return (item) => {
    const text = String(column.get(item) ?? "").toLowerCase();
    return parts.every((part) => text.includes(part));
  };
}
