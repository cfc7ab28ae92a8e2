"""Numbers to call: groups of digits in telephone numbers are no years ("hotline 1900 2020", "(028) 2020.1999", "0977 2018 2019").

Sources: the numbering plan of Viet Nam (0 or +84 before area codes and networks, 1800 and 1900 for services).
"""

from __future__ import annotations

import re

# letters first: the engine then skips fast
_WORDS = re.compile(
    r"(?:hotline|tổng đài|tel|fax|đt|sđt|điện thoại|liên hệ|số máy|máy bàn|di động|đường dây nóng|zalo|viber|mobile|call cent(?:er|re)|cskh"
    r"|(?:gọi|nhắn)(?: (?:ngay|tới|đến|về|vào|theo))*(?: số)?)(?!\w)(?<!tên gọi)([^\n;]{0,24})$"
)
_DIGITS_END = re.compile(r"\d[\s().+:-]*$")
_DIGITS_FOLLOW = re.compile(r"[ .-]{1,2}\d{3,4}(?!\d)")
_GROUPS = re.compile(r"(?<![\w/.,-])(?:\(?0\d{2,3}\)?|\(?\+84\)?|1[89]00)(?:[ .-]{1,2}\(?\d{1,4}\)?){0,3}[ .-]{1,2}$")
_YEAR_WORD = re.compile(r"(?:năm|giai đoạn|thời kỳ|tháng|quý|vụ|mùa|từ|trước|sau|cuối|đầu) $")
_SERVICE = re.compile(r"1[89]00[ .]\d{3,4}(?!\d)")
_WINDOW = 40


def is_called(text: str, start: int) -> bool:
    """Whether the four digits at `start` belong to a number to call; not where a word says that they are a year."""
    before = text[max(0, start - _WINDOW) : start].lower()
    if _YEAR_WORD.search(before):
        return False
    if (word := _WORDS.search(before)) and (_DIGITS_END.search(word[1]) or _DIGITS_FOLLOW.match(text, start + 4)):
        return True
    return bool(_GROUPS.search(before) or (_SERVICE.match(text, start) and not before.endswith(("đến ", "- "))))
