"""Who is fined and who is paid: what tells a penalty from compensation and from funding."""

from __future__ import annotations

import re

from tallies.linking.figures import Figure
from tallies.linking.senses import noun_senses
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular

#: What is fined or closed as a business: by an inspectorate, not by a court.
COMPANY = frozenset(
    (
        "company",
        "agency",
        "firm",
        "business",
        "recruiter",
        "employer",
        "enterprise",
        "establishment",
        "operator",
        "center",
        "office",
        "factory",
        "site",
        "bar",
        "brothel",
        "orphanage",
        "hotel",
        "vendor",
        "contractor",
        "agent",
        "farm",
        "hostel",
        "nightclub",
        "restaurant",
        "shop",
        "store",
        "vessel",
        "website",
        "workshop",
    )
)


def fines_companies(figure: Figure, *phrases: str) -> bool:
    """Whether a fine is one of companies that *phrases* name: "fined 19 companies a total of 70,000 euros"."""
    words = (word for phrase in phrases for word in phrase.split())
    return figure.kind == "money" and any(singular(word) in COMPANY for word in words)


def paying(sentence: Sentence, at: int) -> str:
    """The action of an amount that is paid, not as a fine: by whom and to whom decides."""
    told = [item.lemma for item in sentence.items[:at] if item.kind == "v"]
    if not _TELLING.isdisjoint(told):
        return "compensate" if to_person(sentence, at) else "sentence"
    subject = next((item.kind for item in reversed(sentence.items[:at]) if item.kind in "AVON"), "")
    return "fund" if subject == "A" else "compensate" if to_person(sentence, at) else "sentence"


#: Verbs of courts that bind somebody to pay.
_TELLING = frozenset(("order", "require", "direct", "tell", "instruct", "oblige", "sentence", "condemn"))
WAGES = re.compile(r"\b(?:wages|pay|salaries|salary|compensation|arrears)\b")


def to_person(sentence: Sentence, at: int) -> bool:
    """Whether somebody gets what item *at* gives: "pay *a former cook*", "to *four women*"."""
    for item in sentence.items[at + 1 : at + 10]:
        if item.kind in ";A":
            return False  # "awarded $75,000 to three NGOs that assisted 120 victims"
        if item.kind in "VN" or item.text in ("each", "them", "him", "her") or (item.kind in "Uw" and is_human(item)):
            return True
    return False


def is_human(item: Item) -> bool:
    """Whether a counted noun is one of people: "judicial officers", "families"."""
    return not _HUMAN.isdisjoint(noun_senses(item.text.split()[-1]))


_HUMAN = frozenset(("people", "adult", "child", "family", "migrant", "official", "professional", "student", "worker"))
