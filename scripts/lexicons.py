"""Make the generated rows of the lexicons and merge them with the hand-written ones.

    python scripts/lexicons.py [DIRECTORY]

The tables live in ``pipeline/tallies/lexicons``. A row that is already there is kept as
it is; a generated row is added only if its form is not there yet, and the table is
sorted. So a form is corrected by editing its row, and a row that should be made anew is
deleted first.

Generated, with ``babel`` (CLDR, English) and ``pycountry`` (ISO 3166-1 and 4217):

- country.csv: short, common and official names of ISO 3166-1, English names of CLDR,
  "&" for "and", "St." for "Saint", and plain-ASCII spellings.
- region.csv: direction x continent, their adjectives, and "<adjective> countries".
- currency.csv: ISO 4217 codes in use since 2001, CLDR symbols and names, and each
  country's adjectives and names (out of country.csv) before its own currency's name.
- currency_country.csv: for every country, those names of its legal tenders since 2001
  that other currencies have too, and "dollar(s)" as US dollars where there is no other.

Hand-written in the tables: old and everyday names, abbreviations, all demonyms, regions
that no pattern makes, currency nicknames and most symbols. Hand-written below:
spellings of currency names (HEADS), and what else stands in capitals.

Where a country changed its currency but not the name (leone, ouguiya, kwacha), the name
means the one that was tender at AS_OF, the end of the year that the 2018 reports count.
"""

import csv
import datetime
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import pycountry
from babel import Locale
from babel.numbers import (
    get_currency_name,
    get_currency_symbol,
    get_territory_currencies,
)

LEXICONS = Path(__file__).resolve().parents[1] / "pipeline" / "tallies" / "lexicons"
SINCE = datetime.date(2001, 1, 1)
AS_OF = datetime.date(2017, 12, 31)
UNTIL = datetime.date(2025, 12, 31)
HEADERS = {
    "country": ("form", "alpha3", "kind"),
    "region": ("form", "region", "kind"),
    "currency": ("form", "code", "kind"),
    "currency_country": ("alpha3", "name", "code"),
}
KEYS = {"country": (0,), "region": (0,), "currency": (0,), "currency_country": (0, 1)}

# ISO 4217 entries that are no money in circulation: funds, metals, units of account.
NO_MONEY = {
    *("BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "USS", "UYI", "UYW", "XAD"),
    *("XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS"),
    *("XUA", "XXX"),
}

CFA = "CFA, CFA franc, CFA francs, francs CFA, franc CFA, FCFA, F.CFA, F CFA"
# Names of currencies as reports spell them, beside the last word of the CLDR name.
HEADS = {
    "AFN": "afghani, afghanis",
    "ALL": "lek, leks, lekë, leke",
    "AMD": "dram, drams",
    "ANG": "guilder, guilders",
    "AOA": "kwanza, kwanzas",
    "AWG": "florin, florins",
    "AZN": "manat, manats",
    "BAM": "mark, marks, marka, convertible mark, convertible marks, convertible marka",
    "BDT": "taka, takas",
    "BGN": "lev, levs, leva, levas",
    "BOB": "boliviano, bolivianos",
    "BRL": "real, reals, reais",
    "BTN": "ngultrum, ngultrums",
    "BWP": "pula, pulas",
    "BYN": "ruble, rubles, rouble, roubles",
    "BYR": "ruble, rubles, rouble, roubles",
    "CHF": "franc, francs",
    "CNY": "yuan, renminbi, RMB",
    "CRC": "colon, colons, colones, colón",
    "CUC": "convertible peso, convertible pesos",
    "CZK": "koruna, korunas, koruny, korun, crown, crowns",
    "DEM": "mark, marks, deutsche mark, deutsche marks, deutschmark, deutschmarks",
    "DKK": "krone, kroner, krona, kronor, crown, crowns",
    "EEK": "kroon, kroons, krooni",
    "EGP": "pound, pounds",
    "ERN": "nakfa, nakfas",
    "ETB": "birr, birrs",
    "FIM": "markka, markkas, markkaa",
    "GEL": "lari, laris",
    "GHS": "cedi, cedis",
    "GMD": "dalasi, dalasis",
    "GTQ": "quetzal, quetzals, quetzales",
    "HNL": "lempira, lempiras",
    "HRK": "kuna, kunas, kune",
    "HTG": "gourde, gourdes",
    "HUF": "forint, forints",
    "IDR": "rupiah, rupiahs",
    "ILS": "shekel, shekels, new shekel, new shekels",
    "IRR": "rial, rials, riyal, riyals",
    "ISK": "krona, kronur, krónur, kronor, krone, kroner, crown, crowns",
    "ITL": "lira, liras, lire",
    "JPY": "yen",
    "KGS": "som, soms",
    "KHR": "riel, riels",
    "KZT": "tenge, tenges",
    "LAK": "kip, kips",
    "LBP": "pound, pounds, lira, liras",
    "LSL": "loti, maloti",
    "LTL": "litas, litai, lita",
    "LVL": "lats, lati, lat",
    "MDL": "leu, lei",
    "MGA": "ariary, ariaries",
    "MKD": "denar, denars, denari",
    "MMK": "kyat, kyats",
    "MNT": "tugrik, tugriks, tugrug, tugrugs, togrog, togrogs, tögrög",
    "MOP": "pataca, patacas",
    "MRO": "ouguiya, ouguiyas",
    "MRU": "ouguiya, ouguiyas",
    "MVR": "rufiyaa, rufiyaas",
    "MWK": "kwacha, kwachas",
    "MYR": "ringgit, ringgits",
    "MZN": "metical, meticals, meticais",
    "NGN": "naira, nairas",
    "NIO": "cordoba, cordobas",
    "NOK": "krone, kroner, krona, kronor, crown, crowns",
    "OMR": "rial, rials, riyal, riyals",
    "PEN": "sol, soles, nuevo sol, nuevos soles, new sol, new soles",
    "PGK": "kina, kinas",
    "PLN": "zloty, zlotys, zloties, zlotych, złoty, złotych",
    "PYG": "guarani, guaranis, guaranies, guaraníes",
    "QAR": "riyal, riyals, rial, rials",
    "RON": "leu, lei",
    "RUB": "ruble, rubles, rouble, roubles",
    "SAR": "riyal, riyals, rial, rials",
    "SEK": "krona, kronor, kroner, krone, kronas, crown, crowns",
    "SIT": "tolar, tolars, tolarjev",
    "SKK": "koruna, korunas, koruny, crown, crowns",
    "SLL": "leone, leones",
    "STD": "dobra, dobras",
    "SVC": "colon, colons, colones",
    "SYP": "pound, pounds, lira, liras",
    "SZL": "lilangeni, emalangeni",
    "THB": "baht, bahts",
    "TJS": "somoni, somonis",
    "TMT": "manat, manats",
    "TOP": "pa'anga, pa'angas, paanga",
    "TRY": "lira, liras, new lira, new liras",
    "UAH": "hryvnia, hryvnias, hryvna, hryvnas, hryvnya, hryvnyas, hryven",
    "UZS": "som, soms, soum, soums, so'm, sum, sums",
    "VEF": "bolivar, bolivars, bolivares, bolívares, bolivar fuerte, bolivares fuertes",
    "VND": "dong, dongs",
    "VUV": "vatu, vatus",
    "WST": "tala, talas",
    "XAF": CFA,
    "XOF": CFA,
    "XPF": "CFP, CFP franc, CFP francs",
    "YER": "rial, rials, riyal, riyals",
    "ZAR": "rand, rands",
    "ZMW": "kwacha, kwachas",
}
# What is written before currencies whose code is not made of their country's code.
PREFIXES = {
    "XAF": ["Central African"],
    "XOF": ["West African"],
    "XPF": [],
    "EUR": [],
    "XCG": ["Caribbean"],
    "XCD": ["East Caribbean", "Eastern Caribbean", "EC"],
    "CSD": ["Serbian"],
    "YUM": [],
    "ANG": ["Netherlands Antillean", "Netherlands Antilles", "Antillean", "NA"],
}
# Abbreviations of a country before its currency.
SHORT = {
    "USA": ["U.S.", "US"],
    "GBR": ["UK", "U.K."],
    "ARE": ["UAE"],
    "HKG": ["HK"],
    "NZL": ["NZ"],
    "TWN": ["NT", "New Taiwan"],
}

# Names that are everyday English words: only behind a country's name or adjective.
NOT_BARE = {"gold", "real", "sum", "sums"}

CONTINENTS = {"Africa": "African", "Asia": "Asian", "Europe": "European"}
# direction -> its spellings; the lower-case ones are made from these.
DIRECTIONS = {
    "north": "North, Northern",
    "south": "South, Southern",
    "east": "East, Eastern",
    "west": "West, Western",
    "central": "Central",
    "northeast": "Northeast, Northeastern",
    "northwest": "Northwest, Northwestern",
    "southeast": "Southeast, South-East, South East, Southeastern, South-Eastern",
    "southwest": "Southwest, Southwestern",
}
# (direction, continent) -> region, where the usual name is not the bare direction.
USUAL = {(d, "Europe"): f"{d}ern_europe" for d in DIRECTIONS if d != "central"}
USUAL["south", "Africa"] = "southern_africa"
# What a pattern would make but is the name of a country or its demonym.
NOT_REGIONS = {"Central African", "Central Africans"}
NOT_REGIONS |= {s + "outh Africa" + end for s in "Ss" for end in ("", "n", "ns")}
MORE_REGIONS = {
    ("Latin America", "Latin American"): "latin_america",
    ("North America", "North American"): "north_america",
    ("South America", "South American"): "south_america",
    ("Central America", "Central American"): "central_america",
    ("central America", "central American"): "central_america",
    ("Middle East", "Middle Eastern"): "middle_east",
}
MORE_REGIONS |= {
    (f"{sub} Africa", f"{sub} African"): "sub_saharan_africa"
    for sub in ("Sub-Saharan", "sub-Saharan", "Sub-saharan", "sub-saharan")
}
# What stands before "countries", "nations", "states", beside the adjectives made above.
BEFORE_COUNTRIES = {
    "ASEAN": "asean",
    "Andean": "andes",
    "Arab": "arab_states",
    "Arab Gulf": "gulf_states",
    "Arabian Gulf": "gulf_states",
    "Asia-Pacific": "asia_pacific",
    "Balkan": "balkans",
    "Baltic": "baltic_states",
    "CIS": "commonwealth_of_independent_states",
    "Caribbean": "caribbean",
    "Caucasus": "caucasus",
    "ECOWAS": "ecowas",
    "EU": "eu",
    "Eurasian": "eurasia",
    "European Union": "eu",
    "Former Soviet": "former_soviet_union",
    "GCC": "gulf_states",
    "Great Lakes": "great_lakes",
    "Gulf": "gulf_states",
    "Gulf Cooperation Council": "gulf_states",
    "MERCOSUR": "mercosur",
    "Maghreb": "maghreb",
    "Mediterranean": "mediterranean",
    "Mekong": "greater_mekong",
    "Mercosur": "mercosur",
    "Nordic": "nordic_countries",
    "Pacific": "pacific",
    "Pacific Island": "pacific_islands",
    "Persian Gulf": "gulf_states",
    "SADC": "sadc",
    "Sahel": "sahel",
    "Sahelian": "sahel",
    "Scandinavian": "scandinavia",
    "Schengen": "schengen_area",
    "South Pacific": "south_pacific",
    "Southern Cone": "southern_cone",
    "Western Balkan": "western_balkans",
    "former Soviet": "former_soviet_union",
}
COUNTRIES = ("countries", "nations", "states", "States")
MEMBERS = ("member states", "Member States", "member countries")
UNIONS = ("ASEAN", "CIS", "ECOWAS", "EU", "European Union", "GCC", "Mercosur", "SADC")
UNIONS += ("Gulf Cooperation Council", "MERCOSUR", "Schengen")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bb": "'"})


def spellings(form):
    """The form with straight apostrophes, and the same without accents."""
    form = form.translate(APOSTROPHES).strip()
    letters = unicodedata.normalize("NFKD", form.replace("ł", "l"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return list(dict.fromkeys((form, plain)))


def alpha3_of(alpha2):
    return "XKX" if alpha2 == "XK" else pycountry.countries.get(alpha_2=alpha2).alpha_3


TERRITORIES = sorted({c.alpha_2 for c in pycountry.countries} | {"XK"})


def country_names(alpha2, official=True):
    """Names of ISO 3166-1 and CLDR that stand in running text."""
    keys = ("name", "common_name", "official_name")[: 3 if official else 2]
    country = pycountry.countries.get(alpha_2=alpha2)
    names = [Locale("en").territories.get(alpha2, "")]
    names += [getattr(country, k, "") for k in keys] if country else []
    for name in names:
        name = name.removeprefix("the ").removeprefix("The ")
        if name and not any(mark in name for mark in (",", "(", " - ", "SAR ")):
            yield from dict.fromkeys((name, name.replace(" & ", " and ")))


def country_rows():
    for alpha2 in TERRITORIES:
        for name in country_names(alpha2):
            for form in spellings(name):
                yield form, alpha3_of(alpha2), "name"
                saint, _, rest = form.partition(" ")
                if saint in ("Saint", "St."):
                    for short in ("St.", "St"):
                        yield f"{short} {rest}", alpha3_of(alpha2), "name"


def region_rows():
    regions = {pair: pair[0].lower() for pair in CONTINENTS.items()}
    for continent, adjective in CONTINENTS.items():
        for direction, spelled in DIRECTIONS.items():
            region = f"{direction}_{continent.lower()}"
            region = USUAL.get((direction, continent), region)
            for word in f"{spelled}, {spelled.lower()}".split(", "):
                regions[f"{word} {continent}", f"{word} {adjective}"] = region
    regions |= MORE_REGIONS
    before = dict(BEFORE_COUNTRIES)
    for (name, adjective), region in regions.items():
        plural = adjective if adjective.endswith("ern") else f"{adjective}s"
        for form in dict.fromkeys((name, adjective, plural)):
            if form not in NOT_REGIONS:
                yield form, region, "name" if form == name else "adjective"
        if adjective not in ("South African", "south African"):
            before[adjective] = region
    for words, region in before.items():
        for noun in COUNTRIES + (MEMBERS if words in UNIONS else ()):
            yield f"{words} {noun}", region, "name"


def tenders(alpha2):
    """Codes of legal tender since SINCE: in use at AS_OF first, then latest first."""
    spans = get_territory_currencies(alpha2, SINCE, UNTIL, True, include_details=True)

    def order(span):
        start, end = span["from"] or SINCE, span["to"] or UNTIL
        return not start <= AS_OF <= end, -start.toordinal()

    spans.sort(key=order)
    return [s["currency"] for s in spans if s["currency"] not in NO_MONEY]


def heads(code):
    """Bare names of the currency: "manat", "manats", "CFA francs"."""
    found = []
    if code not in ("XAF", "XOF", "XPF"):
        for count in (1, 2):
            name = get_currency_name(code, count=count, locale="en").split(" (")[0]
            found += spellings(name.split(" ")[-1].lower())
    found += HEADS[code].split(", ") if code in HEADS else []
    return list(dict.fromkeys(found))


def own_currencies(alpha2):
    own = [c for c in tenders(alpha2) if c.startswith(alpha2) and c not in PREFIXES]
    # Of two currencies of one name, that name alone is the plain one's: "Cuban pesos" are CUP.
    return sorted(own, key=lambda code: "convertible" in get_currency_name(code, locale="en").lower())


def currency_codes():
    codes = {c.alpha_3 for c in pycountry.currencies} - NO_MONEY
    return sorted(codes.union(*(tenders(t) for t in TERRITORIES)))


def owners_of_heads():
    """Bare name -> codes that it may mean, one code for each country."""
    owners = defaultdict(set)
    for alpha2 in TERRITORIES:
        seen = set()
        for code in tenders(alpha2):
            for head in heads(code):
                if head not in seen:
                    seen.add(head)
                    owners[head].add(code)
    return owners


def cased(head):
    """The name as it is and with capitals: "new shekel", "New Shekel"."""
    capitals = " ".join(word[:1].upper() + word[1:] for word in head.split(" "))
    return list(dict.fromkeys((head, capitals)))


def currency_rows(countries):
    for code in currency_codes():
        yield code, code, "code"
    for code in currency_codes():
        symbol = get_currency_symbol(code, locale="en")
        if symbol != code and not any(c.isspace() for c in symbol):
            yield symbol, code, "symbol"
    written = defaultdict(list)  # alpha3 -> what stands before its currency
    for form, alpha3, kind in countries:
        if kind == "adjective":
            written[alpha3].append(form)
    for alpha2 in TERRITORIES:
        alpha3 = alpha3_of(alpha2)
        before = written[alpha3] + SHORT.get(alpha3, [])
        for name in country_names(alpha2, official=False):
            before += spellings(name)
        seen = set()
        for code in own_currencies(alpha2):
            new = [head for head in heads(code) if head not in seen]
            seen.update(new)
            for head in new:
                for prefix in dict.fromkeys(before):
                    for form in cased(head):
                        yield f"{prefix} {form}", code, "name"
    for code, prefixes in PREFIXES.items():
        for head in heads(code):
            for prefix in prefixes:
                for form in cased(head):
                    yield f"{prefix} {form}", code, "name"
    for head, codes in sorted(owners_of_heads().items()):
        if len(codes) == 1 and head not in NOT_BARE:
            for form in cased(head):
                yield form, next(iter(codes)), "name"


def currency_country_rows():
    owners = owners_of_heads()
    for alpha2 in TERRITORIES:
        for code in tenders(alpha2):
            for head in heads(code):
                if len(owners[head]) > 1 and head not in NOT_BARE:
                    yield alpha3_of(alpha2), head, code
        for name in ("dollar", "dollars"):
            yield alpha3_of(alpha2), name, "USD"


def merge(directory, table, rows):
    path = directory / f"{table}.csv"
    kept = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = [tuple(row) for row in list(csv.reader(file))[1:]]
    merged = {}
    for row in [*kept, *rows]:
        merged.setdefault(tuple(row[i] for i in KEYS[table]), row)
    by = (0, 2, 1) if table == "currency_country" else (1, 2, 0)
    table_rows = sorted(merged.values(), key=lambda row: [row[i] for i in by])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS[table])
        writer.writerows(table_rows)
    new = len(merged) - len(kept)
    sys.stdout.write(f"{path.name}: {len(merged)} rows, {new} new\n")
    return table_rows


def main(directory=LEXICONS):
    directory = Path(directory)
    countries = merge(directory, "country", country_rows())
    merge(directory, "region", region_rows())
    merge(directory, "currency", currency_rows(countries))
    merge(directory, "currency_country", currency_country_rows())


if __name__ == "__main__":
    main(*sys.argv[1:])
