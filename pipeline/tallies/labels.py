"""The closed vocabularies: labels, actions and attribute values. Nothing else spells them out.

They are those of the annotation guidelines (``docs/guidelines.md``); the document record
(:mod:`tallies.records`) holds no other values.
"""

from typing import Final

AGENCY: Final = "AGENCY"
STATISTIC: Final = "STATISTIC"
MONEY: Final = "MONEY"
COUNTRY: Final = "COUNTRY"
REGION: Final = "REGION"
NATIONALITY: Final = "NATIONALITY"
VICTIM_CATEGORY: Final = "VICTIM_CATEGORY"
OFFENDER: Final = "OFFENDER"
UNIT: Final = "UNIT"
ACTION: Final = "ACTION"
EXPLOITATION: Final = "EXPLOITATION"
PERIOD: Final = "PERIOD"
DURATION: Final = "DURATION"
LAW: Final = "LAW"

ENTITY_LABELS: Final = (
    AGENCY,
    STATISTIC,
    MONEY,
    COUNTRY,
    REGION,
    NATIONALITY,
    VICTIM_CATEGORY,
    OFFENDER,
    UNIT,
    ACTION,
    EXPLOITATION,
    PERIOD,
    DURATION,
    LAW,
)

#: What a section can be; a heading that names none of these makes an ``other`` section.
SECTIONS: Final = ("overview", "recommendations", "prosecution", "protection", "prevention", "profile", "other")

ACTIONS: Final = (
    "investigate",
    "arrest",
    "charge",
    "prosecute",
    "convict",
    "acquit",
    "sentence",
    "identify",
    "refer",
    "assist",
    "rescue",
    "screen",
    "repatriate",
    "detain",
    "compensate",
    "fund",
    "train",
    "inform",
    "inspect",
    "receive",
    "permit",
    "regulate",
    "employ",
    "operate",
    "cooperate",
    "estimate",
    "other",
)

QUALIFIERS: Final = ("exact", "approx", "min", "max")

EXPLOITATIONS: Final = (
    "sex_trafficking",
    "forced_labor",
    "domestic_servitude",
    "forced_begging",
    "child_soldiering",
    "forced_marriage",
    "forced_criminality",
    "other",
)
GENDERS: Final = ("female", "male")
AGES: Final = ("adult", "child")
STATUSES: Final = ("official", "potential")

#: Attributes of the counted people, each a sorted tuple of values on a fact.
ATTRIBUTES: Final = ("exploitation", "gender", "age", "nationality", "status")


def span_key(label: str) -> str:
    """The name that one label has in every tree: span group, component, lexicon and test file."""
    return label.lower()
