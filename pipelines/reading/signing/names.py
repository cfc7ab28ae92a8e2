"""Names: whether a short line names a person, an office, an outlet or nobody (accounts, placeholders, roles)."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pipelines.html.markers import key_of, markers
from pipelines.text.normal import normalise
from pipelines.values.tables import Reasoned, read_table, shows

_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SMALL = frozenset(("và", "-", "–", "&", ",", ";", "/", "|", "(thực", "hiện)", "(th)", "(t/h)", "(tổng", "hợp)"))
_TIME = re.compile(r"\d{1,2}[:/]\d{1,2}|\b(?:19|20)\d\d\b")
_HANDLE = re.compile(r"[a-z0-9._-]*[a-z][a-z0-9._-]*|[A-Za-z]+[._-]?\d+")  # of an account, or the address of a site
_OUTLET = re.compile(
    r"\b(?:báo|tạp chí|tc|ttxvn|vtv|vov|vtc|đài|cổng|website|online|điện tử|news|tin tức|portal|\w+\.(?:vn|com|net|org))\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"^trang\s|\btrang (?:tin|thông tin|web|mạng|báo|điện tử|nhất)\b", re.IGNORECASE)  # as a given name it stands last
_INITIALS = re.compile(r"(?:[A-ZĐÂÊÔƠƯ]\.){1,3}[^\W\d_]{1,10}")  # "T.Hà", "N.T.Lan"
_ACRONYM = re.compile(r"[A-ZĐ]{3,8}")

Section = Literal["family", "organisation", "post", "degree", "outlet", "nobody", "nobody_word"]


class SignerRow(Reasoned, frozen=True):
    """A row of data/reading/signers.tsv."""

    section: Section
    word: str


@cache
def signer_rows() -> tuple[SignerRow, ...]:
    """All words that tell who signs an article. Raises TableError."""
    return read_table("reading/signers.tsv", SignerRow, ["section", "word"], lambda row: shows(row.word, normalise(row.example)))


@cache
def signers(section: Section) -> frozenset[str]:
    """The words of one section, lower-case as written."""
    return frozenset(row.word for row in signer_rows() if row.section == section)


@cache
def starts(section: Section) -> re.Pattern[str]:
    """One of the words of a section at the start of a text of any case, on a word border; longer ones first."""
    words = sorted(signers(section), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _nobody_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, signers('nobody_word')))})(?!\w)")


def is_account(name: str) -> bool:
    """Whether a name is nobody's: an account of the content system, a desk, a role, the default text of a field, a site's address."""
    key = key_of(name)
    if key in markers("account") or key in signers("nobody") or not any(c.isalpha() for c in key) or "@" in key:
        return True
    return _HANDLE.fullmatch(name.strip(" .")) is not None or _nobody_word().search(key) is not None


def is_organisation(name: str) -> bool:
    """Whether a name begins like that of an office, firm, school or paper."""
    return starts("organisation").match(name) is not None


def is_outlet(name: str) -> bool:
    """Whether a text names a paper or site: it says so, is known as one, or is nothing but capitals ("TTXVN")."""
    return (
        key_of(name) in signers("outlet")
        or any(p.search(name) for p in (_OUTLET, _SITE))
        or _ACRONYM.fullmatch(name.strip(" .")) is not None
    )


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
    return len(proper) > 1 or (proper[0].isupper() and len(proper[0]) > 1) or _INITIALS.fullmatch(proper[0]) is not None


def is_pen_name(line: str) -> bool:
    """Whether a line can be a single name that an author signs with: one capitalised word of letters. Only where an author is expected."""
    return 2 <= len(line) <= 12 and line.isalpha() and line[0].isupper() and (line.isupper() or line[1:].islower())


def is_person(line: str) -> bool:
    """Whether a line is one personal name that begins with a family name, a degree before it or not."""
    name = without_degrees(line)
    return is_name(name) and 2 <= name.count(" ") + 1 <= 5 and starts("family").match(name) is not None and not is_outlet(name)


def without_degrees(line: str) -> str:
    """A name without the degrees and titles before it ("PGS.TS Nguyễn Văn Mẫu" -> "Nguyễn Văn Mẫu")."""
    name = line.strip()
    for _ in range(4):
        degree = starts("degree").match(name)
        rest = name[degree.end() :].lstrip(" .,:") if degree else ""
        if not rest:
            break
        name = rest
    return name
