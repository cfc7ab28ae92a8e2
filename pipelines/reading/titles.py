"""Titles: the page's own headline against the title element, Open Graph and the constant title of a site; hijacked site titles.

SharePoint portals print one <title> on every page; sites taken over carry a betting advert there. The headline on the page wins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint, key_of, markers
from pipelines.html.tree import Tree
from pipelines.text.normal import normalise
from pipelines.text.phrases import alternation

_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "…": "."})
_SIGNS = re.compile(f"[{''.join(map(chr, _SAME))}]")  # translating is slow and rarely needed
_SEPARATOR = re.compile(r"\s+[-–—|»›:·•]+\s+|\s*\|\s*|\s+::\s+")
_STOPS = (".", ":", ";")
_REACH = 7  # lines above the body in which its headline is looked for
_TITLED = re.compile(r"title|tieu-?de|headline")
_SITE = ("cổng thông tin", "trang thông tin", "trang chủ", "trang tin", "sở ", "ủy ban", "ubnd", "báo ", "tạp chí", "website", "home")
NO_HEADLINE = frozenset(
    ("home", "trang chủ", "tin tức", "chi tiết", "chi tiết tin", "tin tức - sự kiện", "bài viết", "nội dung", "thông báo")
)


def title_key(text: str | None) -> str:
    """A headline as compared: case, quotes, dashes and white space made equal."""
    line = normalise(text or "")
    if _SIGNS.search(line):
        line = line.translate(_SAME)
    return "".join(line.casefold().split()).strip(".\"'-|")


def has_key(text: str, key: str) -> bool:
    """Whether a line has this (non-empty) key; the lengths are looked at first."""
    return 0 < len(key) <= len(text) + 8 < 2 * len(key) + 40 and title_key(text) == key


def is_site_name(title: str) -> bool:
    """Whether a title element names a site or its home page and not an article."""
    return key_of(title).startswith(_SITE)


def is_gambling(text: str | None) -> bool:
    """Whether a line carries words of a betting advert."""
    return bool(text) and _gambling().search((text or "").casefold()) is not None


@cache
def _gambling() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(markers('gambling'))}(?!\w)")


def site_title(head: Head, title: str | None) -> str | None:
    """What the title element says beyond the headline: the name of the site, or a whole title that is not this article's."""
    whole = head.title
    if not whole:
        return head.site_name
    if not title:
        return whole
    own, all_of_it = title_key(title), title_key(whole)
    if own in all_of_it or all_of_it in own:
        parts = [part for part in _SEPARATOR.split(whole) if part and title_key(part) not in own]
        return head.site_name or (parts[-1].strip() if parts else None)
    return whole


def title_flags(head: Head, title: str | None) -> tuple[str, ...]:
    """("hijacked_site_title",) when the title element or site name is a betting advert and the headline is not."""
    if is_gambling(title):
        return ()
    apart = site_title(head, title)
    return ("hijacked_site_title",) if is_gambling(apart) or is_gambling(head.site_name) else ()


def stated_keys(head: Head) -> list[str]:
    """Keys of the headlines the listing and the head of the page give, betting adverts left out."""
    return [title_key(t) for t in (head.listed, head.og_title, head.headline, head.title) if t and not is_gambling(t)]


class Headline(NamedTuple):
    """A headline and its place among the lines of the page, -1 when it is not among them."""

    text: str | None
    at: int


def find_headline(tree: Tree, head: Head, blocks: Sequence[Block], first: int, start: int) -> Headline:
    """The headline of a page of no known family.

    `first` is the index of the first line of the body, `start` of its first line of prose. In order: a heading that the head of the
    page repeats, a line that it repeats, a lone h1, the line above the body that looks most like a headline, and at last what the
    head says.
    """
    banners = {key for key in stated_keys(head) if _is_banner(key, blocks[: start + 1])}
    stated = [key for key in stated_keys(head) if key not in banners]
    listed = title_key(head.listed)
    for index, block in enumerate(blocks[: start + 3]):
        if has_key(block.text, listed):
            return Headline(block.text, index)
    for index, block in _headings(blocks, ("h1",)):
        if is_stated(block.text, stated):
            return Headline(block.text, index)
    lines = [(i, b) for i, b in enumerate(blocks[: start + 3]) if 3 <= b.words <= 45 and is_stated(b.text, stated, least=14)]
    lines = [(i, b) for i, b in lines if b.link < 0.5] or lines
    if lines:
        index, block = max(lines, key=lambda x: (len(x[1].text), x[0]))
        return Headline(block.text, index)
    banners.add(title_key(head.site_name))
    ones = [(i, b) for i, b in _headings(blocks, ("h1",)) if i <= start + 2 and title_key(b.text) not in banners and b.words >= 3]
    if ones:
        return Headline(ones[-1][1].text, ones[-1][0])
    above = _best_above(blocks, first, start)
    if above is not None:
        return Headline(blocks[above].text, above)
    if head.og_title is None and (head.title is None or is_site_name(head.title) or is_gambling(head.title)):
        plain = _plain_above(blocks, start)
        if plain is not None:
            return Headline(blocks[plain].text, plain)
    heads = [h for e in tree.root.iter("h1") if (h := normalise("".join(e.itertext()))) and is_stated(h, stated)]
    if heads:
        return Headline(heads[0], -1)
    return Headline(_from_head(head), -1)


def _is_banner(stated: str, blocks: Sequence[Block]) -> bool:
    """Whether a stated headline is the name of the site, printed above another heading that stands over the text."""
    at = next((i for i, block in enumerate(blocks) if has_key(block.text, stated)), None)
    if at is None or not is_site_name(blocks[at].text):
        return False
    return any(b.kind == "heading" and b.words >= 4 and b.link < 0.5 for b in blocks[at + 1 :])


def _headings(blocks: Sequence[Block], tags: tuple[str, ...]) -> list[tuple[int, Block]]:
    return [
        (i, b)
        for i, b in enumerate(blocks)
        if b.words >= 2
        and key_of(b.text) not in NO_HEADLINE
        and (b.element.tag in tags or ((p := b.element.getparent()) is not None and p.tag in tags))
    ]


def is_stated(text: str, stated: Sequence[str], least: int = 8) -> bool:
    """Whether a line is, or begins, or goes on from one of the stated headlines (keys)."""
    key = title_key(text)
    return len(key) >= least and any(s.startswith(key) or (key.startswith(s) and len(s) >= least) for s in stated)


def _best_above(blocks: Sequence[Block], first: int, start: int) -> int | None:
    """The line around the top of the body that looks most like its headline: heading tag, class name, bold type, length, nearness."""
    scored: list[tuple[int, int]] = []
    after_text = False
    for index in range(max(0, first - _REACH), min(start + 1, len(blocks))):
        block = blocks[index]
        if _may_be_headline(block):
            kind = _type_score(block)
            length = -2 if block.words < 6 else 2 if block.words <= 22 else 1
            score = kind + length + (block.align == "center") - block.text.endswith(".") - abs(first - index) - 4 * after_text
            if kind:
                scored.append((score, index))
        after_text = after_text or (block.link < 0.3 and (block.words > 45 or (block.words >= 12 and block.text.endswith(_STOPS))))
    return max(scored)[1] if scored else None


def _may_be_headline(block: Block) -> bool:
    return (
        3 <= block.words <= 45
        and block.link < 0.5
        and block.kind not in ("lead", "caption", "row", "byline")
        and not (block.image and block.italic > 0.8)
        and not block.text[0].islower()
        and key_of(block.text) not in NO_HEADLINE
        and not is_imprint(block.text)
    )


def _type_score(block: Block) -> int:
    """What the markup of a line says for its being a headline; 0 when it says nothing."""
    if block.kind == "heading":
        return {"h1": 4, "h2": 3}.get(str(block.element.tag), 2)
    own = _TITLED.search(f"{block.element.get('class') or ''} {block.element.get('id') or ''}".lower()) is not None
    titled = own or _TITLED.search(_names_around(block.element)) is not None
    return own + 2 * titled + 2 * _is_bold_line(block)


def _plain_above(blocks: Sequence[Block], start: int) -> int | None:
    """The nearest short line above the body that is neither link, date nor sentence."""
    return next((i for i in range(min(start, len(blocks)) - 1, max(-1, start - 5), -1) if _is_plain_line(blocks[i])), None)


def _is_plain_line(block: Block) -> bool:
    if not 4 <= block.words <= 35 or block.link > 0.3 or block.kind in ("row", "caption", "byline", "lead", "item"):
        return False
    if is_imprint(block.text):
        return False
    return not block.text.endswith((".", ":", ";")) and sum(c.isdigit() for c in block.text) * 3 < len(block.text)


def _is_bold_line(block: Block) -> bool:
    ends = (":", ";") if block.words <= 22 else _STOPS
    return block.bold > 0.9 and block.link < 0.5 and 4 <= block.words <= 35 and not block.text.endswith(ends)


def _names_around(element: HtmlElement) -> str:
    """Class and id of an element and of the small boxes around it."""
    names = []
    for near in (element, *itertools.islice(element.iterancestors(), 3)):
        if near is not element and len("".join(near.itertext())) > 600:
            break
        names.append(f"{near.get('class') or ''} {near.get('id') or ''}")
    return " ".join(names).lower()


def _from_head(head: Head) -> str | None:
    if head.headline or head.listed:
        return head.headline or head.listed
    stated = head.og_title or head.title
    if not stated or is_gambling(stated):
        return None
    parts = [part for part in _SEPARATOR.split(stated) if part]
    if len(parts) > 1 and parts[0].count(" ") >= 3:
        site = title_key(head.site_name)
        if head.site_name and title_key(stated).endswith(site):
            return normalise(stated[: len(stated) - len(head.site_name)].rstrip(" -–—|»›:·•"))
        return normalise(parts[0]) if head.og_title is None else stated
    return stated if stated.count(" ") >= 3 else None
