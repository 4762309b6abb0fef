"""What the text says of the people or cases that a figure counts: exploitation, gender, age, origin, status."""

from __future__ import annotations

import re

from tallies import labels, lexicons
from tallies.linking import predicates, sharing
from tallies.linking.figures import PERSON, Figure, unit_of
from tallies.linking.forms import stated
from tallies.linking.frames import Frame
from tallies.linking.people import own
from tallies.linking.senses import noun_senses
from tallies.linking.verbs import noun_action, verb_class
from tallies.linking.view import Item, Sentence
from tallies.tagging.attributes import attributes
from tallies.tagging.exploitation import exploitations
from tallies.tagging.phrases import BEHIND

_LINKING_VERBS = frozenset(
    (
        "subject",
        "exploit",
        "force",
        "relate",
        "connect",
        "involve",
        "concern",
        "coerce",
        "compel",
        "traffic",
        "include",
        "be",
        "have",
    )
)


#: What ends the words behind a figure that can tell a form of exploitation, and how many they are.
_ENDS = frozenset("SM;:,-LV")
_TOLD_REACH = 14
_AT_RISK = frozenset(("risk", "vulnerable", "vulnerability", "susceptible"))
_TOPIC = frozenset(("on", "about", "regarding", "concerning"))
_BRINGING = frozenset(("repatriate", "return", "evacuate"))
_BROUGHT = frozenset(("repatriation", "repatriations", "returns", "home"))
_BROUGHT_REACH = 18
_ABROAD = re.compile(r"(?:other|neighbou?ring|foreign|various|several) (?:\w+ )?countries\b|abroad\b|overseas\b")
#: Senses of nouns for people.
_HUMAN = frozenset(("people", "adult", "child", "family", "migrant", "offender", "official", "professional", "student"))
_CASES = frozenset(("investigate", "prosecute", "convict"))
_SELLERS = frozenset(("brothel", "brothels", "charges"))
#: Verbs before a figure that say, with what stands behind it, what its people were made to do.
_DRIVING = frozenset(("force", "coerce", "compel", "exploit", "subject", "recruit", "use"))


def assign(sentence: Sentence, frames: list[Frame], figures: list[Figure], country: str | None) -> None:
    """Set the attributes that stand at each figure itself; what is carried over comes later.

    country (str | None): the country of the document, ISO 3166 alpha-3, to which a demonym of two countries belongs.
    """
    for figure in figures:
        found: dict[str, set[str]] = {}
        noun = figure.noun_item()
        if noun is not None and (figure.own or noun.kind in "VOUN"):
            phrase = _phrase(figure, noun.text, sentence, figure.noun)
            if not figure.own and figure.predicate is not None:  # "66 female and five male victims"
                phrase = {name: values for name, values in phrase.items() if name in ("exploitation", "status")}
            _add(found, phrase)
        said = predicates.said_of(figure)
        if said is not None:
            _add(found, predicates.read(sentence, said))
        behind = _behind(sentence, figure, said)
        if any(len(origin) == 3 for origin in behind.get("nationality", ())) and "nationality" in found:
            found["nationality"].discard("foreign")  # "five foreign victims from Nigeria and Guinea"
        _add(found, behind)
        if "exploitation" not in found:
            _add(found, _before(sentence, figure))
        if (figure.people if figure.own else figure.value) and _official(figure):
            found.setdefault("status", {"official"})
        bare = _bare(sentence, figure)
        if bare:
            found["exploitation"] = set(bare)
        if "nationality" in found:
            found["nationality"] = {own(origin, country) for origin in found["nationality"]}
        figure.attributes = found
    for frame in frames:
        sharing.share_tail(frame)
        for before, last, figure in zip(frame.figures, frame.figures[1:], frame.figures[2:], strict=False):
            if sentence.text(figure.after(), figure.after() + 2).startswith(("of both", "both")):
                sharing.sum_forms(figure, before, last)
    sharing.deal_out(sentence, figures)


def _before(sentence: Sentence, figure: Figure) -> dict[str, tuple[str, ...]]:
    """The form of exploitation right before a bracket or a denied event noun.

    "followed by forced begging (16 victims)"; "did not report child sex tourism investigations, *prosecutions*".
    """
    items = sentence.items
    frame = figure.frame
    if frame is not None and frame.cue == "(" and frame.kind == "part" and len(frame.figures) == 1:
        behind = items[figure.after()] if figure.after() < len(items) else None
        first = items[frame.start - 1] if frame.start else None
        alone = behind is not None and (behind.kind == ")" or (behind.kind == "P" and not figure.own))
        opens = first is not None and alone and figure.at == frame.start + 1
        if first is not None and opens and first.kind == "C" and len(first.norm) == 3:
            return {"nationality": (first.norm,)}  # "from Nepal (12), India (five)"
        if first is not None and opens and first.kind in "XV" and exploitations(first.text):
            return {"exploitation": tuple(exploitations(_raw(sentence, frame.start - 1)))}
    if figure.evidence.get("action") in ("denied", "not reported") and figure.noun is None:
        i = figure.at - 1
        events = (figure.at, *range(i, max(-1, i - 6), -1))
        unit = next((k for k in events if items[k].kind == "U" and exploitations(items[k].text)), None)
        while (
            i >= 0
            and i != unit
            and (items[i].kind in ",&" or noun_action(items[i].text.split()[-1]))
            and items[i].kind in ",&wU"
        ):
            i -= 1
        i = figure.at if unit == figure.at else i
        if i >= 0 and (items[i].kind == "X" or i == unit):
            return {"exploitation": tuple(exploitations(_raw(sentence, i)))}
    return {}


def _raw(sentence: Sentence, at: int) -> str:
    item = sentence.items[at]
    return sentence.raw(item)


def _phrase(figure: Figure, text: str, sentence: Sentence, at: int | None) -> dict[str, tuple[str, ...]]:
    if at is None:
        return {}
    item = sentence.items[at]
    found = dict(attributes(_raw(sentence, at)))
    if item.kind in "UA":
        found = {"exploitation": () if _about(item) else found.get("exploitation", ())}
        words = _raw(sentence, at).rpartition(" ")[0]
        if item.kind == "U" and words and PERSON.search(unit_of(item)) and not BEHIND.search(_raw(sentence, at)):
            # "22 Angolan nationals", "two Liberian diplomats"
            origins = attributes(f"{words} persons").get("nationality", ())
            found["nationality"] = tuple(o for o in origins if len(o) == 3)
    if figure.unit == "foreigner" and not found.get("nationality"):
        found["nationality"] = ("foreign",)
    if item.kind == "N" and item.norm and len(item.norm) == 3:
        found["nationality"] = (item.norm,)
    # "women, girls and boys" under one numeral: all heads count, where commas or "and" join them.
    i = at + 1
    while figure.own and item.kind == "V" and (heads := re.match(r"(?:,?&|,(?=V,?&V))V", sentence.letters[i : i + 6])):
        i += heads.end()
        for name, values in attributes(_raw(sentence, i - 1)).items():
            found[name] = tuple(sorted({*found.get(name, ()), *values}))
    return found


def _brought(figure: Figure) -> bool:
    """Whether "from" says where people were brought home from: "repatriated 12 victims *from* Kuwait"."""
    items = figure.sentence.items
    near = [*items[max(0, figure.at - _BROUGHT_REACH) : figure.at], *items[figure.after() : figure.after() + 1]]
    return any(item.lemma in _BRINGING or item.text in _BROUGHT for item in near)


def _official(figure: Figure) -> bool:
    """Whether it was done formally: "officially recognized 16 victims", "two victims were formally identified"."""
    items = figure.sentence.items
    if figure.evidence.get("action") == "denied":
        return items[figure.at].kind == "v" and _formal(items, figure.at)
    at = figure.at - 1
    while at > 0 and items[at].text in ("only", "all", "the"):
        at -= 1
    if at > 0 and items[at].kind == "v":
        return _formal(items, at)
    after = figure.after()
    if after + 2 < len(items) and items[after].kind == "b":
        return _formal(items, after + 2)
    return False


def _formal(items: list[Item], at: int) -> bool:
    return items[at - 1].text in ("formally", "officially") and verb_class(items[at].lemma) == "identify"


def _about(item: Item) -> bool:
    """Whether the form in a phrase is what a thing is about: "slavery awareness campaigns", "anti-slavery courts"."""
    return item.kind == "A" or noun_action(unit_of(item)) in ("inform", "train", "operate")


def _add(found: dict[str, set[str]], more: dict[str, tuple[str, ...]]) -> None:
    for name, values in more.items():
        if values and name in labels.ATTRIBUTES:
            found.setdefault(name, set()).update(values)


def _behind(sentence: Sentence, figure: Figure, said: int | None) -> dict[str, tuple[str, ...]]:
    """Forms of exploitation and origins right behind the figure, up to the next figure or clause."""
    items = sentence.items
    depth = items[figure.at].depth
    forms: set[str] = set()
    origins: set[str] = set()
    i = figure.after()
    if said is not None:
        i = said + 1
    start = i
    last = ""
    brought = _brought(figure)
    origin = False  # whether the countries of a row follow "from"
    steps = 0
    while i < len(items) and steps < 14:
        item = items[i]
        steps += 1
        if item.depth > depth:
            i += 1
            continue
        if item.depth < depth or item.kind in "SM;:L" or item.kind == "A":
            break
        if item.kind == "," and not (
            i + 1 < len(items) and (items[i + 1].kind in "XC&" or items[i + 1].text in ("all", "both"))
        ):
            break
        if item.kind == "-":
            break
        about = item.text in _TOPIC and i + 1 < len(items) and items[i + 1].kind in "XU"
        if item.text in _AT_RISK or (about and noun_action(figure.unit) not in _CASES):
            break  # "12 children vulnerable to forced labor", "trained 12 inspectors on forced labor"
        if item.text == "the":
            i += 1
            continue
        if last == "from" and not brought and _ABROAD.match(sentence.text(i, i + 3)):
            origins.add("foreign")
        if item.kind == "X":
            forms.update(exploitations(_raw(sentence, i)))
        elif item.kind in "CR" and last in ("from", "C") and item.norm:
            origin = origin or (last == "from" and not brought)
            if origin:
                origins.add(item.norm)
            last = "C"
            i += 1
            continue
        elif item.kind == "N" and last in ("b",) and item.norm:
            origins.add(item.norm)
        elif item.kind == "v" and item.text in lexicons.words("linking", "attribute carrier"):
            pass
        elif item.kind == "v" and (item.lemma not in _LINKING_VERBS and last != "b") and not _accuses(figure, i):
            break
        elif item.kind in "VO":
            if (item.kind == "V" and last in ("b",)) or last == "as":
                break
            if last not in ("&", ",") and not (last == "v" and sharing.accused(figure)):
                break  # but "convicted 12 traffickers of exploiting *children* in sex trafficking"
        elif item.kind == "w" and item.text not in lexicons.words("linking", "attribute carrier"):
            if item.text in ("unspecified", "other") and not forms:
                break
            if last == "from":
                last = item.text
                i += 1
                continue
        if item.kind in "&," and last == "C":
            pass
        else:
            last = item.text if item.kind == "w" else item.kind
        i += 1
    out: dict[str, tuple[str, ...]] = {}
    if not forms and _can_suffer(figure):
        forms.update(_told_by_verbs(sentence, figure, start))
    if forms:
        out["exploitation"] = tuple(sorted(forms))
    if origins and (figure.people or not figure.own or _counts_people(figure)):
        out["nationality"] = tuple(sorted(o for o in origins if re.fullmatch("[A-Z]{3}|foreign", o)))
    return out


def _bare(sentence: Sentence, figure: Figure) -> tuple[str, ...]:
    """The form whose head is left out: "22 *sex* and 68 labor trafficking cases"."""
    items = sentence.items
    if figure.own or figure.at + 2 >= len(items) or items[figure.at + 2].kind not in ",&)":
        return ()
    return exploitations(f"{items[figure.at + 1].text} trafficking") if items[figure.at + 1].kind == "w" else ()


def _told_by_verbs(sentence: Sentence, figure: Figure, start: int) -> set[str]:
    """The forms that verbs tell of a figure, its phrase ending before item *start*: "nine were forced to beg"."""
    items = sentence.items
    depth = items[figure.at].depth
    end = start
    if end + 1 < len(items) and items[end].text == "of" and items[end + 1].kind == "V":
        end += 2  # "25 cases of children exploited in commercial sex"
    while end < min(start + _TOLD_REACH, len(items)) and items[end].depth == depth and items[end].kind not in _ENDS:
        following = items[end + 1] if end + 1 < len(items) else None
        if items[end].text in _AT_RISK:
            break
        if items[end].kind == "&" and following and following.kind in "vA" and following.lemma not in _DRIVING:
            break
        end += 1
    for i in range(figure.at - 1, max(-1, figure.at - 4), -1):
        if items[i].lemma in _DRIVING:
            start = i - 1 if i and items[i - 1].text.endswith("ly") else i
            break
    driven = any(item.lemma in _DRIVING for item in items[start:end])
    if not driven and (sharing.accused(figure) or sentence.has_word(_SELLERS)):
        return set()  # "two officers for extortion of men involved in prostitution", "the brothel owner"
    return {form for at, row in stated(sentence, start, end, (0, 0)) if items[at].kind != "X" for form in row}


def _accuses(figure: Figure, at: int) -> bool:
    """Whether the participle at item *at* is right behind the figure and "for" or "of" follows: "12 arrested for"."""
    items = figure.sentence.items
    following = items[at + 1].text if at + 1 < len(items) else ""
    return at == figure.after() and items[at].form == "past" and following in ("for", "of", "under", "in")


def _can_suffer(figure: Figure) -> bool:
    """Whether what is counted can be of a form of exploitation that verbs tell: people, their cases and crimes."""
    if not figure.own and figure.sentence.items[figure.at].text in ("once", "twice"):
        return False
    return not figure.own or figure.people or _counts_people(figure) or noun_action(figure.unit) in _CASES


def _counts_people(figure: Figure) -> bool:
    noun = figure.noun_item()
    return noun is not None and (
        noun.kind in "VON" or (noun.kind in "Uw" and not _HUMAN.isdisjoint(noun_senses(figure.unit)))
    )
