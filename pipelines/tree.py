"""Tree: a page parsed once by lxml, with an index of its classes and ids, and the small selector language of data/layouts.toml.

A selector is one or more compounds joined by a space (descendant): `tag#id.class[attr][attr=value][attr^=prefix][attr$=suffix]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

MAX_CHARS = 8_000_000  # of one page; the largest real pages (images inside the HTML) are below 3 million
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[#.][\w:-]+|\[[\w:.-]+(?:[\^$]?=[^\]]*)?\])*)", re.IGNORECASE)
_PART = re.compile(r"([#.])([\w:-]+)|\[([\w:.-]+)([\^$]?=)?([^\]]*)\]")
_COMPARE: dict[str, Callable[[str, str], bool]] = {"=": str.__eq__, "^=": str.startswith, "$=": str.endswith}
_STEP = re.compile(r"(?:\[[^\]]*\]|[^\s\[])+|\S")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page. `classes` gives the elements of a class in document order, `ids` the first element of an id."""

    root: HtmlElement
    classes: dict[str, list[HtmlElement]]
    ids: dict[str, HtmlElement]
    found: dict[str, list[HtmlElement]] = field(default_factory=dict)  # by tag or attribute, looked up once
    valued: dict[str, dict[str, list[HtmlElement]]] = field(default_factory=dict)  # of a tag, by the value of an attribute


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]  # name, "" | "=" | "^=" | "$=", value


class BadSelector(ValueError):
    """A selector that is not of this small language."""


def parse_tree(html: str) -> Tree | None:
    """The tree of a decoded page, None when there is nothing in it. Never raises: libxml2 mends what it can, depth is bounded."""
    data = html[:MAX_CHARS].encode("utf-8", "replace")
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
    # plain elements: the methods lxml.html adds are not needed, and its elements cost twice the time to touch
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, collect_ids=False)
    try:
        root = cast(HtmlElement | None, etree.fromstring(data, parser=parser))
    except (etree.LxmlError, ValueError):
        return None
    if root is None:
        return None
    classes: dict[str, list[HtmlElement]] = {}
    ids: dict[str, HtmlElement] = {}
    for element in root.iter():  # faster than asking XPath for the elements that have a class or an id
        name = element.get("class")
        if name:
            for token in name.split():
                if token in classes:
                    classes[token].append(element)
                else:
                    classes[token] = [element]
        key = element.get("id")
        if key:
            ids.setdefault(key, element)
    return Tree(root, classes, ids)


@lru_cache(maxsize=2048)
def parse_selector(selector: str) -> tuple[Compound, ...]:
    """The compounds of a selector, outermost first. Raises BadSelector."""
    compounds = []
    for step in _STEP.findall(selector):
        match = _COMPOUND.fullmatch(step)
        if not match:
            raise BadSelector(selector)
        names: list[str] = []
        attributes: list[tuple[str, str, str]] = []
        key = None
        for mark, name, attribute, operator, value in _PART.findall(match[2]):
            if mark == "#":
                key = name
            elif mark == ".":
                names.append(name)
            else:
                attributes.append((attribute, operator, value))
        compounds.append(Compound(match[1], key, tuple(names), tuple(attributes)))
    if not compounds:
        raise BadSelector(selector)
    return tuple(compounds)


def select(tree: Tree, selector: str) -> list[HtmlElement]:
    """Elements matching the selector, in document order."""
    *outer, last = parse_selector(selector)
    found: Iterable[HtmlElement]
    if last.id is not None:
        found = [tree.ids[last.id]] if last.id in tree.ids else []
    elif last.classes:
        found = tree.classes.get(last.classes[0], [])
    else:
        found = _all_with(tree, last)
    return [e for e in found if matches(e, last) and _inside(e, outer)]


def _all_with(tree: Tree, compound: Compound) -> list[HtmlElement]:
    """Elements of the compound's tag, else those with its first attribute."""
    if compound.tag:
        if compound.attributes and compound.attributes[0][1] == "=":
            name, _, value = compound.attributes[0]
            return _by_value(tree, compound.tag, name).get(value, [])
        return _looked_up(tree, compound.tag, f"//{compound.tag}")
    name = compound.attributes[0][0]
    return list(tree.ids.values()) if name == "id" else _looked_up(tree, f"@{name}", f"//*[@{name}]")


def _looked_up(tree: Tree, key: str, query: str) -> list[HtmlElement]:
    if key not in tree.found:
        tree.found[key] = cast(list[HtmlElement], tree.root.xpath(query))
    return tree.found[key]


def _by_value(tree: Tree, tag: str, name: str) -> dict[str, list[HtmlElement]]:
    key = f"{tag}@{name}"
    if key not in tree.valued:
        values = tree.valued[key] = {}
        for element in _looked_up(tree, tag, f"//{tag}"):
            values.setdefault(element.get(name) or "", []).append(element)
    return tree.valued[key]


def matches(element: HtmlElement, compound: Compound) -> bool:
    """Whether one element satisfies one compound."""
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.id is not None and element.get("id") != compound.id:
        return False
    if compound.classes:
        names = (element.get("class") or "").split()
        if not all(name in names for name in compound.classes):
            return False
    for name, operator, value in compound.attributes:
        has = element.get(name)
        if has is None or (operator and not _COMPARE[operator](has, value)):
            return False
    return True


def _inside(element: HtmlElement, outer: list[Compound]) -> bool:
    if not outer:
        return True
    left = list(outer)
    for ancestor in element.iterancestors():
        if matches(ancestor, left[-1]):
            left.pop()
            if not left:
                return True
    return False
