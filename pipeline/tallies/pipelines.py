"""The pipelines: ``load()`` with every component, ``blank()`` with none to pick from.

Both are plain spaCy ``Language`` objects of English. The tokenizer is named in their config, so that
``to_disk`` and ``spacy.load`` bring it back.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tallies import extensions
from tallies.collecting import seldom_collected
from tallies.errors import InputError

logger = logging.getLogger("tallies")
#: The trained pipeline of ``models/``.
MODEL: Final = "en_tallies"
#: The name of the pipeline by rules alone, where a pipeline is asked for by name.
RULES: Final = "rules"
TOKENIZER: Final = "tallies.Tokenizer.v1"

#: The components of :func:`load`, in their order: structure, taggers, choice, links.
COMPONENTS: Final = (
    "tallies_sentences",
    "tallies_sections",
    "tallies_statistic",
    "tallies_money",
    "tallies_period",
    "tallies_duration",
    "tallies_country",
    "tallies_region",
    "tallies_nationality",
    "tallies_exploitation",
    "tallies_law",
    "tallies_agency",
    "tallies_victim_category",
    "tallies_offender",
    "tallies_unit",
    "tallies_resolve",
    "tallies_linker",
)

#: What training can add to these (``configs/``); each reads what those before the choice have written.
TRAINABLE: Final = ("tallies_spans",)


def blank() -> Language:
    """An English pipeline with the tokenizer for reports and no component.

    Add those wanted with ``nlp.add_pipe("tallies_...")``; :data:`COMPONENTS` holds their names.
    """
    extensions.install()
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    # spaCy's limit guards the memory of parsers and neural networks; rules need little for a text.
    nlp.max_length = sys.maxsize
    return nlp


def load_rules() -> Language:
    """The whole pipeline by rules alone; nothing in it is trained."""
    nlp = blank()
    nlp.meta["name"] = "tallies_rules"
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def load() -> Language:
    """The whole pipeline: after ``doc = nlp(text)``, see ``doc.ents``, ``doc._.facts``, ``doc._.routes``.

    The trained pipeline ``en_tallies`` if it is installed, the rules otherwise; ``nlp.meta["name"]`` says
    which, and a line on the logger ``tallies`` does.
    """
    if spacy.util.is_package(MODEL):
        with seldom_collected():
            # Its tokenizer is the registered one, which is made in any case; to read it as well takes as long again.
            nlp = spacy.load(MODEL, exclude=["tokenizer"])
        nlp.max_length = sys.maxsize
        logger.info("loaded the trained pipeline %s %s", MODEL, nlp.meta["version"])
        return nlp
    logger.info("loaded the rules; the trained pipeline %s is not installed", MODEL)
    return load_rules()


def load_named(name: str) -> Language:
    """The pipeline that *name* names: the folder of one, "rules" for the rules alone, or an installed package.

    Raises InputError if there is none, or if what is there cannot be loaded.
    """
    folder = Path(name)
    if folder.is_dir():
        source: str | Path = folder
    elif name == RULES:
        return load_rules()
    elif spacy.util.is_package(name):
        source = name
    else:
        reason = "There is no such folder, and no pipeline of that name is installed."
        raise InputError(name, "", "missing", reason, f'Give the folder of a pipeline, or "{RULES}".')
    extensions.install()
    try:
        with seldom_collected():
            nlp = spacy.load(source)
    except (OSError, ValueError) as error:
        reason = f"It is no pipeline that can be loaded: {' '.join(str(error).split())[:200]}"
        raise InputError(name, "", "malformed", reason, "Give a folder that `tallies train` left.") from error
    nlp.max_length = sys.maxsize
    return nlp


def make_doc(nlp: Language, text: str, *, country: str | None = None, report_year: int | None = None) -> Doc:
    """*text* as tokens, with what is known of it for the components of *nlp* to use.

    country (str | None): ISO 3166 alpha-3 code; None leaves it to the heading.
    report_year (int | None): None leaves it to the heading and text.
    """
    # Not nlp.make_doc, which refuses long texts (see blank).
    doc = nlp.tokenizer(text)
    if country is not None:
        doc._.country = country
    if report_year is not None:
        doc._.report_year = report_year
    return doc
