"""What narrows a search: source, province, year reported on, day of publication, role of its figures. Checked words in, SQL out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_YEAR, LAST_YEAR = 1900, 2100
ROLES = (
    "support", "budget", "investment", "output", "trade", "price", "income", "profit", "tax", "fine", "loan", "asset", "other",
)  # fmt: skip
_YEARS = re.compile(r"([0-9]{4})(?:\s*(?:-|–|\.\.)\s*([0-9]{4}))?")
# A province that was only renamed is one with its later self; `today` takes all of the unit it is part of since 1 July 2025.
_PROVINCE = """province IN (SELECT x.name FROM province_names p JOIN province_names x ON x.name = p.name
    OR x.name_now = p.name_now AND (:today OR 'renamed' IN (x.standing, p.standing)) WHERE p.name = :province)"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a search: source; province (as filed, by its name at the time; with `today` also those that are one unit with it now);
    first and last year reported on; first and last day of publication; a role that one of its sums of money has."""

    source: str | None = None
    province: str | None = None
    year: int | None = None
    year_to: int | None = None
    since: str | None = None
    until: str | None = None
    role: str | None = None
    today: bool = False

    def conditions(self) -> list[str]:
        """SQL conditions on `articles`; what they bind is in `values`."""
        told = {
            "source": "source = :source", "province": _PROVINCE,
            "year": "year BETWEEN :year AND :year_to",
            "since": "published >= :since", "until": "published < :until || '~'",
            "role": "id IN (SELECT article FROM amounts WHERE kind = 'money' AND role = :role)",
        }  # fmt: skip
        return [sql for name, sql in told.items() if getattr(self, name) is not None]

    def values(self) -> dict[str, Any]:
        """What the conditions bind; nothing they do not."""
        names = {"source": ("source",), "province": ("province", "today"), "year": ("year", "year_to"), "since": ("since",),
                 "until": ("until",), "role": ("role",)}  # fmt: skip
        given = {"year_to": self.year if self.year_to is None else self.year_to, "today": int(self.today)}
        return {
            name: given.get(name, getattr(self, name)) for key, all_ in names.items() if getattr(self, key) is not None for name in all_
        }


def years_of(text: str) -> tuple[int, int]:
    """First and last year of "2021" or "2018-2021". Raises ValueError with the reason."""
    found = _YEARS.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a year or a span such as 2018-2021")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise ValueError(f"{text!r} ends before it begins")
    if first < FIRST_YEAR or last > LAST_YEAR:
        raise ValueError(f"{text!r} does not lie between {FIRST_YEAR} and {LAST_YEAR}")
    return first, last


def day_of(text: str) -> str:
    """A year, month or day as typed: 2021, 2021-05, 2021-05-12, or as Vietnamese write it, 12/5/2021 and 5/2021. Raises ValueError."""
    parts = re.split(r"[-/.]", text.strip())
    ordered = parts if len(parts[0]) == 4 else parts[::-1]
    try:
        numbers = [int(part) for part in ordered if part.isascii() and part.isdigit()]
        date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        numbers = []
    if not numbers or len(numbers) != len(parts) or len(parts) > 3 or not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
        raise ValueError(f"{text!r} is not a date such as 2021, 2021-05 or 2021-05-12")
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])


def role_of(text: str) -> str:
    """A role. Raises ValueError naming all."""
    if text not in ROLES:
        raise ValueError(f"{text!r}: none of {', '.join(ROLES)}")
    return text
