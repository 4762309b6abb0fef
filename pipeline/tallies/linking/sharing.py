"""What is said once of several figures: forms of exploitation behind a list, or in a noun that is left out."""

from __future__ import annotations

from itertools import pairwise

from tallies.linking.figures import PERSON, Figure
from tallies.linking.frames import Frame
from tallies.linking.view import Sentence
from tallies.tagging.exploitation import exploitations


def share_tail(frame: Frame) -> None:
    """What is said behind the last of a row and holds for all of it.

    "Three from A and two from B subjected to forced labor"; "charged two officers and two soldiers with sex
    trafficking"; "investigating 264 traffickers, prosecuting 257, and convicting 37 for bonded labor".
    """
    row = frame.figures
    if len(row) < 2:
        return
    _share_denied(row)
    for figure, following in reversed(list(pairwise(row))):
        if _one_subject(figure, following):
            figure.attributes["exploitation"] = set(following.attributes["exploitation"])
    last = row[-1].attributes.get("exploitation")
    if not last or any(f.attributes.get("exploitation") for f in row[:-1]):
        return
    if all(f.attributes.get("nationality") for f in row) or _one_list(row):
        for figure in row[:-1]:
            figure.attributes["exploitation"] = set(last)


def deal_out(sentence: Sentence, figures: list[Figure]) -> None:
    """The forms of "convicted nine and three men for sex trafficking and forced labor, *respectively*", in order."""
    items = sentence.items
    word = next((i for i, item in enumerate(items) if item.text == "respectively"), None)
    if word is None:
        return
    run: list[int] = []
    at = word - 1
    while at > 0 and items[at].kind in ",&X":
        if items[at].kind == "X":
            run.insert(0, at)
        at -= 1
    row = [figure for figure in figures if figure.at <= at and figure.kind == "count"][-len(run) :]
    if len(run) > 1 and len(row) == len(run):
        for figure, form in zip(row, run, strict=True):
            figure.attributes["exploitation"] = set(exploitations(sentence.raw(items[form])))


def _share_denied(row: list[Figure]) -> None:
    """ "Did not report any investigations, prosecutions, or convictions *of child sex tourists*": of all three."""
    for figure, following in reversed(list(pairwise(row))):
        forms = following.attributes.get("exploitation")
        denied = all(f.evidence.get("action") in ("denied", "not reported") for f in (figure, following))
        if not forms or not denied or figure.attributes.get("exploitation") or exploitations(_noun_text(following)):
            continue
        between = figure.sentence.items[figure.at + 1 : following.at]
        if all(item.kind in ",&" or item.text in ("any", "new") for item in between):
            figure.attributes["exploitation"] = set(forms)


def _noun_text(figure: Figure) -> str:
    return figure.sentence.raw(figure.sentence.items[figure.at])


def sum_forms(figure: Figure, *others: Figure) -> None:
    """Give *figure* the forms of *others*: "13 of forced labor, 16 of sex trafficking, and *one of both*"."""
    told = [f.attributes.get("exploitation") for f in others]
    if all(told) and not figure.attributes.get("exploitation"):
        figure.attributes["exploitation"] = set[str]().union(*(forms for forms in told if forms))


def share_noun(source: Figure, figure: Figure) -> None:
    """Give *figure* the form in the noun that it leaves out: "investigated 30 sex traffickers and charged *12*"."""
    noun = source.noun_item()
    if figure.sentence.text(figure.at + 1, figure.at + 2) == "of":
        return  # "eight victims of sex trafficking and three of multiple types of exploitation"
    forms = exploitations(source.sentence.raw(noun)) if noun is not None and source.own else ()
    if forms:
        figure.attributes.setdefault("exploitation", set(forms))


def _one_subject(figure: Figure, following: Figure) -> bool:
    """Whether two figures share what is said behind "were": "82 boys and 34 men were victims of forced labor"."""
    items = figure.sentence.items
    if "exploitation" in figure.attributes or "exploitation" not in following.attributes or not figure.own:
        return False
    after = following.after()
    between = items[figure.after() : following.at]
    joined = any(i.kind == "&" for i in between) and all(i.kind in ",&" for i in between)
    return joined and after < len(items) and items[after].kind == "b"


def _one_list(row: list[Figure]) -> bool:
    """Whether the figures are offenders or their acts side by side, with only verbs between, and the last one's
    form of exploitation stands behind it, not in its noun."""
    items = row[-1].sentence.items
    noun = row[-1].noun_item()
    if row[-1].attributes.get("exploitation") and noun is not None and exploitations(noun.text):
        return False
    behind = items[row[-1].after()].text if row[-1].after() < len(items) else ""
    if behind not in ("for", "with", "on", ",") or not any(accused(f) for f in row):
        return False
    if not any(item.kind == "&" for item in items[row[-2].after() : row[-1].at]):
        return False
    for figure, following in pairwise(row):
        between = items[figure.after() : following.at]
        if any(item.kind not in ",&v" and item.text not in ("the", "an", "additional") for item in between):
            return False
    return all(accused(f) or not f.own for f in row)


def accused(figure: Figure) -> bool:
    """Whether the figure counts people that something is done about for what they did."""
    noun = figure.noun_item()
    return (
        noun is not None
        and figure.own
        and (noun.kind == "O" or (noun.kind in "UN" and bool(PERSON.search(figure.unit))))
    )
