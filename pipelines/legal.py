"""Legal citations: numbers of laws, decisions and standards are never years or amounts; the date of a citation is a year marked law."""

from __future__ import annotations

import re

# Words that introduce a legal document; a date or bare year soon after them belongs to the document.
_DOCUMENT = (
    r"(?:[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Qq]uyết định|[Cc]hỉ thị|[Pp]háp lệnh|[Hh]iến pháp|[Bb]ộ luật|[Ll]uật|[Cc]ông văn|[Vv]ăn bản"
    r"|[Tt]hông báo|[Kk]ế hoạch|[Cc]ông điện|[Tt]ờ trình|[Kk]ết luận|[Hh]ướng dẫn|[Bb]áo cáo|NĐ|NQ|QĐ|TT)"
)
# Number of a document: 45/2012/NĐ-CP, 1288/QĐ-TTg, 15-NQ/TW, 167/2013 after a document word.
NUMBER = re.compile(r"\d+[A-Za-z]?(?:[/⁄](?:19|20)\d\d)?[/⁄-](?=[A-ZĐ]{1,}[A-ZĐa-z]*)[A-ZĐ][\wĐđ/⁄.-]*")
_CITED_DATE = re.compile(
    rf"{_DOCUMENT}[^\n.;]{{0,60}}?(?:\d+[/⁄-]\w[\w/⁄.-]*|số:? ?\d+[\w/⁄.-]*)[^\n.;,]{{0,50}}?(?:ngày|ban hành|năm|,)\s?(?:ngày )?$"
)
_LAW_TITLE = re.compile(r"(?:[Bb]ộ luật|[Ll]uật|[Hh]iến pháp|[Pp]háp lệnh)(?: [^\W\d_]+){0,7}(?: năm)? $")
_SHORT_NUMBER = re.compile(rf"{_DOCUMENT}(?: số)?:? ?\d+/$")
_STANDARD = re.compile(
    r"(?:TCVN|ISO|QCVN|IEC|TCCS|TCN|TCXD|ASTM|JIS|OHSAS|HACCP|IATF|SA)(?:/[A-Z]+)?(?:-[A-Z]+)?\s?[\d.-]*\s?[:-]?\s?(?:\d+-\d+)?\s?[:-]?\s?$"
)


def cites_date(text: str, start: int) -> bool:
    """True when the date at `start` is the date of a cited document ("Quyết định số 1288/QĐ-TTg ngày ...")."""
    before = text[max(0, start - 150) : start]
    return _CITED_DATE.search(before[-150:]) is not None


def titles_law(text: str, start: int) -> bool:
    """True when the year at `start` belongs to the title of a law ("Luật Đất đai 2024")."""
    return _LAW_TITLE.search(text[max(0, start - 60) : start]) is not None


def numbers_document(text: str, start: int) -> bool:
    """True when the year at `start` is part of a document or standard number ("Nghị định 167/2013", "TCVN 6071-2013")."""
    before = text[max(0, start - 40) : start]
    return _SHORT_NUMBER.search(before) is not None or _STANDARD.search(before) is not None
