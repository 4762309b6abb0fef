"""Countries, regions and demonyms in marked sentences."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.tagging import gazetteer
from tallies.tape import tape

COUNTRY = (
    "Men from [Azerbaijan](COUNTRY), [Burkina\nFaso](COUNTRY) and the [Dominican Republic](COUNTRY) left.",
    "[CROATIA](COUNTRY): Tier 2\n\nRECOMMENDATIONS FOR [CROATIA](COUNTRY)",
    "The [UAE](COUNTRY), [Hong Kong](COUNTRY) and [Guinea-Bissau](COUNTRY), not [Guinea](COUNTRY).",
    "[Bosnia and Herzegovina](COUNTRY) and the [Democratic Republic of the Congo](COUNTRY) signed.",
    "They met in Mexico City, New Mexico and on the Gulf of Mexico, not in [Mexico](COUNTRY).",
    "Trucks cross the China-Mongolia border; Nigerians did not; turkey and china are dishes.",
)
REGION = (
    "Women from [Eastern Europe](REGION), [Central Asia](REGION) and the [Middle East](REGION) came.",
    "They work in [Gulf states](REGION), other [African countries](REGION) and [EU countries](REGION).",
    "People of [Central and South America](REGION) and of [Southern, Central, and Western\nEurope](REGION).",
    "Firms from [Asian, Middle Eastern, and European countries](REGION) and [Nordic and Baltic countries](REGION).",
    "The [Middle East](REGION), and [South America](REGION).",
    "EU funds helped; the east and the south did not.",
)
NATIONALITY = (
    "[Azerbaijanis](NATIONALITY) and [Filipino](NATIONALITY) nationals under [Mexican](NATIONALITY) law.",
    "Lesser-known [African](NATIONALITY) languages.",
    "Leaflets in Estonian and Russian, Norwegian language classes, a Spanish-speaking guide.",
    "The Inter-American court ruled on American Indian women.",
    "[Russian](NATIONALITY), [Ukrainian](NATIONALITY), and [Chinese](NATIONALITY) men dug.",
)
NORMS = [
    (gazetteer.find_countries, "Burma and Côte d'Ivoire", ["MMR", "CIV"]),
    (
        gazetteer.find_regions,
        "Central and South America, Western Europe",
        ["central_america,south_america", "western_europe"],
    ),
    (gazetteer.find_nationalities, "Nigerians and Nigeriens", ["NGA", "NER"]),
]


def _cases() -> list[object]:
    groups = [
        ("COUNTRY", COUNTRY, gazetteer.find_countries),
        ("REGION", REGION, gazetteer.find_regions),
        ("NATIONALITY", NATIONALITY, gazetteer.find_nationalities),
    ]
    return [
        pytest.param(find, label, s, id=f"{label}-{i}") for label, group, find in groups for i, s in enumerate(group)
    ]


@pytest.mark.parametrize(("find", "label", "sentence"), _cases())
def test_gazetteer_marked_sentence(find: object, label: str, sentence: str, marked: Callable[..., str]) -> None:
    """The sentence is marked as it is marked, and nowhere else."""
    assert marked(find, label, sentence) == sentence


@pytest.mark.parametrize(("find", "text", "norms"), NORMS, ids=["country", "region", "nationality"])
def test_gazetteer_norm(
    find: Callable[..., list[object]], text: str, norms: list[str], make_doc: Callable[[str], Doc]
) -> None:
    """A place has the code of its country or the name of its region."""
    doc = make_doc(text)
    assert [found.norm for found in find(tape(doc), doc)] == norms


WORDS = "Georgia GEORGIA South Africa African and , countries Chinese in EU - Guinea Bissau \n . é"
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=20).map(" ".join)))
def test_gazetteer_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises, the spans of one label do not overlap, and a second look sees the same."""
    doc, again = make_doc(text), make_doc(text)
    for find in (gazetteer.find_countries, gazetteer.find_regions, gazetteer.find_nationalities):
        found = find(tape(doc), doc)
        assert all(0 <= f.start < f.end <= len(doc) for f in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
        assert found == find(tape(again), again)
