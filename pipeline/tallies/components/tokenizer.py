"""spaCy's English tokenizer with the splits that reports need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, get_lang_class

#: Splits beyond spaCy's own, each for a kind of damage or house style seen in reports.
INFIXES = (
    r"(?<=[a-z0-9%\)\]])\.(?=[A-Z][a-z])",  # a missing space after a full stop: "in 2017.Victims"
    r"(?<=[a-z])\.(?=[0-9])",  # a footnote or page number glued to it: "offenses.84"
    r"(?<=[\w\)\]])[—–Š](?=[\w\(\[])",  # a dash without spaces, also in its broken form
    r"(?<=[\)\]])-(?=\w)",  # "(MIA)-run"
    r"[\(\)\[\];]",  # a bracket or semicolon inside a word: "percent)received"
    r"(?<=[A-Z]{2}\d)(?=[a-z])",  # a running head glued to a word: "BULGARIA112police"
    r"(?<=[A-Z]{2}\d\d)(?=[a-z])",
    r"(?<=[A-Z]{2}\d\d\d)(?=[a-z])",
    r"(?<=\w)/(?=\w)",
)


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """The registered function ``tallies.Tokenizer.v1``."""

    def create(nlp: Language) -> Tokenizer:
        # Not the tokenizer of a blank pipeline, which takes half a second to make.
        defaults: Any = get_lang_class("en").Defaults
        infixes = compile_infix_regex([*INFIXES, *(defaults.infixes or ())])
        return Tokenizer(
            nlp.vocab,
            # Emoticons are no words of a report: "(28 in 2016):" would end in the token "):".
            rules={word: rule for word, rule in defaults.tokenizer_exceptions.items() if word[0].isalpha()},
            prefix_search=compile_prefix_regex(defaults.prefixes).search,
            suffix_search=compile_suffix_regex(defaults.suffixes).search,
            infix_finditer=infixes.finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return create
