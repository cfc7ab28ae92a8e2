"""Headline lines: the lines of a page that may be its headline, each with what speaks for and against it (evidence.py)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.html.blocks import Block
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint
from pipelines.reading.headlines.evidence import BRIEF, MARKS, TOLD, Candidate, Evidence, Lines
from pipelines.reading.headlines.slugs import Slug, address_of, slug_of
from pipelines.reading.headlines.typesetting import font_size, heading_rank, is_bold_line, is_named, is_named_as_part, stands_in_named
from pipelines.reading.leads import is_date_line
from pipelines.reading.titles import has_key, is_gambling, is_part_caption, is_site_name, is_stated, title_key, title_parts

_ABOVE = 40  # lines above the body that are looked at
_FURTHEST = 4  # lines between a headline and the body that are counted
_NEAR = 3  # such lines above a line without any mark
_BELOW = 2  # lines behind the first prose where a headline that is told may still stand
_FOOT = 15  # lines at the end of a page that name its owner
_MOST_WORDS = 45
_LONGEST_FOOT = 40  # words of a line of the foot
_FITTING = 22  # words
_NOWHERE = frozenset(("#", "javascript:;", "javascript:void(0)", "javascript:void(0);"))  # links of templates that link every title
_MAX_LINKS = 12  # of one line
_TEXT_SIZE = 16.0  # pixels, where a page says nothing of its text


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about the headline apart from its line: keys (see titles.title_key) and the slug of the address."""

    listed: str
    stated: tuple[str, ...]
    site: frozenset[str]
    slug: Slug | None
    address: str  # of the page itself (see slugs.address_of)
    constants: frozenset[str]  # lines that every page of the site carries


def what_is_told(head: Head, lines: Lines, url: str | None) -> Told:
    """What the head of the page, its foot, its listing and its address tell."""
    slug = slug_of(url)
    stated = {title_key(text): text for text in _statements(head)}
    site = {*head.constants, title_key(head.site_name)} if head.site_name else set(head.constants)
    foot = _foot(lines) if stated else []
    for key, text in stated.items():
        if slug and slug.spells(text):
            continue
        if any(key in line for line in foot) or _is_banner(key, text, lines.blocks[: lines.start + 1]):
            site.add(key)
    own = tuple(key for key in stated if key not in site)
    return Told(title_key(head.listed), own, frozenset(site), slug, address_of(url), head.constants)


def candidates(told: Told, lines: Lines) -> list[Candidate]:
    """The lines of the page that may be its headline, each with its evidence."""
    found: list[Candidate] = []
    blocks, end = lines.blocks, min(lines.start + _BELOW + 1, len(lines.blocks))
    between = _lines_between(blocks, lines.first)
    behind = False
    for index in range(max(0, lines.first - _ABOVE, lines.start - 2 * _ABOVE), end):
        block = blocks[index]
        text = _whole_heading(blocks, index)
        if text and (evidence := _evidence(text, told, lines, index)):
            apart = min(_FURTHEST, between.get(index, 0))
            if behind:
                evidence = [*(e for e in evidence if e != "inside the body"), "behind the text"]
            if _stands_well(evidence, text, lines, index, apart):
                found.append(Candidate(text, index, tuple(evidence), apart))
        behind = behind or _is_text(block)
    return found


def _stands_well(evidence: Sequence[Evidence], text: str, lines: Lines, index: int, apart: int) -> bool:
    """Whether a line stands where its kind may: behind the first prose only told ones and first headings, without a mark right above."""
    if index > lines.start:
        return not TOLD.isdisjoint(evidence) or "h1" in evidence
    return not MARKS.isdisjoint(evidence) or (apart <= _NEAR and index < lines.start and _is_plain_line(text, lines.blocks[index]))


def _evidence(text: str, told: Told, lines: Lines, index: int) -> list[Evidence]:
    """What speaks for and against a line; empty when it can be no headline."""
    block = lines.blocks[index]
    words = text.count(" ") + 1
    if not 2 <= words <= _MOST_WORDS or ((link := block.link) > 0.5 and words < 4):
        return []
    if told.constants and title_key(text) in told.constants:
        return []
    found: list[Evidence] = list(_told_evidence(text, told, least=8 if heading_rank(block) == "h1" else 14))
    if not found and not _may_be_headline(text, block):
        return []
    found.extend(_look(text, block, lines))
    if link >= 0.5:
        if TOLD.isdisjoint(found) and not _may_be_linked(lines.blocks, block, told.address):
            return []
        found.append("linked")
    fitting = words <= _FITTING or not {"h1", "h2", "heading", "named"}.isdisjoint(found)
    found.append("short" if words < BRIEF else "fitting" if fitting else "long")
    if text.endswith("."):
        found.append("sentence")
    if text[0] in "-+*•–(" or _is_numbered(text) or text[0].islower():
        found.append("item")
    if is_part_caption(text):
        found.append("caption of a part")
    if title_key(text) in told.site:
        found.append("of the site")
    if lines.first < index:
        found.append("inside the body")
    if several := _of_several(lines.blocks, index):
        found.append(several)
    return found


def _told_evidence(text: str, told: Told, least: int) -> Iterator[Evidence]:
    if has_key(text, told.listed):
        yield "listed"
    key = title_key(text)
    if is_stated(text, [s for s in told.stated if len(s) <= 2 * len(key) and len(key) <= 2 * len(s)], least):
        yield "stated" if text.count(" ") + 1 >= BRIEF else "stated briefly"
    if told.slug and told.slug.spells(text):
        yield "slug"


def _look(text: str, block: Block, lines: Lines) -> Iterator[Evidence]:
    rank = heading_rank(block)
    if rank:
        yield rank
    if is_named_as_part(block.element):
        yield "named as a part"
    elif is_named(block.element):
        yield "named"
    elif stands_in_named(block.element):
        yield "named around"
    if not rank and is_bold_line(text, block):
        yield "bold"
    size = font_size(block.element)
    if not rank and size and size > (font_size(lines.blocks[min(lines.start, len(lines.blocks) - 1)].element) or _TEXT_SIZE):
        yield "large"
    if block.align == "center":
        yield "centred"


def _may_be_headline(text: str, block: Block) -> bool:
    """Whether a line that nobody tells of may be a headline at all."""
    return (
        text.count(" ") >= 2
        and (block.kind in ("text", "heading", "item"))
        and not (block.image and block.italic > 0.8)
        and not is_imprint(text)
        and not is_date_line(text)
    )


def _is_plain_line(text: str, block: Block) -> bool:
    """Whether a short line without any mark is neither link, date nor sentence."""
    if not 4 <= block.words <= 35 or block.link > 0.3 or block.kind == "item" or text[0].islower():
        return False
    return not text.endswith((".", ":", ";")) and sum(c.isdigit() for c in text) * 3 < len(text)


def _is_text(block: Block) -> bool:
    return block.link < 0.3 and (block.words > _MOST_WORDS or (block.words >= 12 and block.text.endswith((".", ":", ";"))))


def _is_numbered(text: str) -> bool:
    """Whether a line begins with "1.", "2)", "IV." or "a)"."""
    mark = text.split(" ", 1)[0]
    return len(mark) <= 5 and mark.endswith((".", ")", "/")) and (mark[:-1].isdecimal() or not mark[:-1].strip("IVXivxabcd"))


def _lines_between(blocks: Sequence[Block], first: int) -> dict[int, int]:
    """For every line above the body, how many lines stand between them that are no prose, date, byline, lead or picture's caption."""
    between: dict[int, int] = {}
    count = 0
    for index in range(min(first, len(blocks)) - 1, max(-1, first - _ABOVE - 1), -1):
        between[index] = count
        block = blocks[index]
        beside = block.kind in ("byline", "lead", "caption") or _is_text(block) or is_date_line(block.text)
        count += not beside
    return between


def _whole_heading(blocks: Sequence[Block], index: int) -> str | None:
    """The line, with the lines of the same heading before it; None for a line that another one of its heading follows."""
    block = blocks[index]
    if not heading_rank(block) or block.element.tag not in ("h1", "h2", "h3"):
        return block.text
    if index + 1 < len(blocks) and blocks[index + 1].element is block.element:
        return None
    at = index
    while at and blocks[at - 1].element is block.element:
        at -= 1
    return " ".join(b.text for b in blocks[at : index + 1])


def _of_several(blocks: Sequence[Block], index: int) -> Evidence | None:
    """Whether bold lines or headings of the same box stand around a line: it is one of the sub-headings of the text. The first of
    several headings may be the headline above them."""
    block = blocks[index]
    heading = heading_rank(block) is not None
    if block.element.tag == "h1" or not (heading or is_bold_line(block.text, block)):
        return None
    box = block.element.getparent()

    def is_alike(other: Block) -> bool:
        element = other.element
        alike = element.tag == block.element.tag and other.words <= 25 and (heading or is_bold_line(other.text, other))
        return alike and element is not block.element and element.getparent() is box

    if any(map(is_alike, blocks[index + 1 : index + _ABOVE])):
        return "first of several" if heading and not any(map(is_alike, blocks[max(0, index - _ABOVE) : index])) else "one of several"
    return "one of several" if heading and any(map(is_alike, blocks[max(0, index - _ABOVE) : index])) else None


def _may_be_linked(blocks: Sequence[Block], block: Block, address: str) -> bool:
    """Whether a linked heading is no teaser's: its link leads to the page itself, or it is the only linked first heading of its kind,
    or named a title and the only headline of the page whose link leads nowhere."""
    targets = _targets(block)
    if "" in targets or (address and any(address_of(target) == address for target in targets)):
        return True
    if heading_rank(block) == "h1":
        kind = (block.element.tag, block.element.get("class"))
        return sum(1 for other in blocks if other.link >= 0.5 and (other.element.tag, other.element.get("class")) == kind) == 1
    if targets.isdisjoint(_NOWHERE) or not is_named(block.element):
        return False
    return not any(b.link >= 0.5 and b.words >= 4 and b is not block and not _targets(b).isdisjoint(_NOWHERE) for b in blocks)


def _targets(block: Block) -> set[str]:
    return {link.get("href", "-").strip() for link in itertools.islice(block.element.iter("a"), _MAX_LINKS)}


def _foot(lines: Lines) -> list[str]:
    """Keys of the last lines of a page, behind its text: who it belongs to."""
    behind = lines.blocks[max(lines.last, len(lines.blocks) - _FOOT) :]
    return [title_key(b.text) for b in behind if b.link < 0.5 and b.words <= _LONGEST_FOOT]


def _statements(head: Head) -> Iterator[str]:
    """The headlines the head of the page may state: whole ones, and the parts of a title element."""
    for text in (head.og_title, head.headline, head.title, *title_parts(head.title)):
        if text and not is_gambling(text) and not is_part_caption(text):
            yield text


def _is_banner(key: str, text: str, blocks: Sequence[Block]) -> bool:
    """Whether a stated headline is the name of the site, printed above another heading that stands over the text."""
    if not is_site_name(text):
        return False
    at = next((i for i, block in enumerate(blocks) if has_key(block.text, key)), None)
    return at is not None and any(b.kind == "heading" and b.words >= 4 and b.link < 0.5 for b in blocks[at + 1 :])
