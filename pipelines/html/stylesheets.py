"""Style sheets in the page: the rules that hide the elements of a class or id, and what else is declared for such an element.

Only rules around words that hide are looked at, found by plain search: a page without them costs nothing, and a long style sheet little.
Rules for print, for some widths of the screen and with selectors outside of the small language of tree.py are left alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.html.tree import BadSelector, Selector, Tree, elements_of, parse_selector, stands_in
from pipelines.html.visibility import Declared, declarations, way_of_style

_MAX_CSS = 500_000  # characters of all style elements of a page; the most seen on real pages is 440,000
_MAX_RULES = 600  # looked at on one page
_MAX_BLOCK = 2000  # characters of the declarations of one
_MAX_NAMING = 150  # that name a class or id of one element
_MAX_SPENT = 30_000  # steps to find elements, and as many to weigh the rules for them; real pages take a third of that at most
_DEPTH = 40  # of an element, at most on most pages
_MAX_STEPS = 6  # of a selector
_MAX_SELECTORS = 40  # of one rule
_MAX_SELECTOR = 200  # characters
_MAX_NAMES = 8  # classes of an element
_WORDS = (
    "display:none", "visibility:hidden", "opacity:0", "-999", "-1000", "-2000", "-3000", "-5000", "-8000", "-100v", "-200", "font-size:0",
    "font-size:1px", "font-size:.", "font:0", "height:0", "width:0", "height:1px", "width:1px", "rect(", "inset(", "scale(0",
    ":transparent", "color:rgba(",
    "ackground:#fff", "ackground-color:#fff", "ackground:white", "ackground-color:white",
)  # fmt: skip
_SCREENS = ("@media screen", "@media all", "@media only screen")
_MEDIA = ("", "all", "screen", "only screen")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with one selector; `at`: its place in the style sheets of the page."""

    selector: Selector
    values: Mapping[str, Declared]
    at: int

    @property
    def weight(self) -> tuple[int, int, int]:
        """How specific the selector is (CSS Selectors 3, 9): ids, classes and attributes, tags."""
        steps = (*self.selector.outer, self.selector.last)
        ids = sum(step.id is not None for step in steps)
        return ids, sum(len(step.classes) + len(step.attributes) for step in steps), sum(step.tag is not None for step in steps)


@dataclass(slots=True)
class Sheet:
    """The style sheets of one page as one text, and what was found in it so far."""

    tree: Tree
    text: str
    named: dict[str, list[int]] = field(default_factory=dict)  # the rules that name a class or id, by their opening braces
    rules: dict[int, list[Rule]] = field(default_factory=dict)  # by their opening brace
    spent: int = 0  # steps taken to find the elements of selectors, about


def sheet_of(tree: Tree) -> Sheet | None:
    """The style sheets in a page that count on every screen, None when there are none."""
    if b"<style" not in tree.html and b"<STYLE" not in tree.html:
        return None
    pieces = [
        element.text
        for element in tree.root.iter("style")
        if element.text and (element.get("media") or "").strip().lower() in _MEDIA and not _is_off(element)
    ]
    text = _without_comments("\n".join(pieces)[:_MAX_CSS])
    return Sheet(tree, _without_conditions(text.replace(": ", ":").replace(" :", ":"))) if text else None


def hidden_elements(sheet: Sheet, limit: int) -> list[HtmlElement]:
    """The elements of a class or id for which a rule says that they are hidden, at most `limit`, each once."""
    found: dict[HtmlElement, None] = {}
    for rule in _hiding_rules(sheet):
        named = max((len(sheet.tree.classes[name]) for name in rule.selector.last.classes), default=1)
        sheet.spent += named * (1 + _DEPTH * len(rule.selector.outer))
        if sheet.spent > _MAX_SPENT:
            break
        for element in elements_of(sheet.tree, rule.selector):
            found[element] = None
            if len(found) >= limit:
                return list(found)
    return list(found)


def values_of(element: HtmlElement, sheet: Sheet) -> dict[str, str]:
    """The values of the CSS properties of an element by the rules for its classes and id and by its style attribute: important ones
    first, then the more specific, then the later. Empty when a page asks for too much."""
    names = [f".{name}" for name in (element.get("class") or "").split()[:_MAX_NAMES]]
    names.extend(f"#{key}" for key in (element.get("id") or "").split()[:1])
    starts = dict.fromkeys(start for name in names for start in _naming(sheet, name))
    depth = sum(1 for _ in element.iterancestors())
    rules = []
    for rule in itertools.chain.from_iterable(_rules(sheet, start) for start in starts):
        sheet.spent += 1 + depth * len(rule.selector.outer)
        if sheet.spent > 2 * _MAX_SPENT:
            return {}
        if stands_in(element, rule.selector):
            rules.append(rule)
    rules.sort(key=lambda rule: (rule.weight, rule.at))
    values: dict[str, Declared] = {}
    for declared in (*(rule.values for rule in rules), declarations((element.get("style") or "")[:_MAX_BLOCK])):
        for name, value in declared.items():
            if value.important or name not in values or not values[name].important:
                values[name] = value
    return {name: value.value for name, value in values.items()}


def _hiding_rules(sheet: Sheet) -> Iterator[Rule]:
    """The rules by which elements of a class or id on this page are hidden."""
    text = sheet.text.lower() if sheet.text.isascii() else sheet.text  # lower case of other letters may be longer
    found = 0
    for start in sorted({start for word in _WORDS for start in _starts(text, word, _MAX_RULES)}):
        if way_of_style(_block(sheet.text, start)):
            for rule in _rules(sheet, start):
                found += 1
                if found > _MAX_RULES:
                    return
                yield rule


def _naming(sheet: Sheet, name: str) -> list[int]:
    if name not in sheet.named:
        sheet.named[name] = _starts(sheet.text, name, _MAX_NAMING)
    return sheet.named[name]


def _is_off(element: HtmlElement) -> bool:
    """Whether a style element only counts where no script runs."""
    parent = element.getparent()
    return parent is not None and parent.tag == "noscript"


def _without_comments(sheet: str) -> str:
    if "/*" not in sheet:
        return sheet
    pieces = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        pieces.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = len(sheet) if end < 0 else end + 2
    pieces.append(sheet[at:])
    return "".join(pieces)


def _without_conditions(sheet: str) -> str:
    """A style sheet without its at-rules, but with the rules in those that hold on every screen."""
    pieces = []
    at = 0
    while (start := sheet.find("@", at)) >= 0:
        pieces.append(sheet[at:start])
        opening, stop = sheet.find("{", start), sheet.find(";", start)
        if opening < 0 or 0 <= stop < opening:  # a statement: @import, @charset
            at = stop + 1 if stop >= 0 else len(sheet)
            continue
        at = _closing(sheet, opening) + 1
        if " ".join(sheet[start:opening].lower().split()) in _SCREENS:
            pieces.append(sheet[opening + 1 : at - 1])
    pieces.append(sheet[at:])
    return "".join(pieces)


def _closing(sheet: str, opening: int) -> int:
    """The place of the brace that closes the one at `opening`, the end where none does."""
    depth, at = 1, opening + 1
    while depth:
        closing = sheet.find("}", at)
        if closing < 0:
            return len(sheet)
        depth += sheet.count("{", at, closing) - 1
        at = closing + 1
    return at - 1


def _starts(sheet: str, word: str, limit: int) -> list[int]:
    """The places of the opening braces of the rules that hold a word, in their selector or in their declarations. A name (".a", "#a") is
    a whole one."""
    found: dict[int, None] = {}
    named = word[0] in ".#"
    at = sheet.find(word)
    while at >= 0 and len(found) < limit:
        behind = at + len(word)
        if named and (sheet[behind : behind + 1].isalnum() or sheet[behind : behind + 1] in ("-", "_")):
            at = sheet.find(word, behind)
            continue
        opening, closing = sheet.find("{", at), sheet.find("}", at)
        inside = opening < 0 or 0 <= closing < opening
        found[sheet.rfind("{", 0, at) if inside else opening] = None
        end = closing if inside else opening
        at = sheet.find(word, end + 1) if end >= 0 else -1
    found.pop(-1, None)
    return list(found)


def _rules(sheet: Sheet, start: int) -> list[Rule]:
    """The rules, one per selector, whose declarations begin behind `start`; those for this page only."""
    if start not in sheet.rules:
        sheet.rules[start] = list(_read_rules(sheet, start))
    return sheet.rules[start]


def _read_rules(sheet: Sheet, start: int) -> Iterator[Rule]:
    text = sheet.text
    before = max(text.rfind(mark, 0, start) for mark in "{};")
    prelude = text[max(before + 1, start - _MAX_SELECTORS * _MAX_SELECTOR) : start].strip()
    if not prelude or prelude[0] == "@":
        return
    for part in prelude.split(",")[:_MAX_SELECTORS]:
        selector = _selector(" ".join(part.replace(">", " > ").split()))
        if selector is None or not _is_named(selector) or not _may_match(selector, sheet.tree):
            continue
        yield Rule(selector, declarations(_block(text, start)), start)


def _block(sheet: str, start: int) -> str:
    """The declarations behind an opening brace."""
    end = sheet.find("}", start, start + _MAX_BLOCK)
    return sheet[start + 1 : end if end >= 0 else start + _MAX_BLOCK]


def _selector(text: str) -> Selector | None:
    if not text or len(text) > _MAX_SELECTOR:
        return None
    try:
        selector = parse_selector(text)
    except BadSelector:
        return None
    return selector if len(selector.outer) < _MAX_STEPS else None


def _is_named(selector: Selector) -> bool:
    """Whether the element itself is named by a class or id, not by its tag or an attribute alone."""
    last = selector.last
    return (last.id is not None or len(last.classes) > 0) and last.tag not in ("html", "body")


def _may_match(selector: Selector, tree: Tree) -> bool:
    return all(name in tree.classes for name in selector.classes) and all(key in tree.ids for key in selector.ids)
