// A document's text as elements: paragraphs, entities coloured by label, figures as links.
"use strict";

// The text cut at every edge of an entity or a figure. Gives {node, figures: Map of fact id to its first
// element, range(start, end)}; all offsets are UTF-16 units of the whole text.
function renderText(document, index) {
  const { text, entities, facts } = document;
  const anchors = new Map();
  for (const fact of facts) {
    const key = fact.anchor.join("-");
    if (!anchors.has(key)) anchors.set(key, { start: fact.anchor[0], end: fact.anchor[1], facts: [] });
    anchors.get(key).facts.push(fact);
  }
  const marks = [...anchors.values()].sort((one, other) => one.start - other.start || other.end - one.end);
  const edges = [
    ...new Set([
      0,
      text.length,
      ...entities.flatMap(([start, end]) => [start, end]),
      ...marks.flatMap((mark) => [mark.start, mark.end]),
    ]),
  ].sort((one, other) => one - other);
  const nodes = [];
  const figures = new Map();
  const body = el("div", { className: "text", lang: "en" });
  let entity = 0;

  function piece(paragraph, start, end) {
    const node = window.document.createTextNode(text.slice(start, end));
    nodes.push({ node, start, end });
    while (entity < entities.length && entities[entity][1] <= start) entity += 1;
    const held = entity < entities.length && entities[entity][0] <= start ? entities[entity] : null;
    let inner = node;
    if (held) {
      const label = PAGE.manifest.labels[held[2]];
      inner = el(
        "span",
        { className: `entity ${label}`, title: `${words(label.toLowerCase())}${held[3] ? `: ${held[3]}` : ""}` },
        node,
      );
    }
    const mark = marks.find((one) => one.start <= start && start < one.end);
    if (mark) inner = figureLink(mark, inner, start);
    paragraph.append(inner);
  }

  function figureLink(mark, inner, start) {
    const [first] = mark.facts;
    const struck = mark.facts.every((fact) => fact.said?.verdict === "struck");
    const said = mark.facts.map((fact) => fact.said?.verdict).find((verdict) => verdict && verdict !== "withdrawn");
    const flagged = document.flags.filter((flag) => flag.facts.some((id) => mark.facts.some((fact) => fact.id === id)));
    const link = el(
      "a",
      {
        className: ["figure", struck && "struck", said && "said", flagged.length && "flagged"]
          .filter(Boolean)
          .join(" "),
        href: to("document", document.name, first.id),
        tabIndex: start === mark.start ? 0 : -1,
        "data-facts": mark.facts.map((fact) => fact.id).join(" "),
        "aria-label":
          start === mark.start
            ? `${text.slice(mark.start, mark.end)}: ${mark.facts.map(phrase).join("; ")}${flagged.length ? "; flagged" : ""}`
            : null,
      },
      inner,
    );
    if (start === mark.start) {
      for (const fact of mark.facts) figures.set(fact.id, link);
      if (flagged.length)
        link.prepend(
          el(
            "span",
            { className: "flag", title: flagged.map((flag) => flag.message).join("\n"), "aria-hidden": "true" },
            "⚑",
          ),
        );
    }
    return link;
  }

  let edge = 0;
  for (const [start, end] of paragraphs(text)) {
    const words_ = text.slice(start, end);
    const heading = words_.length < 90 && /\p{Lu}/u.test(words_) && (!/\p{Ll}/u.test(words_) || start === 0);
    const paragraph = el(heading ? "h3" : "p", { "data-start": start });
    let from = start;
    while (from < end) {
      while (edges[edge] <= from) edge += 1;
      const until = Math.min(edges[edge] ?? end, end);
      piece(paragraph, from, until);
      from = until;
    }
    body.append(paragraph);
  }

  function range(start, end) {
    const first = nodes.find((held) => held.end > start);
    const last = nodes.findLast((held) => held.start < end);
    if (!first || !last || last.end <= start) return null;
    const made = new Range();
    made.setStart(first.node, Math.max(0, start - first.start));
    made.setEnd(last.node, Math.min(last.end, end) - last.start);
    return made;
  }

  return { node: body, figures, range, index };
}

// [start, end) of each run of lines between empty ones.
function* paragraphs(text) {
  const gap = /\r?\n[ \t]*(?:\r?\n[ \t]*)+/g;
  let start = 0;
  for (const match of text.matchAll(gap)) {
    if (match.index > start) yield [start, match.index];
    start = match.index + match[0].length;
  }
  if (start < text.length) yield [start, text.length];
}

// Highlights are drawn over the text without a change of it, where the browser can.
function highlight(name, range) {
  if (!("highlights" in CSS)) return;
  if (range) CSS.highlights.set(name, new Highlight(range));
  else CSS.highlights.delete(name);
}
