"""The classes of words that the grammar of figures tells apart, one letter each.

:mod:`tallies.tagging.figures` writes its patterns with the *names* below in angle brackets ("<year> <to>
<year>"); :func:`pattern` puts the letters in, :func:`letters` turns a text into them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tallies.lexicons import rows
from tallies.tagging.flow import WALL, Flow
from tallies.tape import Memo

#: Name of a class to its lower-case words. A word stands in one class only.
WORDS: Final = {
    # Numbers.
    "one": "one",
    "seven": "seven",  # apart for "seven days a week"
    "unit": "two three four five six eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "ten": "twenty thirty forty fifty sixty seventy eighty ninety",
    "scale": "hundred thousand million billion trillion lakh lakhs crore crores",
    "dozen": "dozen",
    "daily": "24",  # apart for "24-hour hotline"
    "000": "000",
    "half": "half",
    "ordinal": "first second sixth seventh eighth ninth tenth eleventh twelfth initial",
    "part": "third fourth fifth quarter",  # ordinals and fractions
    "portion": "part portion",
    "parts": "halves thirds quarters fourths fifths sixths tenths",
    "percent": "percent % percentage",
    "cent": "cent",
    "zero": "zero none",
    "neither": "neither",
    "no": "no",
    "not": "not",
    "twice": "once twice",
    # Words around numbers.
    "at": "at",
    "least": "least most minimum",
    "more": "more less fewer greater higher lower",
    "than": "than",
    "up": "up",
    "to": "to",
    "as": "as",
    "many": "many few much",
    "nearly": "approximately about nearly almost around roughly some",
    "over": "over above exceeding",
    "under": "under below",
    "a": "a an",
    "estimated": "estimated",
    "close": "close",
    "just": "just well slightly",
    "between": "between",
    "from": "from",
    "ranging": "ranging ranged range ranges",
    "and": "and",
    "or": "or",
    "of": "of",
    "in": "in",
    "out": "out",
    "every": "every each",
    "per": "per",
    "the": "the",
    "for": "for",
    "within": "within",
    "by": "by with on into against without among",
    "this": "this",
    "through": "through",
    "during": "during throughout",
    "hyphen": "-",
    "comma": ",",
    "stop": ". ; :",
    "slash": "/",
    "open": "( [",
    "close_bracket": ") ]",
    # Time.
    "years": "year years",
    "days": "day days week weeks month months hour hours minute minutes night nights",
    "decades": "decade decades",
    "working": "calendar working business consecutive full additional",
    "fiscal": "fiscal financial school academic budget harvest budgetary judicial",
    "fy": "fy",
    "reporting": "reporting rating review coverage",
    "period": "period periods",
    "timeframe": "timeframe",
    "prior": "prior",
    "previous": "previous last past preceding recent current next following coming same",
    "before": "ago earlier later",
    "early": "early late mid mid-",
    "season": "spring summer autumn fall winter",
    "old": "old older younger young adult adults",
    "age": "age ages aged",
    "long": "long",
    "several": "several",
    "life": "life",
    "prison": "imprisonment incarceration",
    # Numbers that count nothing.
    "numbered": "tier article section sec paragraph chapter clause no. phase version protocol convention resolution"
    " decree proclamation ordinance directive regulation circular schedule annex appendix code figure table page goal"
    " target sdg hotline helpline number numbers law act title order p. pp. grade grades article. art."
    " highway route district zone",
    "numbereds": "articles sections paragraphs chapters clauses tiers nos nos. protocols conventions resolutions"
    " decrees laws acts codes arts.",
    "head": "person",
    "measure": "km kilometer kilometers kilometre kilometres mile miles meter meters metres feet kg kilogram kilograms"
    " kilos tons tonnes acres hectares square degrees p.m. a.m. pm am tolerance",
    "times": "times",
    "whom": "whom",
    "which": "which",
    "possessive": "'s",
    "its": "its their his her these those our such",
    "that": "any that",
    "another": "another",
    "other": "new other existing",
    "source": "observer observers source sources expert official media study newspaper survey",
    "said": "reported noted stated alleged claimed said observed asserted argued believed found indicated"
    " expressed documented contended described cited",
    "met": "met meet meets convened gathered convene",
    "was": "was were is are has have had been did could be",
    "acted": "received obtained asked applied brought sought entered pursued filed requested awarded took accepted"
    " testified faced paid gained used went participated",
    # Things that "no" can count.
    "countables": "accomplices acquittals adults agencies allegations appeals applicants applications arrests beggars"
    " boys brothels businesses calls campaigns cases centers certificates charges children citizens"
    " claims companies complaints convictions courses courts defendants dependents detainees detectives"
    " diplomats employees employers establishments events extraditions facilities factories families"
    " fines firms foreigners gangs girls guards hearings helplines hotlines identifications immigrants"
    " incidents indictments individuals inquiries inspections inspectors instances interpreters"
    " investigations investigators judges laborers lawsuits lawyers licenses magistrates meetings men"
    " migrants minors nationals networks ngos notifications offenders officers officials organizations"
    " parents participants passports peacekeepers penalizations penalties people permits perpetrators"
    " persons petitions pimps prosecutions prosecutors psychologists raids recruiters referrals refugees"
    " repatriations reports requests residents resources returnees sentences servants sessions shelters"
    " smugglers soldiers students suits survivors suspects tips tourists traffickers trainees trainings"
    " translators trials verdicts victims visas visits waivers warrants women workers workshops",
    "countable": "accomplice acquittal adult agency allegation appeal applicant application arrest beggar boy brothel"
    " business call campaign case center certificate charge citizen claim company complaint conviction"
    " course court defendant dependent detainee detective diplomat employee employer establishment event"
    " extradition facility factory fine firm gang girl guard hearing helpline hotline identification"
    " immigrant incident indictment inquiry inspection inspector instance interpreter investigation"
    " investigator judge laborer lawsuit lawyer license magistrate man meeting migrant network ngo"
    " notification offender officer organization parent participant passport peacekeeper penalization"
    " penalty permit perpetrator petition pimp prosecution prosecutor psychologist raid recruiter"
    " referral refugee repatriation report request resident returnee sentence servant session shelter"
    " smuggler soldier student suit survivor suspect tip tourist trafficker trainee training translator"
    " trial verdict victim visa visit waiver warrant woman worker workshop",
}

#: Classes of words in their written form.
CASED: Final = {
    "month": "January February March April May June July August September October November December Jan. Feb. Mar. Apr."
    " Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER"
    " DECEMBER",
    "group": "Group",
    "sign": "$ € £ ¥ • ₹ US$ RM",
    "rupee": "Rs Rs. NRs NRs. PRs SLRs MURs",
    "fixed": "new convertible local renminbi",  # inside the names of currencies
}
#: Classes found by the form of a word.
FORMS: Final = (
    "day",
    "int",
    "year",
    "decimal",
    "code_number",
    "amount",
    "capital",
    "currency",
    "currency_code",
    "coin",
    "early_year",
    "dash",
    # Symbols that mean money in the narratives of some countries only, alone or before a number.
    "bound",
    "bound_amount",
    "bound_short",
)

_NAMES: Final = [*WORDS, *CASED, *FORMS, "break"]
_ALPHABET: Final = "".join(
    map(chr, [*range(0x61, 0x7B), *range(0x41, 0x5B), *range(0x3B1, 0x3CA), *range(0x430, 0x46F)])
)
LETTER: Final = dict(zip(_NAMES, _ALPHABET, strict=False)) | {"break": WALL}

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:mn?|bn|million|billion)?\Z")
#: Two ends behind one sign: the tokenizer leaves "18-$24" of "$18-$24" whole.
_SIGNED_END = re.compile(r"\d[\d,.]*-[$€£•]\d[\d,.]*\Z")
_AMOUNT = re.compile(r"([^\W\d_]{0,5}[./]{0,2}[^\w\s.,/()'-]?)(\d[\d,.]*)(?:m|bn|million|billion)?\Z")
_EARLY = re.compile(r"(?:mid|early|late|pre|post)-(?:19|20)\d\d\Z|FY-?(?:19|20)?\d\d\Z|(?:19|20)\d0'?s\Z", re.I)
#: Currencies whose name is an everyday word; they count only with an adjective or behind "million".
_EVERYDAY: Final = frozenset(
    {
        "real",
        "mark",
        "won",
        "sum",
        "crown",
        "sole",
        "gold",
        "silver",
        "unit",
        "units",
        "rights",
        "sums",
        "colon",
        "colons",
        "lats",
    }
)


def pattern(source: str) -> str:
    """*source* without white space, with the letter of each <name>; "[<a> <b>]" is a set."""
    return re.sub(r"(?<!P)<(\w+)>", _letter, re.sub(r"\s+", "", source))


def _letter(match: re.Match[str]) -> str:
    return re.escape(LETTER[match[1]])


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, words in WORDS.items():
        for word in words.split():
            table.setdefault(word, LETTER[name])
    for row in rows("currency"):
        if row["kind"] == "name":
            head = row["form"].split()[-1].lower()
            if len(head) > 1:
                table.setdefault(head, LETTER["coin" if head in _EVERYDAY else "currency"])
    for name in ("one", "seven", "unit", "ten"):
        table |= {f"{word}-": LETTER[name] for word in WORDS[name].split()}
    for word in ("cfa", "fcfa", "dollars", "dollar", "francs", "franc"):
        table[word] = LETTER["currency"]
    return table


@cache
def _cased() -> dict[str, str]:
    table = {word: LETTER[name] for name, words in CASED.items() for word in words.split()}
    for row in rows("currency"):
        # One letter is no symbol of its own here: "K 5", "F 10" are more often names.
        if row["kind"] == "code":
            table.setdefault(row["form"], LETTER["currency_code"])
        elif row["kind"] == "symbol" and (len(row["form"]) > 1 or not row["form"].isalpha()):
            table.setdefault(row["form"], LETTER["sign"])
    return table


@cache
def _bound_symbols() -> frozenset[str]:
    return frozenset(row["symbol"] for row in rows("currency_symbol"))


#: Letters of words that mean money in the narratives of some countries only.
_BOUND: Final = frozenset(LETTER[name] for name in ("bound", "bound_amount", "bound_short"))


def unbound(text: str, line: Flow, country: str | None) -> str:
    """The letters *text* of *line* without the symbols of money that are none in the narrative of *country*."""
    if _BOUND.isdisjoint(text):
        return text
    known = {row["symbol"] for row in rows("currency_symbol") if row["alpha3"] == country}
    return "".join(
        LETTER["capital"] if letter in _BOUND and word.rstrip("0123456789,.").rstrip() not in known else letter
        for letter, word in zip(text, line.words, strict=True)
    )


def _glued(word: str) -> str:
    """The letter of a number behind a symbol of money, "" if *word* is none: "RM10,000", "US$5", "R5" (million)."""
    match = _AMOUNT.match(word)
    if match is None or not match[1]:
        return ""
    symbol, digits = match[1], match[2]
    if not (symbol[-1].isalpha() or symbol[-1] in "./"):
        return LETTER["amount"]
    if _cased().get(symbol) in (LETTER["sign"], LETTER["currency_code"], LETTER["rupee"]):
        return LETTER["amount"]
    if symbol not in _bound_symbols():
        return ""
    return LETTER["bound_amount" if "," in digits or len(digits) > 4 else "bound_short"]


def _form(word: str) -> str:
    """The letter of a word that no table knows in lower case."""
    known = _cased().get(word)
    if known:
        return known
    first = word[0]
    if "0" <= first <= "9":
        if word.isdecimal():
            if len(word) < 3:
                return LETTER["day"]
            return LETTER["year" if len(word) == 4 and word[:2] in ("19", "20") else "int"]
        if _NUMBER.match(word):
            return LETTER["decimal" if "." in word else "int"]
        if _SIGNED_END.match(word):
            return LETTER["int"]
        return LETTER["early_year" if _EARLY.match(word) else "code_number"]
    if first.isspace():
        return WALL
    if word[-1].isdigit():
        if _EARLY.match(word):
            return LETTER["early_year"]
        glued = _glued(word)
        if glued:
            return glued
    return LETTER["capital"] if first.isupper() else "."


def letters(line: Flow) -> str:
    """One letter a word of *line*; "." for a word of no class."""
    return "".join(map(_letters.__getitem__, line.words))


def _letter_of(word: str) -> str:
    if len(word) > 1 and word in _bound_symbols() and word not in _cased():  # "KM 500" are marks, "500 km" are none
        return LETTER["bound"]
    # "five- to 10-year" counts like "five to 10-year".
    return _table().get(word.lower()) or _form(word.rstrip("-") if word[0].isdigit() else word)


_letters = Memo(_letter_of)
