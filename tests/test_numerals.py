"""Number phrases and amounts as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.numerals import Amount, Quantity, cardinal, parse, parse_money

PHRASES = [
    ("29", Quantity(29.0)),
    ("1,200", Quantity(1200.0)),
    ("1.2 million", Quantity(1_200_000.0)),
    ("Sixty-eight", Quantity(68.0)),
    ("twenty - five", Quantity(25.0)),
    ("two hundred and five", Quantity(205.0)),
    ("two million three hundred thousand", Quantity(2_300_000.0)),
    ("20 lakh", Quantity(2_000_000.0)),
    ("two dozen", Quantity(24.0)),
    ("half a million", Quantity(500_000.0)),
    ("10-12", Quantity(10.0, 12.0)),
    ("80\u201390 percent", Quantity(80.0, 90.0, percent=True)),
    ("twenty-five to thirty", Quantity(25.0, 30.0)),
    ("between 5 and 10", Quantity(5.0, 10.0)),
    ("5 to 12 million", Quantity(5e6, 12e6)),
    ("200,000 to 1.5 million", Quantity(200_000.0, 1_500_000.0)),
    ("30 per cent", Quantity(30.0, percent=True)),
    ("no", Quantity(0.0)),
    ("None", Quantity(0.0)),
    ("neither", Quantity(0.0)),
    ("zero", Quantity(0.0)),
    ("twice", Quantity(2.0)),
    ("half", Quantity(50.0, percent=True)),
    ("two-thirds", Quantity(66.7, percent=True)),
    ("one third", Quantity(33.3, percent=True)),
    ("a quarter of", Quantity(25.0, percent=True)),
    ("one in five", Quantity(20.0, percent=True)),
    ("eight of every 10", Quantity(80.0, percent=True)),
    ("one out of three", Quantity(33.3, percent=True)),
]
QUALIFIERS = {
    "min": "at least|more than|over|no fewer than|not less than|well over|greater than|as few as",
    "max": "up to|as many as|fewer than|less than|at most|no more than|under",
    "approx": "approximately|about|nearly|almost|around|roughly|some|an estimated|estimated|close to",
}
NO_NUMBERS = ["", " ", "-", "victims", "five twenty", "12 13", "percent", "and", "two victims", "several", "one-time"]
AMOUNTS = [
    ("$88,030", Amount(88030.0, "USD")),
    ("$1.5 million", Amount(1.5e6, "USD")),
    ("US$2bn", Amount(2e9, "USD")),
    ("•20,000", Amount(20000.0, "EUR")),
    ("€4 million", Amount(4e6, "EUR")),
    ("1,000 lari", Amount(1000.0, "GEL")),
    ("two million lek", Amount(2e6, "ALL")),
    ("98 million TZS", Amount(98e6, "TZS")),
    ("USD 500", Amount(500.0, "USD")),
    ("NRs 50,000", Amount(50000.0, "NPR")),
    ("150,000 to 300,000 Ethiopian\nbirr", Amount(150000.0, "ETB", 300000.0)),
    ("5 million and 100 million Tanzania Shillings", Amount(5e6, "TZS", 1e8)),
    ("$18-$24", Amount(18.0, "USD", 24.0)),
    ("$-5", Amount(5.0, "USD")),
]


@pytest.mark.parametrize(("text", "value"), PHRASES, ids=[text for text, _ in PHRASES])
def test_parse_value(text: str, value: Quantity) -> None:
    """A number phrase has one value, whole or as a range."""
    assert parse(text) == value


@pytest.mark.parametrize(("name", "words"), QUALIFIERS.items(), ids=list(QUALIFIERS))
def test_parse_qualifier(name: str, words: str) -> None:
    """Words before a number bound it from below, from above, or blur it."""
    assert {lead: parse(f"{lead} 352") for lead in words.split("|")} == {
        lead: Quantity(352.0, qualifier=name) for lead in words.split("|")
    }


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_parse_none(text: str) -> None:
    """What is no number phrase has no value."""
    assert parse(text) is None


@pytest.mark.parametrize(("text", "value"), AMOUNTS, ids=[text for text, _ in AMOUNTS])
def test_parse_money_value(text: str, value: Amount) -> None:
    """An amount has a value and a currency, and is never negative."""
    assert parse_money(text) == value


@pytest.mark.parametrize(
    ("country", "code"), [("MEX", "MXN"), ("DOM", "DOP"), ("PHL", "PHP"), (None, None), ("???", None)]
)
def test_parse_money_shared_name(country: str | None, code: str | None) -> None:
    """The country decides which pesos; without one the currency is open."""
    assert parse_money("3 million pesos", country) == Amount(3e6, code)


@pytest.mark.parametrize("text", ["", "29", "29 victims and more", "pesos", "$", "•", "TZS"])
def test_parse_money_none(text: str) -> None:
    """What lacks a number or a currency is no amount."""
    assert (parse_money(text) or Amount(0, None)).code is None


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def _spelled(number: int) -> str:
    """A slow oracle: *number* in English words."""
    small, tens = SMALL.split(" "), TENS.split(" ")
    if number < 20:
        return small[number]
    if number < 100:
        return tens[number // 10] + (f"-{small[number % 10]}" if number % 10 else "")
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % scale
    joint = " and " if rest and rest < 100 else " "
    return f"{_spelled(number // scale)} {name}" + (joint + _spelled(rest) if rest else "")


def test_parse_spelled() -> None:
    """Every number to 9999 is read from its words."""
    wrong = [n for n in range(10_000) if parse(_spelled(n)) != Quantity(float(n))]
    assert wrong == []


@given(st.integers(min_value=0, max_value=10**15))
def test_parse_digits(number: int) -> None:
    """Digits with and without commas are the same number."""
    assert parse(str(number)) == parse(f"{number:,}") == Quantity(float(number))


WORDS = "one twenty hundred million - and to of in half third $ • 5 1,2 . % no at least between a pesos TZS"
NUMBERISH = st.lists(
    st.sampled_from(WORDS.split(" ")),
    max_size=12,
).map(" ".join)


@given(st.one_of(st.text(), NUMBERISH))
def test_parse_any_text(text: str) -> None:
    """No text raises; values are never negative, ranges never fall."""
    quantity, amount = parse(text), parse_money(text, "MEX")
    for found in (quantity, amount):
        if found is not None:
            assert found.value >= 0
            assert found.value_max is None or found.value_max >= found.value
    cardinal(text.split())
