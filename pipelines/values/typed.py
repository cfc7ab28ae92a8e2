"""Typed loading: the plain data of a file becomes a declared type, or one line that begins with the key that does not fit."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

Struct = TypeVar("Struct", bound=msgspec.Struct)
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]  # more than white space
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?", re.DOTALL)
_LACKING = re.compile(r"Object (?:missing required|contains unknown) field `(?P<field>[^`]*)`")


class Misfit(ValueError):
    """Data that is not of the wanted type; the message is one line "KEY: what is wrong"."""


def read_toml(path: Path) -> dict[str, Any]:
    """The plain data of a TOML file. Raises Misfit, without the file's name."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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
        raise Misfit(_told(str(error), struct, table)) from None


def _told(message: str, struct: type[msgspec.Struct], table: dict[str, Any]) -> str:
    place = _PLACE.fullmatch(message)
    what, key = (place["what"], place["key"] or "") if place else (message, "")
    if lacking := _LACKING.match(what):
        full = f"{key}.{lacking['field']}" if key else lacking["field"]
        return f"{full}: missing" if "missing" in what else f"{full}: unknown key"
    if what.startswith("Invalid enum value"):
        return f"{key}: {table[key]!r} is none of {', '.join(map(str, _allowed(get_type_hints(struct)[key])))}"
    return f"{key}: {what[:1].lower()}{what[1:]}"


def _allowed(hint: Any) -> list[object]:
    """The values of the literals in a type."""
    found = get_args(hint)
    return list(found) if get_origin(hint) is Literal else [value for part in found for value in _allowed(part)]
