"""What a figure rests on, in words: the column `basis` of the answers (basis_vi.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_SIDE_BY_SIDE = re.compile(",(?=[a-z])")


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = tomllib.loads((Path(__file__).parent / "basis_vi.toml").read_text(encoding="utf-8"))
    longest_first = sorted(pairs, key=len, reverse=True)
    whole = [
        ("(?<![a-z])" if one[0].isalpha() else "") + re.escape(one) + ("(?![a-z])" if one[-1].isalpha() else "") for one in longest_first
    ]
    return re.compile("|".join(whole)), pairs


def basis(text: str, language: str) -> str:
    """What a figure rests on, as the views say it in English, in a language; names of programmes stand as they are. Reasons that the
    views put side by side (`months 1-9,goods`) and codes (`several_years`) become words."""
    text = _SIDE_BY_SIDE.sub(", ", text).replace("_", " ")
    if language != "vi":
        return text
    pattern, pairs = _phrases()
    return pattern.sub(lambda found: pairs[found[0]], text)
