"""Versions of an article: what is kept of the one before, and which figures the next one changed, so that both sides can be shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from pipelines.corpus import corrections
from pipelines.corpus.addresses import ids_of
from pipelines.corpus.rows import AmountRow, fact_rows
from pipelines.record import Record
from pipelines.values.sqlite import Database

Change = Literal["value", "link", "added", "removed"]
KEPT = (  # columns of `amounts` that an earlier version keeps
    "start", "end", "surface", "rule", "link_rule", "kind", "min", "max", "unit", "vnd_min", "vnd_max", "approx", "per", "change",
    "year_from", "year_to", "province", "role", "sentence", "flow", "planned", "confidence", "certainty",
)  # fmt: skip
ALIKE = 0.5  # share of words that two sentences have in common when one is the other edited
MOST_WORDS = 80  # of a sentence that are compared
MOST_PAIRS = 40_000  # of figures whose sentences are held against each other; beyond, they are told as removed and added
_NUMBER = re.compile(r"\d[\d.,]*")


class Figure(NamedTuple):
    """A figure of one version: `value` is what it says, `link` what it is said about."""

    start: int
    end: int
    surface: str
    sentence: str
    value: tuple[str | float | None, ...]
    link: tuple[str | int | None, ...]

    @property
    def measured(self) -> tuple[str | float | None, ...]:
        """Kind and unit: what another number can stand in the place of."""
        return self.value[0], self.value[3]


class Changed(NamedTuple):
    """One changed figure: where it began before and begins now (None: it was not there), and what changed."""

    before: int | None
    after: int | None
    change: Change


def keep_version(db: Database, key: int) -> None:
    """Keep the version of an article that stands in the corpus, with its figures, before another is written."""
    db.execute(
        "INSERT INTO revisions (article, revision, fetched_at, title, lead, text, content_sha, figures)"
        " SELECT id, revision, fetched_at, title, lead, text, content_sha, (SELECT count(*) FROM amounts WHERE article = a.id)"
        " FROM articles a WHERE id = ?",
        [key],
    )
    names = _quoted(KEPT)
    db.execute(
        f"INSERT INTO revision_amounts (article, revision, {names})"  # noqa: S608 - names from above
        f" SELECT article, (SELECT revision FROM articles WHERE id = m.article), {names} FROM amounts m WHERE article = ?",
        [key],
    )


def is_earlier_version(db: Database, key: int, record: Record, sha: str) -> bool:
    """Whether this is a page of an earlier version that is kept already, as a replay into the same corpus meets it: fetched before the
    present one. Its figures are read anew, but for those of corrected articles, which stay as they were corrected."""
    found = db.execute(
        "SELECT r.revision, r.figures FROM revisions r JOIN articles a ON a.id = r.article"
        " WHERE r.article = ? AND r.content_sha = ? AND ? < a.fetched_at ORDER BY r.fetched_at > ?, r.revision DESC LIMIT 1",
        [key, sha, record.fetched_at, record.fetched_at],
    ).fetchone()
    if found is None:
        return False
    revision, figures = found
    if figures is None or not corrections.corrections_of(ids_of(db, key)):
        _rewrite(db, key, revision, record)
        compare_versions(db, key)
    return True


def compare_versions(db: Database, key: int) -> None:
    """Write anew which figures each version of an article changed."""
    db.execute("DELETE FROM figure_changes WHERE article = ?", [key])
    kept = {row[0] for row in db.execute("SELECT revision FROM revisions WHERE article = ? AND figures IS NOT NULL", [key])}
    if not kept:
        return
    (now,) = db.execute("SELECT revision FROM articles WHERE id = ?", [key]).fetchone()
    for revision in sorted(kept):
        if revision + 1 in kept or revision + 1 == now:
            found = changes(_figures(db, key, revision), _figures(db, key, None if revision + 1 == now else revision + 1))
            db.conn.executemany("INSERT INTO figure_changes VALUES (?, ?, ?, ?, ?)", [(key, revision, *one) for one in found])


def changes(before: Sequence[Figure], after: Sequence[Figure]) -> list[Changed]:
    """What became of the figures of one version in the next, in the order of the texts. A figure is the same when its number stands in
    the same sentence or after the same words, or elsewhere in a sentence that is like it; another number in the place of one, in the same
    sentence but for its numbers, or in one that is like it, changed its value."""
    pairs: list[tuple[Figure, Figure]] = []
    olds, news = list(before), list(after)
    marks: tuple[Callable[[Figure], Hashable], ...] = (
        lambda figure: (figure.value, figure.sentence, figure.surface),
        lambda figure: (figure.value, _mask(figure)),
    )
    for mark in marks:
        pairs += _paired(olds, news, mark)
    pairs += _alike(olds, news, lambda old, new: old.value == new.value)
    pairs += _paired(olds, news, lambda figure: (figure.measured, _mask(figure)))
    pairs += _alike(olds, news, lambda old, new: old.measured == new.measured)
    found = [Changed(old.start, new.start, "value" if old.value != new.value else "link")
             for old, new in pairs if (old.value, old.link) != (new.value, new.link)]  # fmt: skip
    found += [Changed(old.start, None, "removed") for old in olds] + [Changed(None, new.start, "added") for new in news]
    return sorted(found, key=lambda one: (one.after if one.after is not None else one.before or 0, one.after is None, one.before or 0))


def _paired(olds: list[Figure], news: list[Figure], mark: Callable[[Figure], Hashable]) -> list[tuple[Figure, Figure]]:
    """Figures with the same mark, one by one in their order; they are taken out of both lists."""
    waiting: dict[Hashable, list[Figure]] = defaultdict(list)
    for new in reversed(news):
        waiting[mark(new)].append(new)
    pairs = [(old, waiting[mark(old)].pop()) for old in olds if waiting.get(mark(old))]
    _take(olds, news, pairs)
    return pairs


def _alike(olds: list[Figure], news: list[Figure], may: Callable[[Figure, Figure], bool]) -> list[tuple[Figure, Figure]]:
    """Figures whose sentences are most alike, the likest first; they are taken out of both lists."""
    if len(olds) * len(news) > MOST_PAIRS:
        return []
    words = {figure: _words(figure) for figure in {*olds, *news}}
    scored = [(score, old, new) for old in olds for new in news if may(old, new) and (score := _share(words[old], words[new])) >= ALIKE]
    scored.sort(key=lambda one: (-one[0], abs(one[1].start - one[2].start), one[1].start, one[2].start))
    pairs, seen = [], set[tuple[str, int]]()
    for _, old, new in scored:
        sides = ("old", old.start), ("new", new.start)
        if not seen.intersection(sides):
            seen.update(sides)
            pairs.append((old, new))
    _take(olds, news, pairs)
    return pairs


def _take(olds: list[Figure], news: list[Figure], pairs: Iterable[tuple[Figure, Figure]]) -> None:
    taken_old, taken_new = {old for old, _ in pairs}, {new for _, new in pairs}
    olds[:] = [figure for figure in olds if figure not in taken_old]
    news[:] = [figure for figure in news if figure not in taken_new]


def _mask(figure: Figure) -> tuple[str, int]:
    """The sentence without its numbers, and which of them the figure is."""
    place = figure.sentence.find(figure.surface)
    return _NUMBER.sub("#", figure.sentence), len(_NUMBER.findall(figure.sentence[: max(place, 0)]))


def _words(figure: Figure) -> frozenset[str]:
    """Words around the figure in its sentence."""
    words = _NUMBER.sub("#", figure.sentence.casefold()).split()
    if len(words) <= MOST_WORDS:
        return frozenset(words)
    first = max(len(figure.sentence[: max(figure.sentence.find(figure.surface), 0)].split()) - MOST_WORDS // 2, 0)
    return frozenset(words[first : first + MOST_WORDS])


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _figures(db: Database, key: int, revision: int | None) -> list[Figure]:
    """The figures of an earlier version, or (None) of the present one."""
    table, values = ("amounts", [key]) if revision is None else ("revision_amounts", [key, revision])
    cursor = db.execute(
        'SELECT start, "end", surface, sentence, kind, min, max, unit, approx, per, change,'  # noqa: S608 - names from above
        f" year_from, year_to, province, role, flow, planned FROM {table} WHERE article = ?{' AND revision = ?' * (revision is not None)}"
        ' ORDER BY start, "end"',
        values,
    )
    return [Figure(row[0], row[1], row[2], row[3], value=row[4:11], link=row[11:]) for row in cursor.fetchall()]


def _rewrite(db: Database, key: int, revision: int, record: Record) -> None:
    db.execute("DELETE FROM revision_amounts WHERE article = ? AND revision = ?", [key, revision])
    rows = [row for row in fact_rows(key, record)["_amounts"] if isinstance(row, AmountRow)]
    db.execute("UPDATE revisions SET figures = ? WHERE article = ? AND revision = ?", [len(rows), key, revision])
    marks = ", ".join("?" * (len(KEPT) + 2))
    db.conn.executemany(
        f"INSERT INTO revision_amounts (article, revision, {_quoted(KEPT)}) VALUES ({marks})",  # noqa: S608 - names from above
        [(key, revision, *(_kept(row, name, record.text) for name in KEPT)) for row in rows],
    )


def _kept(row: AmountRow, name: str, text: str) -> object:
    return text[row.sentence_start : row.sentence_end] if name == "sentence" else getattr(row, name)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
