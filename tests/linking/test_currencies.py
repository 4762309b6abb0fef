"""Amounts of many currencies, as they are written, with the dollars behind them."""

import pytest

from tallies.pipelines import load_rules, make_doc

AMOUNTS = [
    ("ZAF", "R5 million ($380,000)", (5e6, "ZAR", 380_000)),
    ("ZAF", "R12,500 ($950)", (12_500, "ZAR", 950)),
    ("LKA", "Rs. 10,000 ($65)", (10_000, "LKR", 65)),
    ("IND", "Rs 20,000 ($310)", (20_000, "INR", 310)),
    ("MYS", "RM10,000 ($2,470)", (10_000, "MYR", 2_470)),
    ("ISR", "NIS 10,000 ($2,880)", (10_000, "ILS", 2_880)),
    ("KWT", "KD 500 ($1,660)", (500, "KWD", 1_660)),
    ("KOR", "\u20a95 million ($4,680)", (5e6, "KRW", 4_680)),
    ("NGA", "N1.69 billion ($5 million)", (1.69e9, "NGN", 5e6)),
    ("PHL", "\u20b1100 million ($2 million)", (1e8, "PHP", 2e6)),
    ("GTM", "Q13.8 million ($1.88 million)", (13.8e6, "GTQ", 1.88e6)),
    ("PER", "S/. 2.8 million ($865,000)", (2.8e6, "PEN", 865_000)),
    ("BOL", "Bs. 200,000 ($29,000)", (200_000, "BOB", 29_000)),
    ("BIH", "KM 10,000 ($6,130)", (10_000, "BAM", 6_130)),
    ("CHN", "RMB 5 million ($768,000)", (5e6, "CNY", 768_000)),
    ("TTO", "120,000 Trinidad and Tobago dollars ($17,800)", (120_000, "TTD", 17_800)),
    ("CAN", "Can$10,000 ($7,970)", (10_000, "CAD", 7_970)),
    ("CAN", "C$10,000 ($7,970)", (10_000, "CAD", 7_970)),
    ("NIC", "C$10,000 ($325)", (10_000, "NIO", 325)),
    ("EGY", "LE 100,000 (about $5,650)", (100_000, "EGP", 5_650)),
    ("BGD", "taka 500 ($6)", (500, "BDT", 6)),
]


@pytest.fixture(scope="module")
def nlp():
    """The rules."""
    return load_rules()


@pytest.mark.parametrize(("country", "amount", "read"), AMOUNTS, ids=[amount for _, amount, _ in AMOUNTS])
def test_amount_and_dollars(nlp, country, amount, read):
    """An amount is one figure in its own currency, with the dollars that the text states."""
    doc = nlp(make_doc(nlp, f"The ministry allocated {amount} to the new shelter.", country=country, report_year=2018))
    assert [(fact.value, fact.unit, fact.usd) for fact in doc._.facts] == [read]


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("PER", "Officers at gate K160,000 and the R5 million building waited."),
        (None, "The M23 group and the H2A visas of series Q13.8 were named."),
        ("ZAF", "Route R5 and form R12 were closed."),
        ("BIH", "The road is 500 km long."),
        ("EGY", "Le Monde told of it."),
    ],
)
def test_no_money(nlp, country, text):
    """A letter before a number is of money only where that is the country's, and before an amount."""
    doc = nlp(make_doc(nlp, text, country=country, report_year=2018))
    assert [ent.text for ent in doc.ents if ent.label_ == "MONEY"] == []
