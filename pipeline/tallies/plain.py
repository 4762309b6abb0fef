"""What records have in common: frozen fields that are read from plain JSON data and written to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import UnionType
from typing import Any, Final, Self, Union, get_args, get_origin, get_type_hints

from tallies.errors import RecordError

_ATOMS: Final = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    if type(value) in _ATOMS:
        return value
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


_Reader = Callable[[Any], Any]


def _reader(expected: Any, where: str) -> _Reader:
    """A function that reads a value of JSON as the type *expected*; it raises RecordError naming *where*."""
    if get_origin(expected) in (Union, UnionType):
        (inner,) = (a for a in get_args(expected) if a is not type(None))
        read = _reader(inner, where)
        return lambda value: None if value is None else read(value)
    if get_origin(expected) is tuple:
        return _tuple_reader(get_args(expected), where)
    if issubclass(expected, Record):
        made: _Reader = expected.from_dict
        return made

    def check(value: Any) -> Any:
        if expected is float and isinstance(value, int) and not isinstance(value, bool):
            return value
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            raise RecordError(f"{where} is {value!r}, not of type {expected.__name__}.")
        return value

    return check


def _tuple_reader(inner: tuple[Any, ...], where: str) -> _Reader:
    item, read = inner[0], _reader(inner[0], where)
    size = None if inner[-1] is Ellipsis else len(inner)

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or (size is not None and len(value) != size):
            raise RecordError(f"{where} is {value!r}, not a list of the expected length.")
        return tuple([one if type(one) is item else read(one) for one in value])

    return read_all


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(cls: type[Record]) -> tuple[str, ...]:
    """The names of the fields of a record type; asked of ``dataclasses`` once for each type."""
    if cls not in _NAMES:
        _NAMES[cls] = tuple([field.name for field in fields(cls)])
    return _NAMES[cls]


_PLANS: dict[type, list[tuple[str, type | None, _Reader]]] = {}


def _plan(cls: type) -> list[tuple[str, type | None, _Reader]]:
    """How to read the fields of a record type, each as (name, type, reader); made once for each type.

    A value of exactly that type is taken as it is; where the type is None, all go through the reader.
    """
    if cls in _PLANS:
        return _PLANS[cls]
    plan: list[tuple[str, type | None, _Reader]] = []
    for name, hint in get_type_hints(cls).items():
        exact = next((a for a in (*get_args(hint), hint) if a in (str, int, float, bool)), None)
        plan.append((name, None if get_origin(hint) is tuple else exact, _reader(hint, f"{cls.__name__}.{name}")))
    _PLANS[cls] = plan
    return plan


@dataclass(frozen=True, slots=True)
class Record:
    """Base of the records: reading from and writing to plain dicts."""

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON data, without absent values (a ``value`` of None is stated)."""
        out = {}
        for name in _names(type(self)):
            value = getattr(self, name)
            if name == "value" or not (value is None or value == () or (value == "" and name != "text")):
                out[name] = value if type(value) in _ATOMS else _plain(value)
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record that *data* holds. Fields of later versions are ignored.

        Raises RecordError if a field is missing or of another type.
        """
        if type(data) is not dict and not isinstance(data, Mapping):  # the first alone is fast
            raise RecordError(f"a {cls.__name__} is {data!r}, not an object.")
        plan = _plan(cls)
        try:
            read = {}
            for name, exact, reader in plan:
                if name in data:
                    value = data[name]
                    read[name] = value if type(value) is exact else reader(value)
            return cls(**read)
        except TypeError as error:
            raise RecordError(f"a {cls.__name__} cannot be made of {sorted(data)}: {error}.") from error
