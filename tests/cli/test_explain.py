"""``tallies explain``."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tallies.cli import app
from tallies.cli.explain import explained
from tallies.records import Document, Entity, Evidence, Fact, Route, Term

TEXT = "Courts convicted at least 29 traffickers."


def test_explained() -> None:
    """Entities, figures with rule and confidence of each link, and routes are listed; so is a slot left open."""
    fact = Fact(
        "F1",
        (17, 28),
        "convict",
        29,
        "trafficker",
        qualifier="min",
        years=(2016, 2017),
        agency="Courts",
        gender=("female", "male"),
        term=Term(shortest=60, life=False),
        evidence=(Evidence("agency", "subject", 0.9), Evidence("part_of", "none", 0.4)),
    )
    document = Document(
        "D",
        TEXT,
        entities=(Entity(0, 6, "AGENCY"), Entity(29, 40, "OFFENDER", "trafficker")),
        facts=(fact, Fact("F2", (7, 16), "convict", None, "child")),
        routes=(Route("R1", ("AZE",), ("RUS", "TUR"), exploitation=("forced_labor",), victims=("man",)),),
    )

    assert list(explained(document)) == [
        "Entities (2)",
        "      0 AGENCY           Courts",
        "     29 OFFENDER         traffickers = trafficker",
        "Figures (2)",
        '  F1 convict: at least 29 traffickers  "at least 29"',
        "     action         convict",
        "     unit           trafficker",
        "     value          29",
        "     qualifier      min",
        "     years          2016, 2017",
        "     agency         Courts  <- subject (0.90)",
        "     gender         female, male",
        "     term           shortest 60, life False",
        "     part_of        -  <- none (0.40)",
        '  F2 convict: an unreported number of children  "convicted"',
        "     action         convict",
        "     unit           child",
        "     value          not reported",
        "     qualifier      exact",
        "Routes (1)",
        "  R1 AZE > RUS,TUR forced_labor,man",
    ]


def test_command_reads_a_sentence() -> None:
    """The command runs the pipeline; --json gives the record, --report-year the year."""
    call = ["explain", "Courts convicted 29 traffickers.", "--report-year", "2018"]

    said = CliRunner().invoke(app, call)
    record = json.loads(CliRunner().invoke(app, [*call, "--json"]).stdout)

    assert '  F1 convict: 29 traffickers  "29"' in said.stdout.splitlines()
    (fact,) = record["facts"]
    assert (fact["action"], fact["value"], fact["years"]) == ("convict", 29, [2017])


@pytest.mark.parametrize("options", [[], [" "], ["a", "--report-year", "18"]])
def test_wrong_call(options: list[str]) -> None:
    """A wrong call has the exit code 2."""
    done = CliRunner().invoke(app, ["explain", *options])

    assert (done.exit_code, done.stdout) == (2, "")
