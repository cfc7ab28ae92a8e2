"""Style sheets in the page: the rules that hide the elements of a class or id, and what else is declared for such an element.

Only rules around words that hide are looked at, found by plain search: a page without them costs nothing, and a long style sheet little.
Rules for print, for some widths of the screen and with selectors outside of the small language of tree.py are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.html.tree import BadSelector, Selector, Tree, elements_of, parse_selector, stands_in
from pipelines.html.visibility import Declared, declarations, way_of_style

_MAX_CSS = 500_000  # characters of all style elements of a page; the most seen on real pages is 440,000
_MAX_RULES = 400  # looked at on one page
_MAX_BLOCK = 2000  # characters of the declarations of one
_MAX_NAMING = 150  # that name a class or id of one element
_MAX_LOOKED = 5000  # elements that have the class of a rule; no real page has a tenth of that
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


def sheet_of(tree: Tree) -> str:
    """The text of the style sheets in a page, without comments; "" when none is in it."""
    if b"<style" not in tree.html and b"<STYLE" not in tree.html:
        return ""
    pieces = [
        element.text
        for element in tree.root.iter("style")
        if element.text and (element.get("media") or "").strip().lower() in _MEDIA and not _is_off(element)
    ]
    sheet = _without_comments("\n".join(pieces)[:_MAX_CSS])
    return _without_conditions(sheet.replace(": ", ":").replace(" :", ":"))


def hiding_rules(sheet: str, tree: Tree) -> list[Rule]:
    """The rules by which elements of a class or id on this page are hidden, in order."""
    found: list[Rule] = []
    for start in _starts(sheet.lower() if sheet.isascii() else sheet, _WORDS, _MAX_RULES):  # lower case of other letters may be longer
        if way_of_style(_block(sheet, start)):
            found.extend(_rules(sheet, start, tree))
    return found


def hidden_elements(rules: Sequence[Rule], tree: Tree, limit: int) -> list[HtmlElement]:
    """The elements that any of the rules is for, at most `limit`, each once."""
    found: dict[HtmlElement, None] = {}
    looked = 0
    for rule in rules[:_MAX_RULES]:
        looked += max((len(tree.classes[name]) for name in rule.selector.last.classes), default=1)
        if looked > _MAX_LOOKED:
            break
        for element in elements_of(tree, rule.selector):
            found[element] = None
            if len(found) >= limit:
                return list(found)
    return list(found)


def values_of(element: HtmlElement, sheet: str, tree: Tree) -> dict[str, str]:
    """The values of the CSS properties of an element by the rules for its classes and id and by its style attribute: important ones
    first, then the more specific, then the later."""
    names = [f".{name}" for name in (element.get("class") or "").split()[:_MAX_NAMES]]
    names.extend(f"#{key}" for key in (element.get("id") or "").split()[:1])
    rules = [r for start in _starts(sheet, names, _MAX_NAMING) for r in _rules(sheet, start, tree) if stands_in(element, r.selector)]
    rules.sort(key=lambda rule: (rule.weight, rule.at))
    values: dict[str, Declared] = {}
    for declared in (*(rule.values for rule in rules), declarations((element.get("style") or "")[:_MAX_BLOCK])):
        for name, value in declared.items():
            if value.important or name not in values or not values[name].important:
                values[name] = value
    return {name: value.value for name, value in values.items()}


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


def _starts(sheet: str, words: Sequence[str], limit: int) -> list[int]:
    """The places of the opening braces of the rules that hold one of the words, in their selector or in their declarations."""
    found: set[int] = set()
    for word in words:
        at = sheet.find(word)
        while at >= 0 and len(found) < limit:
            opening, closing = sheet.find("{", at), sheet.find("}", at)
            inside = opening < 0 or 0 <= closing < opening
            found.add(sheet.rfind("{", 0, at) if inside else opening)
            at = sheet.find(word, (closing if inside else opening) + 1) if (closing if inside else opening) >= 0 else -1
    return sorted(found - {-1})


def _rules(sheet: str, start: int, tree: Tree) -> Iterator[Rule]:
    """The rules, one per selector, whose declarations begin behind `start`; those for this page only."""
    before = max(sheet.rfind(mark, 0, start) for mark in "{};")
    prelude = sheet[max(before + 1, start - _MAX_SELECTORS * _MAX_SELECTOR) : start].strip()
    if not prelude or prelude[0] == "@":
        return
    for text in prelude.split(",")[:_MAX_SELECTORS]:
        selector = _selector(" ".join(text.replace(">", " > ").split()))
        if selector is None or not _is_named(selector) or not _may_match(selector, tree):
            continue
        yield Rule(selector, declarations(_block(sheet, start)), start)


def _block(sheet: str, start: int) -> str:
    """The declarations behind an opening brace."""
    end = sheet.find("}", start, start + _MAX_BLOCK)
    return sheet[start + 1 : end if end >= 0 else start + _MAX_BLOCK]


def _selector(text: str) -> Selector | None:
    if not text or len(text) > _MAX_SELECTOR:
        return None
    try:
        return parse_selector(text)
    except BadSelector:
        return None


def _is_named(selector: Selector) -> bool:
    """Whether the element itself is named by a class or id, not by its tag or an attribute alone."""
    last = selector.last
    return (last.id is not None or len(last.classes) > 0) and last.tag not in ("html", "body")


def _may_match(selector: Selector, tree: Tree) -> bool:
    return all(name in tree.classes for name in selector.classes) and all(key in tree.ids for key in selector.ids)
