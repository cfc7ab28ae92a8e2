"""Rules in words: why a figure was read and linked as it was, for pages in Vietnamese (rules_vi.toml); English pages show the names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from explorer.wording.labels import labels

FIELDS = ("role", "year", "province")
_LINK = re.compile(r"role:(?P<role>.{0,300}) year:(?P<year>\S{1,200}) province:(?P<province>\S{1,200})")
_WORD = re.compile(r"(?P<name>[^()]+)\((?P<word>.*)\)")  # left(hỗ trợ): the cue word behind the name


@cache
def _told() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "rules_vi.toml").read_text(encoding="utf-8"))


def reason(field: str, name: str) -> str:
    """The evidence that spoke for a field in Vietnamese, the word it rests on in quotes; "" where none spoke, the name where there are no
    words for it."""
    if name in ("", "none"):
        return ""
    told = _told()[field]
    word = None if name.partition(":")[0] in told and "(" not in name else _WORD.fullmatch(name)
    meaning = told.get((word["name"] if word else name).partition(":")[0], name)
    return f"{meaning}: “{word['word']}”" if word and meaning != name else meaning


def rule_said(rule: str, language: str) -> str:
    """A name of `rule`, such as `money-unit-range`."""
    told = _told()["rule"]
    if language != "vi" or not rule:
        return rule
    if rule in told:
        return told[rule]
    first, _, rest = rule.partition("-")
    parts = [first, rest] if rest in told else rule.split("-")
    return ", ".join(told.get(part, part) for part in parts)


def link_said(link_rule: str, language: str) -> str:
    """A `link_rule`: what spoke for role, year and province."""
    parts = _LINK.fullmatch(link_rule) if language == "vi" else None
    if parts is None:
        return link_rule
    words = labels(language)
    told = ((field, reason(field, parts[field])) for field in FIELDS)
    return "; ".join(f"{words[field].lower()}: {said}" for field, said in told if said)
