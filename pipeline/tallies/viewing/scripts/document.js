// One document: its text, the panel, and what pointer and keys do between them.
"use strict";

PAGE.views.document = async (name, id, query) => {
  const about = CORPUS.byName.get(name);
  if (!about) return [el("h1", {}, "No such document"), el("p", {}, `This page has no document “${name}”.`)];
  const document = await PAGE.document(about.index);
  return new Reader(document, about).show(id, query);
};

class Reader {
  constructor(document, about) {
    this.about = about;
    this.panel = el("aside", { className: "panel", "aria-label": "Record", "aria-live": "polite" });
    this.column = el("div", { className: "column" });
    this.root = el(
      "div",
      { className: "reader" },
      el(
        "header",
        { className: "title" },
        el("h1", {}, about.title),
        el(
          "p",
          {},
          [
            about.place !== about.title && about.place,
            about.year && `report of ${about.year}`,
            about.tier && `tier ${about.tier}`,
            count(about.facts, "figure"),
            about.flags && count(about.flags, "flag"),
          ]
            .filter(Boolean)
            .join(" · "),
        ),
        this._neighbours(),
        this._legend(),
      ),
      this.column,
      this.panel,
    );
    this.held = null;
    this.editing = false;
    this._take(document);
    PAGE.reader = this;
  }

  // Put the text on the screen, first or anew.
  _take(document) {
    this.document = document;
    this.facts = new Map(document.facts.map((fact) => [fact.id, fact]));
    this.rendered = renderText(document, this.about.index);
    this.order = [...this.rendered.figures.keys()];
    this.column.replaceChildren(this.rendered.node);
    this.lines = new Lines(this.rendered);
    const over = (event) => event.target.closest?.(".figure")?.dataset.facts.split(" ");
    this.rendered.node.addEventListener("pointerover", (event) => {
      const ids = over(event);
      if (ids && event.pointerType === "mouse") this.look(ids.includes(this.held) ? this.held : ids[0]);
    });
    this.rendered.node.addEventListener(
      "pointerout",
      (event) => over(event) && event.pointerType === "mouse" && this.look(this.held),
    );
    this.rendered.node.addEventListener("focusin", (event) => {
      const ids = over(event);
      if (ids && !ids.includes(this.held)) this.hold(ids[0], { move: false });
    });
  }

  show(id, query) {
    // Lines and scrolling need the text in its place.
    requestAnimationFrame(() => {
      const route = this.document.routes.find((one) => one.id === id);
      const at = /^(\d+)-(\d+)$/.exec(query.get("at") ?? "");
      if (this.facts.has(id)) this.hold(id);
      else if (route?.sentence) this._mark(route.sentence);
      else if (at) this._mark([Number(at[1]), Number(at[2])]);
    });
    this.look(null);
    return [this.root];
  }

  _mark([start, end]) {
    const range = this.rendered.range(start, end);
    highlight("found", range);
    range?.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  // Keep a figure in hand until another one is.
  hold(id, { move = true } = {}) {
    this.held = id;
    this.editing = false;
    this.look(id);
    const node = this.rendered.figures.get(id);
    if (!node) return;
    if (move) {
      node.focus({ preventScroll: true });
      node.scrollIntoView({
        block: "center",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      });
    }
    history.replaceState(null, "", to("document", this.document.name, id));
  }

  release() {
    this.held = null;
    this.editing = false;
    window.document.activeElement?.blur();
    this.look(null);
    history.replaceState(null, "", to("document", this.document.name));
  }

  // Show a figure, as long as the pointer is on it; null shows what there is in the document.
  look(id) {
    if (this.editing && id !== this.held) return;
    const fact = this.facts.get(id);
    const sentence = fact && this.rendered.range(...fact.sentence);
    highlight("sentence", sentence ?? null);
    this.root.classList.toggle("holding", Boolean(fact));
    if (!fact) {
      this.lines.clear();
      this.panel.replaceChildren(this._contents());
      return;
    }
    this.lines.draw(this.document, fact);
    const same = this.document.facts.filter((other) => other.anchor.join() === fact.anchor.join());
    this.panel.replaceChildren(
      el(
        "button",
        { type: "button", className: "close", "aria-label": "Back to all figures", onclick: () => this.release() },
        "×",
      ),
      ...(this.editing ? [fact] : [fact, ...same.filter((other) => other !== fact)]).map((one) =>
        recordOf(this.document, one, {
          editing: this.editing && one === fact,
          save: (verdict, changes) => this.save(one, verdict, changes),
          edit: () => this.edit(one.id),
          close: () => this.hold(one.id, { move: false }),
        }),
      ),
    );
  }

  edit(id) {
    this.hold(id, { move: false });
    this.editing = true;
    this.look(id);
    this.panel.querySelector("form input[name=value]")?.focus();
  }

  step(by) {
    if (!this.order.length) return;
    const place = this.order.indexOf(this.held);
    const next =
      place < 0 ? (by > 0 ? 0 : this.order.length - 1) : (place + by + this.order.length) % this.order.length;
    this.hold(this.order[next]);
  }

  // Send a correction; the answer is the document as it is now. Gives a sentence if it was refused.
  async save(fact, verdict, changes) {
    const request = {
      doc_id: this.document.name,
      key: fact.key,
      version: fact.said?.version ?? 0,
      verdict,
      fact: changes,
    };
    let answer;
    let status;
    try {
      const response = await fetch("corrections", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      });
      status = response.status;
      answer =
        response.ok || status === 409 || status === 400
          ? await response.json()
          : { error: `The server refused it (${status}).` };
    } catch {
      answer = { error: "The server does not answer; is `tallies view --serve` still running?" };
    }
    if (answer.record) {
      const held = fact.id;
      await this.renew(answer.record, answer.figures);
      if (this.facts.has(held)) this.hold(held, { move: false });
      PAGE.channel?.postMessage({ index: answer.index });
    }
    PAGE.notice(
      answer.error ??
        { confirmed: "Confirmed.", corrected: "Corrected.", struck: "Struck out.", withdrawn: "Taken back." }[verdict],
    );
    return answer.error;
  }

  // The document has changed here or in another tab.
  async renew(record, figures) {
    const { per_texts: per } = PAGE.manifest;
    const { index } = this.about;
    (await PAGE.load("records", Math.floor(index / per)))[index % per] = record;
    CORPUS.entries[index] = figures;
    CORPUS.read();
    const top = scrollY;
    this._take({ ...record, text: this.document.text });
    this.editing = false;
    this.look(this.held);
    scrollTo(0, top);
  }

  _neighbours() {
    const link = (document, text) =>
      document &&
      el(
        "a",
        { href: to("document", document.name), rel: text },
        text === "prev" ? `← ${document.title}` : `${document.title} →`,
      );
    return el(
      "nav",
      { className: "neighbours", "aria-label": "Documents" },
      link(CORPUS.documents[this.about.index - 1], "prev"),
      link(CORPUS.documents[this.about.index + 1], "next"),
    );
  }

  _legend() {
    const button = (label) =>
      el(
        "button",
        {
          type: "button",
          className: `entity ${label}`,
          "aria-pressed": "true",
          title: "Colour this label or not",
          onclick: (event) => {
            const off = this.root.classList.toggle(`no-${label}`);
            event.target.setAttribute("aria-pressed", String(!off));
          },
        },
        words(label.toLowerCase()),
      );
    return el(
      "details",
      { className: "labels", open: innerWidth > 700 },
      el("summary", {}, "Labels"),
      el("div", {}, PAGE.manifest.labels.map(button)),
    );
  }

  _contents() {
    const item = (fact) =>
      el(
        "li",
        {},
        el(
          "a",
          {
            href: to("document", this.document.name, fact.id),
            className: fact.said?.verdict === "struck" ? "gone" : "",
          },
          phrase(fact),
        ),
        this.document.flags.some((flag) => flag.facts.includes(fact.id)) &&
          el("span", { className: "flag", title: "flagged" }, " ⚑"),
      );
    const sections = Map.groupBy
      ? Map.groupBy(this.document.facts, (fact) => fact.section ?? "figures")
      : new Map([["figures", this.document.facts]]);
    const whole = this.document.flags.filter((flag) => !flag.facts.length);
    return el(
      "div",
      { className: "contents" },
      el("h2", {}, count(this.document.facts.length, "figure")),
      el(
        "p",
        { className: "note" },
        "Point at a figure in the text, or press ",
        el("kbd", {}, "n"),
        " for the next one.",
      ),
      whole.map((flag) =>
        el("div", { className: "remark" }, el("b", {}, `⚑ ${words(flag.kind)}`), el("p", {}, flag.message)),
      ),
      [...sections].map(([name, facts]) => [el("h3", {}, name), el("ol", {}, facts.map(item))]),
    );
  }
}
