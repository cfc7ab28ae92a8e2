"""Cue words found in lower-case text as whole words, longest first: roles of amounts (data/roles.tsv), markers (data/link_markers.tsv)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from pipelines.mentions import Role
from pipelines.paths import DATA

MASK = "-"  # role of a cue that only hides a shorter one inside it: "công nghiệp hỗ trợ" is no support
ROLES: tuple[Role, ...] = get_args(Role)
GROUPS = ("now", "recent", "period", "general", "event", "operation", "plan", "national", "foreign", "local", "company")
_WORD = re.compile(r"\w+")

Table = Mapping[str, tuple[tuple[str, str, int], ...]]  # first word -> (phrase, meaning, weight), longest phrase first


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word at its place. `meaning` is a role or a group of markers; weight 3 decides, 2 is strong, 1 weak."""

    start: int
    end: int
    meaning: str
    weight: int


@cache
def role_cues() -> Table:
    """Cue words of roles. Raises ValueError naming the first bad line."""
    return _table("roles.tsv", (*ROLES, MASK))


@cache
def markers() -> Table:
    """Words that tell what a sentence speaks of. Raises ValueError naming the first bad line."""
    return _table("link_markers.tsv", GROUPS)


def _table(name: str, meanings: tuple[str, ...]) -> Table:
    table: dict[str, dict[str, tuple[str, str, int]]] = {}
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        phrase, meaning, weight = [*line.split("\t"), "1"][:3]
        entries = table.setdefault(_WORD.findall(phrase)[0], {})
        if meaning not in meanings or phrase in entries or weight not in "123":
            raise ValueError(f"{name}: {line!r}: unknown meaning, or given twice")
        entries[phrase] = (phrase, meaning, int(weight))
    return {word: tuple(sorted(entries.values(), key=lambda e: -len(e[0]))) for word, entries in table.items()}


def find_cues(table: Table, low: str, start: int, end: int) -> list[Cue]:
    """Cues in low[start:end], left to right, never overlapping; `low` is lower-case text."""
    found: list[Cue] = []
    done = start
    for match in _WORD.finditer(low, start, end):
        entries = table.get(match[0])
        at = match.start()
        if entries is None or at < done:
            continue
        for phrase, meaning, weight in entries:
            stop = at + len(phrase)
            if stop <= end and low.startswith(phrase, at) and not low[stop : stop + 1].isalnum():
                done = stop
                if meaning != MASK:
                    found.append(Cue(at, stop, meaning, weight))
                break
    return found
