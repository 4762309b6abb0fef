// Search in all texts: the files of texts are loaded one after the other and looked through, so that
// nothing has to be indexed or kept; what is found is shown as it comes.
"use strict";

const MOST_HITS = 200;

PAGE.views.search = (query) => {
  const typed = (query.get("q") ?? "").trim();
  const list = el("ol", { className: "hits" });
  const status = el("p", { role: "status" });
  const nodes = [el("h1", {}, "Search"), status, list];
  if (!typed) {
    status.textContent = "Enter words in the field above; the whole phrase is looked for, capitals or not.";
    return nodes;
  }
  document.getElementById("query").value = typed;
  look(typed, status, list);
  return nodes;
};

async function look(typed, status, list) {
  const pattern = new RegExp(
    typed
      .split(/\s+/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("\\s+"),
    "gi",
  );
  const mine = location.hash;
  const files = Math.ceil(CORPUS.documents.length / PAGE.manifest.per_texts);
  let hits = 0;
  let index = 0;
  const found = new Set();
  for (let file = 0; file < files; file += 1) {
    // The next files come while this one is looked through.
    const texts = await PAGE.load("texts", file);
    for (let next = file + 1; next < Math.min(file + 4, files); next += 1) PAGE.load("texts", next).catch(() => null);
    if (location.hash !== mine) return;
    for (const text of texts) {
      for (const match of text.matchAll(pattern)) {
        hits += 1;
        found.add(index);
        if (hits <= MOST_HITS) list.append(hit(CORPUS.documents[index], text, match));
      }
      index += 1;
    }
    const most = hits > MOST_HITS ? `, the first ${MOST_HITS} shown` : "";
    const so = file < files - 1 ? ` so far (${Math.round((100 * (file + 1)) / files)} %)` : "";
    status.textContent =
      hits || !so ? `${count(hits, "hit")} in ${count(found.size, "document")}${most}${so}` : `Looking ${so}`;
  }
}

function hit(document, text, match) {
  const [start, end] = [match.index, match.index + match[0].length];
  const before = text.slice(Math.max(0, start - 90), start).replace(/^\S*\s/, "");
  const after = text.slice(end, end + 110).replace(/\s\S*$/, "");
  return el(
    "li",
    {},
    el(
      "a",
      { href: `${to("document", document.name)}?at=${start}-${end}` },
      el("b", {}, document.title),
      " … ",
      before,
      el("mark", {}, match[0]),
      after,
      " …",
    ),
  );
}
