"""Bylines and credits: the name or the outlet ("Theo Báo ...") out of one line, without labels, buttons and dates around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipelines.dates.words import find_dates, prepare
from pipelines.html.markers import key_of, markers, prefixes
from pipelines.reading.signing.names import is_account, is_name, is_organisation, is_outlet, is_pen_name, is_person, signers
from pipelines.text.normal import fold, normalise

_PREFIX_END = re.compile(r"^\s*[:：/-]?\s*")
_CREDIT = re.compile(r"^\(?\s*(?:theo|nguồn tin|nguồn bài viết|nguồn bài|nguồn|trích nguồn|bản quyền)\s*(?::|\s)\s*\S", re.IGNORECASE)
_LABEL_GLUED = re.compile(r"^((?:nguồn(?: tin| bài| bài viết)?|theo|trích nguồn)\s?:)(?=\S)", re.IGNORECASE)
_LABELLED = re.compile(
    r"^(?:tác giả(?: bài(?: viết)?)?|người (?:viết|đăng)(?: tin| bài(?: viết)?)?|người đưa tin|(?:người |nhóm )?thực hiện|bút danh"
    r"|biên soạn|biên dịch|(?:được )?(?:viết|đăng|gửi) bởi|bởi|phóng viên|pv|(?:posted |written )?by"
    r"|(?:tin|tịn|bài)(?:\s*(?:,|và|-|&)?\s*(?:ảnh|ành|bài))?|ảnh(?:,| và) bài)"
    r"(\s*[:/]\s*|\s+)(\S.*)$",
    re.IGNORECASE,
)
_WRITER = re.compile(r"(?:tác giả|người viết|bút danh)[^:]{0,10}:|(?:được )?viết bởi\s", re.IGNORECASE)
_DUTY = re.compile(r"\s+[-–]?\s*(?:tổng hợp|t/h|lược dịch|biên dịch|dịch|lược ghi|ghi|thực hiện|biên soạn|sưu tầm|tổng thuật)\s*$")
_ASIDE = re.compile(r"\s*\([^()]{2,60}\)\s*\.?$")  # the office of the author, in brackets behind the name
_MAIL = re.compile(r"\s*(?:[-–|,(]\s*)?(?:e-?mail\s*:\s*)?[\w.+-]{1,64}@[\w.-]{3,64}\)?", re.IGNORECASE)
_BESIDE = re.compile(  # who did what else, behind the name of the writer
    r"\s*[;,.|–-]\s*(?:ảnh|hình ảnh|video|clip|đồ họa|đồ hoạ|thiết kế|trình bày|minh họa|minh hoạ|kỹ thuật|quay phim)(?:\s*:|\s).*$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(.{2,40}?)(?:\s+[-–]\s+|\s*,\s*)(.{2,60})$")
_TIME = re.compile(r"\d{1,2}[:/]\d{1,2}|\b(?:19|20)\d\d\b")
_SENTENCE = re.compile(r"[.!?;]\s|\b(?:đã|sẽ|đang|được|của|là|cho biết|rằng|thì|những)\b")
_AND_OTHERS = re.compile(r"\s+và \d{1,2} (?:tác giả|người|cộng tác viên) khác$", re.IGNORECASE)  # a list that a reader opens
_DASH = re.compile(r"\s+[-–]\s+")
_NAME_AND_CREDIT = re.compile(r"^(.{2,40}?)\s*(?:[-–/]\s*|\()((?:theo|nguồn)\b.{3,60})$", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+(?=(?:nguồn|nguồn tin|trích nguồn|tác giả)\s*:)", re.IGNORECASE)
_FULL = 2  # spaces in a name of family, middle and given name
_MAX_SIGNED = 300  # characters of a line that names a writer or an outlet
_BUTTON_WORDS = frozenset(("copy", "print", "share", "tweet", "like", "email"))  # of one word, never the end of a name
_AROUND_DATE = re.compile(
    r"(?:[\s,;:|•·()–—-]|(?<!\w)(?:ngày viết|ngày|lúc|vào|đăng|gửi|tạo|xuất bản|cập nhật|giờ|gmt|utc|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])"
    r"|chủ nhật)(?!\w))+"
)
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}[:h]\d\d(?!\d)")


class Signed(NamedTuple):
    """What a line says of who wrote an article and which outlet it is from."""

    byline: str | None = None
    credit: str | None = None


def is_credit(line: str) -> bool:
    """Whether a short line names the outlet the text comes from."""
    if line.count(" ") > 14 or len(line) > 120 or not _CREDIT.match(line):
        return False
    rest = _CREDIT.sub("", line)
    return not _SENTENCE.search(line.rstrip(" .)")) and not line.rstrip().endswith((":", "?", "!")) and ("," not in rest or len(line) < 70)


def names_outlet(line: str) -> bool:
    """Whether a line is a credit that names an outlet and not a person ("Theo Báo X", "Theo Tuổi Trẻ", "Nguồn tin: X")."""
    return is_credit(line) and (not line.casefold().startswith("theo") or is_outlet(line[4:].lstrip(" :")))


def clean_credit(line: str) -> str | None:
    """A credit as shown, without brackets around it and buttons behind it; "Theo " is put before a bare outlet name."""
    text = _LABEL_GLUED.sub(r"\1 ", without_buttons(normalise(line)).strip(" .;-–"))
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    elif text.startswith("(") and ")" not in text:
        text = text[1:].strip()
    if not text or key_of(text) in markers("credit") or key_of(text) in markers("drop") or text.startswith("http"):
        return None
    return text if _CREDIT.match(text) else f"Theo {text}"


def clean_byline(line: str) -> str | None:
    """The author's name out of a byline ("Tác giả: X", "Bài, ảnh: X", "X - Y"); None for accounts, dates and whole sentences."""
    text = without_buttons(normalise(line)).strip(" .;,-–|*")
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


def without_buttons(line: str) -> str:
    """A line without the buttons printed behind it ("Nguồn: X Copy link" -> "Nguồn: X", "X và 1 tác giả khác" -> "X"); a line that is all
    button stays."""
    line = _AND_OTHERS.sub("", line) if line.endswith("khác") else without_mail(line)
    for _ in range(4 if len(line) <= _MAX_SIGNED else 0):
        button = _buttons().search(line)
        if button is None or key_of(cut := line[: button.start()]) in markers("credit") | markers("byline"):
            break
        line = cut
    return line


@cache
def _buttons() -> re.Pattern[str]:
    words = (re.escape(b) for b in prefixes("drop") if " " in b or b in _BUTTON_WORDS)
    return re.compile(rf"(?<=\S)[\s|•·–\[(-]{{1,4}}(?:{'|'.join(words)})[\s\])!»→]{{0,4}}$", re.IGNORECASE)


def undated(line: str) -> list[str]:
    """A line of an author box without its date and time: what stands before and behind them."""
    low = prepare(line)
    found = find_dates(low) if len(low) == len(line) else []
    spans = [(f.start, f.end) for f in found] or [m.span() for m in _CLOCK.finditer(line)][:1]
    if not spans:
        return [line]
    parts, at = [], 0
    for start, end in (*spans, (len(line), len(line))):
        parts.append(_trimmed(line[at:start]))
        at = end
    return [part for part in parts if part]


def _trimmed(part: str) -> str:
    """A part of a line without the words of a date at the ends of it."""
    begin = _AROUND_DATE.match(low := part.casefold())
    part = part[begin.end() :] if begin and len(low) == len(part) else part
    end = next((m.start() for m in _AROUND_DATE.finditer(part.casefold()) if m.end() == len(part)), len(part))
    return part[:end].strip()


def signed_in_box(line: str) -> Signed:
    """Who wrote it and where it is from, as a line of an author or source box says: names in any order, a source in brackets behind
    one, dates and buttons beside them."""
    names: list[str] = []
    credits: list[str | None] = []
    for piece in (p for part in undated(without_buttons(line)) for p in _PARTS.split(part) if p):
        both = name_and_credit(piece)
        if both:
            names.append(both[0])
            credits.append(clean_credit(both[1]))
        elif names_outlet(piece):
            credits.append(clean_credit(piece))
        elif (name := labelled_name(piece)) or is_signature(without_aside(piece)):
            names.append(without_aside(name or piece))
    return Signed(join_names(names), next((c for c in credits if c), None))


def without_aside(name: str) -> str:
    """A name without the office behind it, without what its bearer did and without who did the rest ("Minh Châu (tổng hợp)", "Minh Châu
    lược dịch", "Minh Châu - Sở Công Thương", "Minh Châu; Ảnh: Hải Yến")."""
    name = _DUTY.sub("", _ASIDE.sub("", _BESIDE.sub("", name)))
    office = _OFFICE.fullmatch(name)
    return office[1] if office and is_name(office[1]) and _is_office(office[2]) else name


def names_office(line: str) -> bool:
    """Whether a line is a name with the office or the paper behind it that its bearer writes for ("Minh Châu (Báo Ví Dụ)")."""
    name = without_aside(line)
    office = line[len(name) :].strip(" -–,().")
    return name != line and line.startswith(name) and is_name(name) and (is_organisation(office) or is_outlet(office))


def _is_office(text: str) -> bool:
    """Whether what stands behind a name is an office: it begins like one, and is no second name ("Thu Hà - Đài Trang")."""
    return is_organisation(text) and not (text.istitle() and text.count(" ") < _FULL)


def without_mail(line: str) -> str:
    """A line without the address a writer can be written to ("Minh Châu - chau@bao.example")."""
    return _MAIL.sub("", line).strip() if "@" in line and len(line) <= _MAX_SIGNED else line


def is_signature(piece: str) -> bool:
    """Whether a text that stands in an author box is a name: a pen name of one word too, but no outlet or office alone."""
    return (is_name(piece) or is_pen_name(piece)) and key_of(piece) not in markers("drop") | signers("outlet")


def name_and_credit(line: str) -> tuple[str, str] | None:
    """Name and credit of a line that has both ("Minh Châu (theo Báo X)", "Minh Châu - Nguồn: Y")."""
    match = _NAME_AND_CREDIT.match(line)
    name = without_aside(match[1].strip(" ,;")) if match else ""
    if match is None or not (is_name(name) or is_pen_name(name)) or is_account(name):
        return None
    return name, match[2].rstrip(" .").removesuffix(")")


def labelled_name(line: str) -> str | None:
    """The name in a line that says whose it is ("Tác giả: X", "Bài, ảnh: X", "Tin, ảnh X"); without a colon it must look like a name."""
    match = _LABELLED.match(line) if len(line) < 120 else None
    if match is None:
        return None
    name = without_aside(match[2])
    return name if match[1].strip() or is_name(name) else None


def named_in(line: str) -> str | None:
    """The person whom a line of dates, counters and names says to be its author ("Đăng ngày 5/6/2021 bởi X | 318 lượt xem"); a full name
    needs no label where nothing but a date and counters stands beside it ("X • 5/6/2021 18:00")."""
    if len(line) > _MAX_SIGNED:
        return None
    parts = undated(line) if any(map(str.isdigit, line)) else [line]
    pieces = [piece for part in parts for piece in _PARTS.split(part) if piece and not any(map(str.isdigit, piece))]
    labelled = next((name for piece in pieces if (name := labelled_name(piece)) and (is_person(name) or _is_titled(piece, name))), None)
    if labelled or parts == [line] or len(pieces) != 1:
        return labelled
    return pieces[0] if pieces[0].count(" ") >= _FULL and is_person(pieces[0]) and not is_account(pieces[0]) else None


def _is_titled(piece: str, name: str) -> bool:
    """Whether a field of its own says whose name it is ("Tác giả: Lan Chi"): there a pen name is one too."""
    return _WRITER.match(piece) is not None and is_name(name) and not is_account(name)


def join_names(names: Iterable[str]) -> str | None:
    """Several bylines as one, each name once, accounts left out. A name repeated without its accents is the account of the same person."""
    kept: list[str] = []
    alone = False  # one of several is also named alone: a dash between them stands between people
    for name in filter(None, map(clean_byline, names)):
        if any(_covers(other, name) for other in (*kept, ", ".join(kept))):
            alone = alone or name not in kept
            continue
        alone = alone or any(_covers(name, other) for other in kept)
        kept = [other for other in kept if not _covers(name, other)]
        kept.append(name)
    joined = ", ".join(kept)
    return (_DASH.sub(", ", joined) if alone else joined) or None


def main_names(signed: str | None, boxed: Iterable[str | None]) -> str | None:
    """The byline of an article that its text signs, or that boxes around it name: the text decides, the fuller spelling is taken."""
    names = join_names(filter(None, boxed))
    if signed and names and not _covers(names, signed):
        return _DASH.sub(", ", signed) if _covers(signed, names) else signed
    return names or signed


def _covers(name: str, other: str) -> bool:
    """Whether a byline says all that another says: each name of it, or the same letters with their accents."""
    own = _single(name)
    plain = {_plain(part) for part in own}
    parts = _single(other)
    return bool(parts) and all(part in own or (fold(part) == part and _plain(part) in plain) for part in parts)


def _plain(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def _single(name: str) -> set[str]:
    return {key_of(part) for part in re.split(r"\s*[,;/&]\s*|\s+[-–]\s+|\s+và\s+", name) if part}
