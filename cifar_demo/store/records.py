"""Plain JSON values into frozen dataclasses, strictly: every field there, none too many, each of its declared type.

A field with a default may be missing: it is younger than the files.
"""

import dataclasses
import sys
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def parse_record(kind: type[Record], fields: Mapping[str, Any]) -> Record:
    """Make a dataclass of the values that `json.loads` gives.

    Parameters
    ----------
    kind : type
        A dataclass whose fields are text, numbers, truth values, dictionaries, tuples of one type, or such dataclasses.
    fields : mapping of str to JSON value

    Raises
    ------
    TypeError
        If a field is missing, unknown or of another type; names it.
    """
    if not isinstance(fields, Mapping):
        raise TypeError(f"expected the fields of {kind.__name__}, got {type(fields).__name__}")
    hints = get_type_hints(kind)
    required = {
        field.name: field.default is dataclasses.MISSING
        for field in dataclasses.fields(kind)  # type: ignore[arg-type]
    }
    names = [name for name in required if name in fields]
    if missing := [name for name, is_required in required.items() if is_required and name not in fields]:
        raise TypeError(f"{kind.__name__} lacks {', '.join(missing)}")
    if unknown := [name for name in fields if name not in required]:
        raise TypeError(f"{kind.__name__} has no {', '.join(unknown)}")
    return kind(**{name: _parse(hints[name], fields[name], name) for name in names})


def _parse(kind: Any, value: Any, name: str) -> Any:
    if kind is Any:
        return value
    if dataclasses.is_dataclass(kind):
        return parse_record(kind, value)  # type: ignore[arg-type]
    if get_origin(kind) is tuple:
        return tuple(_parse(get_args(kind)[0], part, name) for part in _of_type(list, value, name))
    if get_origin(kind) is dict:
        inner = get_args(kind)[1]
        return {str(key): _parse(inner, part, name) for key, part in _of_type(dict, value, name).items()}
    return _parse_number(value, name) if kind is float else _of_type(kind, value, name)


def _parse_number(value: Any, name: str) -> float:
    """JSON writes 1.0 as 1 in other hands than ours; NaN and infinity are no figures, nor is what no float can hold."""
    if type(value) not in (int, float) or not abs(value) <= sys.float_info.max:
        raise TypeError(f"{name} is not a number")
    return float(value)


def _of_type(kind: type, value: Any, name: str) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{name} is {type(value).__name__}, expected {kind.__name__}")
    return value
