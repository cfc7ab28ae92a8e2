"""Cue words found in lower-case text as whole words, longest first: roles and markers of data/links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from pipelines.text.prepared import bare
from pipelines.values.mentions import Role
from pipelines.values.tables import Reasoned, lowered_phrase, read_table

MASK = "-"  # role of a cue that only hides a shorter one inside it: "công nghiệp hỗ trợ" is no support
PEOPLE = "people"  # role of a word for people: a share of them is "other", money is never measured in them
ROLES: tuple[Role, ...] = get_args(Role)
Group = Literal[
    "now", "recent", "done", "period", "general", "event", "operation", "plan",
    "national", "domestic", "sector", "rule", "foreign", "region", "local", "work", "company", "group", "whole", "accounts", "equity",
]  # fmt: skip

Entries = tuple[tuple[str, str, int], ...]  # (phrase, meaning, weight), longest phrase first
Table = Mapping[str, Entries]  # by their first word


_NUMBER = r"\d{1,2}|hai|ba|bốn|(?:(?<=ở )|(?<=tại )|(?<=của ))năm|sáu|bảy|tám|chín|mười|hàng chục|nhiều|tất cả các|hầu hết các|khắp các"
_COUNTED = re.compile(rf"(?<![\w.,])(?<!trong )(?<!trong số )(?:{_NUMBER}) $")  # "một trong 28 tỉnh" is one of them
_TAIL = re.compile(r"(?:,| và)? (?:thành phố|thành|tp)(?!\w)")
_PLACES = ("tỉnh", "địa phương", "thành phố")


class Cue(NamedTuple):
    """A cue word at its place. `meaning` is a role or a group of markers; weight 3 decides, 2 is strong, 1 weak."""

    start: int
    end: int
    meaning: str
    weight: int

    @property
    def role(self) -> str:
        """The role it speaks for where nothing is known of an amount."""
        return "other" if self.meaning == PEOPLE else self.meaning


Kinds = Sequence[tuple[int, Entries]]  # role cues (0) and markers (1)


class Opening(NamedTuple):
    """What may begin with a word: its phrases by their second word, which hold those of one word too, and these alone."""

    seconds: Mapping[str, Kinds]
    alone: Kinds


class RoleRow(Reasoned, frozen=True):
    """A row of data/links/roles.tsv."""

    phrase: str
    role: Literal[Role, "people", "-"]
    weight: Literal[1, 2, 3]


class GroupRow(Reasoned, frozen=True):
    """A row of data/links/link_markers.tsv."""

    phrase: str
    group: Group | Literal["-"]


@cache
def role_rows() -> tuple[RoleRow, ...]:
    """All cue words of roles. Raises TableError."""
    return read_table("links/roles.tsv", RoleRow, ["phrase"], lambda row: lowered_phrase(row.phrase, row.example))


@cache
def group_rows() -> tuple[GroupRow, ...]:
    """All words that tell what a sentence speaks of. Raises TableError."""
    return read_table("links/link_markers.tsv", GroupRow, ["phrase"], lambda row: lowered_phrase(row.phrase, row.example))


@cache
def role_cues() -> Table:
    """Cue words of roles by their first word."""
    return _by_first_word([(row.phrase, row.role, row.weight) for row in role_rows()])


@cache
def group_cues() -> Table:
    """Words that tell what a sentence speaks of, by their first word."""
    return _by_first_word([(row.phrase, row.group, 1) for row in group_rows()])


def _by_first_word(entries: Iterable[tuple[str, str, int]]) -> Table:
    table: dict[str, list[tuple[str, str, int]]] = {}
    for entry in entries:
        table.setdefault(_words(entry[0])[0], []).append(entry)
    return {word: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for word, found in table.items()}


def _words(phrase: str) -> list[str]:
    """The words of a phrase as find_cues sees them: "xuất, nhập khẩu" goes on with an empty one."""
    return bare(phrase).split(" ")


@cache
def _openings() -> Mapping[str, Opening]:
    tables = (role_cues(), group_cues())
    return {word: _opening([table.get(word, ()) for table in tables]) for word in {*tables[0], *tables[1]}}


def _opening(entries: list[Entries]) -> Opening:
    by_second: dict[str | None, list[list[tuple[str, str, int]]]] = {None: [[] for _ in entries]}
    for kind, table in enumerate(entries):
        for entry in table:
            words = _words(entry[0])
            by_second.setdefault(words[1] if len(words) > 1 else None, [[] for _ in entries])[kind].append(entry)
    alone = by_second.pop(None)
    return Opening(
        {str(second): _kinds([found + one for found, one in zip(groups, alone, strict=True)]) for second, groups in by_second.items()},
        _kinds(alone),
    )


def _kinds(groups: list[list[tuple[str, str, int]]]) -> Kinds:
    return [(kind, tuple(group)) for kind, group in enumerate(groups) if group]


def _cue_at(low: str, at: int, end: int, entries: Entries) -> Cue | None:
    """The longest of the phrases that stands at a place and ends with its word. No patterns: a process would compile hundreds to start."""
    for phrase, meaning, weight in entries:
        if low.startswith(phrase, at, end):
            stop = at + len(phrase)
            if stop == end or not (low[stop].isalnum() or low[stop] == "_"):
                return Cue(at, stop, meaning, weight)
    return None


def find_cues(low: str, plain: str, start: int, end: int) -> tuple[list[Cue], list[Cue]]:
    """Role cues and markers in low[start:end], each left to right and never overlapping.

    `low` is lower-case text, `plain` the same with blanks for marks (pipelines/text/prepared.py).
    """
    opening = _openings().get
    found: tuple[list[Cue], list[Cue]] = ([], [])
    done = [start, start]
    tokens = [*plain[start:end].split(" "), ""]
    at = start
    for i, token in enumerate(tokens):
        opened = opening(token)
        if opened:
            for kind, entries in opened.seconds.get(tokens[i + 1], opened.alone):
                if at >= done[kind] and (cue := _cue_at(low, at, end, entries)):
                    done[kind] = cue.end
                    if cue.meaning != MASK:
                        found[kind].append(cue)
        at += len(token) + 1
    return found


def counted(low: str, start: int, markers: list[Cue]) -> list[Cue]:
    """The markers of a sentence that begins at `start`; numbers of provinces ("ở năm tỉnh", "63 tỉnh, thành") become the group several."""
    found: list[Cue] = []
    for cue in markers:
        if found and cue.start < found[-1].end:
            continue
        if cue.meaning == "local" and low.startswith(_PLACES, cue.start) and _COUNTED.search(low, max(start, cue.start - 16), cue.start):
            tail = _TAIL.match(low, cue.end)
            cue = Cue(cue.start, tail.end() if tail else cue.end, "several", cue.weight)
        found.append(cue)
    return found
