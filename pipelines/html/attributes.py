"""Attributes: what the elements of a page write into one attribute, and the indexes of its class names and ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

COMPARE: dict[str, Callable[[str, str], bool]] = {"=": str.__eq__, "^=": str.startswith, "$=": str.endswith}


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the elements below one write into an attribute, in document order. Strings are cheap and elements are not: `bearers` looks
    these up when they are asked for."""

    name: str
    top: HtmlElement
    values: list[str]
    found: list[HtmlElement] = field(default_factory=list)

    @property
    def bearers(self) -> list[HtmlElement]:
        """The element of each value."""
        if not self.found:
            self.found.extend(cast(list[HtmlElement], _paths_of(self.name).bearers(self.top)))
        return self.found

    def those(self, operator: str, value: str) -> list[HtmlElement]:
        """The elements whose value is ("="), begins ("^=") or ends ("$=") so; with "" all."""
        if not operator:
            return self.bearers
        compare = COMPARE[operator]
        places = [place for place, written in enumerate(self.values) if compare(written, value)]
        return [self.bearers[place] for place in places] if places else []


@dataclass(frozen=True, slots=True)
class Classes:
    """The class names below an element (`name in classes`) and the elements of each (`classes[name]`, in document order)."""

    attribute: Attribute
    spelled: dict[str, list[str]]  # name: the values of the attribute it stands in
    places: dict[str, list[int]] = field(default_factory=dict)  # value: where it stands; filled when first asked for

    def __contains__(self, name: str) -> bool:
        return name in self.spelled

    def __iter__(self) -> Iterator[str]:
        return iter(self.spelled)

    def __getitem__(self, name: str) -> list[HtmlElement]:
        values = self.spelled[name]
        if not self.places:
            for place, value in enumerate(self.attribute.values):
                if value in self.places:
                    self.places[value].append(place)
                else:
                    self.places[value] = [place]
        found = self.places[values[0]] if len(values) == 1 else sorted(place for value in values for place in self.places[value])
        bearers = self.attribute.bearers
        return [bearers[place] for place in found]


@dataclass(frozen=True, slots=True)
class Keys:
    """The ids below an element in document order, and the first element of each (`keys[key]`)."""

    attribute: Attribute
    places: dict[str, int]  # id: where it stands first

    def __getitem__(self, key: str) -> HtmlElement:
        return self.attribute.bearers[self.places[key]]


class _Paths(NamedTuple):
    values: etree.XPath
    bearers: etree.XPath


@lru_cache(maxsize=200)
def _paths_of(attribute: str) -> _Paths:
    return _Paths(
        etree.XPath(f"descendant-or-self::*/@{attribute}", smart_strings=False), etree.XPath(f"descendant-or-self::*/@{attribute}/..")
    )


def attribute_of(top: HtmlElement, name: str) -> Attribute:
    """An attribute of an element and all below it."""
    return Attribute(name, top, cast(list[str], _paths_of(name).values(top)))


def classes_of(top: HtmlElement) -> Classes:
    """The class names of an element and all below it."""
    attribute = attribute_of(top, "class")
    spelled: dict[str, list[str]] = {}
    for value in dict.fromkeys(attribute.values):
        for name in _split(value):
            if name in spelled:
                spelled[name].append(value)
            else:
                spelled[name] = [value]
    return Classes(attribute, spelled)


def keys_of(top: HtmlElement) -> Keys:
    """The ids of an element and all below it."""
    attribute = attribute_of(top, "id")
    places: dict[str, int] = {}
    for place, key in enumerate(attribute.values):
        places.setdefault(key, place)
    return Keys(attribute, places)


@lru_cache(maxsize=16_384)
def _split(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.split()))
