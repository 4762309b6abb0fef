"""The component ``tallies_linker``: entities to facts, comparisons and routes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from tallies import extensions
from tallies.linking import facts, routes
from tallies.linking.link import link
from tallies.linking.scorer import Scorer
from tallies.linking.view import entities, sentences
from tallies.tape import tape

_WEIGHTS = "links.json.gz"


@Language.factory("tallies_linker", requires=["doc.ents"], assigns=["doc.ents"], default_config={"learn": False})
def make_linker(nlp: Language, name: str, learn: bool) -> Linker:
    """Facts and routes. Reads ``doc.ents``, ``doc.sents``, ``doc.spans["section"]``, ``doc._.country`` and
    ``doc._.report_year``; writes ``doc._.facts`` and ``doc._.routes``, and keeps of ``doc.ents`` the units
    and statistics that a figure hangs on, adding the actions.

    It takes more than a quarter of the time of a pipeline (``docs/performance.md``): what is said of a figure
    hangs on all the words around it, and is decided figure by figure, where taggers read a text as a whole.

    With *learn*, ``tallies train`` fits a scorer that decides the links among candidates, the choice of the
    rules being one of them; without weights, and where *learn* is off, the rules decide.
    """
    return Linker(nlp, name, learn=learn)


class Linker:
    """Link the figures of a document.

    scorer (Scorer | None): the learned part; saved and loaded with the pipeline.
    """

    def __init__(self, nlp: Language, name: str, *, learn: bool) -> None:
        extensions.install()
        self.nlp = nlp
        self.name = name
        self.learn = learn
        self.scorer: Scorer | None = None

    def __call__(self, doc: Doc) -> Doc:
        rows = list(sentences(doc))
        country = doc._.country
        figures = link(rows, country, doc._.report_year, self.scorer)
        paths = routes.find(rows, country)
        doc._.facts = facts.facts(figures)
        doc._.routes = facts.routes(paths)
        number = doc.vocab.strings.add
        doc.set_ents(
            [
                Span(doc, start, end, label=number(label), kb_id=number(norm) if norm else 0)
                for start, end, label, norm in facts.kept(entities(doc), tape(doc), figures)
            ]
        )
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights; empty for the rules alone."""
        return self.scorer.to_bytes() if self.scorer is not None else b""

    def from_bytes(self, raw: bytes, *, exclude: Iterable[str] = ()) -> Linker:
        """Take the weights that :meth:`to_bytes` gave."""
        self.scorer = Scorer.from_bytes(raw) if raw else None
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into the folder *path*; nothing for the rules alone."""
        if self.scorer is not None:
            path.mkdir(parents=True, exist_ok=True)
            (path / _WEIGHTS).write_bytes(self.scorer.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> Linker:
        """Read the weights from the folder *path*, if there are any."""
        weights = Path(path) / _WEIGHTS
        self.scorer = Scorer.from_path(weights) if weights.exists() else None
        return self
