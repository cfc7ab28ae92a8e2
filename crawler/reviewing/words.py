"""The words of the desk in English and Vietnamese (words.toml, and roles as the explorer has them), and the closed lists of answers."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crawler.reviewing.answers import ROLES
from explorer.name_order import by_label
from explorer.wording.labels import LANGUAGES, labels
from pipelines.facts.provinces.registry import province_units, slug_of_name

_SHARED = ("approx_", "change_", "role_", "per_", "unit_pp")  # words the explorer has already


@cache
def vocabulary() -> dict[str, Any]:
    """Everything the page needs once: words and roles (as their labels are ordered) by language, provinces (those of 2025 first)."""
    own = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    words = {
        language: {key: word for key, word in labels(language).items() if key.startswith(_SHARED)}
        | {key: pair[place] for key, pair in own.items()}
        for place, language in enumerate(LANGUAGES)
    }
    roles = {language: by_label(ROLES, labels(language)) for language in LANGUAGES}
    return {"words": words, "roles": roles, "provinces": _provinces()}


def _provinces() -> list[str]:
    lately = {unit.name for unit in province_units() if (unit.valid_to or "9999") >= "2025-06"}
    return sorted(slug_of_name(), key=lambda name: (name not in lately, name))
