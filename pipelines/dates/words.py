"""Date expressions as Vietnamese pages write them: one text in, calendar days out. Nothing here knows about pages.

Sources of the rules: ISO 8601, RFC 2822, the Vietnamese and English formats of the CMS families seen (WordPress, Liferay, NukeViet,
SharePoint, MasterCMS), and .NET's default culture, which writes month first with seconds and AM/PM ("9/11/2021 3:29:47 PM").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
MAX_TEXT = 400  # characters of a text that may hold a date expression; the rest is not looked at
FIRST_YEAR, LAST_YEAR = 1995, 2099  # no Vietnamese news site is older

_MONTHS_VI = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTHS_EN = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_MONTH_VI = "|".join(sorted(_MONTHS_VI, key=len, reverse=True))
_MONTH_EN = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY_EN = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
WEEKDAY = re.compile(
    rf"(?<!\w)(?:thứ\s?(hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?!\w)|t([2-7])(?=\s?[,|-])"
    rf"|(ch[ủú]a? nhật|cn(?!\w))|({_DAY_EN})(?=\s?[,.|]))"
)

_YMD = r"(?P<y1>(?:19|20)\d\d)\s?[-/.]\s?(?P<m1>\d{1,2})\s?[-/.]\s?(?P<d1>\d{1,2})(?!\d)"
_DMY = r"(?P<d2>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=sep)\s?(?P<y2>(?:19|20)\d\d|(?<=\d\d/\d\d/)\d\d)(?![\d/])"
_SPACED = r"(?P<d3>\d\d) (?P<m3>\d\d) (?P<y3>20\d\d)(?= \d{1,2}:\d\d|$)"
_WORDS = rf"(?P<d4>\d{{1,2}})\s?[-,/]?\s?tháng\s?(?P<m4>\d{{1,2}}|{_MONTH_VI})\s?[-,/]?\s?(?:năm\s)?\s?(?P<y4>(?:19|20)\d\d)(?!\d)"
_MONTH_DAY = rf"tháng\s(?P<m5>\d{{1,2}}|{_MONTH_VI})\s(?P<d5>\d{{1,2}}),?\s(?P<y5>20\d\d)(?!\d)"
_EN_DMY = rf"(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<m6>{_MONTH_EN}),?[ -](?P<y6>(?:19|20)\d\d)(?!\d)"
_EN_MDY = rf"(?P<m7>{_MONTH_EN})\s(?P<d7>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:\d\d:\d\d:\d\d\s[a-z]{{3,4}}\s)?(?P<y7>(?:19|20)\d\d)(?!\d)"
_DATE = re.compile(rf"(?<![\d/.,])(?<!\d-)(?:{_YMD}|{_DMY}|{_SPACED}|{_WORDS}|{_EN_DMY})|(?<!\w)(?:{_MONTH_DAY}|{_EN_MDY})")

_MAY_BEGIN = re.compile(r"\d+|[tjfmasond][a-z]+")  # a day or a year, a month by its name

_CLOCK = (
    r"(?P<h>\d{1,2})\s?(?::|giờ|h|g)\s?(?:(?P<min>\d{1,2})(?:\s?:\s?(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s?(?:phút|['’])?)?\s?"
    r"(?P<half>(?:am|pm|sa|ch|a\.m\.?|p\.m\.?|sáng|chiều|tối)(?!\w))?"
)
_ZONE = (
    r"[\s(]*(?:(?P<utc>z)(?!\w)|(?:(?:gmt|utc)\s?|(?=[+-]\d\d(?::?\d\d)?(?!\d)))"
    r"(?P<sign>[+-])\s?(?P<zh>\d{1,2})(?::?(?P<zm>\d\d))?(?!\d))?"
)
_BETWEEN = r"[\s,:;|•·()t@_–—-]*+(?:(?:vào lúc|lúc|vào|hồi|at|giờ)\s?:?)?[\s,;|•·(-]*+"
_AFTER = re.compile(_BETWEEN + r"(?<!\d)" + _CLOCK + r"(?!\d)" + _ZONE)
_BEFORE = re.compile(r"(?<![\d:])" + _CLOCK + r"(?!\d)" + _ZONE + rf"[\s,;|•·()@_–—-]*(?:{WEEKDAY.pattern})?[\s,]*(?:ngày)?[\s,:|(–—-]*$")
_JAVA_CLOCK = re.compile(r"(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?P<half>)(?P<utc>)(?P<sign>)(?P<zh>)(?P<zm>)")
_ZONE_FIRST = re.compile(r"(\d{4}-\d\d-\d\d)([+-]\d\d)(\d\d:\d\d:\d\d)")  # "2026-07-09+0715:33:15": zone and time glued in the wrong order
_ISO = re.compile(r"(\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d)(?:\.0*)?(?:\+07:?00)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[t_-]?(\d\d)(\d\d)(\d\d)?\d{0,3}(z?))?")
_NET_DEFAULT = re.compile(r"[1-9]\d?/[1-9]\d?/\d{4} \d{1,2}:\d\d(?::\d\d)? [ap]m")
_EPOCH = re.compile(r"(1[0-8]\d{8})(?:\d{3})?")
_AGO = re.compile(r"(?<!\w)(\d{1,3}|một)\s(giây|phút|giờ|tiếng|ngày|seconds?|minutes?|mins?|hours?|days?)\s(?:trước|ago)(?!\w)")
_RELATIVE = re.compile(r"(?<!\w)(hôm nay|hôm qua|hôm kia|vừa xong|today|yesterday|just now)(?!\w)")
_UPDATED = re.compile(
    r"(?:cập nhật|chỉnh sửa|sửa đổi|sửa|updated|modified|edited)"
    r"(?:\s(?:lúc|lần cuối|ngày|on|at|cuối))*[\s:,|-]*(?:lúc|ngày)?[\s:,|-]*$"
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """One date expression in a text (offsets of the prepared text). `value` is the ISO date, or datetime with +07:00; `other` the
    same read month first (or day first) where both readings are possible, `doubtful` then says that the form is one of .NET's
    American default; `literal` is the clock time as written when the page claimed another zone than +07:00, because some CMS
    write local time and call it UTC."""

    value: str
    start: int
    end: int
    other: str | None = None
    literal: str | None = None
    updated: bool = False
    clock: bool = False
    weekday: bool = False
    doubtful: bool = False

    @property
    def day(self) -> str:
        """The calendar day in Vietnam, ISO."""
        return self.value[:10]


def prepare(text: str) -> str:
    """The text all offsets of `find_dates` refer to: NFC, lower case, single spaces, at most MAX_TEXT characters."""
    head = text[: MAX_TEXT * 4]
    return " ".join(unicodedata.normalize("NFC", head).lower().replace("\u200b", "").split())[:MAX_TEXT]


def parse_date(text: str, now: str | None = None) -> str | None:
    """The date of one expression as ISO date, or datetime with +07:00 when it has a time of day (midnight counts as no time).

    Ambiguous numbers are day first, except in the month-first form of .NET (seconds and AM/PM). "1 giờ trước" and "hôm qua" need
    `now` (ISO, time of the fetch). None when there is no date, or two that differ. Never raises.
    """
    found = [f for f in find_dates(prepare(text), now) if not f.updated] or find_dates(prepare(text), now)
    return found[0].value if len({f.day for f in found}) == 1 else None


def parse_stamp(text: str) -> DateFound | None:
    """The date of a machine-written value (metadata): as `parse_date`, and compact, epoch and wrongly glued forms."""
    text = prepare(text)
    iso = _ISO.fullmatch(text)  # by far the most frequent form, ten times faster than the general way
    moment = moment_of(iso[1] + "+07:00") if iso else None
    if moment and FIRST_YEAR <= moment.year <= LAST_YEAR:
        return _found(moment, 0, len(text))
    if swapped := _ZONE_FIRST.fullmatch(text):
        text = f"{swapped[1]}t{swapped[3]}{swapped[2]}:00"
    if epoch := _EPOCH.fullmatch(text):
        return _found(datetime.fromtimestamp(int(epoch[1]), VIETNAM), 0, len(text))
    if compact := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, utc = compact.groups()
        text = f"{year}-{month}-{day}" + (f"t{hour}:{minute}:{second or '00'}{utc}" if hour else "")
    found = find_dates(text)
    return found[0] if len({f.day for f in found}) == 1 else None


def find_dates(text: str, now: str | None = None) -> list[DateFound]:
    """All date expressions of a prepared text, in order. Relative ones only when `now` (ISO datetime) is known."""
    found = [f for match in _matches(text) if (f := _absolute(text, match))]
    if not found and now and (moment := moment_of(now)):
        relative = _relative(text, moment)
        return [relative] if relative else []
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The expressions of a text, tried where one may begin: the pattern is slow to fail."""
    end = 0
    for start in _MAY_BEGIN.finditer(text):
        if start.start() >= end and (match := _DATE.match(text, start.start())):
            yield match
            end = match.end()


def moment_of(iso: str | None) -> datetime | None:
    """An ISO date or datetime as a moment in Vietnam (a naive one is taken as Vietnamese time), None when it is none."""
    try:
        moment = datetime.fromisoformat(iso or "")
        return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None


def _absolute(text: str, match: re.Match[str]) -> DateFound | None:
    parts = match.groupdict()
    i = next(i for i in range(1, 8) if parts[f"y{i}"])
    year, month, day = int(parts[f"y{i}"]), _month(parts[f"m{i}"]), int(parts[f"d{i}"])
    year += 2000 if year < 100 else 0
    clock = _clock_match(text, match)
    first, other = _day(year, month, day), _day(year, day, month) if i == 2 else None
    weekday = _weekday_before(text[: match.start()])
    if other and (
        first is None or _month_first(text[match.start() : clock.end() if clock else 0].strip()) or _weekday_decides(weekday, first, other)
    ):
        first, other = other, first
    if first is None:
        return None
    if first.weekday() == weekday:
        other = None
    updated = bool(_UPDATED.search(text[: min(match.start(), clock.start() if clock else match.start())][-40:]))
    end = max(match.end(), clock.end()) if clock and clock.re is _AFTER else match.end()
    start = clock.start() if clock and clock.re is _BEFORE else match.start()
    timed = _with_clock(first, clock)
    return DateFound(
        value=_iso(timed[0]) if timed else first.isoformat(),
        start=start,
        end=end,
        other=_timed(other, clock) if other and other != first else None,
        literal=_iso(timed[1]) if timed and timed[0] != timed[1] else None,
        updated=updated,
        clock=bool(timed),
        weekday=weekday is not None,
        doubtful=other is not None and other != first and _NET_DEFAULT.fullmatch(text[start:end]) is not None,
    )


def _timed(day: date, clock: re.Match[str] | None) -> str:
    timed = _with_clock(day, clock)
    return _iso(timed[0]) if timed else day.isoformat()


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS_VI.get(word) or _MONTHS_EN.get(word[:3], 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _clock_match(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The time of day that belongs to a date: inside it (java.util.Date), right after it, or right before it."""
    inside = _JAVA_CLOCK.search(match[0]) if match["m7"] else None
    return inside or _AFTER.match(text, match.end()) or _BEFORE.search(text, max(0, match.start() - 40), match.start())


def _month_first(text: str) -> bool:
    """.NET's default culture writes no leading zeros in the date, seconds and AM/PM; without seconds day first is likelier here."""
    return _NET_DEFAULT.fullmatch(text) is not None and text.count(":") == 2


def _weekday_before(text: str) -> int | None:
    words = list(WEEKDAY.finditer(text[-30:]))
    if not words:
        return None
    last = words[-1]
    if last[3]:
        return 6
    return _WEEKDAYS[last[1] or last[2] or last[4][:3]]


def _weekday_decides(weekday: int | None, first: date, other: date) -> bool:
    return weekday is not None and first.weekday() != weekday and other.weekday() == weekday


def _with_clock(day: date, clock: re.Match[str] | None) -> tuple[datetime, datetime] | None:
    """The moment in Vietnam, and the same clock time taken literally; None without a time of day (or a senseless one)."""
    if clock is None:
        return None
    hour, minute, second = int(clock["h"]), int(clock["min"] or 0), int(clock["s"] or 0)
    half = (clock["half"] or "").replace(".", "")
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("am", "sa", "sáng") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59 or hour == minute == second == 0:
        return None
    literal = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)
    offset = _offset(clock)
    if offset is None or offset == timedelta(hours=7):
        return literal, literal
    return literal.replace(tzinfo=timezone(offset)).astimezone(VIETNAM), literal


def _offset(clock: re.Match[str]) -> timedelta | None:
    if clock["utc"]:
        return timedelta()
    if not clock["sign"]:
        return None
    size = timedelta(hours=int(clock["zh"]), minutes=int(clock["zm"] or 0))
    if size > timedelta(hours=14):
        return None
    return size if clock["sign"] == "+" else -size


def _iso(moment: datetime) -> str:
    """Midnight is how a date without time looks after a machine has stored it."""
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat()
    return moment.isoformat()


def _found(moment: datetime, start: int, end: int) -> DateFound:
    return DateFound(_iso(moment), start, end, clock=True)


def _relative(text: str, now: datetime) -> DateFound | None:
    if ago := _AGO.search(text):
        count, unit = (1 if ago[1] == "một" else int(ago[1])), ago[2]
        if unit.startswith(("ngày", "day")):
            return DateFound((now - timedelta(days=count)).date().isoformat(), *ago.span())
        length = {"giâ": 1, "sec": 1, "phú": 60, "min": 60}.get(unit[:3], 3600)
        return DateFound((now - timedelta(seconds=count * length)).replace(second=0, microsecond=0).isoformat(), *ago.span())
    word = _RELATIVE.search(text)
    if not word:
        return None
    back = {"hôm qua": 1, "yesterday": 1, "hôm kia": 2}.get(word[1], 0)
    day = (now - timedelta(days=back)).date()
    clock = _AFTER.match(text, word.end()) or _BEFORE.search(text, 0, word.start())
    timed = _with_clock(day, clock)
    return DateFound(_iso(timed[0]) if timed else day.isoformat(), *word.span(), clock=bool(timed))


def is_now(found: DateFound, now: str | None) -> bool:
    """A date above the headline that equals the time of the fetch is the page's clock."""
    fetched, moment = moment_of(now), moment_of(found.value)
    if fetched is None or moment is None:
        return False
    if not found.clock:
        return abs((fetched.date() - moment.date()).days) == 0
    return abs(fetched - moment) < timedelta(minutes=15)
