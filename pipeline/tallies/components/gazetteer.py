"""The components ``tallies_country``, ``tallies_region`` and ``tallies_nationality``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import COUNTRY, NATIONALITY, REGION
from tallies.tagging.gazetteer import find_countries, find_nationalities, find_regions


@Language.factory("tallies_country", assigns=["doc.spans"], default_config={"spans_key": "country"})
def make_country(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark the names of countries and territories ("Azerbaijan", "Hong Kong").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The ``kb_id_`` of a
    span is the ISO 3166 alpha-3 code.
    """
    return Tagger(nlp, name, label=COUNTRY, spans_key=spans_key, find=find_countries)


@Language.factory("tallies_region", assigns=["doc.spans"], default_config={"spans_key": "region"})
def make_region(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark named groups of countries ("Central Asia", "Gulf states", "European countries").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The ``kb_id_`` of a
    span is the region in lower case with underscores.
    """
    return Tagger(nlp, name, label=REGION, spans_key=spans_key, find=find_regions)


@Language.factory("tallies_nationality", assigns=["doc.spans"], default_config={"spans_key": "nationality"})
def make_nationality(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark demonyms ("Azerbaijanis", "Filipino" nationals), also inside longer phrases.

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The ``kb_id_`` of a
    span is the alpha-3 code of the country, or the region of "African". Where a longer span of another
    label covers a demonym ("Filipino victims"), a resolver has to choose.
    """
    return Tagger(nlp, name, label=NATIONALITY, spans_key=spans_key, find=find_nationalities)
