"""The lines of facts and routes in the inline-mark form: ``F 12.1 at=s1 act=convict val=29 unit=trafficker``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from tallies.errors import RecordError
from tallies.labels import ACTIONS, AGES, EXPLOITATIONS, GENDERS, QUALIFIERS, STATUSES
from tallies.records import Evidence, Fact, Offsets, Route, Term

#: Key of a fact to the field of the record, in the order in which they are written.
FACT_KEYS: Final = {
    "at": "anchor",
    "act": "action",
    "val": "value",
    "q": "qualifier",
    "unit": "unit",
    "year": "years",
    "expl": "exploitation",
    "gender": "gender",
    "age": "age",
    "nat": "nationality",
    "status": "status",
    "by": "agency",
    "byat": "agency_anchor",
    "bynorm": "agency_norm",
    "usd": "usd",
    "usdat": "usd_anchor",
    "of": "part_of",
    "cmp": "compared_with",
    "section": "section",
    "sent": "sentence",
    "term": "term",
    "why": "evidence",
}
ROUTE_KEYS: Final = {
    "origin": "origin",
    "dest": "destination",
    "via": "transit",
    "expl": "exploitation",
    "who": "victims",
    "sent": "sentence",
}
#: The key whose value is a JSON object of the fields that have no key.
ALSO: Final = "also"
_KEYS: Final = {"F": FACT_KEYS, ">": ROUTE_KEYS}
_NEEDED: Final = {"F": ("at", "act", "val", "unit"), ">": ("origin", "dest")}
_LISTS: Final = frozenset(
    ("exploitation", "gender", "age", "nationality", "status", "origin", "destination", "transit", "victims")
)
_OFFSETS: Final = ("anchor", "agency_anchor", "usd_anchor", "sentence")
_CHOICES: Final = {
    "action": ACTIONS,
    "qualifier": QUALIFIERS,
    "exploitation": EXPLOITATIONS,
    "gender": GENDERS,
    "age": AGES,
    "status": STATUSES,
}
_FIELD: Final = re.compile(r'(?P<key>[a-z]+)=(?P<value>"(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|\Z)')
_PLAIN: Final = re.compile(r"[^\s\"\\]+")
_SPAN: Final = re.compile(r"(\d+)\.\.(\d+)")
_NATION: Final = re.compile(r"[A-Z]{3}|foreign|domestic")


@dataclass(slots=True)
class Sentence:
    """A sentence of the marked file: its offsets in the text, and its anchors by name ("s1", "a2")."""

    span: Offsets = (0, 0)
    names: dict[str, Offsets] = field(default_factory=dict)


def read_record(line: str, sentence: Sentence) -> Fact | Route:
    """The fact or route of one line below *sentence*. Raises ValueError that names the key and says why."""
    kind, _, rest = line.partition(" ")
    identity, _, rest = rest.strip().partition(" ")
    keys = _KEYS[kind]
    data: dict[str, Any] = {"id": identity}
    also: dict[str, Any] = {}
    given: set[str] = set()
    at = 0
    for found in _FIELD.finditer(rest):
        if rest[at : found.start()].strip():
            break
        key, raw, at = found["key"], found["value"], found.end()
        if key in given:
            raise ValueError(f"Key {key!r} of {identity} is given twice.")
        if key not in keys and key != ALSO:
            raise ValueError(f"Key {key!r} of {identity} is unknown, known are {', '.join(keys)}.")
        given.add(key)
        try:
            value = json.loads(raw) if raw.startswith('"') else raw
            if key == ALSO:
                also = dict(json.loads(value))
            else:
                data |= _values(kind, keys[key], value, sentence)
        except (ValueError, TypeError, RecordError) as error:
            raise ValueError(f"Key {key!r} of {identity} is {raw!r}: {error}.") from error
    if rest[at:].strip():
        raise ValueError(f"{rest[at:].strip()!r} is not of the form key=value.")
    for key in _NEEDED[kind]:
        if key not in given:
            raise ValueError(f"{identity} lacks the key {key!r}.")
    if kind == "F":
        fact = Fact(**data)
        return Fact.from_dict(fact.to_dict() | also) if also else fact
    route = Route(**{"sentence": sentence.span, **data})
    return Route.from_dict(route.to_dict() | also) if also else route


def _values(kind: str, name: str, value: str, sentence: Sentence) -> dict[str, Any]:
    """The fields that one key gives. Raises ValueError, TypeError or RecordError with the reason."""
    if name in _OFFSETS:
        return {name: _place(value, sentence)}
    if name == "value":
        low, _, high = value.partition("..")
        return {"value": None if low == "none" else _number(low), **({"value_max": _number(high)} if high else {})}
    if name == "usd":
        return {name: _number(value)}
    if name == "years":
        return {name: tuple(int(year) for year in value.split(".."))}
    if name == "term":
        return {name: Term.from_dict(json.loads(value))}
    if name == "evidence":
        return {name: tuple(Evidence.from_dict(item) for item in json.loads(value))}
    if name not in _LISTS:
        _choose(name, value)
        return {name: value}
    values = [item.strip() for item in value.split(",") if item.strip()]
    for item in values:
        _choose(name, item)
    return {name: tuple(sorted(values) if kind == "F" else values)}


def _choose(name: str, value: str) -> None:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{value!r} is none of {', '.join(_CHOICES[name])}")
    if name == "nationality" and not _NATION.fullmatch(value):
        raise ValueError(f"{value!r} is no alpha-3 code, nor foreign or domestic")


def _number(text: str) -> float:
    return int(text) if text.isdecimal() else float(text)


def _place(value: str, sentence: Sentence) -> Offsets | None:
    if value == "none":
        return None
    if value == "here":
        return sentence.span
    if found := _SPAN.fullmatch(value):
        return int(found[1]), int(found[2])
    if value not in sentence.names:
        raise ValueError(f"the sentence has only {', '.join(sentence.names) or 'no anchor'}")
    return sentence.names[value]


def write_record(record: Fact | Route, sentence: Sentence) -> str:
    """The line of *record* below *sentence*: what :func:`read_record` reads."""
    fact = isinstance(record, Fact)
    kind, keys = ("F", FACT_KEYS) if fact else (">", ROUTE_KEYS)
    special = _fact_fields(record, sentence) if isinstance(record, Fact) else _route_fields(record, sentence)
    out = {}
    for key, name in keys.items():
        plain = getattr(record, name)
        value = special[key] if key in special else ",".join(plain) if name in _LISTS else plain
        if value is not None and (value or name not in _LISTS or key in _NEEDED[kind]):
            out[key] = value
    known = ("id", "value_max", *keys.values())
    also = {name: value for name, value in record.to_dict().items() if name not in known}
    if also:
        out[ALSO] = json.dumps(also)
    fields = (f"{key}={_quoted(value)}" for key, value in out.items())
    return " ".join([kind, record.id, *fields])


def _fact_fields(fact: Fact, sentence: Sentence) -> dict[str, str | None]:
    value = "none" if fact.value is None else _shown(fact.value)
    if fact.value_max is not None:
        value += f"..{_shown(fact.value_max)}"
    return {
        "at": _named(fact.anchor, sentence),
        "val": value,
        "q": None if fact.qualifier == "exact" else fact.qualifier,
        "year": "..".join(map(str, fact.years)) or None,
        "usd": None if fact.usd is None else _shown(fact.usd),
        "usdat": _named(fact.usd_anchor, sentence),
        "byat": _named(fact.agency_anchor, sentence),
        "sent": "here" if fact.sentence == sentence.span else _named(fact.sentence, sentence),
        "term": None if fact.term is None else json.dumps(fact.term.to_dict()),
        "why": json.dumps([item.to_dict() for item in fact.evidence]) if fact.evidence else None,
    }


def _route_fields(route: Route, sentence: Sentence) -> dict[str, str | None]:
    same = route.sentence == sentence.span
    return {"sent": None if same else _named(route.sentence, sentence) or "none"}


def _named(span: Offsets | None, sentence: Sentence) -> str | None:
    if span is None:
        return None
    names = {place: name for name, place in sentence.names.items()}
    return names.get(span, f"{span[0]}..{span[1]}")


def _shown(number: float) -> str:
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
