"""Numbers, amounts, dates and lengths of time: one grammar, since each is known by not being another.

The grammar is one regular expression over the letters of :mod:`tallies.tagging.letters`. It is an
alternation, tried in this order at each word: numbers that count nothing (ages, article numbers, tiers),
MONEY, DURATION, PERIOD, STATISTIC. What an earlier one takes, a later one does not see.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from spacy.tokens import Doc

from tallies import numerals
from tallies.labels import DURATION, MONEY, PERIOD, STATISTIC
from tallies.tagging.flow import Flow, flow, places
from tallies.tagging.letters import LETTER, letters, pattern, unbound
from tallies.tape import Found, Tape

# Every repetition is bounded, so that no text costs more than linear time.
# Numbers: "29", "1.2 million", "twenty-five", "two hundred and five", "two dozen".
_SMALL: Final = "[<one><seven><unit>]"
_SPELLED: Final = f"(?:<ten>(?:<hyphen>?{_SMALL})?|{_SMALL})"
_NUMBER: Final = f"""(?:
    [<one><unit><day><a>]<dozen>
  | (?:<half><a>|<a>)<scale>(?!<of>)
  | [<day><int><daily>]<000>{{0,3}}<scale>{{0,2}}
  | <decimal>(?:<scale>{{1,2}}
      |(?=<percent>|<hyphen>[<day><int><decimal>]|<to>|<years>|<days>|<hyphen>(?:<years>|<days>)))
  | {_SPELLED}(?:<scale>(?:<and>?{_SPELLED})?){{0,5}}
)"""
# "10-12", "between 5 and 10"; "5 to 10" only where no "from" makes it a change from 5 to 10.
_RANGE: Final = f"(?:<between>{_NUMBER}[<and><to>]{_NUMBER}|{_NUMBER}(?:<hyphen>{_NUMBER})?)"
_TO: Final = f"(?:{_NUMBER}<to>{_NUMBER})"
_BOUND: Final = """(?:
    <just>?(?:<at><least>|<no>?<more><than>|<up><to>|<as><many><as>|<close><to>|<nearly>|<over>|<under>)
    (?:<nearly>|<a>?<estimated>)?
  | <a><estimated><of>? | (?<=<the>)<estimated>
)"""
_PERCENT: Final = "(?:<percent>|<per><cent>)"

_NOTHING: Final = (
    # "article 144", "Tier 2", "No. 5", "sections 133 and 175", "article 242(1)"
    """(?:<numbered>|<no>(?=<stop>[<day><int><daily><year><code_number>]))(?:<no>?<stop>)?
       [<day><int><daily><year><decimal><code_number>](?:<open>.<close_bracket>){0,3}
       (?:[<hyphen><slash><to>]<numbered>?[<day><int><daily><code_number>]|[<and><or>](?:<int>|<code_number>))?""",
    """<numbereds><no>?<stop>?[<day><int><daily><decimal><code_number>](?:<open>.<close_bracket>){0,3}
       (?:(?:<comma>?[<and><or>]|[<comma><hyphen><to>])
       [<day><int><daily><decimal><code_number>](?:<open>.<close_bracket>){0,3}){0,20}""",
    "<numbered><one>|<numbered><unit>",
    # Ages: "under 18", "ages 5 to 17", "as young as 13", "16-year-old", "18 or older"
    f"""(?:<between>|[<over><under>]|<as><old><as>|<old><than>)?<the>?<age><of>?
       {_NUMBER}(?:<comma>?[<and><or>]{_NUMBER}|[<comma><hyphen><to>]{_NUMBER}){{0,5}}""",
    f"""(?:<under>|<as><old><as>|<old><than>)<the>?{_NUMBER}
       (?:<hyphen>?<years>(?:<hyphen>?<old>|<of><age>)?)?(?![<percent><scale>])""",
    f"""{_BOUND}?<between>?{_NUMBER}(?:[<hyphen><to><and><or>]{_NUMBER})?(?:<or><more>)?
       <hyphen>?(?:<years>|<days>)<hyphen>?(?:<old>|<of><age>|<in><age>)""",
    f"{_NUMBER}[<and><or>](?:<old>|<under>|<over>)(?!{_NUMBER})",
    # "24-hour", "24/7", "24 hours a day, seven days a week", "Group of 20"
    "<daily><hyphen>?<days>[<a><per>]<days>|<daily><hyphen><days>|<seven><days>[<a><per>]<days>",
    "[<day><int><daily>]<slash>[<day><int><daily><seven>]",
    "<group><of>[<day><daily>]",
    # "one-time", "two-part", "one of the", "one another", "second of six"
    f"{_NUMBER}<hyphen>(?=[^<one><seven><unit><ten><day><int><daily><years><days><head><part><parts><half><to><and>])",
    f"<one><of>(?=<the>|<several>|<many>|<which>|<its>|<no>?<more>|{_NUMBER})",
    f"(?:<ordinal>|<part>)<of>(?=<the>?{_NUMBER})",
    "(?:<another>|<other>|<that>|<no>|<this>|<every>)<one>(?![<percent><scale>])|<one>(?:<another>|<possessive>)",
    # "set 18 as the minimum"
    f"{_NUMBER}<as>[<the><a>]<least>",
    # "One NGO reported": somebody, not a count.
    "<one>.?[<source><countable>](?:<said>|<estimated>)",
    "<one><hyphen><to><hyphen><one>",
    f"<no>(?:<more>(?!<than>(?:{_NUMBER}|<a>))|<long>)",
    # "five times above the limit", "the most recent year", "zero tolerance"
    f"{_BOUND}?{_NUMBER}<times>(?=<over>|<more>|<as>|<the>)",
    "<least><previous>(?:<years>|<period>)",
    "<zero><hyphen>?<measure>",
    # "40 kilometers", "10 p.m."
    f"{_NUMBER}(?:<hyphen>{_NUMBER})?<measure>",
)

_NAME: Final = """(?:[<capital><fixed><other>]{0,4}[<currency><currency_code>]<currency>?
  | <capital>{1,3}<and><capital>{1,3}<currency>
  | (?:(?<=<scale>)|[<capital><fixed>]{1,3})<coin>)"""
_SIGNED: Final = f"(?:<sign>|[<bound><rupee>]<stop>?|<currency>|<currency_code><sign>?){_NUMBER}"
_GLUED: Final = "(?:[<amount><bound_amount>]<scale>?|<bound_short><scale>)"
_MONEY: Final = (
    f"""(?:{_SIGNED}|{_GLUED})
       (?:(?:<hyphen>|<to>|<and>(?=<sign>))(?:{_SIGNED}|{_GLUED})|<hyphen>{_NUMBER}|<to>[<day><decimal>]<scale>)?
       (?:[<capital><fixed>]{{0,2}}[<currency><currency_code>])?""",
    f"{_BOUND}?<between>?(?P<MONEY_2>{_NUMBER}(?:[<hyphen><to><and><or>]{_NUMBER})?{_NAME})",
)

# "seven- to 10-year", "three-to-five-year", "two-and-a-half"
_LENGTH: Final = f"""{_NUMBER}(?:(?:<hyphen>?[<to><and><or>]<hyphen>?|<hyphen>|<comma>[<and><or>]?){_NUMBER}){{0,5}}
    (?:<hyphen>?<and><hyphen>?(?:<a><hyphen>?|<one><hyphen>)<half>)?<working>?"""
_DURATION: Final = (
    # A change or a range; see _ends.
    f"(?<!<ranging>)<from>(?P<DURATION_5>{_NUMBER}(?:<years>|<days>)<to>{_NUMBER}(?:<years>|<days>))",
    f"<between>(?P<DURATION_6>{_NUMBER}(?:<years>|<days>)<and>{_NUMBER}(?:<years>|<days>)(?:<and>{_NUMBER}<days>)?)",
    # Behind a sum, "over five years" says how it is spread.
    f"""(?:<between>|(?<=[<close_bracket><currency><scale><amount>])<over>)?
       (?P<DURATION_1>(?:<at><least>|<as><many><as>|(?<![<close_bracket><currency><scale><amount>])<over>|(?:<no>|<not>)?<more><than>|<up><to>|<nearly>|<a>?<estimated>)?
       {_LENGTH}<hyphen>?(?:<years>|<days>)(?!<hyphen>?<old>)(?:<and>{_NUMBER}<days>)?
       (?:<to>(?:{_NUMBER}(?:<years>|<days>)(?:<and>{_NUMBER}<days>)?|<life>))?(?:<hyphen><long>)?)""",
    "(?:<up><to>|<at><least>|(?:<no>|<not>)?<more><than>)(?:<life>|<a>(?:<years>|<days>))",
    "<life>(?=<prison>|<in>)|(?<=<prison><for>)<life>",
    "<a>?(?P<DURATION_2>(?:<several>|<many>)(?:<years>|<days>|<decades>))(?!<before>)",
    "(?P<DURATION_3>(?:<years>|<days>)<hyphen><long>)",
    "(?:<for>|<within>)<a>(?P<DURATION_4><years>|<days>)|<a>(?P<DURATION_7><years>|<days>)(?=<of>)",
)

_DATE: Final = """(?:
    <month>[<day><daily>]<comma>?<year> | [<day><daily>]<month><comma>?<year>? | <month><comma>?<year>
  | <month>[<day><daily>](?![<day><int><scale><percent>]) | <month>
)"""
_KIND: Final = "(?:<working>|<fiscal>|<reporting>)"
_YEAR: Final = "(?:<year>(?:<hyphen>(?:<year>|<day>|<daily>))?|<early_year>)"
_PERIOD: Final = (
    f"(?:<during><the>)?(?P<PERIOD_6><years><prior>(?:<to>(?:{_DATE}|<year>))?)",
    f"(?:<from>|<between>)?(?P<PERIOD_1>{_DATE}<comma>?(?:<to>|<hyphen>|<through>)(?:{_DATE}|<year>))",
    f"<between>(?P<PERIOD_2>(?:{_DATE}|<year>)<and>(?:{_DATE}|<year>))",
    "<year>(?:<to>|<hyphen>|<dash>|<through>)<year>(?:<fiscal>|<reporting>)?(?:<years>|<period>)?",
    f"(?:<early>(?:<to><early>)?<hyphen>?)(?:{_DATE}|{_YEAR})",
    f"(?:<ordinal>|<part>|<previous>)(?:<half>|<part>|<parts>|<portion>|{_NUMBER}<days>)<of>(?:{_YEAR}|<the><years>)",
    f"<season>(?:<of>)?{_YEAR}",
    f"(?:{_KIND}(?:<years>|<period>)|<fy>){_YEAR}",
    f"{_YEAR}(?:{_KIND}{{1,2}}(?:<years>|<period>))",
    _DATE,
    f"{_YEAR}",
    f"""[<previous><prior>](?:<and>[<previous><prior>])?(?:{_NUMBER}|<several>|<many>)?{_KIND}{{0,2}}
       (?:<years>|<period>|<timeframe>|<decades>)""",
    f"[<previous><prior>]{_NUMBER}<days>",
    "(?<=<for><the>)(?:<ordinal>|<part>)<working><years>",
    "(?P<PERIOD_3><reporting>(?:<period>|<years>))",
    "<this>(?P<PERIOD_4><years>|<timeframe>)|<during><this>(?P<PERIOD_7><period>)|<during><the>(?P<PERIOD_5><years>)",
)

_STATISTIC: Final = (
    # "one in four", "eight of every 10", "two out of three"
    f"{_BOUND}?(?:<one><in>{_NUMBER}|{_NUMBER}(?:<out>?<of>|<in>)<every>{_NUMBER}|<one><out><of>{_NUMBER})",
    # "half", "two-thirds", "a quarter of"
    f"{_BOUND}?(?:{_SMALL}<hyphen>?(?:<part>|<parts>|<half>)|<a>(?:<part>|<half>)(?=<of>))",
    f"{_BOUND}?<half>(?!<hyphen>|<a>)",
    f"{_BOUND}?(?:(?<!<from>){_TO}|{_RANGE}){_PERCENT}?",
    "<zero>(?!<hyphen>)",
    "<neither>(?=<of>|<was>)",
    "<met>(?P<STATISTIC_3><twice>)(?!<a>|<per>|<every>|<years>)",
    """<no>(?=[.<capital><and><or><comma><hyphen><other><its><said><head><countable>]{0,5}
       (?:<countables>(?!<hyphen>)|<countable>[<of><for><in><was><acted><stop><comma>]|<source>[<was><acted>]))""",
)

#: Beginnings of verbs before a change: "reduced from six months to 45 days".
_CHANGES: Final = tuple("increas rais extend lengthen reduc decreas shorten lower limit cut chang".split())  # noqa: SIM905
_DAYS: Final = {"hour": 1 / 24, "minute": 1 / 1440, "week": 7.0, "month": 30.0, "year": 365.0}
_COUNTING: Final = ("one", "seven", "unit", "ten", "scale", "dozen", "daily", "000", "day", "int", "decimal")
_NUMBER_LETTERS: Final = frozenset(LETTER[name] for name in _COUNTING)


#: What an alternative can start with.
_PROMISING: Final = """[^.<the><capital><comma><stop><countables><countable><was><of><and><by><said><open>
    <close_bracket><break><to><in><or><hyphen><dash><slash><its><head><source><which><whom><possessive><percent><cent><measure><times>
    <out><than><through><code_number><coin>]|<the><age>"""


@cache
def _grammar() -> re.Pattern[str]:
    """The alternation. Each alternative that marks something has a group named LABEL_n; LABEL_0n marks all of it.

    That group is empty and stands last: an alternative that opens with a group is not seen to fail at its first letter.
    """
    alternatives = [*_NOTHING]
    for label, sources in ((MONEY, _MONEY), (DURATION, _DURATION), (PERIOD, _PERIOD), (STATISTIC, _STATISTIC)):
        for place, source in enumerate(sources):
            alternatives.append(source if f"<{label}_" in source else f"(?:{source})(?P<{label}_0{place}>)")
    # Most words start none of the alternatives; one look at them is quicker than forty failures.
    return re.compile(f"(?={pattern(_PROMISING)})(?:{'|'.join(map(pattern, alternatives))})")


def _dashed(text: str, line: Flow, tape: Tape) -> str:
    """*text* with the hyphens that are dashes told apart: "all but two—due to" is no "two-due"."""
    hyphen, dash = LETTER["hyphen"], LETTER["dash"]
    dashes = [
        i
        for i in places(text, hyphen)
        if tape.source[tape.starts[line.index[i]]] == "—"
        or (i and tape.ends[line.index[i] - 1] < tape.starts[line.index[i]])
    ]
    if not dashes:
        return text
    out = list(text)
    for place in dashes:
        out[place] = dash
    return "".join(out)


def _ends(line: Flow, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two terms if "from six months to 45 days" is a change, one if it is a range."""
    to = text.index(LETTER["to"], start)
    low, high = (_days(line, *part) for part in ((start, to), (to + 1, end)))
    changed = any(word.startswith(_CHANGES) for word in line.lower[max(0, start - 10) : start])
    return [(start, to), (to + 1, end)] if changed or low > high else [(start, end)]


def _days(line: Flow, start: int, end: int) -> float:
    count = numerals.cardinal(line.lower[start : end - 1]) or 0.0
    return count * next((days for unit, days in _DAYS.items() if line.lower[end - 1].startswith(unit)), 1.0)


def _rising(line: Flow, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A range whose second number is the smaller is none: "sent 30 to two NGOs"."""
    to = text.find(LETTER["to"], start, end)
    if to <= start or to == end - 1 or LETTER["between"] in text[start:to] or text[to - 1] not in _NUMBER_LETTERS:
        return [(start, end)]
    found = numerals.parse(" ".join(line.lower[start:end]))
    low = numerals.parse(" ".join(line.lower[start:to]))
    if found and low and found.value_max is not None and found.value >= low.value:
        return [(start, end)]
    return [(start, to), (to + 1, end)]


_last: tuple[Tape, dict[str, list[Found]]] | None = None


def _figures(tape: Tape, doc: Doc) -> dict[str, list[Found]]:
    """All figures by label. Those of the last tape are kept: the four taggers ask in turn."""
    global _last
    if _last is None or _last[0] is not tape:
        line = flow(tape)
        country = _country(doc)
        found: dict[str, list[Found]] = {MONEY: [], DURATION: [], PERIOD: [], STATISTIC: []}
        text = unbound(_dashed(letters(line), line, tape), line, country)
        for match in _grammar().finditer(text):
            name = match.lastgroup
            if name is None:
                continue
            label, _, number = name.partition("_")
            start, end = match.span() if number[0] == "0" else match.span(name)
            parts = [(start, end)]
            if label == DURATION:
                if line.words[end - 1].istitle():  # "16 Days of Activism" is a name
                    continue
                if name == "DURATION_5":
                    parts = _ends(line, text, start, end)
            elif label == STATISTIC:
                parts = _rising(line, text, start, end)
            found[label].extend(Found(line.index[i], line.index[j - 1] + 1) for i, j in parts)
        _last = (tape, found)
    return _last[1]


def _country(doc: Doc) -> str | None:
    return doc._.country if doc.has_extension("country") else None


def find_statistics(tape: Tape, doc: Doc) -> list[Found]:
    """Numbers of counted things, with words such as "at least" and "percent"."""
    return list(_figures(tape, doc)[STATISTIC])


def find_money(tape: Tape, doc: Doc) -> list[Found]:
    """Amounts with their currency; the norm is the ISO 4217 code, empty where the name is shared by many.

    Some symbols are of money in the narratives of a few countries only ("R5 million", "LE 100"): see ``doc._.country``.
    """
    out = []
    country = _country(doc)
    for found in _figures(tape, doc)[MONEY]:
        text = tape.source[tape.starts[found.start] : tape.ends[found.end - 1]]
        # A symbol before the number is that of the country ("C$10"); a name behind it stays open ("10 pesos").
        opens = not (text[0].isdigit() or text[0].islower())
        amount = numerals.parse_money(text, country if opens else None)
        out.append(found._replace(norm=amount.code or "" if amount else ""))
    return out


def find_periods(tape: Tape, doc: Doc) -> list[Found]:
    """Years, dates, spans of them, and relative periods ("previous year")."""
    return list(_figures(tape, doc)[PERIOD])


def find_durations(tape: Tape, doc: Doc) -> list[Found]:
    """Lengths of time, terms of imprisonment among them."""
    return list(_figures(tape, doc)[DURATION])
