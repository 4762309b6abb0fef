"""The CSV tables of closed-class words: shape, codes, the classic mix-ups."""

import csv
import re
from pathlib import Path

import pytest

import tallies

LEXICONS = Path(tallies.__file__).parent / "lexicons"
HEADERS = {
    "country": ["form", "alpha3", "kind"],
    "region": ["form", "region", "kind"],
    "currency": ["form", "code", "kind"],
    "currency_country": ["alpha3", "name", "code"],
    "currency_symbol": ["alpha3", "symbol", "code"],
}
KINDS = {
    "country": {"name", "adjective", "people"},
    "region": {"name", "adjective"},
    "currency": {"code", "symbol", "name"},
}
CODE = {
    "alpha3": re.compile(r"[A-Z]{3}"),
    "code": re.compile(r"[A-Z]{3}"),
    "region": re.compile(r"[a-z]+(_[a-z]+)*"),
}


def read(table):
    with (LEXICONS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def records(table):
    header, rows = read(table)
    return [dict(zip(header, row, strict=True)) for row in rows]


def values(table):
    """Each form of the table with its code or region."""
    return {row[0]: row[1] for row in read(table)[1]}


def kinds(table):
    return {row["form"]: row["kind"] for row in records(table)}


def meaning(alpha3, name):
    """The currency of a bare name in a country's narrative, or None."""
    rows = records("currency_country")
    found = [r["code"] for r in rows if (r["alpha3"], r["name"]) == (alpha3, name)]
    return found[0] if found else None


@pytest.mark.parametrize("table", HEADERS)
def test_lexicon_header(table):
    """A table begins with its header, has rows, and every row has three cells."""
    header, rows = read(table)
    assert header == HEADERS[table]
    assert len(rows) > 100
    assert [row for row in rows if len(row) != len(header)] == []


@pytest.mark.parametrize("table", HEADERS)
def test_lexicon_cells_are_clean(table):
    """No cell is empty, padded, double-spaced, or has a curly apostrophe."""
    unclean = re.compile("^$|^\\s|\\s$|\\s\\s|[\\t\\n\u2018\u2019]")
    cells = [cell for row in read(table)[1] for cell in row]
    assert [cell for cell in cells if unclean.search(cell)] == []


@pytest.mark.parametrize("table", HEADERS)
def test_lexicon_has_no_duplicates(table):
    """A form stands once in a table, a name once for a country."""
    width = 2 if table in ("currency_country", "currency_symbol") else 1
    keys = [tuple(row[:width]) for row in read(table)[1]]
    assert len(keys) == len(set(keys))


def test_country_and_region_share_no_form():
    """What names a country or its people does not name a region as well."""
    assert values("country").keys() & values("region").keys() == set()


@pytest.mark.parametrize("table", KINDS)
def test_lexicon_kinds(table):
    """Every kind that a table may have occurs, and no other."""
    assert set(kinds(table).values()) == KINDS[table]


@pytest.mark.parametrize("table", HEADERS)
def test_lexicon_codes_have_their_shape(table):
    """Codes are three capitals, regions lower case with underscores."""
    rows = records(table)
    for column in CODE.keys() & rows[0].keys():
        wrong = {r[column] for r in rows if not CODE[column].fullmatch(r[column])}
        assert wrong == set(), column


def test_country_codes_are_iso():
    """Every alpha-3 code is in ISO 3166-1, or is that of Kosovo."""
    pycountry = pytest.importorskip("pycountry")
    known = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    for table in ("country", "currency_country", "currency_symbol"):
        assert {r["alpha3"] for r in records(table)} - known == set(), table


def test_every_country_has_a_name():
    """Every country and territory of ISO 3166-1, and Kosovo, has a name."""
    pycountry = pytest.importorskip("pycountry")
    wanted = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    named = {r["alpha3"] for r in records("country") if r["kind"] == "name"}
    assert wanted - named == set()


def test_every_active_currency_has_its_code():
    """Every currency that is a country's money in ISO 4217 has a code row."""
    pycountry = pytest.importorskip("pycountry")
    codes = {r["form"] for r in records("currency") if r["kind"] == "code"}
    active = {currency.alpha_3 for currency in pycountry.currencies}
    no_money = {"BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "USS", "UYI", "UYW"}
    assert {c for c in active - codes - no_money if not c.startswith("X")} == set()


def test_currency_codes_are_one_set():
    """A code row maps to itself, and no other row has a code without such a row."""
    rows = records("currency")
    codes = {r["form"]: r["code"] for r in rows if r["kind"] == "code"}
    assert {form for form, code in codes.items() if form != code} == set()
    assert {r["code"] for r in rows} - codes.keys() == set()
    assert {r["code"] for r in records("currency_country")} - codes.keys() == set()
    assert {r["code"] for r in records("currency_symbol")} - codes.keys() == set()


@pytest.mark.parametrize(
    ("form", "alpha3", "kind"),
    [
        ("Niger", "NER", "name"),
        ("Nigeria", "NGA", "name"),
        ("Nigerien", "NER", "adjective"),
        ("Nigerian", "NGA", "adjective"),
        ("Nigeriens", "NER", "people"),
        ("Nigerians", "NGA", "people"),
        ("Guinea", "GIN", "name"),
        ("Guinea-Bissau", "GNB", "name"),
        ("Equatorial Guinea", "GNQ", "name"),
        ("Papua New Guinea", "PNG", "name"),
        ("Guinean", "GIN", "adjective"),
        ("Bissau-Guinean", "GNB", "adjective"),
        ("Equatoguinean", "GNQ", "adjective"),
        ("Papua New Guinean", "PNG", "adjective"),
        ("Democratic Republic of the Congo", "COD", "name"),
        ("DRC", "COD", "name"),
        ("Republic of the Congo", "COG", "name"),
        ("Congolese", "COD", "adjective"),
        ("North Korea", "PRK", "name"),
        ("DPRK", "PRK", "name"),
        ("Democratic People's Republic of Korea", "PRK", "name"),
        ("South Korea", "KOR", "name"),
        ("Republic of Korea", "KOR", "name"),
        ("ROK", "KOR", "name"),
        ("North Korean", "PRK", "adjective"),
        ("South Korean", "KOR", "adjective"),
        ("South Sudan", "SSD", "name"),
        ("Sudan", "SDN", "name"),
        ("South Sudanese", "SSD", "adjective"),
        ("Sudanese", "SDN", "adjective"),
        ("Dominica", "DMA", "name"),
        ("Dominican Republic", "DOM", "name"),
        ("Dominican", "DOM", "adjective"),
        ("China", "CHN", "name"),
        ("Taiwan", "TWN", "name"),
        ("Samoa", "WSM", "name"),
        ("American Samoa", "ASM", "name"),
        ("Ireland", "IRL", "name"),
        ("Northern Ireland", "GBR", "name"),
        ("Mauritian", "MUS", "adjective"),
        ("Mauritanian", "MRT", "adjective"),
        ("Austrian", "AUT", "adjective"),
        ("Australian", "AUS", "adjective"),
        ("Macau", "MAC", "name"),
        ("Macedonia", "MKD", "name"),
        ("Burma", "MMR", "name"),
        ("Swaziland", "SWZ", "name"),
        ("Eswatini", "SWZ", "name"),
        ("Cote d'Ivoire", "CIV", "name"),
        ("Kosovo", "XKX", "name"),
        ("Georgia", "GEO", "name"),
        ("Bahamas", "BHS", "name"),
        ("Kyrgyz", "KGZ", "adjective"),
        ("Kyrgyz Republic", "KGZ", "name"),
        ("Central African", "CAF", "adjective"),
        ("Filipinas", "PHL", "people"),
        ("Swedes", "SWE", "people"),
        ("Thais", "THA", "people"),
        ("Chinese", "CHN", "adjective"),
    ],
)
def test_country_forms(form, alpha3, kind):
    """Names that are easily mixed up mean the right country."""
    assert (values("country").get(form), kinds("country").get(form)) == (alpha3, kind)


@pytest.mark.parametrize(
    ("form", "region", "kind"),
    [
        ("Africa", "africa", "name"),
        ("African countries", "africa", "name"),
        ("African", "africa", "adjective"),
        ("Central Asia", "central_asia", "name"),
        ("Gulf states", "gulf_states", "name"),
        ("Middle East", "middle_east", "name"),
        ("Latin American countries", "latin_america", "name"),
        ("Eastern Europe", "eastern_europe", "name"),
        ("Eastern European", "eastern_europe", "adjective"),
        ("Southeast Asia", "southeast_asia", "name"),
        ("South-East Asian nations", "southeast_asia", "name"),
        ("southern Africa", "southern_africa", "name"),
        ("Central African countries", "central_africa", "name"),
        ("EU member states", "eu", "name"),
    ],
)
def test_region_forms(form, region, kind):
    """Regions, their adjectives and their countries have the region as value."""
    assert (values("region").get(form), kinds("region").get(form)) == (region, kind)


@pytest.mark.parametrize("form", ["South Africa", "South African", "South Africans"])
def test_south_africa_is_no_region(form):
    """The country is left out of the pattern direction x continent."""
    assert form not in values("region")
    assert values("country")[form] == "ZAF"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("Azerbaijani manat", "AZN"),
        ("Kenyan shillings", "KES"),
        ("Kenya shillings", "KES"),
        ("Solomon Islands dollars", "SBD"),
        ("Eastern Caribbean dollars", "XCD"),
        ("Central African CFA francs", "XAF"),
        ("West African CFA francs", "XOF"),
        ("U.S. dollars", "USD"),
        ("Bangladeshi Taka", "BDT"),
        ("lek", "ALL"),
        ("leva", "BGN"),
        ("kunas", "HRK"),
        ("denars", "MKD"),
        ("lari", "GEL"),
        ("pa'anga", "TOP"),
        ("$", "USD"),
        ("NT$", "TWD"),
        ("•", "EUR"),
        ("CFA", "XOF"),
        ("ZMK", "ZMK"),
    ],
)
def test_currency_forms(form, code):
    """Unambiguous names, symbols and codes mean the right currency."""
    assert values("currency").get(form) == code


@pytest.mark.parametrize(
    ("alpha3", "name", "code"),
    [
        ("MEX", "pesos", "MXN"),
        ("DOM", "pesos", "DOP"),
        ("NOR", "kroner", "NOK"),
        ("DNK", "kroner", "DKK"),
        ("BIH", "marks", "BAM"),
        ("AZE", "manat", "AZN"),
        ("TKM", "manat", "TMT"),
        ("GNQ", "FCFA", "XAF"),
        ("SEN", "FCFA", "XOF"),
        ("CAN", "dollars", "CAD"),
        ("HTI", "dollars", "USD"),
        ("ZMB", "kwacha", "ZMW"),
        ("MWI", "kwacha", "MWK"),
        ("KOR", "won", "KRW"),
        ("IRN", "rials", "IRR"),
        ("UZB", "som", "UZS"),
        ("MDA", "lei", "MDL"),
        ("ROU", "lei", "RON"),
        ("HRV", "kunas", None),
    ],
)
def test_currency_country_names(alpha3, name, code):
    """A shared name means the country's own currency; an unshared one has no row."""
    assert meaning(alpha3, name) == code


def test_shared_names_are_not_unambiguous():
    """Only the CFA franc, which has a default, is in both currency tables."""
    shared = {r["name"] for r in records("currency_country")}
    both = shared & values("currency").keys()
    assert {name for name in both if "CFA" not in name} == set()
    assert "CFA" in both
