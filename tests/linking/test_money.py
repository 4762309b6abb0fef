"""Amounts of money."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


DOLLARS = """
The government allocated 1.2 million Philippine pesos ($24,000) for shelters.
    fund 1200000 PHP 2017 by government usd=24000
The ministry of labor spent 300,000 euros ($360,000) on victim assistance in 2017.
    fund 300000 EUR 2017 by ministry of labor usd=360000
The government provided €45,000 ($54,020) to an NGO-run shelter.
    fund 45000 EUR 2017 by government usd=54020
Courts ordered traffickers to pay 80,000 baht ($2,460) in restitution.
    compensate 80000 THB 2017 by Courts usd=2460
The government allocated $500,000 for its action plan.
    fund 500000 USD 2017 by government
The government allocated approximately 3 billion CFA francs ($5.4 million) to the committee.
    fund ~3000000000 XOF 2017 by government usd=5400000
The ministry provided each victim with a monthly stipend of 700 shekels ($201).
    fund 700 ILS 2017 by ministry usd=201
The commission paid 15.5 million South Korean won ($14,500) in damages.
    compensate 15500000 KRW 2017 by commission usd=14500
In 2016, the government spent £2 million ($2.7 million) on shelters.
    fund 2000000 GBP 2016 by government usd=2700000
The government allocated 1 million cedis (approximately $220,000 USD) for shelters.
    fund 1000000 GHS 2017 by government usd=220000
The government allocated 60 million Kenyan shillings [$583,090] for the fund.
    fund 60000000 KES 2017 by government usd=583090
Courts ordered restitution of 2.5 million baht, about $77,000, to victims.
    compensate 2500000 THB 2017 by Courts usd=77000
The government spent 2.5 million baht* ($77,000) on shelters.
    fund 2500000 THB 2017 by government usd=77000
The government allocated 2.5 million baht in 2017 ($77,000) for shelters.
    fund 2500000 THB 2017 by government usd=77000
The courts received 4.5 million ouguiya [all amounts in 2017 ouguiya] MRO ($12,670) in 2017.
    fund 4500000 MRO 2017 by courts usd=12670
The government provided $7 million Canadian dollars ($5.6 million) for housing.
    fund 7000000 CAD 2017 by government usd=5600000
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(DOLLARS))
def test_dollar_equivalent(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """The dollar equivalent belongs to the amount before it."""
    assert facts_of(sentence) == expected


CURRENCY = """
NOR | The government allocated 30 million kroner ($3.7 million) for shelters.
    fund 30000000 NOK 2017 by government usd=3700000
MEX | The commission provided 4 million pesos ($203,500) in assistance.
    fund 4000000 MXN 2017 by commission usd=203500
KOR | Courts ordered 12 million won ($11,250) in compensation.
    compensate 12000000 KRW 2017 by Courts usd=11250
The government allocated 30 million kroner ($3.7 million) for shelters.
    fund 30000000 XXX 2017 by government usd=3700000
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(CURRENCY))
def test_currency_of_the_country(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A currency that several countries have is that of the narrative's country."""
    assert facts_of(sentence) == expected


DOLLARS_NOT = """
The law prescribed fines of 50,000 to 100,000 rupees ($780 to $1,570).
    nothing
The 2009 law prescribed penalties of up to 10 years' imprisonment and a fine of 200,000 naira ($556).
    nothing
The trafficking law prescribed a minimum fine of $5,000.
    nothing
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(DOLLARS_NOT),
        pytest.param(
            "Workers paid recruitment fees of $2,000.",
            [],
            marks=pytest.mark.xfail(strict=True, reason="a recruitment fee is read as a penalty"),
        ),
    ],
)
def test_amounts_that_are_no_fact(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A fine that the law prescribes is no fact."""
    assert facts_of(sentence) == expected


TWO_YEARS = """
The government allocated 900,000 euros ($1.1 million), compared with 750,000 euros ($900,000) in 2016.
    fund 900000 EUR 2017 vs 750000 EUR 2016 by government usd=1100000
    fund 750000 EUR 2016 by government usd=900000
The ministry budgeted 40 million lek ($360,000) for shelters in 2017 and 38 million lek ($342,000) in 2016.
    fund 40000000 ALL 2017 vs 38000000 ALL 2016 by ministry usd=360000
    fund 38000000 ALL 2016 by ministry usd=342000
The government spent $120,000 on protection, an increase from $95,000 in 2016.
    fund 120000 USD 2017 vs 95000 USD 2016 by government
    fund 95000 USD 2016 by government
The government allocated 10 million rand ($810,000) for 2018, compared with eight million rand ($648,000) for 2017.
    fund 10000000 ZAR 2018 vs 8000000 ZAR 2017 by government usd=810000
    fund 8000000 ZAR 2017 by government usd=648000
The government disbursed 64 million Swedish kronor ($7.8 million) for protection (61 million Swedish kronor ($7.4 \
million) in 2016).
    fund 64000000 SEK 2017 vs 61000000 SEK 2016 by government usd=7800000
    fund 61000000 SEK 2016 by government usd=7400000
The budget of the unit increased from $200,000 in 2016 to $260,000 in 2017.
    fund 200000 USD 2016
    fund 260000 USD 2017 vs 200000 USD 2016
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(TWO_YEARS))
def test_amounts_of_two_years(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Amounts of two years are compared, each with its own dollars."""
    assert facts_of(sentence) == expected


TWO_PURPOSES = """
The government provided 60,000 euros ($72,000) for shelters and 15,000 euros ($18,000) for training.
    fund 60000 EUR 2017 by government usd=72000
    fund 15000 EUR 2017 by government usd=18000
The ministry allocated $40,000 to NGOs and $25,000 to the hotline.
    fund 40000 USD 2017 by ministry
    fund 25000 USD 2017 by ministry
The government budgeted 90,000 euros ($108,000) but spent 70,000 euros ($84,000).
    fund 90000 EUR 2017 by government usd=108000
    fund 70000 EUR 2017 by government usd=84000
The ministry gave 2 million baht and $5,000 to NGOs.
    fund 2000000 THB 2017 by ministry
    fund 5000 USD 2017 by ministry
The government provided $5 million ($2 million for shelters).
    fund 5000000 USD 2017 by government
    fund 2000000 USD 2017 of 5000000 by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(TWO_PURPOSES))
def test_amounts_for_two_purposes(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Amounts for two purposes are not compared."""
    assert facts_of(sentence) == expected


PARTS = """
The government allocated $300,000 to combat trafficking, including $120,000 for victim assistance.
    fund 300000 USD 2017 by government
    fund 120000 USD 2017 of 300000 by government
The government spent $90,000 on protection, of which $30,000 was for shelters.
    fund 90000 USD 2017 by government
    fund 30000 USD 2017 of 90000 by government
The ministry budgeted 200,000 euros ($240,000): 150,000 euros ($180,000) for shelters and 50,000 euros ($60,000) for \
legal aid.
    fund 200000 EUR 2017 by ministry usd=240000
    fund 150000 EUR 2017 of 200000 by ministry usd=180000
    fund 50000 EUR 2017 of 200000 by ministry usd=60000
The ministry spent 5 million Danish kroner ($600,000) of its 8 million Danish kroner ($960,000) budget.
    fund 5000000 DKK 2017 of 8000000 by ministry usd=600000
    fund 8000000 DKK 2017 by ministry usd=960000
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PARTS))
def test_part_of_an_amount(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """An amount can be a part of another."""
    assert facts_of(sentence) == expected


WITH_PEOPLE = """
Courts ordered 14 traffickers to pay $52,000 in compensation to six victims.
    compensate 14 trafficker 2017 by Courts
    compensate 52000 USD 2017 by Courts
    compensate 6 victim 2017 by Courts
The ministry provided 32 victims with 6,400 euros ($7,680) in financial assistance.
    assist 32 victim 2017 by ministry
    fund 6400 EUR 2017 by ministry usd=7680
The government gave 18 victims $300 each.
    assist 18 victim 2017 by government
    fund 300 USD 2017 by government
The government awarded $75,000 to three NGOs that assisted 120 victims.
    fund 75000 USD 2017 by government
    fund 3 ngo 2017 by government
    assist 120 victim 2017 by NGOs
The inspectorate fined 19 companies a total of 70,000 euros ($84,000).
    regulate 19 company 2017 by inspectorate
    regulate 70000 EUR 2017 by inspectorate usd=84000
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(WITH_PEOPLE))
def test_amounts_beside_people(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """An amount and a count of people in one sentence are two facts."""
    assert facts_of(sentence) == expected


PAID = """
The court ordered a trafficker to pay 9,000 euros ($10,800) to two victims.
    compensate 9000 EUR 2017 by court usd=10800
    compensate 2 victim 2017 by court
The court ordered a trafficker to pay a fine of 9,000 euros ($10,800).
    sentence 9000 EUR 2017 by court usd=10800
The ministry paid 9,000 euros ($10,800) for a shelter.
    fund 9000 EUR 2017 by ministry usd=10800
The inspectorate recovered 9,000 euros ($10,800) in wages.
    compensate 9000 EUR 2017 by inspectorate usd=10800
The judge awarded the girl 9,000 euros ($10,800).
    compensate 9000 EUR 2017 by judge usd=10800
The ministry awarded NGOs 9,000 euros ($10,800).
    fund 9000 EUR 2017 by ministry usd=10800
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PAID))
def test_who_is_paid(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A payment is compensation, a penalty or funding, as who pays whom says."""
    assert facts_of(sentence) == expected
