"""Legal citations: numbers of laws, decisions and standards are never years or amounts; the date of a citation is a year marked law."""

from __future__ import annotations

import re

from pipelines.text.phrases import alternation

_KINDS = [
    *("nghị định", "nghị quyết", "thông tư", "thông tư liên tịch", "quyết định", "chỉ thị", "pháp lệnh", "bộ luật", "luật", "công văn"),
    *("văn bản", "thông báo", "kế hoạch", "công điện", "tờ trình", "kết luận", "hướng dẫn", "báo cáo", "lệnh", "giấy phép"),
]
_KIND = alternation([*_KINDS, *map(str.capitalize, _KINDS), "NĐ", "NQ", "QĐ", "TT"])
# 45/2012/NĐ-CP, 1288/QĐ-TTg, 15-NQ/TW, 1984⁄QĐ-BCT
_NUMBER = re.compile(r"\d+[A-Za-z]?(?:[/⁄](?:19|20)\d\d)?\s?[/⁄-]\s?[A-ZĐ]{2}[\wĐđ/⁄.-]*")
_CITED_DATE = re.compile(
    rf"{_KIND}[^\n.;]{{0,60}}?(?:\d+[/⁄-]\w[\w/⁄.-]*|số:? ?\d+[\w/⁄.-]*)[^\n.;,\d]{{0,50}}?(?:ngày|ban hành|năm|,|\()\s?(?:ngày )?$"
)
_NUMBERED_DATE = re.compile(r"\d+[/⁄](?:\d{4}[/⁄])?[A-ZĐ]{2}[\wĐđ/⁄.-]*[^\n.;,]{0,20}ngày $")
_LAW_TITLE = re.compile(r"(?:[Bb]ộ luật|[Ll]uật|[Hh]iến pháp|[Pp]háp lệnh)(?: [^\W\d_]+){0,7}(?: năm)? $")
_SHORT_NUMBER = re.compile(rf"{_KIND}(?: số)?:? ?\d+[/⁄]$")
_STANDARD = re.compile(
    r"(?:TCVN|ISO|QCVN|IEC|TCCS|TCN|TCXD|ASTM|JIS|OHSAS|HACCP|IATF|SA)(?:/[A-Z]{2,4})?[\s-]?(?:[\d.-]{1,12}\s?[:-]\s?|[:-]\s?)?$"
)


def document_number(text: str, start: int) -> int:
    """End of the document number the digits at `start` belong to, or 0."""
    begin = start
    while begin and start - begin < 12 and (text[begin - 1].isdigit() or text[begin - 1] in "/⁄"):
        begin -= 1
    if begin == start and text[start + 4 : start + 6].strip()[:1] not in ("/", "⁄", "-"):
        return 0
    number = _NUMBER.match(text, begin)
    return number.end() if number and number.end() > start else 0


def cites_date(text: str, start: int) -> bool:
    """True when the date at `start` is the date of a cited document ("Quyết định số 1288/QĐ-TTg ngày ...")."""
    before = text[max(0, start - 150) : start]
    if ("/" not in before and "⁄" not in before and "số" not in before) or "hiệu lực" in before[-40:]:
        return False
    return _NUMBERED_DATE.search(before[-60:]) is not None or _CITED_DATE.search(before) is not None


def titles_law(text: str, start: int) -> bool:
    """True when the year at `start` belongs to the title of a law ("Luật Đất đai 2024")."""
    before = text[max(0, start - 60) : start]
    return ("uật" in before or "iến pháp" in before or "áp lệnh" in before) and _LAW_TITLE.search(before) is not None


def numbers_document(text: str, start: int) -> bool:
    """True when the year at `start` is part of a document or standard number ("Nghị định 167/2013", "TCVN 6071-2013")."""
    before = text[max(0, start - 40) : start]
    if before.endswith(("ăm ", "oạn ")):
        return False
    if before.endswith(("/", "⁄")):
        return _SHORT_NUMBER.search(before) is not None
    return _STANDARD.search(before[-24:]) is not None
