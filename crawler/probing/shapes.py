"""Shapes: the patterns of article addresses, learned from links worded like headlines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

FEWEST = 3  # addresses a shape must explain
SHARE = 0.2  # of all addresses, that a shape must explain to be proposed beside the first
MOST = 3  # shapes proposed
PARAMETERS = 20  # of a query; more is no address of an article
HEXADECIMAL = 0.3  # share of the addresses that end in an id with letters, from which all are taken for such
ENOUGH = 0.5  # share of the addresses that patterns must explain to hold
_END = r"(\?|$)"
_ID_TAIL = re.compile(r"(?i)(?P<slug>[^/]*?)(?P<mark>[-_.]?[a-z]{0,8})(?P<id>\d{2,})(?P<end>\.[a-z]{2,5}|/|)$")
_HEX_TAIL = re.compile(r"(?P<slug>[^/]+)-(?P<id>(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{6,10})(?P<end>\.[a-z]{2,5}|/|)$")
_SLUG_TAIL = re.compile(r"(?i)(?P<slug>[^/]*?)(?P<end>\.[a-z]{2,5}|/|)$")
_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HYPHENS = 4  # in a slug without a number that is a headline
# first folders that belong to the content system, not to one section
_TECHNICAL = re.compile(
    r"(?i)(?:vi|vi-vn|vn|news|tin-?tuc(?:-su-kien)?|bai-viet|post|blog|web|portal|index\.php|node|content|detail|chi-tiet|article|d|pages)"
)


class Shape(NamedTuple):
    """A pattern and how many of the addresses it explains."""

    pattern: str
    covers: int


class _Form(NamedTuple):
    """What addresses of one kind share. `folders`: the first segments, if they are years, months or numbers; `tail`: a pattern of the last
    segment; `parameter`: the one of the query that names the article."""

    tail: str
    parameter: str | None
    folders: tuple[str, ...]


def target_of(url: str) -> str:
    """Path and query: what patterns of a source file are searched in."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def explained(urls: Iterable[str], patterns: Sequence[str]) -> int:
    """How many addresses one of the patterns finds."""
    compiled = [re.compile(pattern) for pattern in patterns]
    return sum(any(pattern.search(target_of(url)) for pattern in compiled) for url in urls)


def learned(urls: Sequence[str], others: Sequence[str]) -> list[Shape]:
    """The patterns that explain most of the addresses of articles and none of the `others` (sections, listings); [] when there are too few
    addresses or they have nothing in common. The ones explaining most come first."""
    urls = list(dict.fromkeys(urls))
    lasts = [urlsplit(url).path.rstrip("/").rpartition("/")[2] for url in urls]
    hexadecimal = sum(_HEX_TAIL.match(last) is not None for last in lasts) > HEXADECIMAL * len(lasts)
    forms: dict[_Form, list[list[str]]] = defaultdict(list)
    naming = _naming(urls)
    for url in urls:
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        if parts.query and (name := naming.get(parts.path)):
            forms[_Form(_escaped(segments[-1]) if segments else "", name, ())].append(segments)
        elif not parts.query and (form := _form(segments, hexadecimal)):
            forms[form].append(segments)
    left, shapes = urls, list[Shape]()
    for form, ways in sorted(forms.items(), key=lambda item: -len(item[1])):
        if len(ways) < FEWEST or len(shapes) == MOST or (shapes and len(ways) < SHARE * len(urls)):
            break
        pattern = _pattern(form, ways)
        if explained(others, [pattern]):
            continue
        if count := explained(left, [pattern]):
            shapes.append(Shape(pattern, count))
            left = [url for url in left if not explained([url], [pattern])]
    return shapes


def _form(segments: Sequence[str], hexadecimal: bool) -> _Form | None:
    """The form of an address without a query; None when nothing in it says article."""
    if not segments:
        return None
    folders = tuple(_numeric(segment) for segment in segments[:-1])
    tail = _tail(segments[-1], hexadecimal, any(folders))
    return _Form(tail, None, folders if any(folders) else ()) if tail else None


def _naming(urls: Sequence[str]) -> dict[str, str]:
    """By path, the parameter of the query that names the article: the one that differs most often between the addresses of that path."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for url in urls:
        parts = urlsplit(url)
        for name, value in parse_qsl(parts.query) if parts.query.count("&") < PARAMETERS else ():
            if re.search(r"\d|-", value):
                values[parts.path][name].add(value)
    return {path: max(names, key=lambda name: len(names[name])) for path, names in values.items()}


def _tail(last: str, hexadecimal: bool, dated: bool) -> str | None:
    """A pattern of the last segment: a number or hexadecimal id at its end with what stands before and behind it; else a long slug."""
    if hexadecimal and (match := re.match(r"(?P<slug>[^/]+)-[0-9a-f]+(?P<end>\.[a-z]{2,5}|)$", last)):
        return rf"[^/?]+-[0-9a-f]+{_end(match['end'])}"
    if match := _ID_TAIL.match(last):
        mark = _escaped(match["mark"])
        if not mark:
            return rf"[^/?]*\d{_end(match['end'])}"
        return f"{'[^/?]+' if match['slug'] else ''}{mark}" + rf"\d+{_end(match['end'])}"
    match = _SLUG_TAIL.match(last)
    fewest = 1 if dated else _HYPHENS
    if match is None or match["slug"].count("-") < fewest:
        return None
    words = "[^/?-]+-" if dated else rf"(?:[^/?-]+-){{{fewest}}}"
    return f"{words}[^/?]*{_end(match['end'])}"


def _end(end: str) -> str:
    return _escaped(end) if end else "/?"


def _escaped(text: str) -> str:
    return re.escape(text).replace("\\-", "-")


def _numeric(segment: str) -> str:
    """A folder that is a month, a year or another number; "" for words."""
    if _MONTH.fullmatch(segment):
        return r"\d{6}"
    return r"\d{4}" if _YEAR.fullmatch(segment) else r"\d+" if segment.isdecimal() else ""


def _pattern(form: _Form, ways: Sequence[Sequence[str]]) -> str:
    """The regular expression of a form. A first folder that all addresses share stands in it as it is where it belongs to the content
    system; a section does not, for the next article may stand in another."""
    if form.parameter:
        parameter = f"{_escaped(form.parameter)}=[^&]"
        return rf"/{form.tail}\?(?:.*&)?{parameter}" if form.tail else f"[?&]{parameter}"
    if form.folders:
        return "^/" + "".join(f"{folder or '[^/?]+'}/" for folder in form.folders) + form.tail + _END
    depths = {len(way) - 1 for way in ways}
    low, high = min(depths), max(depths)
    first = {way[0] for way in ways} if low else set()
    head = ""
    if len(first) == 1 and (low > 1 or _TECHNICAL.fullmatch(min(first))):
        head, low, high = f"{_escaped(first.pop())}/", low - 1, high - 1
    folders = "" if high == 0 else rf"(?:[^/?]+/){{{low},{high + 1}}}"
    return f"^/{head}{folders}{form.tail}{_END}"
