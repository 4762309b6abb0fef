"""UIMA CAS XMI for WebAnno and INCEpTION, through dkpro-cassis (``pip install tallies[cas]``).

A folder with ``TypeSystem.xml`` and an ``.xmi`` file a document. Spans are of the custom layer
``webanno.custom.TalliesSpan`` with a string feature for ``label`` and each slot, links of the relation layer
``webanno.custom.TalliesLink``. A CAS counts UTF-16 units; cassis converts. XML has no control characters:
those of the text are written as blanks, and where they stood is kept, so that they come back.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.files import replacing
from tallies.errors import InputError
from tallies.exchange.graph import SLOTS, Edge, Graph, Node, to_graph
from tallies.exchange.names import doc_name, file_name
from tallies.exchange.reading import as_object, json_value, malformed
from tallies.exchange.restore import to_document
from tallies.exchange.tokens import pieces
from tallies.records import Document

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

SPAN: Final = "webanno.custom.TalliesSpan"
LINK: Final = "webanno.custom.TalliesLink"
META: Final = "webanno.custom.TalliesDocument"
_TOKEN: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
_SENTENCE: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_ABOUT: Final = ("doc_id", "country", "report_year", "tier", "extra", "controls")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPES: Final = "TypeSystem.xml"


def lost_xmi(document: Document) -> list[str]:
    """What the tools will show otherwise than it is, a sentence; it comes back with ``read_xmi``."""
    count = len(_CONTROL.findall(document.text))
    return [f"{document.doc_id}: {count} control characters are shown as blanks."] if count else []


def type_system() -> TypeSystem:
    """The layers: spans, links, tokens and sentences, and what is known of the document."""
    cassis = _cassis()
    types: TypeSystem = cassis.TypeSystem()
    annotation = "uima.tcas.Annotation"
    types.create_type(_TOKEN, annotation)
    types.create_type(_SENTENCE, annotation)
    span = types.create_type(SPAN, annotation)
    for name in ("label", "identifier", *SLOTS):
        types.create_feature(span, name, "uima.cas.String")
    link = types.create_type(LINK, annotation)
    # Named by WebAnno: a relation leads from its Governor to its Dependent.
    types.create_feature(link, "Governor", span)
    types.create_feature(link, "Dependent", span)
    types.create_feature(link, "kind", "uima.cas.String")
    about = types.create_type(META, annotation)
    for name in _ABOUT:
        types.create_feature(about, name, "uima.cas.String")
    return types


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        reason = "The package dkpro-cassis is not installed."
        raise InputError("xmi", "", "failed", reason, "Install it with: pip install 'tallies[cas]'.") from error
    return cassis


def write_xmi(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* into the folder at *path*, made if missing: ``NAME.xmi`` each, and the type system."""
    types = type_system()
    path.mkdir(parents=True, exist_ok=True)
    with replacing(path / _TYPES) as temporary:
        types.to_xml(temporary)
    for document in documents:
        cas = _cas(to_graph(document), types)
        with replacing(path / f"{file_name(document.doc_id)}.xmi") as temporary:
            cas.to_xmi(temporary)


def _cas(graph: Graph, types: TypeSystem) -> Cas:
    cas: Cas = _cassis().Cas(typesystem=types)
    cas.sofa_string = _CONTROL.sub(" ", graph.text)
    cas.sofa_mime = "text/plain"
    get = types.get_type
    tokens = pieces(graph.text, [(node.start, node.end) for node in graph.nodes])
    cas.add_all(get(_TOKEN)(begin=t.start, end=t.end) for t in tokens if graph.text[t.start : t.end].strip())
    for found in re.finditer(r"\S(?:[^\n]*[^\s])?", graph.text):  # a line each: a tool needs some sentences
        cas.add(get(_SENTENCE)(begin=found.start(), end=found.end()))
    spans = {}
    for node in graph.nodes:
        spans[node.id] = get(SPAN)(begin=node.start, end=node.end, label=node.label, identifier=node.id, **node.slots)
        cas.add(spans[node.id])
    for edge in graph.edges:
        source, target = spans[edge.source], spans[edge.target]
        # As WebAnno draws them, a relation lies over its Dependent.
        cas.add(get(LINK)(begin=target.begin, end=target.end, Governor=source, Dependent=target, kind=edge.kind))
    controls = {found.start(): ord(found[0]) for found in _CONTROL.finditer(graph.text)}
    year = None if graph.report_year is None else str(graph.report_year)
    cas.add(
        get(META)(
            begin=0,
            end=len(graph.text),
            doc_id=json.dumps(graph.doc_id),
            country=graph.country,
            report_year=year,
            tier=graph.tier,
            extra=json.dumps(graph.extra),
            controls=json.dumps(controls) if controls else None,
        )
    )
    return cas


def read_xmi(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the folder at *path* (or the one file), by name, and what was left out.

    The type system is ``TypeSystem.xml`` beside the files, as the tools export it; without it, ours.

    Raises InputError naming the file and what is wrong in it, and OSError.
    """
    cassis = _cassis()
    files = sorted(path.glob("*.xmi")) if path.is_dir() else [path]
    if not files:
        raise InputError(str(path), "", "empty", "The folder holds no .xmi file.", "Give a folder of .xmi files.")
    beside = files[0].with_name(_TYPES)
    documents, notes = [], []
    for file in files:
        try:
            types = cassis.load_typesystem(beside) if beside.is_file() else type_system()
            with file.open("rb") as data, warnings.catch_warnings():
                warnings.simplefilter("error")  # cassis only warns of an offset outside the text
                cas = cassis.load_cas_from_xmi(data, typesystem=types)
        except OSError:
            raise
        except Exception as error:  # lxml and cassis each raise their own
            line = getattr(error, "lineno", None)
            raise malformed(file, f"line {line}" if line else "", f"It is no XMI: {error}.") from error
        document, lost = to_document(_graph(file, cas), file=str(file))
        documents.append(document)
        notes += lost
    return documents, notes


def _graph(file: Path, cas: Cas) -> Graph:
    text = cas.sofa_string
    if text is None:
        raise malformed(file, "", 'The CAS has no text: "sofaString" is missing.')
    graph = Graph(doc_name(file.stem), text)
    known = {kind.name for kind in cas.typesystem.get_types()}
    for about in cas.select(META) if META in known else ():
        graph.doc_id = str(json_value(file, f"{META}, doc_id", about.doc_id or '""')) or graph.doc_id
        graph.country, graph.tier = about.country, about.tier
        if about.report_year is not None and not about.report_year.isdecimal():
            raise malformed(file, META, f'Feature "report_year" is {about.report_year!r}, not a year.')
        graph.report_year = None if about.report_year is None else int(about.report_year)
        graph.extra = as_object(file, f"{META}, extra", json_value(file, f"{META}, extra", about.extra or "{}"))
        letters = list(text)
        for place, code in json_value(file, f"{META}, controls", about.controls or "{}").items():
            letters[int(place)] = chr(code)
        graph.text = "".join(letters)
    names: dict[int, str] = {}
    for number, span in enumerate(cas.select(SPAN) if SPAN in known else (), 1):
        place = f"{SPAN} {span.xmiID}"
        if not span.label:
            raise malformed(file, place, 'Feature "label" is missing.')
        slots = {name: getattr(span, name) for name in SLOTS if getattr(span, name, None) is not None}
        names[span.xmiID] = f"T{number}"
        graph.nodes.append(Node(f"T{number}", span.begin, span.end, span.label, slots, place))
    for link in cas.select(LINK) if LINK in known else ():
        place = f"{LINK} {link.xmiID}"
        for end in ("Governor", "Dependent"):
            if getattr(link, end) is None:
                raise malformed(file, place, f'Feature "{end}" is missing.')
        graph.edges.append(Edge(link.kind or "", names[link.Governor.xmiID], names[link.Dependent.xmiID]))
    return graph
