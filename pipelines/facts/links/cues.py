"""Cue words found in lower-case text as whole words, longest first: roles and markers of data/links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from typing import NamedTuple, get_args

from pipelines.text.phrases import alternation
from pipelines.values.mentions import Role
from pipelines.values.paths import DATA

MASK = "-"  # role of a cue that only hides a shorter one inside it: "công nghiệp hỗ trợ" is no support
ROLES: tuple[Role, ...] = get_args(Role)
GROUPS = ("now", "recent", "done", "period", "general", "event", "operation", "plan", "national", "foreign", "region", "local", "company")

Matcher = tuple[re.Pattern[str], dict[str, tuple[str, int]]]
Table = Mapping[str, tuple[tuple[str, str, int], ...]]  # first word -> (phrase, meaning, weight), longest phrase first


class Cue(NamedTuple):
    """A cue word at its place. `meaning` is a role or a group of markers; weight 3 decides, 2 is strong, 1 weak."""

    start: int
    end: int
    meaning: str
    weight: int


@cache
def role_cues() -> Table:
    """Cue words of roles. Raises ValueError naming the first bad line."""
    return _table("links/roles.tsv", (*ROLES, MASK))


@cache
def markers() -> Table:
    """Words that tell what a sentence speaks of. Raises ValueError naming the first bad line."""
    return _table("links/link_markers.tsv", GROUPS)


def _table(name: str, meanings: tuple[str, ...]) -> Table:
    table: dict[str, dict[str, tuple[str, str, int]]] = {}
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        phrase, meaning, weight = [*line.split("\t"), "1"][:3]
        entries = table.setdefault(phrase.split(" ")[0], {})
        if meaning not in meanings or phrase in entries or weight not in "123":
            raise ValueError(f"{name}: {line!r}: unknown meaning, or given twice")
        entries[phrase] = (phrase, meaning, int(weight))
    return {word: tuple(sorted(entries.values(), key=lambda e: -len(e[0]))) for word, entries in table.items()}


@cache
def _openings() -> Mapping[str, tuple[frozenset[str] | None, tuple[Matcher | None, Matcher | None]]]:
    """First word -> (second words of its phrases, None when it is a phrase alone; matchers of role cues and of markers)."""
    tables = (role_cues(), markers())
    openings = {}
    for word in {*tables[0], *tables[1]}:
        entries = [*tables[0].get(word, ()), *tables[1].get(word, ())]
        seconds = {(phrase.split(" ")[1:] or [""])[0] for phrase, _, _ in entries}
        matchers = (_matcher(tables[0].get(word)), _matcher(tables[1].get(word)))
        openings[word] = (None if "" in seconds else frozenset(seconds), matchers)
    return openings


def _matcher(entries: tuple[tuple[str, str, int], ...] | None) -> Matcher | None:
    if not entries:
        return None
    pattern = re.compile(rf"{alternation(phrase for phrase, _, _ in entries)}(?!\w)")
    return pattern, {phrase: (meaning, weight) for phrase, meaning, weight in entries}


def find_cues(low: str, bare: str, start: int, end: int) -> tuple[list[Cue], list[Cue]]:
    """Role cues and markers in low[start:end], each left to right and never overlapping.

    `low` is lower-case text, `bare` the same with blanks for marks (pipelines/text/prepared.py).
    """
    openings = _openings()
    found: tuple[list[Cue], list[Cue]] = ([], [])
    done = [start, start]
    tokens = bare[start:end].split(" ")
    hits = [i for i, token in enumerate(tokens) if token in openings]
    if not hits:
        return found
    ends = list(accumulate(map(len, tokens)))
    tokens.append("")
    for i in hits:
        seconds, matchers = openings[tokens[i]]
        if seconds is not None and tokens[i + 1] not in seconds:
            continue
        at = start + ends[i] - len(tokens[i]) + i
        for k in (0, 1):
            matcher = matchers[k]
            match = matcher[0].match(low, at, end) if matcher and at >= done[k] else None
            if matcher and match:
                meaning, weight = matcher[1][match[0]]
                done[k] = match.end()
                if meaning != MASK:
                    found[k].append(Cue(at, match.end(), meaning, weight))
    return found
