"""Numbers as Vietnamese text writes them: digits with thousands dots and decimal commas, and number words.

A value is kept as (mantissa, decimals): 1,42 is (142, 2), so that scaling to whole đồng stays exact.
Rules: dot, or a space, and exactly 3 digits = thousands; comma and 1-2 digits = decimal; one comma and 3 digits depends on the unit (see
NumberForm). Sources: TCVN 4398 and ISO 80000 for the space, Unicode's numeric values for fractions as one sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from pipelines.facts.amounts.nouns import names_something
from pipelines.facts.amounts.spoken import unsaid_ones

_PLACES = 9  # decimals kept of a fraction that has no end (1/3)
Digits = tuple[int, int]  # mantissa, decimals
# What decides a single comma with three digits: before a scale word a decimal, before a currency or a noun a thousands mark.
NumberForm = Literal["scaled", "money", "foreign", "noun", "percent", "measure", "english"]

_DIGIT_WORDS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONE_OF = re.compile(r"(?:giờ|phút|[Xx]óm|[Tt]hôn|[Vv]ụ|[Tt]uổi|[Ấấ]p|[Bb]ước|[Tt]ổ máy|[Cc]hương trình|[Nn]ghị quyết) $")  # "xóm 5 200 hộ"
_MORE = r"(?:\s(?:trăm|mươi|mười|linh|lẻ|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|chục)(?!\w)){0,6}"
# After the first letter, so that the search can skip by character class: the second refuses most, (?<!\w\w) "khai", "Thái".
_HEADS = (
    r"(?:ai|a(?!\s(?:lô|sa|ba|rọi|mẹ|má|tê|zan|kích|gác|hoa)(?!\w))|ốn|ảy|ẩy|áu|ám|hín|ười"
    r"|ăm(?=\s(?:trăm|mươi|chục|nghìn|ngàn|triệu|tỷ|tỉ)(?!\w))"
    r"|ột(?=\s(?:trăm|chục|nghìn|ngàn|triệu|tỷ|tỉ|phần|[^\W\d_]{2,4} rư[ỡở]i)(?!\w))|ửa(?=\s(?:triệu|tỷ|tỉ)(?!\w)))"
)
_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"  # fractions as one sign
# "15 000", "1 250,5": one number if nothing of a number stands beside it; no group of telephone numbers, which begin with 0
_ALONE = r"(?<![0-9.,/:⁄].)(?:(?<![0-9] .)|(?<=[^0-9]20[0-9][0-9] .))"  # a year may stand before it
_SPACED = rf"(?<=[1-9]){_ALONE}[0-9]{{0,2}}(?: [0-9]{{3}})+(?:,[0-9]{{1,2}})?(?![0-9]|[.,/:⁄][0-9]| [0-9])"
_DIGITS = re.compile(rf"[0-9{_SIGNS}](?:(?<=[0-9])(?:{_SPACED}|[0-9]*(?:[.,][0-9]+)*(?: ?[{_SIGNS}])?)|)")  # one class first: fast to skip
_UNSPACED = re.compile(rf"[0-9{_SIGNS}](?:(?<=[0-9])[0-9]*(?:[.,][0-9]+)*|)")
_WORDS = re.compile(rf"[HhBbSsTtCcMmNn](?=[aốảẩáhưăộử])(?<!\w\w){_HEADS}(?!\w){_MORE}")
_FIRST_WORDS = frozenset(["hai", "ba", "bốn", "bảy", "bẩy", "sáu", "tám", "chín", "mười", "năm", "một", "nửa"])
NUMBER = re.compile(rf"(?P<digits>{_DIGITS.pattern})|(?P<words>{_WORDS.pattern})")


def find_numbers(text: str) -> list[re.Match[str]]:
    """Every number of the text, digits and words, in order. Two searches by character class are three times as fast as one."""
    digits = list(_DIGITS.finditer(text))
    if any(" " in match[0] for match in digits):
        digits = [number for match in digits for number in (_apart(text, match) if " " in match[0] else (match,))]
    words = [*unsaid_ones(text)]
    words += [match for match in _WORDS.finditer(text) if match[0].split(" ", 1)[0].split("\xa0", 1)[0].casefold() in _FIRST_WORDS]
    if not words:
        return digits
    return sorted([*digits, *words], key=re.Match.start)


def _apart(text: str, match: re.Match[str]) -> Iterable[re.Match[str]]:
    """The numbers of a match with spaces: one, or several where the words before name something by the first ("quý 2 300 hộ")."""
    named = names_something(text, match.start(), match[0].split(" ", 1)[0]) or _ONE_OF.search(
        text, max(0, match.start() - 12), match.start()
    )
    return _UNSPACED.finditer(text, match.start(), match.end()) if named else (match,)


def read_digits(token: str, form: NumberForm, comma_thousands: bool = False) -> Digits | None:
    """Value of "1.234,5", or None when the groups fit no notation (dates, section numbers, misprints).

    `comma_thousands`: the text is known to use the comma as thousands mark (English style)."""
    if token.isdigit():
        return (int(token), 0) if token.isascii() and len(token) <= 18 else None
    if " " in token or "/" in token or token[-1] in _SIGNS:
        return _parted(token)
    if not token.isascii() or len(token) > 24:
        return None
    dots, commas = token.count("."), token.count(",")
    if dots and commas:
        return _mixed(token, dots, commas)
    if dots:
        return _dotted(token.split("."), form)
    groups = token.split(",")
    if form == "english" and len(groups[-1]) == 3:
        return _thousands(groups)
    if commas > 1:
        return _thousands(groups)
    if len(groups[1]) == 3 and groups[0] != "0" and len(groups[0]) <= 3 and _comma_is_thousands(groups, form, comma_thousands):
        return _thousands(groups)
    return int(groups[0] + groups[1]), len(groups[1])


def _dotted(groups: list[str], form: NumberForm) -> Digits | None:
    if len(groups) > 2:
        return _thousands(groups)
    whole, tail = groups
    if form == "english":
        return int(whole + tail), len(tail)
    if len(tail) == 3 and whole[0] != "0" and len(whole) <= 3 and not (form == "percent" and not tail.endswith("00")):
        return _thousands(groups)
    if len(tail) > 3 or (form == "money" and len(tail) != 1):
        return None  # 158.0000 tỷ, 200.00 đồng: a misprint, no value
    return int(whole + tail), len(tail)


def _parted(token: str) -> Digits | None:
    """ "15 000", "1 250,5", "½", "1½", "2 1/2": groups with spaces between them, a whole and a fraction."""
    if token[-1] in _SIGNS:
        fraction = unicodedata.numeric(token[-1])
        whole = token[:-1].strip() or "0"
    elif "/" in token:
        whole, _, parts = token.rpartition(" ")
        over, _, under = parts.partition("/")
        fraction, whole = int(over) / int(under), whole or "0"
    else:
        whole, _, tail = token.replace(" ", "").partition(",")
        return (int(whole + tail), len(tail)) if len(whole + tail) <= 18 else None
    if not whole.isdigit() or len(whole) > 6:
        return None
    mantissa, places = round((int(whole) + fraction) * 10**_PLACES), _PLACES
    while places and mantissa % 10 == 0:
        mantissa, places = mantissa // 10, places - 1
    return mantissa, places


def _mixed(token: str, dots: int, commas: int) -> Digits | None:
    mark = "." if token.rfind(".") > token.rfind(",") else ","
    if (dots if mark == "." else commas) != 1:
        return None
    whole, tail = token.split(mark)
    value = _thousands(whole.split("," if mark == "." else "."))
    return (value[0] * 10 ** len(tail) + int(tail), len(tail)) if value else None


def _thousands(groups: list[str]) -> Digits | None:
    if len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]):
        return None
    return int("".join(groups)), 0


def _comma_is_thousands(groups: list[str], form: NumberForm, comma_thousands: bool) -> bool:
    if form in ("money", "noun"):
        return True
    if form == "foreign":  # 1,101 USD (a barrel) is a decimal, 11,375 USD hardly
        return comma_thousands or len(groups[0]) > 1 or groups[1].endswith("0")
    if form == "percent":
        return False
    return comma_thousands or groups[1] == "000" or (form == "measure" and groups[1].endswith("0"))


def read_words(token: str) -> Digits | None:
    """Value of number words below a thousand ("mười hai", "hai trăm linh năm", "nửa"), or None when they form no number."""
    words = token.casefold().split()
    if words == ["nửa"]:
        return 5, 1
    total, index = 0, 0
    if len(words) > 1 and words[1] == "trăm":
        if words[0] not in _DIGIT_WORDS:
            return None
        total, index = _DIGIT_WORDS[words[0]] * 100, 2
        if index < len(words) and words[index] in ("linh", "lẻ"):
            rest = words[index + 1 :]
            return (total + _DIGIT_WORDS[rest[0]], 0) if len(rest) == 1 and rest[0] in _DIGIT_WORDS else None
    tens = _tens(words[index:])
    return None if tens is None else (total + tens, 0)


def _tens(words: list[str]) -> int | None:
    if not words:
        return 0
    if words[0] == "mười":
        tens, rest = 10, words[1:]
    elif len(words) > 1 and words[0] in _DIGIT_WORDS and words[1] in ("mươi", "chục"):
        tens, rest = _DIGIT_WORDS[words[0]] * 10, words[2:]
    elif len(words) > 1 and words[0] in _DIGIT_WORDS and words[1] in ("mốt", "tư", "lăm", "nhăm"):  # "hai lăm": mươi swallowed
        tens, rest = _DIGIT_WORDS[words[0]] * 10, words[1:]
    else:
        tens, rest = 0, words
    if not rest:
        return tens
    if len(rest) == 1 and rest[0] in _DIGIT_WORDS:
        return tens + _DIGIT_WORDS[rest[0]]
    return None


def uses_comma_thousands(tokens: list[str]) -> bool:
    """Does a text write thousands with commas ("11,631,000,000") and never a decimal comma? Then "3,350 tỷ" means thousands too."""
    groups = [token.split(",") for token in tokens if "," in token and "." not in token]
    many = any(len(group) > 2 and all(len(part) == 3 for part in group[1:]) for group in groups)
    return many and not any(len(group) == 2 and len(group[1]) < 3 for group in groups)
