// The map and the charts, drawn by Observable Plot as SVG. Every point, line and country is a link.
// Colours are CSS variables, so that light, dark and print need no second drawing.
"use strict";

// A figure that draws itself as wide as its place, and again when the width changes.
function chart(title, note, draw) {
  const place = el("div", { className: "plot" });
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(place.clientWidth);
    if (now > 0 && now !== width) {
      width = now;
      place.replaceChildren(...[draw(now)].flat());
    }
  }).observe(place);
  return el(
    "figure",
    { className: "chart", "data-title": title },
    el("figcaption", {}, el("h2", {}, title), note && el("p", {}, note)),
    place,
  );
}

const literal = (value) => ({ value, scale: null });

// Countries coloured in five classes of equal size by values: Map of alpha-3 to {value, label, href}; chosen is a code.
function worldMap(title, note, values, chosen) {
  const features = topojson
    .feature(WORLD, WORLD.objects.countries)
    .features.filter((feature) => feature.id !== "ATA" || values.has("ATA"));
  const numbers = [...values.values()]
    .map((entry) => entry.value)
    .filter((value) => value > 0)
    .sort(d3.ascending);
  const steps = numbers.length
    ? [...new Set([0.2, 0.4, 0.6, 0.8].map((share) => Math.round(d3.quantile(numbers, share))))]
    : [];
  const step = (value) => (value > 0 ? 1 + d3.bisectLeft(steps, value) : 0);
  const paint = (feature) => {
    const entry = values.get(feature.id);
    return entry ? `var(--step-${step(entry.value)})` : "var(--land)";
  };
  const label = (feature) => values.get(feature.id)?.label ?? `${feature.properties.name}: no document`;
  const href = (feature) => values.get(feature.id)?.href;
  const figureNode = chart(title, note, (width) => {
    const land = { type: "FeatureCollection", features };
    const height = Math.round(width * 0.47);
    const projection = d3
      .geoEqualEarth()
      .rotate([-11, 0])
      .fitExtent(
        [
          [4, 4],
          [width - 4, height - 4],
        ],
        land,
      );
    const path = d3.geoPath(projection);
    // What would be smaller than a finger or pointer can hit is also a dot.
    const small = features.filter((feature) => values.has(feature.id) && path.area(feature) < 20);
    const shared = { title: label, href, ariaLabel: label };
    return Plot.plot({
      width,
      height,
      projection: () => projection,
      ariaLabel: title,
      marks: [
        Plot.geo(features, { ...shared, fill: literal(paint), stroke: "var(--page)", strokeWidth: 0.5 }),
        Plot.geo(
          features.filter((feature) => feature.id === chosen),
          { ...shared, fill: literal(paint), stroke: "var(--fall)", strokeWidth: 2 },
        ),
        Plot.dot(
          small,
          Plot.centroid({
            ...shared,
            r: 3.5,
            fill: literal(paint),
            stroke: literal((feature) => (feature.id === chosen ? "var(--fall)" : "var(--ink)")),
            strokeWidth: 0.8,
          }),
        ),
        Plot.tip(
          features.filter((feature) => values.has(feature.id)),
          Plot.pointer(Plot.centroid({ title: label, ...TIP })),
        ),
      ],
    });
  });
  const edges = [numbers[0] ?? 0, ...steps, numbers.at(-1) ?? 0];
  const classes = steps.length ? edges.slice(1).map((edge, index) => [index + 1, edges[index], edge]) : [];
  figureNode.append(
    el(
      "ul",
      { className: "legend" },
      classes.map(([number, low, high]) =>
        el(
          "li",
          {},
          el("i", { style: `background:var(--step-${number})` }),
          `${low === high || number === 1 ? "" : "over "}${shown(low)}${low === high ? "" : ` to ${shown(high)}`}`,
        ),
      ),
      el("li", {}, el("i", { style: "background:var(--step-0)" }), "none or zero"),
      el("li", {}, el("i", { style: "background:var(--land)" }), "no document"),
    ),
  );
  return figureNode;
}

const TIP = { fill: "var(--card)", stroke: "var(--line)", fontSize: 13, lineWidth: 26, textPadding: 8, pointerSize: 8 };

// Ticks for a scale that goes from 0 over powers of ten.
function ticks(largest, height) {
  const all = [0];
  const parts = largest < 60 && height > 200 ? [1, 2, 5] : [1];
  const least = largest > 1000 && height < 250 ? 10 : 1; // else 0 and 1 stand on each other
  for (let power = 1; power <= largest * 1.01; power *= 10)
    all.push(...parts.map((part) => part * power).filter((t) => t >= least && t <= largest * 1.01));
  const shownTicks = Math.max(3, Math.floor(height / 38));
  const every = Math.ceil((all.length - 1) / shownTicks);
  return all.filter((_, place) => place === 0 || (place - 1) % every === 0);
}

const short = new Intl.NumberFormat("en", { notation: "compact" });

// A steady number from -0.5 to 0.5, so that points of many documents in one year stand side by side.
function jitter(text) {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  return (hash % 1000) / 1000 - 0.5;
}

const MOST_POINTS = 600;

// All figures, or those of so many documents, taken by the hash of their names, that MOST_POINTS are not passed.
function drawable(facts) {
  if (facts.length <= MOST_POINTS) return facts;
  const groups = [...d3.group(facts, (fact) => fact.document.index).values()];
  const order = groups.map((group) => [jitter(group[0].document.name), group]).sort(([one], [other]) => one - other);
  const taken = [];
  for (const [, group] of order) {
    if (taken.length + group.length > MOST_POINTS) break;
    taken.push(...group);
  }
  return taken;
}

// Totals over the years; pairs that a text compares are joined, rising and falling apart.
function overYears(title, facts, { height = 340, heading = null } = {}) {
  const points = facts.filter((fact) => fact.year !== null && fact.part_of === null && CORPUS.size(fact) !== null);
  const latest = d3.max(points, (fact) => fact.year) ?? 0;
  const first = latest - 11;
  const all = points.filter((fact) => fact.year >= first);
  const near = drawable(all);
  const silent = facts.filter((fact) => fact.value === null).length;
  const note = [
    silent && `${shown(silent)} said to be not reported.`,
    points.length > all.length && `${count(points.length - all.length, "figure")} of years before ${first} not drawn.`,
    all.length > near.length && `${shown(near.length)} of ${shown(all.length)} points drawn; filter to see others.`,
  ]
    .filter(Boolean)
    .join(" ");
  const several = new Set(near.map((fact) => fact.document.index)).size > 1;
  const spread = (fact) => fact.year + (several ? jitter(fact.document.name) * 0.6 : 0);
  const held = new Set(near);
  const pairs = near.filter((fact) => held.has(fact.earlier) && fact.earlier.unit === fact.unit);
  const largest = d3.max(near, CORPUS.size) ?? 1;
  const median =
    all.length > 100
      ? d3
          .rollups(
            all,
            (group) => d3.median(group, CORPUS.size),
            (fact) => fact.year,
          )
          .sort(([one], [other]) => one - other)
      : [];
  const label = (fact) => `${fact.document.place}: ${phrase(fact)}`;
  const way = (fact) => {
    const change = CORPUS.size(fact) - CORPUS.size(fact.earlier);
    return change > 0 ? "var(--rise)" : change < 0 ? "var(--fall)" : "var(--faint)";
  };
  const node = chart(title, note, (width) => {
    const span = d3.extent(near, (fact) => fact.year);
    if (!near.length) return el("p", { className: "none" }, "No figure to draw.");
    return Plot.plot({
      width,
      height,
      marginLeft: 44,
      marginRight: 14,
      ariaLabel: title,
      style: { fontSize: "12px" },
      x: {
        domain: [span[0] - 0.5, span[1] + 0.5],
        ticks: d3.range(span[0], span[1] + 1, Math.ceil((span[1] - span[0] + 1) / Math.max(2, Math.floor(width / 60)))),
        tickFormat: "d",
        label: null,
      },
      y: {
        type: "symlog",
        domain: [0, Math.max(1, largest)],
        ticks: ticks(largest, height),
        tickFormat: (v) => short.format(v),
        label: null,
        grid: true,
      },
      marks: [
        Plot.link(pairs, {
          x1: (f) => spread(f.earlier),
          x2: spread,
          y1: (f) => CORPUS.size(f.earlier),
          y2: CORPUS.size,
          stroke: literal(way),
          strokeWidth: several ? 1.3 : 2,
          strokeOpacity: several ? 0.7 : 1,
          href: "href",
          title: (f) => `${label(f)}, ${figure(f.earlier)} in ${years(f.earlier)}`,
        }),
        Plot.dot(near, {
          x: spread,
          y: CORPUS.size,
          r: several ? 3 : 4.5,
          fill: "var(--accent)",
          fillOpacity: 0.75,
          stroke: "var(--page)",
          strokeWidth: 0.6,
          href: "href",
          ariaLabel: label,
          title: label,
          tip: TIP,
        }),
        Plot.line(median, {
          x: ([year]) => year,
          y: ([, middle]) => middle,
          stroke: "var(--ink)",
          strokeWidth: 2,
          pointerEvents: "none",
          className: "median",
        }),
      ],
    });
  });
  if (heading) node.querySelector("h2").replaceChildren(heading);
  return node;
}

// The comparisons that change by the largest factor, as arrows from the earlier figure to the later.
function changes(title, comparisons) {
  const drawn = comparisons
    .filter(
      (pair) =>
        pair.factor > 0 && pair.unit !== "percent" && pair.unit === pair.earlier.unit && !CORPUS.money(pair.later),
    )
    .sort((one, other) => other.factor - one.factor)
    .slice(0, 12);
  const ways = (pair) => (pair.difference > 0 ? "var(--rise)" : "var(--fall)");
  const label = (pair) =>
    `${pair.document.place}: ${phrase(pair.later)}, ${figure(pair.earlier)} ${years(pair.earlier) ? `in ${years(pair.earlier)}` : "before"}`;
  return chart(title, null, (width) => {
    if (!drawn.length) return el("p", { className: "none" }, "No comparison to draw.");
    const largest = d3.max(drawn, (pair) => Math.max(pair.later.value, pair.earlier.value));
    const shared = { y: (pair) => pair.href, href: "href", title: label };
    return Plot.plot({
      width,
      height: 34 * drawn.length + 40,
      marginLeft: 14,
      marginRight: 44,
      marginTop: 8,
      ariaLabel: title,
      style: { fontSize: "12px" },
      x: {
        type: "symlog",
        domain: [0, largest],
        ticks: ticks(largest, width),
        tickFormat: (v) => short.format(v),
        label: null,
        grid: true,
      },
      y: { domain: drawn.map((pair) => pair.href), axis: null },
      marks: [
        Plot.arrow(drawn, {
          ...shared,
          x1: (p) => p.earlier.value,
          x2: (p) => p.later.value,
          y1: "href",
          y2: "href",
          dy: 6,
          stroke: literal(ways),
          strokeWidth: 2.4,
          headLength: 9,
          ariaLabel: label,
        }),
        Plot.text(drawn, {
          y: "href",
          frameAnchor: "left",
          textAnchor: "start",
          dy: -8,
          fill: "var(--ink)",
          href: "href",
          title: label,
          text: (p) =>
            cut(
              `${p.document.place}: ${PAGE.manifest.past[p.action]} ${figure(p.earlier)} → ${figure(p.later)} ${noun(p.later)}`,
              width,
            ),
        }),
      ],
    });
  });
}

function cut(text, width) {
  const most = Math.floor(width / 6.4);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
