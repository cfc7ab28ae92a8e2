"""Visibility: whether CSS declarations hide the text they stand for, and in which way.

Switched off is what scripts turn on and off (menus, tabs, dialogs); masked is what nobody ever sees, though it is laid out: the ways in
which text is hidden from readers and shown to search engines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

Way = Literal["", "off", "masked"]
_MAX_CSS = 2000  # characters of one block of declarations
_HINT = re.compile(r"none|hidden|opacity|-\d{3}|\d{4}px|clip|transparent|font|(?:height|width)\s*:\s*[0-2]|color|scale|rgba", re.I)
_NUMBER = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))\s*(px|em|rem|ex|ch|pt|pc|cm|mm|in|vw|vh|%)?(?![\w.%])")
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pt": 1.33, "pc": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "vw": 5.0,
           "vh": 5.0, "%": 5.0, "": 1.0}  # fmt: skip
_FAR_BEFORE = -900.0  # pixels left of or above the page: more than an off-canvas menu slides out
_FAR_BEHIND = 9000.0  # and right of or below it, where long pages still go on
_NOTHING = 2.0  # pixels: a box of this height shows no line
_SPECK = 1.0  # pixels: type of this size is not read
_FAINT = 0.05  # opacity
_SIDES = ("left", "top", "right", "bottom")
_SHIFTS = ("margin-left", "margin-top", "margin", "text-indent")
_PLACES = frozenset((*_SIDES, *_SHIFTS, "transform"))
_MOVES = ("transition", "animation", "animation-name")
_COLOURS = {"white": "ffffff", "black": "000000", "#fff": "ffffff", "#000": "000000"}
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*[, ]\s*(\d+)\s*[, ]\s*(\d+)\s*(?:[,/]\s*(\d*\.?\d+)%?\s*)?\)")
_CLIPPED = re.compile(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01]")
_SHORTHAND = re.compile(r"(?<![\w.-])(\d*\.?\d+(?:px|pt|em|rem|%)|0(?=\s*/))")  # the size in `font`
_RELATIVE = re.compile(r"\d(?:em|%)")  # sizes of type that are parts of the ancestor's
_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
_SHIFT = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")


class Declared(NamedTuple):
    """A declaration's value (lower case) and whether it is `!important`."""

    value: str
    important: bool


@lru_cache(maxsize=2048)
def declarations(css: str) -> Mapping[str, Declared]:
    """The declarations of a block, by property; the last of a name wins unless an earlier one is important. What is no declaration is
    left out."""
    found: dict[str, Declared] = {}
    for part in css[:_MAX_CSS].lower().split(";"):
        name, colon, value = part.partition(":")
        if not colon:
            continue
        name, value = name.strip(), value.strip()
        important = value.endswith("important") and "!" in value
        if important:
            value = value.rpartition("!")[0].strip()
        if value and (important or name not in found or not found[name].important):
            found[name] = Declared(value, important)
    return found


def values_in(css: str) -> dict[str, str]:
    """The values of a style attribute by their properties."""
    return {name: declared.value for name, declared in declarations(css).items()}


def is_pale(values: Mapping[str, str]) -> bool:
    """Whether the type is (nearly) white and no ground is stated with it."""
    colour = _colour(values.get("color"))
    if colour is None or colour == "transparent" or any(name.startswith("background") for name in values):
        return False
    return all(part in ("ff", "fe", "fd", "fc") for part in (colour[:2], colour[2:4], colour[4:]))


def is_speck(values: Mapping[str, str]) -> bool:
    """Whether the type is too small to be seen."""
    size = _type_size(values)
    return size is not None and size <= _SPECK


@lru_cache(maxsize=2048)
def way_of_style(css: str) -> Way:
    """How a style attribute hides its element."""
    return way_of(values_in(css)) if _HINT.search(css[:_MAX_CSS]) else ""


def way_of(values: Mapping[str, str]) -> Way:
    """How the values of CSS properties (names and values in lower case) hide an element: not at all, switched off, or masked."""
    if _is_displaced(values) or is_speck(values) or _is_colourless(values):
        return "masked"
    if _CLIPPED.match(values.get("clip", "").strip()) or _CLIPPED.match(values.get("clip-path", "").strip()):
        return "masked"
    if values.get("display") == "none" or "hidden" in (values.get("visibility"), values.get("content-visibility")):
        return "off"
    moves = any(name in values and not values[name].startswith("none") for name in _MOVES)
    if not moves and ((0 <= _number(values.get("opacity"), 1.0) <= _FAINT) or "scale(0)" in values.get("transform", "")):
        return "off"
    return "off" if _is_squeezed(values) else ""


def shows_again(css: str, speck: bool) -> bool:
    """Whether a style attribute shows what an ancestor hid by type of no size (`speck`) or by its visibility. Type sized by that of the
    ancestor is of no size either."""
    values = values_in(css)
    if not speck:
        return values.get("visibility") == "visible"
    size = _type_size(values)
    return size is not None and size > _SPECK and _RELATIVE.search(values.get("font-size") or values.get("font") or "") is None


def _is_displaced(values: Mapping[str, str]) -> bool:
    if _PLACES.isdisjoint(values):
        return False
    if values.get("position") != "static":
        for side in _SIDES:
            at = _pixels(values.get(side))
            if at is not None and (at <= _FAR_BEFORE or at >= _FAR_BEHIND):
                return True
    for name in _SHIFTS:
        for part in values.get(name, "").split():
            if (at := _pixels(part)) is not None and at <= _FAR_BEFORE:
                return True
    if any(name.startswith("transition") for name in values):
        return False  # a row of slides, moved on
    shift = _SHIFT.search(values.get("transform", ""))
    return shift is not None and any((at := _pixels(part)) is not None and at <= _FAR_BEFORE for part in shift[1].split(","))


def _type_size(values: Mapping[str, str]) -> float | None:
    """Pixels of the type as far as stated; an em of nothing is nothing, of something is something."""
    size = _pixels(values.get("font-size"))
    if size is None and (short := _SHORTHAND.search(values.get("font", ""))):
        size = _pixels(short[1])
    return size


def _is_squeezed(values: Mapping[str, str]) -> bool:
    """Whether a box has no height or no width and cuts off what does not fit; padding may give it room."""
    if not any(values.get(name, "visible").split()[0] in ("hidden", "clip", "scroll", "auto") for name in _OVERFLOWS):
        return False
    if any(name.startswith("padding") and re.search(r"[1-9]", value) for name, value in values.items()):
        return False
    minimum = max(_pixels(values.get("min-height")) or 0.0, _pixels(values.get("min-width")) or 0.0)
    sizes = [_pixels(values.get(name)) for name in ("height", "max-height", "width", "max-width")]
    return minimum <= _NOTHING and any(size is not None and 0 <= size <= _NOTHING for size in sizes)


def _is_colourless(values: Mapping[str, str]) -> bool:
    """Whether the type has no colour, or that of the ground stated with it."""
    colour = _colour(values.get("color"))
    if colour is None:
        return False
    if colour == "transparent":
        return "background-clip" not in values and "-webkit-background-clip" not in values and "text-shadow" not in values
    ground = values.get("background-color") or values.get("background") or ""
    return "url(" not in ground and "gradient" not in ground and _colour(ground) == colour


def _colour(value: str | None) -> str | None:
    """A colour as six hexadecimal digits, "transparent", None when it is not one of those that are read."""
    if not value:
        return None
    value = value.strip()
    if value == "transparent":
        return value
    if value in _COLOURS:
        return _COLOURS[value]
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "".join(2 * digit for digit in value[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value[1:]
    rgb = _RGB.fullmatch(value)
    if rgb is None:
        return None
    if rgb[4] is not None and float(rgb[4]) == 0:
        return "transparent"
    return "".join(f"{min(255, int(part)):02x}" for part in rgb.groups()[:3])


def _pixels(value: str | None) -> float | None:
    """The first length of a value in pixels, about; None when it begins with none."""
    match = _NUMBER.match(value.strip()) if value else None
    return float(match[1]) * _PIXELS[match[2] or ""] if match else None


def _number(value: str | None, default: float) -> float:
    match = _NUMBER.match(value.strip()) if value else None
    if match is None:
        return default
    return float(match[1]) / (100 if match[2] == "%" else 1)
