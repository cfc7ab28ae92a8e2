"""Typed loading: the plain data of a file becomes a declared type, or one line that begins with the key that does not fit."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

Struct = TypeVar("Struct", bound=msgspec.Struct)
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]  # more than white space
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?", re.DOTALL)
_SHORT = 80  # characters of a value that is shown beside what is wrong with it
_LACKING = re.compile(r"Object (?:missing required|contains unknown) field `(?P<field>[^`]*)`")


class Misfit(ValueError):
    """Data that is not of the wanted type; the message is one line "KEY: what is wrong"."""


def read_text(path: Path) -> str:
    """The text of a file. Raises Misfit, without the file's name."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misfit(error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise Misfit(str(error)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The plain data of a TOML file. Raises Misfit, without the file's name."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Misfit(str(error)) from None


def read_json(path: Path) -> object:
    """The plain data of a JSON file. Raises Misfit, without the file's name."""
    try:
        return json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Misfit(str(error)) from None


def typed(table: object, struct: type[Struct], **given: str) -> Struct:
    """The struct a table stands for. `given` are fields told by something else than the table (its file's name), which it may not hold.
    Raises Misfit for unknown and missing keys and for values of another type."""
    if not isinstance(table, dict):
        raise Misfit(f"expected a table, got `{type(table).__name__}`")
    for key in given:
        if key in table:
            raise Misfit(f"{key}: unknown key")
    try:
        return msgspec.convert({**table, **given}, struct)
    except msgspec.ValidationError as error:
        raise Misfit(told(str(error), struct, table)) from None


def told(message: str, struct: type[msgspec.Struct], table: Mapping[str, Any]) -> str:
    """msgspec's message about a table with the key first: "Invalid enum value 'x' - at `$.role`" becomes "role: 'x' is none of ..."."""
    what, key = _parted(message)
    if "[...]" in key:
        what, key = _first_unfit(key, struct, table) or (what, key)
    value, hint = _reached(key, struct, table)
    if lacking := _LACKING.match(what):
        full = f"{key}.{lacking['field']}" if key else lacking["field"]
        return f"{full}: missing" if "missing" in what else f"{full}: unknown key"
    if what.startswith("Invalid enum value") and hint is not None:
        return f"{key}: {value!r} is none of {', '.join(map(str, _allowed(hint)))}"
    shown = f" ({value!r})" if isinstance(value, str | float) and len(repr(value)) < _SHORT and repr(value) not in what else ""
    return f"{key + ': ' if key else ''}{what[:1].lower()}{what[1:]}{shown}"


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, YYYY-MM-DD."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _parted(message: str) -> tuple[str, str]:
    place = _PLACE.fullmatch(message)
    return (place["what"], place["key"] or "") if place else (message, "")


def _reached(key: str, struct: type[msgspec.Struct], table: Mapping[str, Any]) -> tuple[Any, Any]:
    """The value a key of dotted parts leads to, and its declared type; None, None where the way leads through a list or past the table."""
    value: Any = table
    hint: Any = struct
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value or not hasattr(hint, "__struct_fields__"):
            return None, None
        value, hint = value[part], get_type_hints(hint, include_extras=True).get(part)
    return value, hint


def _first_unfit(key: str, struct: type[msgspec.Struct], table: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with the first item of a mapping that does not fit, with the item's key in place of msgspec's [...]."""
    before = key.partition("[...]")[0]
    items, _ = _reached(before, struct, table)
    for name, item in items.items() if isinstance(items, dict) else ():
        try:  # the struct itself with this item alone
            msgspec.convert(_with(table, before.split("."), {name: item}), struct)
        except msgspec.ValidationError as error:
            what, found = _parted(str(error))
            if found.startswith(f"{before}[...]"):
                return what, f"{before}.{name}{found.removeprefix(f'{before}[...]')}"
    return None


def _with(table: Mapping[str, Any], way: Sequence[str], value: object) -> dict[str, Any]:
    """The table with another value at the end of a way of keys."""
    return {**table, way[0]: _with(table[way[0]], way[1:], value) if len(way) > 1 else value}


def _allowed(hint: Any) -> list[object]:
    """The values of the literals in a type."""
    found = get_args(hint)
    return list(found) if get_origin(hint) is Literal else [value for part in found for value in _allowed(part)]
