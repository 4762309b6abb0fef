"""Numbers and money of sentences as another tool reads them: JSON lines in, JSON lines out.

    python -I benchmarks/worker.py quantulum3|recognizers < sentences.jsonl

``benchmarks/peers.py`` runs this in the environment that it makes for the tool; it imports nothing of Tallies.
A line in is a sentence, a JSON string. A line out has its "figures", each [start, end, values, currency], and
the "seconds" of CPU that they took. A range has both its ends as values; what is no money has the currency "".
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable

Figures = list[tuple[int, int, list[float], str]]
#: Sentences read before the clock starts: the tools compile their patterns at first use.
WARMING = 20


def quantulum3() -> Callable[[str], Figures]:
    """Its parser without the classifier of units, as ``pip install quantulum3`` gives it."""
    warnings.simplefilter("ignore")  # that the classifier is not installed
    from quantulum3 import parser

    def read(sentence: str) -> Figures:
        found = []
        for one in parser.parse(sentence):
            spread = one.uncertainty
            values = [one.value - spread, one.value + spread] if spread else [one.value]
            money = one.unit.entity.name == "currency"
            found.append((*one.span, values, (one.unit.currency_code or one.unit.name) if money else ""))
        return found

    return read


def recognizers() -> Callable[[str], Figures]:
    """Its models of numbers and of currencies; a number within an amount of money is part of that."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    number = NumberRecognizer(Culture.English).get_number_model()
    currency = NumberWithUnitRecognizer(Culture.English).get_currency_model()

    def read(sentence: str) -> Figures:
        money: Figures = []
        for one in currency.parse(sentence):
            if one.resolution["value"] is not None:  # a currency by itself has none
                unit = one.resolution.get("isoCurrency") or one.resolution["unit"]
                money.append((one.start, one.end + 1, [float(one.resolution["value"])], unit))
        numbers: Figures = [
            (one.start, one.end + 1, [float(one.resolution["value"])], "") for one in number.parse(sentence)
        ]
        return money + [one for one in numbers if not any(m[0] < one[1] and one[0] < m[1] for m in money)]

    return read


def main() -> None:
    """Answer each line; a sentence on which the tool fails has an "error" and no figures."""
    read = {"quantulum3": quantulum3, "recognizers": recognizers}[sys.argv[1]]()
    sentences = [json.loads(line) for line in sys.stdin]
    for number, sentence in enumerate(sentences[:WARMING] + sentences):
        answer: dict[str, object] = {"figures": []}
        start = time.process_time()
        try:
            answer["figures"] = read(sentence)
        except Exception as error:  # of any kind: one sentence must not end the comparison
            answer["error"] = f"{type(error).__name__}: {error}"
        answer["seconds"] = time.process_time() - start
        if number >= min(WARMING, len(sentences)):
            print(json.dumps(answer))


if __name__ == "__main__":
    main()
