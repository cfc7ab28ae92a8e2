"""Bylines and credits: who wrote it, and the outlet it was taken from ("Theo Báo ..."). CMS accounts are not authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipelines.html.blocks import Block
from pipelines.html.markers import key_of, markers, prefixes
from pipelines.text.normal import normalise

_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SMALL = frozenset(("và", "-", "–", "&", ",", ";", "/", "|", "(thực", "hiện)", "(th)", "(t/h)", "(tổng", "hợp)"))
_PREFIX_END = re.compile(r"^\s*[:：/-]?\s*")
_CREDIT = re.compile(r"^\(?\s*(?:theo|nguồn tin|nguồn bài viết|nguồn bài|nguồn|trích nguồn|bản quyền)\s*(?::|\s)\s*\S", re.IGNORECASE)
_LABELLED = re.compile(
    r"^(?:tác giả|người viết|thực hiện|by|(?:tin|tịn|bài)(?:\s*(?:,|và|-|&)?\s*(?:ảnh|ành|bài))?|ảnh(?:,| và) bài)"
    r"(\s*[:/]\s*|\s+)(\S.*)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]{2,60}\)\s*\.?$")  # the office of the author, in brackets behind the name
_TIME = re.compile(r"\d{1,2}[:/]\d{1,2}|\b(?:19|20)\d\d\b")
_SENTENCE = re.compile(r"[.!?;]\s|\b(?:đã|sẽ|đang|được|của|là|cho biết|rằng|thì|những)\b")
_OUTLET = re.compile(
    r"\b(?:báo|tạp chí|tc|ttxvn|vtv|vov|vtc|đài|cổng|trang|website|online|điện tử|news|tin tức|portal|\w+\.(?:vn|com|net|org))\b",
    re.IGNORECASE,
)


def is_credit(line: str) -> bool:
    """Whether a short line names the outlet the text comes from."""
    if line.count(" ") > 14 or len(line) > 120 or not _CREDIT.match(line):
        return False
    rest = _CREDIT.sub("", line)
    return not _SENTENCE.search(line.rstrip(" .)")) and not line.rstrip().endswith((":", "?", "!")) and ("," not in rest or len(line) < 70)


def names_outlet(line: str) -> bool:
    """Whether a line is a credit that names an outlet and not a person ("Theo Báo X", "Nguồn tin: X")."""
    return is_credit(line) and (not line.casefold().startswith("theo") or _OUTLET.search(line) is not None)


def clean_credit(line: str) -> str | None:
    """A credit as shown, without brackets around it; "Theo " is put before a bare outlet name."""
    text = normalise(line).strip(" .;-–")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    elif text.startswith("(") and ")" not in text:
        text = text[1:].strip()
    if not text or key_of(text) in markers("credit") or key_of(text) in markers("drop") or text.startswith("http"):
        return None
    return text if _CREDIT.match(text) else f"Theo {text}"


def clean_byline(line: str) -> str | None:
    """The author's name out of a byline ("Tác giả: X", "Bài, ảnh: X", "X - Y"); None for accounts, dates and whole sentences."""
    text = normalise(line).strip(" .;,-–|*")
    key = key_of(text)
    for prefix in prefixes("byline"):
        if key.startswith(prefix) and len(key) > len(prefix) and (text[len(prefix) : len(prefix) + 1] in " :：/" or prefix == "theo"):
            if prefix == "theo" or ":" in text[: len(prefix) + 3]:
                text = _PREFIX_END.sub("", text[len(prefix) :]).strip()
            break
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text or is_account(text) or text.count(" ") > 11 or len(text) > 90 or _TIME.search(text) or text.startswith("http"):
        return None
    return text


def is_account(name: str) -> bool:
    """Whether a name is an account of the content system or a desk."""
    key = key_of(name)
    return key in markers("account") or not any(c.isalpha() for c in key) or "@" in key


def is_name(line: str) -> bool:
    """Whether a line has the shape of one or more personal or desk names: few words, all capitalised, no sentence."""
    text = line.strip(" .;,-–|*()")
    words = text.split()
    if not 1 <= len(words) <= 9 or len(text) > 70 or _TIME.search(text) or line.rstrip().endswith(("!", "?", ":")):
        return False
    proper = [w for w in words if w.casefold() not in _SMALL]
    if not proper or not all(
        _NAME_WORD.fullmatch(w.strip("().,;/")) and w.strip("(")[0].isupper() for part in proper for w in part.split("/") if w
    ):
        return False
    return len(proper) > 1 or (proper[0].isupper() and len(proper[0]) > 1)


def join_names(names: Iterable[str]) -> str | None:
    """Several bylines as one, each name once, accounts left out."""
    cleaned = [c for name in names if (c := clean_byline(name))]
    unique = list({key_of(c): c for c in reversed(cleaned)}.values())[::-1]
    return ", ".join(unique) or None


class Signature(NamedTuple):
    """What the last lines of a body say of who wrote it: the number of lines before them, byline, credit."""

    keep: int
    byline: str | None
    credit: str | None


def take_signature(blocks: Sequence[Block]) -> Signature:
    """Byline and credit among the last four lines of a body."""
    keep, byline, credit = len(blocks), None, None
    for index in range(len(blocks) - 1, max(0, len(blocks) - 5), -1):
        block = blocks[index]
        line = block.text
        if block.kind == "row" or block.words > 15 or (block.kind == "item" and block.align != "right"):
            break
        both = _name_and_credit(line)
        if credit is None and is_credit(line):
            credit, keep = clean_credit(line), index
        elif both and credit is None:
            byline, credit, keep = both[0], clean_credit(both[1]), index
        elif byline is None and (found := _signature(block)) is not None:
            byline, keep = found or None, index
        else:
            break
    return Signature(keep, byline, credit)


def _name_and_credit(line: str) -> tuple[str, str] | None:
    match = re.match(r"^(.{4,40}?)\s*(?:[-–/]\s*|\()((?:theo|nguồn)\b.{3,60})$", line, re.IGNORECASE)
    return (match[1], match[2].rstrip(")")) if match and is_name(match[1]) else None


def labelled_name(line: str) -> str | None:
    """The name in a line that says whose it is ("Tác giả: X", "Bài, ảnh: X", "Tin, ảnh X"); without a colon it must look like a name."""
    match = _LABELLED.match(line) if len(line) < 120 else None
    if match is None:
        return None
    name = _ASIDE.sub("", match[2])
    return name if match[1].strip() or is_name(name) else None


def _signature(block: Block) -> str | None:
    """The name when a line is a signature, "" when it is an account's, None when it is text."""
    line = block.text
    if is_account(line) and any(c.isalpha() for c in line):
        return ""
    named = labelled_name(line)
    if named:
        return clean_byline(named) or ""
    name = _ASIDE.sub("", line)
    if block.kind == "heading" or (name.endswith((".", ":")) and not name.isupper()) or not is_name(name):
        return None
    return clean_byline(name)
