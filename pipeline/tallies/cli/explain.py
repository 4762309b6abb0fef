"""``tallies explain``: what is read out of a sentence, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tallies.records import Document, Fact


def explain_command(
    text: Annotated[str, typer.Argument(help="A sentence, or several.", metavar="SENTENCE")],
    report_year: Annotated[
        int | None, typer.Option(help="Year of the report, for relative years.", min=1000, max=9999)
    ] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166 alpha-3 code of the narrative's country.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the document record as JSON.")] = False,
) -> None:
    """Print the entities of a sentence, its figures, and the evidence and confidence of every link."""
    import json

    from tallies import extensions
    from tallies.pipelines import load, make_doc

    if not text.strip():
        raise typer.BadParameter("The sentence is empty.", param_hint="SENTENCE")
    nlp = load()
    doc = make_doc(nlp, text, country=country, report_year=report_year)
    for _, component in nlp.pipeline:
        doc = component(doc)
    document = extensions.document(doc, "sentence")
    if as_json:
        typer.echo(json.dumps(document.to_dict(), ensure_ascii=False, indent=1))
        return
    for line in explained(document):
        typer.echo(line)


def explained(document: Document) -> Iterator[str]:
    """What was read out of *document*, as lines: entities, figures with the evidence of their links, routes."""
    from tallies.documents.passages import passage

    yield f"Entities ({len(document.entities)})"
    for entity in document.entities:
        norm = f" = {entity.norm}" if entity.norm else ""
        yield f"  {entity.start:>5} {entity.label:16} {passage(document, (entity.start, entity.end))}{norm}"
    yield f"Figures ({len(document.facts)})"
    for fact in document.facts:
        yield from _fact(document, fact)
    yield f"Routes ({len(document.routes)})"
    for route in document.routes:
        ends = " > ".join(
            ",".join(places) or "?" for places in (route.origin, route.transit, route.destination) if places
        )
        yield f"  {route.id} {ends} {','.join((*route.exploitation, *route.victims))}".rstrip()


def _fact(document: Document, fact: Fact) -> Iterator[str]:
    from tallies.documents.passages import passage
    from tallies.records import figure, plural

    noun = plural(fact.unit, fact.value)
    yield f'  {fact.id} {fact.action}: {figure(fact)} {noun}  "{passage(document, fact.anchor)}"'
    evidence = {one.slot: one for one in fact.evidence}
    filled = fact.to_dict()
    hidden = {"id", "anchor", "action", "value", "unit", "evidence", "sentence", "agency_anchor", "usd_anchor"}
    for slot in ("action", "unit", "value", *(name for name in filled if name not in hidden)):
        why = evidence.pop(slot, None)
        because = f"  <- {why.rule} ({why.confidence:.2f})" if why else ""
        yield f"     {slot:14} {_value(filled.get(slot))}{because}"
    for why in evidence.values():
        yield f"     {why.slot:14} -  <- {why.rule} ({why.confidence:.2f})"


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    if isinstance(value, float):
        return f"{value:,.10g}"
    return "not reported" if value is None else str(value)
