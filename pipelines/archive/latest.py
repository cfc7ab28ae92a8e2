"""Latest: what of an address, a listing, a run that two pages files know holds when the files are merged. Symmetric, value by value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pipelines.archive.bodies import digest_of

Row = Mapping[str, Any]

_KNOWS_MORE = ("found", "fetched", "failed", "done", "gone")
_WALKED = ("listing", "feed", "sitemap")
_HINTS = ("title", "published", "lastmod", "etag", "last_modified", "document")  # what one visit left open another may know


class Rule(NamedTuple):
    """What becomes of a row that stands in both files (`key`: the column that tells); None: it is the same in both."""

    table: str
    key: str
    merged: Callable[[Row, Row], Row] | None


def latest_address(one: Row, other: Row) -> Row:
    """The state of the latest visit; of two as late, that of the one that knows more, but a listing that is to be walked is walked. What
    it left open the other fills in; an address was found when it first was, and its kind is known if one of them knows it."""
    later, earlier = _ordered(one, other, _lateness)
    _, first = _ordered(one, other, lambda row: (row["found_at"], row["found_on"] or ""))
    filled = {name: later[name] if later[name] is not None else earlier[name] for name in _HINTS if name in later}
    kind = earlier["kind"] if later["kind"] == "unknown" else later["kind"]
    return {**later, **filled, "kind": kind, "found_at": first["found_at"], "found_on": first["found_on"]}


def latest_walk(one: Row, other: Row) -> Row:
    """The later walk says how it ended; how far any of them came stays, as when one walk follows another (walks.py)."""
    later, earlier = _ordered(one, other, lambda row: (row["walked_at"], row["ended_by"]))
    dates = [row["oldest"] for row in (one, other) if row["oldest"] is not None]
    pages, reached = (max(one[name], other[name]) for name in ("pages", "reached_end"))
    return {**earlier, **later, "pages": pages, "reached_end": reached, "oldest": min(dates, default=None)}


def sound_dictionary(one: Row, other: Row) -> Row:
    """A dictionary is what its digest says in every file; it may be damaged in one of them, and filed under another name of its source."""
    _, sound = _ordered(one, other, lambda row: (digest_of(row["content"]) != row["digest"], row["made_at"]))
    return sound


def _greater(*columns: str) -> Callable[[Row, Row], Row]:
    """The row with the greater values of these columns, whole."""
    return lambda one, other: _ordered(one, other, lambda row: tuple(row[name] if row[name] is not None else "" for name in columns))[0]


def _ordered(one: Row, other: Row, rank: Callable[[Row], Any]) -> tuple[Row, Row]:
    """Both, the greater first; equal ranks are decided by all values, so that it never matters which file was named first."""
    return (one, other) if (rank(one), _values(one)) >= (rank(other), _values(other)) else (other, one)


def _lateness(row: Row) -> tuple[str, str, int]:
    knows = len(_KNOWS_MORE) if row["kind"] in _WALKED and row["state"] == "found" else _KNOWS_MORE.index(row["state"])
    return row["fetched_at"] or "", row["lastmod"] or "", knows


def _values(row: Row) -> str:
    return repr(sorted(row.items()))


RULES = (
    Rule("urls", "key", latest_address),
    Rule("walks", "key", latest_walk),
    Rule("runs", "id", _greater("finished_at")),
    Rule("shapes", "source", _greater("history", "pending")),
    Rule("leases", "host", _greater("until")),
    Rule("rests", "host", _greater("until")),
    Rule("attached", "document", None),
    Rule("dictionaries", "digest", sound_dictionary),
)
