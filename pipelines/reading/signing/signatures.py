"""Signatures: the lines at the end (or the head) of a body that say who wrote it and where it is from, told from the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.html.blocks import Block
from pipelines.reading.signing.bylines import (
    clean_byline,
    clean_credit,
    is_credit,
    labelled_name,
    name_and_credit,
    signed_in_box,
    without_aside,
    without_mail,
)
from pipelines.reading.signing.fields import is_field_line
from pipelines.reading.signing.names import is_account, is_name, is_organisation, is_person, starts, without_degrees

_ADDRESS = re.compile(
    r"\(?(?:(?:link(?: bài)?(?: gốc)?|xem bài gốc(?: tại)?|bài gốc)\s?:?\s)?(?:https?://|www\.)([^\s/]{4,80})\S*\)?", re.IGNORECASE
)
_POST = re.compile(r"(.{4,50}?)\s*(?:[-–—,:(]|\s[-–—])\s*(.{4,120})")
_SUBJECT = re.compile(r"(?:ông|bà|anh|chị|đồng chí|đ/c|các)\s", re.IGNORECASE)  # before a name: the text speaks of that person
_SPEECH = re.compile(  # before the name of who wrote what follows
    r"(?:(?:tham luận|bài viết|bài phát biểu|phát biểu|bài|ý kiến) của |(?:người trình bày|báo cáo viên|diễn giả)\s?:\s?)", re.IGNORECASE
)
_ACTING = re.compile(  # what a person in a picture or in the text does
    r"\b(?:phát biểu|trao|kiểm tra|trả lời|cho biết|tham quan|chủ trì|giới thiệu|nói|chia sẻ|hướng dẫn|khai mạc|thăm|dự|làm việc|cùng)\b"
)
_OTHER_WORK = re.compile(  # what others did than to write, in the list of hands at the end of a long read
    r"(?:ảnh|hình ảnh|video|clip|đồ họa|đồ hoạ|thiết kế|trình bày|minh họa|minh hoạ|kỹ thuật|quay phim|dựng phim|biên tập|tổ chức)"
    r"(?:\s?(?:,|và|-|&)\s?(?:ảnh|video|đồ họa|thiết kế|trình bày|kỹ thuật))?\s?:\s?\S",
    re.IGNORECASE,
)
_WORDING = re.compile(r"(?:nội dung|bài viết|phóng viên|lời|text)\s?:\s?(\S.*)", re.IGNORECASE)  # in the same list
_ADDRESSED = re.compile(r"(?:kính|thân|thân ái|trân trọng) gửi\b|(?:kính )?thưa\s", re.IGNORECASE)
_LEAVE = re.compile(r"(?:trân trọng|thân ái|kính thư|kính chúc|chào thân ái|xin trân trọng)\b[^,]{0,40}$", re.IGNORECASE)
_STOPS = (".", ":", ";", ",", "!", "?")
_MAX_OFFICE = 14  # words
_LAST = 6  # lines of a body among which its signature stands
_MAX_HEAD = 4  # lines of name, post and office
_MAX_WORDS = 20  # of one of them
_PROSE = 15  # words of a line that the text begins with


class Signature(NamedTuple):
    """What the last lines of a body say of who wrote it: the number of lines before them, byline, credit."""

    keep: int
    byline: str | None
    credit: str | None


class Writer(NamedTuple):
    """What the first lines of a body say of who wrote it: how many lines that takes, and the name."""

    lines: int
    byline: str


def take_signature(blocks: Sequence[Block]) -> Signature:
    """Byline and credit among the last six lines of a body."""
    keep, byline, credit = len(blocks), None, None
    if len(blocks) == 1 and is_credit(blocks[0].text):  # the text itself is a document or a picture
        return Signature(0, None, clean_credit(blocks[0].text))
    for index in range(len(blocks) - 1, max(0, len(blocks) - _LAST - 1), -1):
        block = blocks[index]
        line = block.text
        if block.kind == "row" or block.words > 15 or (block.kind == "item" and block.align != "right"):
            break
        both = name_and_credit(line) or _fields(line)
        address = None if credit or blocks[index - 1].text.endswith(":") else address_of_source(line)
        if both and credit is None:
            byline, credit, keep = both[0], clean_credit(both[1]), index
        elif credit is None and address is not None:
            credit, keep = address, index
        elif credit is None and is_credit(line):
            credit, keep = clean_credit(line), index
        elif keep == len(blocks) and _is_pair(blocks[index - 1], block) and not _is_letter(blocks):
            keep = index
        elif (found := _signature(block)) is not None and (not found or _signs_before(byline)):
            byline, keep = found or byline, index
        elif found and byline and block.align == blocks[index + 1].align == "right":
            byline, keep = f"{found}, {byline}", index
        else:
            break
    return Signature(keep, byline, credit)


def _fields(line: str) -> tuple[str, str] | None:
    """Name and credit of a line of fields that has both."""
    said = signed_in_box(line) if is_field_line(line) else None
    return (said.byline, said.credit) if said and said.byline and said.credit else None


def _is_pair(name: Block, office: Block) -> bool:
    """Whether the last two lines, in one element or both at the right, are a person and the office or post that person writes from."""
    together = name.element is office.element or name.align == office.align == "right"
    return together and is_person(name.text) and _is_post(office.text)


def _is_letter(blocks: Sequence[Block]) -> bool:
    """Whether a text is addressed to somebody, or takes its leave as a letter does: who signs it is part of it."""
    return any(_ADDRESSED.match(b.text) for b in blocks[:_MAX_HEAD]) or any(_LEAVE.match(b.text) for b in blocks[-_LAST:])


def _signs_before(byline: str | None) -> bool:
    """Whether the line above a signature may be one too: below a writer stands the office, above it nobody else."""
    return byline is None or is_organisation(byline)


def address_of_source(line: str) -> str | None:
    """The credit of a line that is nothing but the address of the page a text was taken from."""
    match = _ADDRESS.fullmatch(line) if len(line) < 400 else None
    return f"Theo {match[1].removeprefix('www.')}" if match and "." in match[1] else None


def take_writer(blocks: Sequence[Block]) -> Writer | None:
    """The writer named above a text: name and post ("ThS. X - Phó Giám đốc Sở Y") on one line or on several, then prose."""
    prose = next((i for i, block in enumerate(blocks[: _MAX_HEAD + 1]) if block.words >= _PROSE), 0)
    head = [block.text.strip(" *") for block in blocks[:prose]]
    if not head or any(block.kind == "row" or block.words > _MAX_WORDS for block in blocks[:prose]):
        return None
    if len(head) > 1:
        return Writer(len(head), head[0]) if _is_writer(head[0]) and all(map(_is_post, head[1:])) else None
    name = _name_before_post(head[0])
    return Writer(1, name) if name else None


def _name_before_post(line: str) -> str | None:
    labelled = labelled_name(line) if ":" in line[:20] else None
    spoken = _SPEECH.match(line)
    said = labelled or (_SUBJECT.sub("", line[spoken.end() :], count=1) if spoken else line)
    match = _POST.fullmatch(said)
    if match is None:
        return clean_byline(labelled) if labelled else said if _is_writer(said) and (spoken or without_degrees(said) != said) else None
    first, second = match[1].strip(" ,"), match[2].strip()
    if _is_writer(first):
        return first if _is_post(second) else None
    return second if _is_writer(second) and _is_post(first) else None


def _is_writer(name: str) -> bool:
    """A person's name, or any name with a degree; one with an honorific before it is a person the text speaks of."""
    plain = without_degrees(name)
    return not _SUBJECT.match(name) and (is_person(name) or (plain != name and is_name(plain) and not is_organisation(plain)))


def _is_post(text: str) -> bool:
    post = text.rstrip(" .)")
    if _ACTING.search(post):
        return False
    return (starts("post").match(post) is not None or is_organisation(post)) and not text.endswith((":", ";", "?", "!"))


def _signature(block: Block) -> str | None:
    """The name when a line is a signature, "" when it is an account's, None when it is text."""
    line = without_mail(block.text)
    if is_account(line) and any(c.isalpha() for c in line):
        return ""
    worded = _WORDING.fullmatch(line)
    named = labelled_name(line) or (worded[1] if worded and is_name(worded[1]) else None)
    if named:
        return clean_byline(named) or ""
    if _OTHER_WORK.match(line) and is_name(line.partition(":")[2]):
        return ""
    if line.startswith("(") and line.endswith(")") and is_person(line[1:-1]):
        return clean_byline(line)
    if _signs_office(block):
        return clean_byline(line)
    name = without_aside(line)
    if block.kind == "heading" or (name.endswith((".", ":")) and not name.isupper()) or not is_name(name):
        return None
    return clean_byline(name)


def _signs_office(block: Block) -> bool:
    """Whether a line set apart as a signature is names an office ("Phòng Quản lý công nghiệp")."""
    if not (block.align == "right" or block.bold > 0.9 or block.italic > 0.9) or block.kind == "heading":
        return False
    return is_organisation(block.text) and 2 <= block.words <= _MAX_OFFICE and not block.text.endswith(_STOPS)
