"""Trial: whether weights fitted to labels read articles they have not seen better than the stored ones, and by how much for certain."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pipelines.facts.learning.validation import Read
from pipelines.facts.links.evidence import TASKS, Task

CERTAIN = 1.64  # standard errors: chance passes them once in twenty times
Verdict = Literal["helped", "no difference", "worse"]


class Compared(NamedTuple):
    """One group of articles read twice: shares right in all decided fields, and the standard error of their difference (drawn over
    articles, for figures of one article go wrong together)."""

    group: str
    articles: int
    amounts: int
    before: float
    after: float
    error: float
    fields: Mapping[Task, float]  # differences by field

    @property
    def gain(self) -> float:
        """Difference of the shares."""
        return self.after - self.before

    @property
    def verdict(self) -> Verdict:
        """Helped when chance would hardly gain as much; worse when it is a loss, certain or not."""
        if self.gain < 0:
            return "worse"
        return "helped" if self.gain > max(CERTAIN * self.error, 1e-9) else "no difference"


def compared(before: Sequence[Read], after: Sequence[Read]) -> list[Compared]:
    """Both readings of the same labels, by group; the last one, "all", is all of them when there are several groups."""
    groups = sorted({one.example.group for one in before})
    found = [_compared(name, _of(before, name), _of(after, name)) for name in groups]
    return [*found, _compared("all", before, after)] if len(groups) > 1 else found


def worse(found: Sequence[Compared]) -> bool:
    """Whether the new weights must not be kept: worse over all, or for certain in one group."""
    return found[-1].verdict == "worse" or any(one.gain < -CERTAIN * one.error for one in found)


def _of(reads: Sequence[Read], group: str) -> list[Read]:
    return [one for one in reads if one.example.group == group]


def _right(one: Read) -> bool:
    return all(one.right(task) for task in TASKS)


def _compared(group: str, before: Sequence[Read], after: Sequence[Read]) -> Compared:
    old = {_key(one): one for one in before}
    by_article: dict[str, list[int]] = defaultdict(list)
    fields = dict.fromkeys(TASKS, 0)
    for one in after:
        was = old[_key(one)]
        by_article[one.example.id].append(_right(one) - _right(was))
        for task in TASKS:
            fields[task] += one.right(task) - was.right(task)
    size = len(after)
    mean = sum(map(sum, by_article.values())) / size
    # a ratio estimate over articles: what each departs from the mean, squared
    spread = sum((sum(changes) - mean * len(changes)) ** 2 for changes in by_article.values())
    articles = len(by_article)
    error = math.sqrt(spread * articles / max(articles - 1, 1)) / size
    shares = sum(map(_right, before)) / size, sum(map(_right, after)) / size
    return Compared(group, articles, size, *shares, error, {task: change / size for task, change in fields.items()})


def _key(one: Read) -> tuple[str, str, int]:
    return one.example.id, one.label.kind, one.label.start
