// The lines over the text that join the figure in hand to its total, its parts and its earlier and later figure.
"use strict";

const ROLES = {
  total: "total",
  part: "part",
  earlier: "earlier",
  later: "later",
};

// [{role, fact}] of all figures that fact is joined to.
function linksOf(document, fact) {
  const byId = new Map(document.facts.map((other) => [other.id, other]));
  return [
    ["total", byId.get(fact.part_of)],
    ["earlier", byId.get(fact.compared_with)],
    ...document.facts.filter((other) => other.part_of === fact.id).map((other) => ["part", other]),
    ...document.facts.filter((other) => other.compared_with === fact.id).map((other) => ["later", other]),
  ]
    .filter(([, other]) => other && other !== fact)
    .map(([role, other]) => ({ role, fact: other }));
}

class Lines {
  constructor(rendered) {
    this.rendered = rendered;
    this.svg = window.document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.svg.setAttribute("class", "lines");
    this.svg.setAttribute("aria-hidden", "true");
    rendered.node.append(this.svg);
    this.drawn = null;
    new ResizeObserver(() => this.drawn && this.draw(...this.drawn)).observe(rendered.node);
  }

  clear() {
    this.drawn = null;
    this.svg.replaceChildren();
    for (const node of this.rendered.node.querySelectorAll(".joined, .held")) {
      node.classList.remove("joined", "held", ...Object.keys(ROLES));
      node.removeAttribute("data-role");
    }
  }

  draw(document, fact) {
    this.clear();
    this.drawn = [document, fact];
    const from = this.rendered.figures.get(fact.id);
    if (!from) return;
    from.classList.add("held");
    const links = linksOf(document, fact);
    // Many lines would hide the text that they are about: they are then thin, and without names.
    this.rendered.node.classList.toggle("many", links.length > 6);
    for (const { role, fact: other } of links) {
      const target = this.rendered.figures.get(other.id);
      if (!target || target === from) continue;
      target.classList.add("joined", role);
      target.setAttribute("data-role", ROLES[role]);
      this._line(from, target, role);
    }
  }

  _line(from, target, role) {
    const frame = this.rendered.node.getBoundingClientRect();
    const box = (node) => {
      const rect = node.getClientRects()[0] ?? node.getBoundingClientRect();
      return { x: rect.left - frame.left + rect.width / 2, top: rect.top - frame.top, bottom: rect.bottom - frame.top };
    };
    const [one, other] = [box(from), box(target)];
    let path;
    let tip;
    if (Math.abs(one.top - other.top) < 6) {
      // On one line: an arc above it.
      const rise = Math.min(26, 10 + Math.abs(one.x - other.x) / 12);
      path = `M${one.x},${one.top} C${one.x},${one.top - rise} ${other.x},${other.top - rise} ${other.x},${other.top}`;
      tip = other.top;
    } else {
      const down = other.top > one.top;
      const [start, end] = down ? [one.bottom, other.top] : [one.top, other.bottom];
      const bend = (end - start) / 2;
      path = `M${one.x},${start} C${one.x},${start + bend} ${other.x},${end - bend} ${other.x},${end}`;
      tip = end;
    }
    this._add("path", { d: path, class: `back` });
    this._add("path", { d: path, class: role });
    this._add("circle", { cx: other.x, cy: tip, r: 3.5, class: role });
  }

  _add(tag, attributes) {
    const node = window.document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    this.svg.append(node);
  }
}
