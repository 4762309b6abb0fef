"""What an action word means: from a verb or event noun, the thing counted and the words around it."""

from __future__ import annotations

import re
from functools import lru_cache

from tallies import lexicons
from tallies.linking import payments, phrasal
from tallies.linking.figures import PEOPLE, Figure
from tallies.linking.payments import COMPANY
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular

LIGHT = "light"
REPORT = "report"

#: Object words that decide what "received", "provided" or "granted" did, in order of trust.
_OBJECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("compensate", re.compile(r"\b(restitution|compensation|damages|back ?-?wages|unpaid wages)\b")),
    (
        "train",
        re.compile(
            r"(?<!vocational )(?<!skills )(?<!job )(?<!life-skills )(?<!professional )(?<!employment )"
            r"\b(trainings?|courses?|workshops?|instruction|seminars?)\b"
        ),
    ),
    ("repatriate", re.compile(r"\b(repatriat\w+|tickets?|return home|travel home)\b")),
    (
        "permit",
        re.compile(
            r"\b(permits?|visas?|residen\w+|asylum|citizenship|documents?|documentation|passports?|reflection|"
            r"refugee status|licen[sc]\w+|immigration relief|legal status|temporary stay|"
            r"identity cards?|continued presence|certificat\w+)\b"
        ),
    ),
    (
        "sentence",
        re.compile(
            r"\b(prison|imprisonment|jail|sentences?|sentenced|suspended|probation|incarceration|"
            r"fines?|years?' ?|terms?)\b"
        ),
    ),
    (
        "assist",
        re.compile(
            r"\b(shelter\w*|assist\w*|support|services?|care|aid|counsel\w*|accommodat\w+|protection|medical|legal|psych\w+|"
            r"rehabilitat\w+|reintegrat\w+|allowances?|education|"
            r"benefits?|housing|food|clothing|employment|vocational|stipends?|lodging)\b"
        ),
    ),
    ("fund", re.compile(r"\b(fund\w*|grants?|budget\w*|financ\w+|million|resources)\b")),
)
_PUNISHED = re.compile(r"\b(penaliz\w+|jailed|detained|deported|punished|imprisoned|fined|arrested|incarcerated)\b")
#: What the finding is called that somebody is a victim; other kinds of status are permits.
_RECOGNIZED = re.compile(r"(?:^|\b(?:victims?|victim 's|official|formal) )status\b")
_TAKING_PART = frozenset(("assist", "support", "help", "cooperate", "participate", "testify", "collaborate"))
_ASKING = frozenset(("require", "need", "request", "seek", "opt", "choose", "enter", "use", "access"))
_RECEIVING = frozenset(("receive", "accept", "obtain", "get", "gain", "secure", "take"))
_GIVING = frozenset(("provide", "give", "offer", "extend", "deliver", "facilitate", "ensure", "supply", "render"))
_GRANTING = frozenset(("issue", "grant", "approve", "renew", "award", "extend"))
#: What courts hear besides cases.
_HEARD = frozenset(("appeal", "hearing", "complaint"))
_FUNDED = frozenset(("ngo", "organization", "project", "program", "proposal", "shelter", "center", "group"))


@lru_cache(maxsize=10_000)
def verb_class(lemma: str) -> str:
    """The class of a verb: an action, "light", "report", or "" for a verb of no list."""
    return lexicons.mapping("action", "lemma", "action").get(lemma, "")


@lru_cache(maxsize=10_000)
def noun_action(noun: str) -> str:
    """The action that an event noun stands for ("investigation", "calls"); "" if none."""
    return lexicons.mapping("action_noun", "noun", "action").get(singular(noun), "")


@lru_cache(maxsize=10_000)  # the same clause is asked for by its rule and by the features of its figures
def object_action(text: str) -> str:
    """The action that the object words of *text* decide; "" if none of them does."""
    for action, pattern in _OBJECTS:
        if pattern.search(text):
            return action
    return ""


def clause_text(sentence: Sentence, at: int, size: int = 16) -> str:
    """The words behind item *at* to the end of its clause, brackets left out, at most *size* items.

    The clause ends at a semicolon and where a further verb is joined ("... and issued visas").
    """
    words: list[str] = []
    items = sentence.items
    depth = items[at].depth
    for i in range(at + 1, min(at + 1 + size, len(items))):
        item = items[i]
        if item.kind == ";" or item.depth < depth:
            break
        if item.kind == "&" and i + 1 < len(items) and words and (items[i + 1].kind == "v" or items[i + 1].kind == "A"):
            break
        if item.depth == depth and item.kind not in "()":
            words.append(item.text)
    return " ".join(words)


def between_nouns(sentence: Sentence, start: int, end: int) -> str:
    """The action of the last event noun among items ``[start, end)``: "began *prosecutions* in 57 cases"."""
    for item in reversed(sentence.items[start:end]):
        if item.kind in "wUV":
            action = noun_action(item.text.split()[-1])
            if action and item.text not in ("total", "number", "support", "services", "case", "cases"):
                return action
    return ""


def classify(sentence: Sentence, at: int, figure: Figure, relation: str) -> str:
    """The action of *figure* under the trigger at item *at*; "" where the trigger says nothing.

    relation (str): "object" (the figure follows the verb), "subject" (it precedes), "noun", "participle".
    """
    item = sentence.items[at]
    if relation == "noun":
        return _by_noun(sentence, at, figure)
    lemma = item.lemma
    verb = verb_class(lemma)
    unit = figure.unit
    if punished(figure):
        return "detain"
    counted = figure.noun_item()
    if unit == "percent" and counted is not None:
        unit = singular(counted.text.split()[-1])
    people = figure.people or (counted is not None and counted.kind in "VON")
    offender = counted is not None and counted.kind == "O"
    behind = clause_text(sentence, at)
    inner = sentence.text(at + 1, figure.at) if at < figure.at else ""
    human = people or (counted is not None and payments.is_human(counted))
    told = phrasal.action(lemma, behind, people=human or not figure.own)
    if told:
        return told
    if lemma in ("recover", "award") and (figure.kind == "money" or payments.WAGES.search(inner)):
        # "recovered wages for 1,940 employees", "awarded each girl 15,000 pula", but "awarded 15,000 euros to NGOs"
        return "compensate" if lemma == "recover" or payments.to_person(sentence, at) else "fund"
    if lemma == "attend" and human and relation == "object":
        return between_nouns(sentence, max(0, at - 8), at)  # "a seminar attended by 24 prosecutors"
    if lemma == "take" and behind.startswith("part"):
        return "train" if human or noun_action(unit) == "train" else "cooperate"
    if relation == "subject" and people and not offender:
        if lemma in _TAKING_PART and object_action(behind) != "train":
            return "other"
        if lemma in _ASKING:
            found = object_action(behind)
            return "receive" if lemma in ("request", "seek") else found or "other"
    if (
        lemma in ("help", "assist")
        and re.search(r"\b(obtain|acquire|get|receive|secure|apply)", behind)
        and object_action(behind) == "permit"
    ):
        return "permit"
    if lemma in _RECEIVING:
        return _receiving(figure, relation, behind)
    if lemma in _GIVING:
        if figure.kind == "money":
            return "compensate" if object_action(behind) == "compensate" else "fund"
        if unit in _FUNDED and re.search(r"\b(fund|grant|budget|million|financ|allocat)", inner):
            return "fund"
        if people and offender and re.search(r"\b(?:suspended|prison) (?:sentences?|terms?)", inner + " " + behind):
            return "sentence"
        found = object_action(inner) or object_action(behind)
        if people:
            return found if found in ("train", "permit", "repatriate", "compensate") else "assist"
        noun = noun_action(unit) if unit else ""
        if found == "train" or noun == "train":
            return "train"
        return noun or ("fund" if unit in _FUNDED else found)
    if lemma in _GRANTING:
        if people and _RECOGNIZED.search(inner):
            return "identify"
        found = object_action(inner + " " + behind)
        if re.search(r"\bsentences?\b", inner):
            return "sentence"
        if re.search(r"\bfines?\b", inner + " " + unit):
            return "regulate" if unit in COMPANY else "sentence"
        if figure.kind == "money":
            return found if found == "compensate" else "fund"
        if found in ("compensate", "permit", "repatriate"):
            return found
        noun = noun_action(unit) if unit else ""
        if noun in ("permit", "sentence", "fund", "inform", "regulate", "arrest"):
            return noun
        if noun == "operate" or unit in _FUNDED:
            return "fund" if "grant" in behind or lemma == "award" else "permit"
        return found if found in ("sentence", "fund") and not people else ("permit" if people else noun or "other")
    if lemma in ("order", "require", "pay", "impose"):
        if re.search(r"\b(restitution|compensation|damages|victims?)\b", behind) and lemma != "impose":
            return "compensate"
        if (
            lemma == "pay"
            and figure.kind == "money"
            and not re.search(r"\b(?:fines?|penalt\w+)\b", inner + " " + behind)
        ):
            return payments.paying(sentence, at)
        if figure.kind == "money" or lemma == "impose" or "fine" in behind:
            return "regulate" if unit in COMPANY or payments.fines_companies(figure, inner, behind) else "sentence"
        return "compensate" if lemma == "pay" else "other"
    if lemma in ("take", "seize") and (lemma == "seize" or "bribe" in inner):
        return "other"
    if lemma in ("dismiss", "suspend") and unit not in COMPANY and (people or unit in _HEARD):
        return "acquit" if "charges" in inner else "other"  # "dismissed the charges against seven officers", or them
    if lemma == "suspend" and noun_action(unit) == "sentence":
        return "sentence"
    if lemma == "transfer" and (
        figure.kind == "money" or (unit in _FUNDED and "M" in sentence.letters[at : figure.at])
    ):
        return "fund"
    if lemma == "fine":
        return "regulate" if unit in COMPANY or payments.fines_companies(figure, inner, behind) else "sentence"
    if lemma in (
        "arrest",
        "charge",
        "detain",
        "hold",
        "imprison",
        "incarcerate",
        "jail",
        "deport",
        "apprehend",
        "punish",
        "penalize",
        "release",
    ):
        between = between_nouns(sentence, at + 1, figure.at) if at < figure.at else ""
        return _custody(lemma, offender, people, figure, behind, between)
    if verb == LIGHT:
        return _light(sentence, at, figure, inner, behind, people)
    if verb == REPORT or not verb:
        return ""
    if verb == "operate":
        noun = noun_action(unit)
        between = between_nouns(sentence, at + 1, figure.at) if people and at < figure.at else ""
        if between in ("train", "inform", "inspect"):
            return between  # "ran a course for 26 investigators"
        if noun in ("investigate", "prosecute", "train", "inform", "inspect", "cooperate", "fund", "permit"):
            return noun
        if (
            lemma in ("maintain", "create", "build", "form")
            and not noun
            and not (counted is not None and counted.kind == "A")
        ):
            return "other"
        return verb
    if verb == "regulate" and lemma in ("close",) and unit in ("case", "investigation", "prosecution"):
        return "other"
    if verb == "receive":
        if lemma == "file" and noun_action(unit) in ("prosecute", "charge"):
            return noun_action(unit)
        if relation == "subject" and not people and lemma in ("accept",):
            return "assist"
    if verb == "fund" and lemma in ("dedicate", "designate") and noun_action(unit) == "operate":
        return "operate"
    if verb == "fund" and figure.kind == "count" and people and lemma in ("commit", "award", "contribute"):
        return "compensate" if lemma == "award" else "other"
    if verb == "identify" and lemma in ("find", "determine", "confirm", "deem", "verify", "document") and not people:
        return noun_action(unit) if noun_action(unit) not in ("", "operate") else "identify"
    if verb == "cooperate" and object_action(behind) == "train" and lemma == "participate":
        return "train"
    if verb == "inform" and lemma == "launch":
        return noun_action(unit) or "other"
    if verb == "inform" and people and object_action(sentence.text(0, figure.at)) == "train":
        return "train"
    if verb == "inform" and not people and noun_action(unit) in ("investigate", "prosecute", "operate"):
        return noun_action(unit)
    if verb == "assist" and lemma in ("use", "serve") and not people:
        return "other"
    if verb == "employ" and lemma == "assign" and not noun_action(unit):
        return "other"
    return verb


def punished(figure: Figure) -> bool:
    """Whether the figure is the none of "no reports of victims jailed or penalized"."""
    if figure.value != 0 or figure.unit not in ("report", "allegation", "complaint"):
        return False
    return _PUNISHED.search(figure.sentence.text(figure.at, len(figure.sentence.items))) is not None


def _receiving(figure: Figure, relation: str, behind: str) -> str:
    noun = noun_action(figure.unit) if figure.unit and figure.unit not in PEOPLE else ""
    if relation != "subject":
        if figure.kind == "money":
            return "fund"
        if noun in ("refer", "repatriate"):
            return noun
        if figure.people:
            return "assist" if "assist" in behind or "shelter" in behind else "receive"
        if noun in ("permit", "fund", "compensate", "convict", "sentence"):
            return noun
        return "receive"
    return object_action(behind) or ("fund" if figure.unit in _FUNDED else "receive")


def _custody(lemma: str, offender: bool, people: bool, figure: Figure, behind: str, between: str) -> str:
    if lemma == "charge":
        return "charge"
    if lemma == "hold":
        noun = noun_action(figure.unit)
        if figure.people and between in ("train", "inform"):
            return between
        if noun and figure.kind == "count" and not figure.people:
            return noun
        return "detain" if re.search(r"\b(detention|custody|jail|prison)\b", behind) else "other"
    if lemma == "release":
        return "other" if offender else "rescue"
    if lemma in ("imprison", "incarcerate", "jail") and (offender or not figure.own):
        return "sentence"
    if lemma in ("arrest", "apprehend", "detain"):
        counted = figure.noun_item()
        if counted is not None and counted.kind in "VN" and not offender:
            return "detain"
        return "arrest"
    return "detain" if people else "other"


def _light(sentence: Sentence, at: int, figure: Figure, inner: str, behind: str, people: bool) -> str:
    lemma = sentence.items[at].lemma
    between = between_nouns(sentence, at + 1, figure.at) if at < figure.at else ""
    if figure.kind == "money":
        return between if between in ("compensate", "sentence") else "fund"
    noun = noun_action(figure.unit) if figure.unit else ""
    if at > figure.at:
        if lemma == "result":
            return object_action(behind)
        event = next(
            (
                noun_action(i.text.split()[-1])
                for i in sentence.items[at + 1 : at + 4]
                if i.kind in "wU" and noun_action(i.text.split()[-1])
            ),
            "",
        )
        return event or (object_action(behind) if people else "")
    if between and (people or not noun or figure.unit == "case"):
        return between
    if noun == "investigate" and figure.unit == "case" and re.search(r"\bprosecut|\btrial|\bcourt", behind[:40]):
        return "prosecute"
    if noun in ("identify",) and people:
        return "identify" if lemma in ("register", "record", "include", "result", "lead") else ""
    if noun == "employ":
        return "train" if object_action(inner + " " + behind) == "train" else ""
    if noun:
        return noun
    if lemma in ("host", "organize", "organise", "hold", "conduct") and object_action(inner + " " + behind) == "train":
        return "train"
    if lemma in ("host", "organize", "organise", "hold", "conduct") and re.search(
        r"\b(aware|campaign|sensitiz|outreach)", inner + behind
    ):
        return "inform"
    return ""


def _by_noun(sentence: Sentence, at: int, figure: Figure) -> str:
    action = noun_action(sentence.items[at].text.split()[-1])
    noun = figure.noun_item()
    verb = next((item for item in reversed(sentence.items[:at]) if item.kind in "v;S"), None)
    if action == "permit" and verb is not None and verb.kind == "v" and verb_class(verb.lemma) == "regulate":
        return "regulate"  # "revoked the licenses of two agencies"
    if action == "arrest" and noun is not None and noun.kind in "VN" and noun.kind == "V":
        return "detain"
    return action


def trigger_item(sentence: Sentence, at: int) -> Item:
    """The item at *at*; a particle belongs to its verb ("carried out", "handed down")."""
    item = sentence.items[at]
    following = sentence.items[at + 1] if at + 1 < len(sentence.items) else None
    if following is not None and following.text in ("out", "down", "up") and (item.lemma, following.text) in _PARTICLES:
        return Item(
            item.start, following.end, item.kind, f"{item.text} {following.text}", item.depth, item.lemma, item.form
        )
    return item


_PARTICLES = frozenset({("carry", "out"), ("hand", "down"), ("set", "up"), ("rent", "out"), ("open", "up")})
