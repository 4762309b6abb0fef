"""Turns of phrase in which only figures are marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallies.errors import InputError
from tallies.linking.scorer import decided_actions
from tallies.pipelines import load_rules
from tallies.training import links
from tallies.training.phrasings import read_phrasings

LINES = """## PROTECTION

The shelter took in {14|assist|child} children and sent {three|repatriate|child} home.

## PREVENTION
Officials put up {90|inform|poster} posters.
"""


def write(folder: Path, text: str, name: str = "some.txt") -> Path:
    """The file *name* in *folder*, with *text*."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_for_each_line(tmp_path: Path) -> None:
    """A phrasing stands under the heading of its section; its figures have action, unit and place, and no value."""
    first, second = read_phrasings([write(tmp_path, LINES)])
    assert first.text == "PROTECTION\n\nThe shelter took in 14 children and sent three home."
    assert [(fact.action, fact.unit, fact.value, first.text[slice(*fact.anchor)]) for fact in first.facts] == [
        ("assist", "child", None, "14"),
        ("repatriate", "child", None, "three"),
    ]
    assert second.text == "PREVENTION\n\nOfficials put up 90 posters."
    assert (first.doc_id, second.doc_id) == ("some:3", "some:6")


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    """A folder stands for its .txt files by name; other files in it are left alone."""
    for name in ("b.txt", "a.txt", "notes.md"):
        write(tmp_path, "It ran {one|operate|home} home.", name)
    assert [document.doc_id for document in read_phrasings([tmp_path])] == ["a:1", "b:1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("It helped {12|help|child} children.", "some.txt, line 2: 'help' is no action. Choose from investigate, "),
        ("It helped {12|assist} children.", "some.txt, line 2: It has no marked figure. Write {14|assist|child}."),
        (
            "It ran {one|operate|home} home and {two schools.",
            "some.txt, line 2: A brace is no part of a mark. Write {14|assist|child}.",
        ),
        ("It helped twelve.", "some.txt, line 2: It has no marked figure. Write {14|assist|child}."),
        ("", "some.txt: The file holds no phrasing. Leave it out, or write some into it."),
    ],
)
def test_a_slip_is_named(tmp_path: Path, line: str, said: str) -> None:
    """A slip is an error that names file, line and remedy."""
    path = write(tmp_path, f"## PREVENTION\n{line}\n")
    with pytest.raises(InputError) as caught:
        read_phrasings([path])
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(said)


def test_actions_are_learned(tmp_path: Path) -> None:
    """A verb that no lexicon has is learned from phrasings, and unknown without them."""
    taught = [f"The ministry reforested {n}|permit|firm}} firms." for n in ("{12", "{40", "{seven", "{90", "{five")]
    others = [f"Courts convicted {n}|convict|man}} men." for n in ("{two", "{six", "{eight", "{11", "{30")]
    phrasings = read_phrasings([write(tmp_path, "\n".join([*taught, *others]))])
    nlp = load_rules()
    asked = links.example(nlp, read_phrasings([write(tmp_path, "It reforested {three|permit|firm} firms.")])[0], 1.0)
    assert asked.figures[0].action != "permit"
    scorer = links.learn([], phrasings)
    assert [action for action, _ in decided_actions(asked.figures, scorer, {})] == ["permit"]


def test_those_of_the_corpus(root: Path) -> None:
    """The phrasings of the corpus are well formed, and the rules find nearly all of their figures."""
    phrasings = read_phrasings([root / "corpus" / "phrasings"])
    nlp = load_rules()
    read = [links.example(nlp, phrasing, 1.0).gold for phrasing in phrasings]
    marked = sum(len(phrasing.facts) for phrasing in phrasings)
    assert len({phrasing.text for phrasing in phrasings}) == len(phrasings) > 500
    assert sum(fact is not None for gold in read for fact in gold) > 0.9 * marked
