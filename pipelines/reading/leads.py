"""Leads: the sentence or two under a headline, wherever a template prints it: a box of its own, bold type, beside or under the picture."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.dates.around import headline_of
from pipelines.html.blocks import Block, walk_blocks
from pipelines.html.markers import is_imprint, opens_with
from pipelines.html.styles import MAX_NAMES
from pipelines.html.zones import line_zone, text_length, zone_of
from pipelines.reading.signing.bylines import named_in, names_outlet, without_mail
from pipelines.reading.signing.fields import is_field_line
from pipelines.reading.signing.names import is_person
from pipelines.reading.signing.signatures import take_writer
from pipelines.reading.titles import has_key, title_key
from pipelines.text.normal import normalise

# fmt: off
_DATE_WORDS = frozenset((
    "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "chủ", "nhật", "cn", "hôm", "nay", "ngày", "cập", "đăng", "lúc", "gmt", "am", "pm",
    "sa", "ch", "utc", "tháng", "giờ", "phút", "t2", "t3", "t4", "t5", "t6", "t7", "published", "post", "date", "on", "at",
    "tạo", "gửi", "xuất", "bản", "vào", "viết", "đã", "được", "sáng", "trưa", "chiều", "tối",
))
# fmt: on
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_COUNTER = re.compile(  # of readers, beside the date
    r"(?:số |tổng )?(?:l[ưu]ợt|lần|người|đã) (?:xem|đọc|truy cập)(?: tin| bài)?\s?[:(]?\s?\d[\d.,]*\)?"
    r"|\d[\d.,]*k? ?(?:l[ưu]ợt|lần|người) (?:xem|đọc)"
)
_AUTHORS = re.compile(r"/(?:author|authors|tac-?gia|user|profile|but-danh)[/=]", re.IGNORECASE)  # their pages
_COUNTED = ("xem", "đọc", "truy cập")
_SENTENCE_END = re.compile(r"[.!?…][”\"')]*$")
_PICTURE = re.compile(  # a photographer, or places in a picture
    r"^\(?(?:ảnh|hình)\b|\bảnh\s?[:/]|\bnguồn ảnh|\(ảnh\b|\bphoto\b|©"
    r"|\btừ (?:trái|phải)\b|\b(?:trái|phải) (?:sang|qua)\b|\bbìa (?:trái|phải)\b|\((?:giữa|đứng|ngồi|thứ|ngoài cùng|áo)\b",
    re.IGNORECASE,
)
_ACTING = re.compile(  # somebody who is doing something in it
    r"(?:(?:các|những|một) )?(?:công nhân|người dân|nông dân|bà con|cán bộ|kỹ sư|khách hàng|du khách|người lao động|thợ|ông|bà|anh|chị)\b"
    r"[^,.]{0,60}\bđang\b",
    re.IGNORECASE,
)
_LEAST_CAPTION = 18  # words of a caption that can be the lead
_PROSE = 12  # words of a line that is text
_ENOUGH = 5  # lines of a body that tell what stands above it: three are compared, the last may go on in the next
_MAX_SIGNED = 12  # words of a line that names authors
MAX_META = 20  # words of a line that says when and by whom
_FULL_NAME = (2, 3)  # spaces in a name of family, middle and given name
_MAX_LEAD = 150  # words


def joined_leads(leads: Sequence[str]) -> str | None:
    """The lead out of the lines that stand where a lead stands; dates among them are left out."""
    lines = [line for line in dict.fromkeys(leads) if not is_date_line(line)]
    return normalise(" ".join(lines)) or None


def is_lead_kind(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether the names around a line call it the lead; names that hold half a text and more mean something else."""
    if block.kind != "lead":
        return False
    called = [b.words for b in blocks if b.kind == "lead"]
    other = [b.words for b in blocks if b.kind != "lead"]
    return len(called) == 1 or sum(called) <= sum(other) or (len(called) <= 3 and max(other, default=0) >= _PROSE)


def take_marked_lead(body: list[Block]) -> str | None:
    """The first line when it is set apart from the rest by its type or its names; it is taken out of the body."""
    if len(body) < 2 or body[0].kind not in ("text", "heading", "lead") or not 6 <= body[0].words <= _MAX_LEAD:
        return None
    first, rest = body[0], [b for b in body[1:] if b.words >= 12]
    if not rest:
        return None
    if first.kind != "heading" and _called_lead(first):
        return body.pop(0).text
    if _boxed_alone(first, body[1]):
        return body.pop(0).text
    if first.words < 10 or (first.kind == "heading" and first.words < 18):
        return None
    bold = first.bold > 0.9 and all(b.bold < 0.5 for b in rest[:3])
    slanted = first.italic > 0.9 and len(rest) >= 2 and first.words >= 18 and all(b.italic < 0.5 for b in rest[:3])
    apart = bold or slanted or (first.kind == "heading" and first.element.tag in ("h2", "h3", "h4"))
    return body.pop(0).text if apart else None


def _boxed_alone(first: Block, following: Block) -> bool:
    """Whether a sentence fills a table of one cell above a text that stands in none."""
    table = next((e for e in itertools.islice(first.element.iterancestors("table"), 1)), None)
    if table is None or first.words < 15 or not _SENTENCE_END.search(first.text) or table in following.element.iterancestors():
        return False
    return text_length(table) <= 1.2 * len(first.text) + 40


def beside_picture(block: Block) -> bool:
    """Whether a line in a box with a picture is the lead and no caption: bold, or in the same row as the picture; sentences both."""
    if block.kind != "text" or not caption_tells_story(block):
        return False
    row = next((e for e in itertools.islice(block.element.iterancestors("tr"), 1)), None)
    return block.bold > 0.9 or (row is not None and next(row.iter("img"), None) is not None)


def _called_lead(block: Block) -> bool:
    """Whether the inline element that holds a whole line is named as a lead (the boxes around it have been asked before)."""
    inner = next((e for e in itertools.islice(block.element, 4) if e.tag in ("b", "strong", "span", "em", "i", "font")), None)
    names = "" if inner is None else (inner.get("class") or "")[:MAX_NAMES]
    return inner is not None and zone_of(names) == "lead" and len(normalise("".join(inner.itertext()))) >= len(block.text) - 2


class LeadLines(NamedTuple):
    """What stands between a headline and its text: lines of the lead, captions of pictures, lines of author boxes, stamps of places."""

    lines: tuple[str, ...] = ()
    captions: tuple[Block, ...] = ()
    signed: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()


def leads_between(lines: Sequence[Block], inside: Sequence[Block], title: str | None) -> LeadLines:
    """The lines between the headline and a body that begins with the lines `inside`: sentences, or what is called a lead."""
    leads, captions, signed = [], [], []
    for index, block in enumerate(lines):
        if block.kind == "byline":
            signed.extend([block.text] if block.words <= _MAX_SIGNED else [])
        elif is_field_line(block.text) or (block.link < 0.3 and block.words <= _MAX_SIGNED and names_outlet(block.text)):
            signed.append(block.text)
        elif inside and block.link < 0.3 and (writer := take_writer((block, *inside[:1]))):
            signed.append(writer.byline)
        elif block.words <= MAX_META and (name := named_in(block.text) or _linked_author(block) or _beside_date(lines, index)):
            signed.append(name)
        elif block.link > 0.3 or _is_no_lead(block.text) or _is_held(block, inside[:3]):
            continue
        elif block.kind == "caption":
            captions.append(block)
        elif (block.words >= 12 or block.kind == "lead" or _called_lead(block)) and not repeats_headline(block, title):
            leads.append(block.text)
    return LeadLines(tuple(leads[:2]) if len(leads) <= 3 else (), tuple(captions[:3]), tuple(signed[:3]))


def _is_held(block: Block, lines: Sequence[Block]) -> bool:
    """Whether one of some lines says the same as another line."""
    key = title_key(block.text)
    return any(has_key(line.text, key) for line in lines)


def _beside_date(lines: Sequence[Block], index: int) -> str | None:
    """The full name of a person that fills a line next to one that holds nothing but a date."""
    name = without_mail(lines[index].text)
    if not _FULL_NAME[0] <= name.count(" ") <= _FULL_NAME[1] or lines[index].kind == "heading" or not is_person(name):
        return None
    behind = [block for block in lines[index + 1 : index + 3] if not names_outlet(block.text)][:1]  # the paper may stand between
    return name if any(is_date_line(near.text) for near in (*lines[max(0, index - 1) : index], *behind)) else None


def _linked_author(block: Block) -> str | None:
    """The person whose page a line links to, by the address of the link or its relation."""
    for link in itertools.islice(block.element.iter("a"), 4 if block.link else 0):
        if link.get("rel") == "author" or _AUTHORS.search(link.get("href", "")[:200]):
            name = normalise("".join(itertools.islice(link.itertext(), 4)))
            return name if is_person(name) else None
    return None


def _is_no_lead(text: str) -> bool:
    return is_date_line(text) or line_zone(text) != "" or is_imprint(text)


def leads_above(
    root: HtmlElement, title: str | None, body: HtmlElement, text: Sequence[Block], skipped: Collection[HtmlElement]
) -> LeadLines:
    """The lines between the headline of a page and its body, in the box that holds both; `text`: the lines of the body."""
    headline = headline_of(root, title)
    holders = () if headline is None else set(headline.iterancestors())
    common = next((a for a in body.iterancestors() if a in holders), None)
    if headline is None or common is None or body in holders or common.tag in ("body", "html"):
        return LeadLines()
    further = _behind(text[_ENOUGH - 1].element, body) if len(text) >= _ENOUGH else ()  # the body's own text has been walked
    walk = walk_blocks(common, {*skipped, *_behind(body, common), *further})
    lines: list[Block] = []
    inside: list[Block] = []
    passed = False
    for block in walk.blocks:
        around = (block.element, *block.element.iterancestors())
        if body in around:
            inside.append(block)
            if len(inside) == 3:
                break
        elif headline in around:
            passed = True
        elif passed and not inside:
            lines.append(block)
    return leads_between(lines, inside, title)._replace(stamps=tuple(walk.stamps)) if inside else LeadLines()


def _behind(inner: HtmlElement, common: HtmlElement) -> Iterator[HtmlElement]:
    """The elements in a box behind one in it."""
    for element in itertools.takewhile(lambda e: e is not common, (inner, *inner.iterancestors())):
        yield from element.itersiblings()


def lead_in_caption(captions: Sequence[Block]) -> str | None:
    """The lead where a template prints it under the picture between headline and text: whole sentences that speak of the story, with
    no photographer and no scene."""
    return next((block.text for block in captions if caption_tells_story(block)), None)


def caption_tells_story(caption: Block) -> bool:
    """Whether the caption of a picture is a sentence that speaks of the story, not of the picture, its scene or its photographer."""
    if not _LEAST_CAPTION <= caption.words <= _MAX_LEAD or not _SENTENCE_END.search(caption.text):
        return False
    return not (_PICTURE.search(caption.text[:600]) or _ACTING.match(caption.text) or opens_with(caption.text, "scene"))


def repeats_headline(block: Block, title: str | None) -> bool:
    """Whether a line above the text is the headline once more: the same, or set apart by its type and of nearly the same words."""
    if title is None or has_key(block.text, title_key(title)):
        return title is not None
    if len(block.text) > 2 * len(title) + 100:
        return False
    if block.kind not in ("heading", "lead") and block.align != "center" and not block.text.isupper():
        return False
    words, own = Counter(_WORD.findall(block.text.casefold())), Counter(_WORD.findall(title.casefold()))
    size = words.total()
    if not 5 <= size <= 1.3 * own.total() or _SENTENCE_END.search(block.text) or block.text.endswith(":"):
        return False
    return (words & own).total() >= 0.65 * size and size >= 0.4 * own.total()


def is_date_line(line: str) -> bool:
    """Whether a short line holds nothing but a date, a clock or how many have read the page."""
    if len(line) >= 90 or _DIGIT.search(line) is None:
        return False
    text = line.casefold()
    words = _WORD.findall(_COUNTER.sub(" ", text) if any(word in text for word in _COUNTED) else text)
    return all(w.isdigit() or w in _DATE_WORDS for w in words)
