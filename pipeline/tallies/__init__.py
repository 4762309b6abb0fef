"""Tallies: a spaCy pipeline that reads the figures out of report prose.

``load()`` is the pipeline, ``blank()`` the tokenizer with the components to pick from, ``read(paths)``
the whole job, ``render(doc)`` a look at a document in a notebook; the classes are the records that
they give (:mod:`tallies.records`).

Names are imported when they are first asked for: spaCy imports this package in every environment
that has it, unasked, and that must cost next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tallies.pipelines import blank, load
    from tallies.records import Comparison, Document, Entity, Evidence, Fact, Route, Term
    from tallies.rendering import render
    from tallies.running.local import Result, read

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Document",
    "Entity",
    "Evidence",
    "Fact",
    "Result",
    "Route",
    "Term",
    "__version__",
    "blank",
    "load",
    "read",
    "render",
]

_HOME = {"blank": "tallies.pipelines", "load": "tallies.pipelines", "read": "tallies.running.local"}
_HOME["render"] = "tallies.rendering"
_HOME["Result"] = "tallies.running.local"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME.get(name, "tallies.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
