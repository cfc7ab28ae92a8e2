"""Validation: labelled articles read with given weights; every tenth with weights fitted on the other nine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pipelines.facts.facts import find_facts
from pipelines.facts.learning.fitting import Choice, Table, fit, mean_of
from pipelines.facts.learning.labels import PARTS, Example, Label
from pipelines.facts.links.doubt import Signs, signs_of
from pipelines.facts.links.evidence import DECISIONS, TASKS, Feature, Task
from pipelines.facts.links.linking import Linked, link_amounts
from pipelines.facts.links.provinces.focus import Focus, FocusEvidence, Told, find_focus, focus_evidence, focus_of
from pipelines.values.mentions import AmountMention

Tables = Mapping[Task, Mapping[Feature, float]]
SURE = 0.95  # confidence from which a figure is told sure
ROUNDS = 4
Main = Mapping[str, Focus]  # by the id of an article
_NONE_HELD: Main = {}
_EQUAL: Mapping[str, float] = {}


class Read(NamedTuple):
    """A labelled amount as it was read (None: not found), with the candidates of every field."""

    example: Example
    label: Label
    amount: AmountMention | None
    linked: Linked | None
    signs: Mapping[Task, Signs]  # of how sure the answers given are
    primary: tuple[str, ...]

    def right(self, task: Task) -> bool:
        """Whether the field is one of the accepted answers; an open field is right."""
        accepted = self.label.accepted(task)
        return self.amount is not None and (not accepted or getattr(self.amount, task) in accepted)


def read(example: Example, tables: Tables, main: Main = _NONE_HELD) -> list[Read]:
    """Read one article with these weights; `main`: its main provinces where they are given by id."""
    seen: dict[tuple[str, int], Linked] = {}
    linker = partial(link_amounts, tables=tables, watch=seen.__setitem__)
    facts = find_facts(example.text, example.context, linker, lambda told: _focus(told, example, tables, main))
    at = {(a.kind, a.start): a for a in facts.amounts}
    told = dict(zip(seen, signs_of([linked.chosen for linked in seen.values()]), strict=True))
    found = []
    for label in example.labels:
        linked = seen.get((label.kind, label.start))
        signs = told.get((label.kind, label.start), {})
        found.append(Read(example, label, at.get((label.kind, label.start)), linked, signs, facts.primary_provinces))
    return found


def _focus(told: Told, example: Example, tables: Tables, main: Main) -> Focus:
    known = main.get(example.id)
    return find_focus(told, tables["primary"]) if known is None else known


class Focused(NamedTuple):
    """An article whose main provinces are labelled, with the evidence for every set of them."""

    example: Example
    choice: Choice


def focused(examples: Iterable[Example], weigh: Mapping[str, float] = _EQUAL) -> list[Focused]:
    """The labelled choices of main provinces; `weigh`: the weight of an article by its group, else 1."""
    found: list[Focused] = []
    for example in examples:
        if example.primary is not None:
            evidence: list[FocusEvidence] = []
            find_facts(example.text, example.context, _no_links, partial(_keep, evidence))
            accepted = tuple(names for names in evidence[0] if tuple(sorted(names)) in example.primary)
            found.append(Focused(example, Choice(evidence[0], accepted, weigh.get(example.group, 1.0))))
    return found


def _keep(evidence: list[FocusEvidence], told: Told) -> Focus:
    evidence.append(focus_evidence(told))
    return Focus((), {})


def _no_links(*_: object) -> list[AmountMention]:
    return []


def held_main(articles: Sequence[Focused], start: Mapping[Feature, float], pull: float) -> Main:
    """Main provinces of every labelled article by id, chosen with weights fitted on the articles of the other parts."""
    found: dict[str, Focus] = {}
    for part in range(PARTS):
        table = fit([one.choice for one in articles if one.example.part != part], start, pull)
        for one in articles:
            if one.example.part == part:
                found[one.example.id] = focus_of(one.choice.candidates, table)
    return found


def choices(reads: Iterable[Read], task: Task) -> list[Choice]:
    """The labelled choices of a field."""
    found = []
    for one in reads:
        accepted = one.label.accepted(task)
        if one.linked is not None and accepted:
            found.append(Choice(one.linked.candidates(task), accepted, one.example.weight * one.label.weight))
    return found


def fitted(reads: Sequence[Read], start: Tables, pull: Mapping[Task, float], tasks: Sequence[Task] = TASKS) -> dict[Task, Table]:
    """Weights of every field fitted on these choices; fields not in `tasks` keep those they start from."""
    return {task: fit(choices(reads, task), start[task], pull[task]) if task in tasks else dict(start[task]) for task in DECISIONS}


def cross_validated(
    reads: Sequence[Read], start: Tables, pull: Mapping[Task, float], tasks: Sequence[Task] = TASKS, main: Main = _NONE_HELD
) -> list[Read]:
    """Every article read with weights fitted on the articles of the other parts (`reads`: all of them, read with present weights)."""
    examples = {one.example.id: one.example for one in reads}.values()
    held: list[Read] = []
    for part in range(PARTS):
        tables = fitted([one for one in reads if one.example.part != part], start, pull, tasks)
        held += [one for example in examples if example.part == part for one in read(example, tables, main)]
    return held


class Settled(NamedTuple):
    """Weights of every decision, and all articles read with weights made in the same way from the articles of the other parts."""

    tables: dict[Task, Table]
    held: list[Read]


def settled(
    reads: Sequence[Read], start: Tables, pull: Mapping[Task, float], tasks: Sequence[Task] = TASKS, main: Main = _NONE_HELD
) -> Settled:
    """Fitted in rounds, each on readings with the weights before: a choice follows those before it, so that weights change what they are
    fitted on, and would swing for ever. The mean over all rounds comes to rest."""
    examples = {one.example.id: one.example for one in reads}.values()
    of_part: list[list[dict[Task, Table]]] = [[] for _ in range(PARTS)]
    of_all: list[dict[Task, Table]] = []
    for _ in range(ROUNDS):
        held: list[Read] = []
        for part, tables in enumerate(of_part):
            tables.append(fitted([one for one in reads if one.example.part != part], start, pull, tasks))
            weigh = _mean(tables)
            held += [one for example in examples if example.part == part for one in read(example, weigh, main)]
        reads = held
        of_all.append(fitted(reads, start, pull, tasks))
    return Settled(_mean(of_all), list(reads))


def _mean(tables: Sequence[dict[Task, Table]]) -> dict[Task, Table]:
    return {task: mean_of([one[task] for one in tables]) for task in DECISIONS}


def report(reads: Sequence[Read]) -> dict[str, dict[str, float]]:
    """Shares right by group of articles, kind of amount and whether the date is known: year, province, role, all; primary of articles."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    articles: dict[tuple[str, str], bool] = {}
    for one in reads:
        right = {str(task): one.right(task) for task in TASKS}
        right["all"] = all(right.values())
        group = one.example.group
        for name in (group, f"{group} {one.label.kind}", f"{group} {'dated' if one.example.context.year else 'undated'}"):
            counts[name].update(n=1, **right)
        if one.example.primary is not None:
            articles[group, one.example.id] = tuple(sorted(one.primary)) in one.example.primary
    figures: dict[str, dict[str, float]] = {}
    for name, count in sorted(counts.items()):
        figures[name] = {field: round(count[field] / count["n"], 4) for field in ("year", "province", "role", "all")} | {"n": count["n"]}
    for group in {group for group, _ in articles}:
        of_group = [right for (name, _), right in articles.items() if name == group]
        figures[group]["primary"] = round(sum(of_group) / len(of_group), 4)
    return figures


def surety(reads: Iterable[Read]) -> dict[str, float]:
    """How true the doubt of these readings is."""
    found = []
    for one in reads:
        doubts = one.amount.doubts if one.amount else None
        found.append((doubts.confidence if doubts else 0.0, all(map(one.right, TASKS))))
    return trueness(found)


def trueness(told: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """How true confidences are, each with whether the figure was right: their mean gap to the share right (in ten bins, by amounts), the
    share of amounts told sure, and the share of these that is right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in told:
        bins[min(int(confidence * 10), 9)].append((confidence, right))
    gap = sum(abs(sum(confidence for confidence, _ in part) - sum(right for _, right in part)) for part in bins.values())
    surest = [right for confidence, right in told if confidence >= SURE]
    return {
        "calibration error": round(gap / len(told), 4),
        "told sure": round(len(surest) / len(told), 4),
        "right of the sure": round(sum(surest) / len(surest), 4) if surest else 0.0,
    }
