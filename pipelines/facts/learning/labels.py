"""Labels: which year, province and role the amounts of an article have, as read by people. One form for all sets they come from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.facts.links.evidence import Task
from pipelines.values.mentions import AmountKind, Context

PARTS = 10  # of cross-validation
Answers = tuple[Any, ...]  # accepted ones, the best first; () when the label leaves the field open


class Label(NamedTuple):
    """The accepted answers for the amount of a kind that starts at an offset; `weight` in fitting."""

    kind: AmountKind
    start: int
    year: Answers
    province: Answers
    role: Answers
    weight: float = 1.0

    def accepted(self, task: Task) -> Answers:
        """Answers of one field."""
        return {"year": self.year, "province": self.province, "role": self.role}[task]


class Example(NamedTuple):
    """A labelled article. `group` names the set in reports, `weight` counts it in fitting, `primary` are accepted lists (None: open)."""

    id: str
    group: str
    text: str
    context: Context
    labels: tuple[Label, ...]
    weight: float = 1.0
    primary: tuple[tuple[str, ...], ...] | None = None

    @property
    def part(self) -> int:
        """Which tenth of cross-validation the article belongs to; by its id alone, so that it never moves."""
        return zlib.crc32(self.id.encode()) % PARTS


def read_labels(folder: Path, group: str, weight: float = 1.0) -> Iterator[Example]:
    """Articles of a folder with articles.jsonl (id, title, published, text) and labels.jsonl (id, primary, amounts: kind, start, and for
    year, province and role a list of accepted answers). Raises OSError, ValueError and KeyError for files that are not like that."""
    articles = {article["id"]: article for article in _lines(folder / "articles.jsonl")}
    for labels in _lines(folder / "labels.jsonl"):
        article = articles[labels["id"]]
        yield Example(
            labels["id"],
            group,
            article["text"],
            Context(article["title"], article["published"]),
            tuple(_label(amount) for amount in labels["amounts"]),
            weight,
            tuple(tuple(sorted(one)) for one in labels["primary"]),
        )


def _label(amount: dict[str, Any]) -> Label:
    years = tuple(tuple(year) if year else None for year in amount["year"])
    return Label(amount["kind"], amount["start"], years, tuple(amount["province"]), tuple(amount["role"]))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
