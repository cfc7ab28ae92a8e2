"""The desk: one sitting over one corpus. What comes next, what was decided, and how much is done; the corpus is only read."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from crawler.reviewing.answers import BadAnswer, answer_of, drop_of, entry_of
from crawler.reviewing.decisions import add, read_decisions, take_back
from crawler.reviewing.figures import Key, Wanted, at_start, figure_at, least_certain, nth_of, open_to_read, shown
from pipelines.corpus.addresses import article_at
from pipelines.corpus.applying import place_of
from pipelines.corpus.corrections import FIELDS, Correction, Field
from pipelines.sources.urls import article_id


class Step(NamedTuple):
    """What `undo` takes back: an entry of the file, or (None) a figure passed over."""

    key: Key
    entry: str | None


class Desk:
    """One sitting. Every method answers with the state after it; methods raise BadAnswer and NotWritten, and then nothing was changed."""

    def __init__(self, corpus_db: Path, corrections: Path, wanted: Wanted, by: str | None = None) -> None:
        self.corpus_db, self.corrections, self.wanted, self.by = corpus_db, corrections, wanted, by
        self._lock = Lock()
        self._steps: list[Step] = []
        self._places: dict[Correction, Key | None] = {}  # where an entry's figure stands: looked up once
        with closing(open_to_read(corpus_db)) as corpus:
            self._queue, self._size = least_certain(corpus, wanted)
        self._known = set(self._queue)

    def state(self) -> dict[str, Any]:
        """The figure to decide now (null: none is left) and how much is done."""
        with self._lock, closing(open_to_read(self.corpus_db)) as corpus:
            return self._state(corpus)

    def show(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with a figure that somebody called wrong, {article, start}, however sure it is; those waiting come after it."""
        with self._lock, closing(open_to_read(self.corpus_db)) as corpus:
            key = at_start(corpus, given.get("article"), given.get("start"))
            if key is None:
                raise BadAnswer("gone")
            if key not in self._known:
                self._known.add(key)
                self._queue.insert(0, key)
                self._size += 1
            if not self._open(corpus, key, read_decisions(self.corrections)):
                raise BadAnswer("gone")
            return self._state(corpus, first=key)

    def decide(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Record what the page sends about a figure: {article, start, end, drop, note, answers: {field: text}}."""
        with self._lock, closing(open_to_read(self.corpus_db)) as corpus:
            key, row = self._row(corpus, given)
            nth, note = nth_of(corpus, row), given.get("note")
            if not isinstance(note, str | None):
                raise BadAnswer("bad_request")
            open_fields = self._open(corpus, key, read_decisions(self.corrections))
            if given.get("drop") is True:
                entry = drop_of(row, nth, self.by, note)
            else:
                entry = entry_of(row, nth, _answers(given.get("answers"), open_fields), self.by, note)

            def still_open(entries: list[Correction]) -> None:
                if self._open(corpus, key, entries) != open_fields:  # another desk was faster
                    raise BadAnswer("gone")

            self._steps.append(Step(key, add(self.corrections, entry, still_open)))
            return self._state(corpus)

    def skip(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Pass over a figure for this sitting."""
        with self._lock, closing(open_to_read(self.corpus_db)) as corpus:
            self._steps.append(Step(self._row(corpus, given)[0], None))
            return self._state(corpus)

    def undo(self) -> dict[str, Any]:
        """Take back the last step of this sitting; its figure comes again."""
        with self._lock, closing(open_to_read(self.corpus_db)) as corpus:
            if self._steps:
                last = self._steps[-1]
                if last.entry is not None:
                    take_back(self.corrections, last.entry)
                self._steps.pop()
                return self._state(corpus, first=last.key)
            return self._state(corpus)

    def _row(self, corpus: sqlite3.Connection, given: Mapping[str, Any]) -> tuple[Key, dict[str, Any]]:
        """The figure meant, which must be one of this sitting and open. Raises BadAnswer."""
        try:
            key = Key(int(given["article"]), int(given["start"]), int(given["end"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BadAnswer("bad_request") from None
        row = figure_at(corpus, key) if key in self._known else None
        if row is None or not self._open(corpus, key, read_decisions(self.corrections)):
            raise BadAnswer("gone")
        return key, row

    def _open(self, corpus: sqlite3.Connection, key: Key, entries: list[Correction]) -> list[Field]:
        """Fields of a figure that are asked for and that these entries do not decide."""
        decided = self._decided(corpus, entries).get(key, {})
        return [field for field in self.wanted.asked if field not in decided]

    def _decided(self, corpus: sqlite3.Connection, entries: list[Correction]) -> dict[Key, dict[Field, Correction]]:
        """By figure of this sitting, its fields that the file decides, by this desk or by hand."""
        found: dict[Key, dict[Field, Correction]] = {}
        for entry in entries:
            if entry.fact != "amount":
                continue
            if entry not in self._places:
                article = article_at(corpus, entry.url) or article_id(entry.url)
                place = place_of(corpus, article, entry)
                self._places[entry] = Key(article, *place) if place else None
            key = self._places[entry]
            if key in self._known and key is not None:
                found.setdefault(key, {}).update(dict.fromkeys(entry.decided, entry))
        return found

    def _state(self, corpus: sqlite3.Connection, first: Key | None = None) -> dict[str, Any]:
        entries = read_decisions(self.corrections)
        decided = self._decided(corpus, entries)
        done = {key for key, fields in decided.items() if not set(self.wanted.asked) - set(fields)}
        passed = {step.key for step in self._steps if step.entry is None}
        figure = None
        for key in ([first] if first else []) + self._queue:
            row = figure_at(corpus, key) if key not in done and key not in passed else None
            if row is not None:
                figure = shown(corpus, row)
                figure["asked"] = [field for field in self.wanted.asked if field not in decided.get(key, {})]
                break
        progress = _done(entries) | {"left": self._size - len(done), "passed": len(passed)}
        return {"figure": figure, "asked": self.wanted.asked, "undo": bool(self._steps), "done": progress}


def _answers(given: object, wanted: list[Field]) -> dict[Field, Any]:
    """The answers of the page to the fields that are open. Raises BadAnswer."""
    if not isinstance(given, dict) or set(given) != set(wanted):
        raise BadAnswer("bad_request")
    return {field: answer_of(field, given[field]) for field in wanted}


def _done(entries: list[Correction]) -> dict[str, Any]:
    """What was decided at desks, today and in all; how many fields and how many whole figures were right as read."""
    desk = [entry for entry in entries if entry.confirmed is not None]
    asked, right = Counter[str](), Counter[str]()
    for entry in desk:
        asked.update(entry.decided)
        right.update(entry.confirmed or ())
    whole = sum(set(entry.confirmed or ()) == set(entry.decided) for entry in desk)
    today = date.today().isoformat()  # noqa: DTZ011 - the day of the person at the desk
    return {
        "today": sum(entry.on == today for entry in desk), "total": len(desk), "right": whole,
        "fields": {field: [right[field], asked[field]] for field in FIELDS},
    }  # fmt: skip
