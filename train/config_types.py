"""From plain data to the config dataclasses: every key and type is checked, nothing is guessed."""

import math
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from prorl.registry.errors import UserError, nearest


def build(cls: type, tree: Mapping[str, Any], where: str) -> Any:
    """An instance of a config dataclass from plain data, every key and type checked."""
    hints = get_type_hints(cls)
    for key in tree:
        if key not in hints:
            near = nearest(f"{where}{key}", [f"{where}{name}" for name in hints])
            raise UserError(f"unknown configuration key '{where}{key}'{near}")
    return cls(**{key: _value(hints[key], value, f"{where}{key}") for key, value in tree.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    if (is_dataclass(hint) or get_origin(hint) is dict) and not isinstance(value, dict):
        raise UserError(f"{where} is a section, not a value")
    if is_dataclass(hint):
        return build(hint, value, f"{where}.")  # type: ignore[arg-type]
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        options = ", ".join(map(repr, get_args(hint)))
        raise UserError(f"{where} must be one of {options}, got {value!r}{nearest(str(value), get_args(hint))}")
    if get_origin(hint) is tuple:
        return tuple(_items(get_args(hint), value, where))
    if get_origin(hint) is dict:
        return {key: _value(get_args(hint)[1], item, f"{where}.{key}") for key, item in value.items()}
    return _scalar(hint, value, where)


def _items(hints: tuple[Any, ...], value: Any, where: str) -> list[Any]:
    if hints[-1] is ... and isinstance(value, list):
        hints = hints[:1] * len(value)
    if not isinstance(value, list) or len(value) != len(hints):
        raise UserError(f"{where} must be a list of {len(hints)}, got {value!r}")
    return [_value(hint, item, where) for hint, item in zip(hints, value, strict=True)]


def _scalar(hint: Any, value: Any, where: str) -> Any:
    assert not isinstance(hint, types.UnionType), f"{where}: unions are not supported"
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise UserError(f"{where} must be {hint.__name__}, got {value!r}")
    if hint is float and not math.isfinite(value):
        raise UserError(f"{where} must be finite, got {value!r}")
    return value
