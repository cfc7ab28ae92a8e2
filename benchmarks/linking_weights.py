"""Weights of linking: how well they do on articles they were not fitted on, and new ones fitted on all labelled articles.

    python -m benchmarks.linking_weights role year province [--pull 0.3] [--write]

Model: softmax over the candidates of every money and percent amount, the same declared features as in linking. The fit is pulled
towards the weights set by hand (linking_hand.json). Printed per task: share right by hand, by the stored weights
(data/links/weights.json), cross-validated (articles in ten parts, each read with weights fitted on the other nine), and fitted. --write
stores the fitted weights.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.facts import ROOT, Labelled, further, gold, matched, replica
from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.facts import find_facts
from pipelines.facts.links import linking, roles_evidence
from pipelines.facts.links.evidence import Feature, Features
from pipelines.facts.links.scoring import best, checked
from pipelines.values.mentions import Context
from pipelines.values.paths import DATA

Candidates = dict[Any, Features]
Table = dict[Feature, float]
PARTS, ROUNDS, STEP = 10, 60, 0.15
PULL = 0.3  # less fits the labelled articles better and others worse
# what an amount is for want of any word stays as set by hand: how often each role comes depends on whose articles are read
PRIOR = frozenset(feature for family in roles_evidence.IS.values() for feature in family.values())
DOUBT = 0.4  # weight of a label that is one of several the guide allows
GROUP_WEIGHTS = {
    "gold": 1.0,
    "further": 1.0,
    "replica": 0.6,
    "cases": 2.0,
    "seeds": 4.0,
}  # the real articles are what counts; seeds must stay right
MARK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
HAND = ROOT / "benchmarks" / "linking_hand.json"
SEEDS = ROOT.parent / "shared" / "seeds"


class Case(NamedTuple):
    part: int
    group: str
    weight: float
    right: Any
    candidates: Candidates


def own_cases() -> list[Labelled]:
    """The texts of tests/cases/linking.tsv and roles.tsv, with [[surface|year|province|role]] or [[surface|role]]; "?" is open."""
    articles = []
    for name in ("linking.tsv", "roles.tsv"):
        for line in (ROOT / "tests" / "cases" / name).read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            published, title, marked = line.split("\t") if name == "linking.tsv" else ("-", "-", line)
            wanted = [
                dict(zip(("year", "province", "role")[-m[2].count("|") - 1 :], m[2].split("|"), strict=True)) for m in MARK.finditer(marked)
            ]
            text = MARK.sub(lambda m: m[1], marked.replace("\\n", "\n"))
            context = Context(None if title == "-" else title, None if published == "-" else published)
            starts, shift = [], 0
            for m in MARK.finditer(marked.replace("\\n", "\n")):
                starts.append(m.start() - shift)
                shift += len(m[0]) - len(m[1])
            articles.append(_own(name, text, context, dict(zip(starts, wanted, strict=True))))
    return articles


def seed_cases() -> list[Labelled]:
    """The two seed articles beside the checkout, none when absent."""
    articles = []
    for path in sorted(SEEDS.glob("seed-*.json")):
        seed = json.loads(path.read_text(encoding="utf-8"))
        lines = (SEEDS / seed["file"]).read_text(encoding="utf-8").split("\n")
        text = "\n".join(lines[i] for i in [seed["lead_line"], *seed["body_lines"]])
        amounts = [{"year": None, "province": None, **label} for label in seed["amounts"] if label.get("role")]
        articles.append(Labelled(path.stem, text, Context(seed["title"]), [], [], [], amounts, False))
    return articles


def _own(name: str, text: str, context: Context, wanted: dict[int, dict[str, str]]) -> Labelled:
    amounts = []
    for a in find_amounts(text):
        label: dict[str, Any] = {"kind": a.kind, "min": a.min, "max": a.max, "unit": a.unit, "year": "?", "province": "?", "role": "?"}
        for task, value in wanted.get(a.start, {}).items():
            year = [int(y) for y in (value.split("-") * 2)[:2]] if task == "year" and value[0].isdigit() else None
            label[task] = year or (None if value == "-" else value)
        amounts.append(label)
    return Labelled(name, text, context, [], [], [], amounts, False)


def cases_of(task: str, articles: Iterable[tuple[str, Labelled]]) -> list[Case]:
    """Every labelled choice of a task, its evidence as linking sees it after its own earlier choices."""
    seen: dict[int, Candidates] = {}
    name, place = f"{task}_evidence", 1 if task == "role" else 2  # of the amount's number among the arguments
    original = getattr(linking, name)

    def record(*arguments: Any) -> Any:
        evidence = original(*arguments)
        seen[arguments[0].amounts[arguments[place]].start] = {key: dict(features) for key, features in evidence.items()}
        return evidence

    setattr(linking, name, record)
    cases = []
    try:
        for number, (group, article) in enumerate(articles):
            seen.clear()
            amounts = find_facts(article.text, article.context).amounts
            for kind in ("money", "percent"):
                for label, a in matched(article, amounts, kind)[0]:
                    right = label[task] if isinstance(label[task], str | None) else tuple(label[task])
                    if right != "?":
                        cases.append(
                            Case(
                                number % PARTS,
                                f"{group} {kind}",
                                GROUP_WEIGHTS[group] * (DOUBT if label.get("doubt") else 1.0),
                                right,
                                seen[a.start],
                            )
                        )
    finally:
        setattr(linking, name, original)
    return cases


def fit(cases: Sequence[Case], start: Mapping[Feature, float], pull: float) -> Table:
    """Weights of least loss: gradient steps with a step per feature that shrinks as it is used (Adagrad)."""
    table = defaultdict(float, start)
    used: Table = defaultdict(lambda: 1e-6)
    learnable = [case for case in cases if case.right in case.candidates]
    for _ in range(ROUNDS):
        slope: Table = defaultdict(float)
        for case in learnable:
            sums = {c: sum(table[n] * v for n, v in names.items()) for c, names in case.candidates.items()}
            top = max(sums.values())
            powers = {c: math.exp(s - top) for c, s in sums.items()}
            whole = sum(powers.values())
            for c, names in case.candidates.items():
                error = (powers[c] / whole - (c == case.right)) * case.weight
                for n, v in names.items():
                    slope[n] += error * v
        for n, g in slope.items():
            if n in PRIOR:
                continue
            g += pull * len(learnable) / 100 * (table[n] - start.get(n, 0.0))
            used[n] += g * g
            table[n] -= STEP * g / math.sqrt(used[n])
    return {n: round(v, 2) for n, v in sorted(table.items())}


def right(cases: Iterable[Case], table: Mapping[Feature, float]) -> dict[str, list[bool]]:
    """For every group of cases, whether each choice is right."""
    result: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        result[case.group].append(best(case.candidates, table)[0] == case.right)
    return result


def _line(name: str, result: Mapping[str, Sequence[bool]]) -> None:
    print(f"  {name:12s}" + "   ".join(f"{group} {sum(r) / len(r):.3f}" for group, r in sorted(result.items())))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tasks", nargs="+", choices=("role", "year", "province"))
    parser.add_argument("--pull", type=float, default=PULL, help="how strongly weights are held near those set by hand")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    sets = {"gold": gold(), "further": further(), "replica": replica(), "cases": own_cases(), "seeds": seed_cases()}
    articles = [(group, article) for group, members in sets.items() for article in members]
    path = DATA / "links" / "weights.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    hand = json.loads(HAND.read_text(encoding="utf-8"))
    for task in args.tasks:
        cases, start = cases_of(task, articles), checked(task, hand[task])
        print(f"{task}: {len(cases)} labelled, {sum(c.right not in c.candidates for c in cases)} without the right candidate")
        _line("by hand", right(cases, start))
        _line("stored", right(cases, stored[task]))
        held: dict[str, list[bool]] = defaultdict(list)
        for part in range(PARTS):
            table = fit([c for c in cases if c.part != part], start, args.pull)
            for group, result in right((c for c in cases if c.part == part), table).items():
                held[group] += result
        _line("validated", held)
        fitted = fit(cases, start, args.pull)
        _line("fitted", right(cases, fitted))
        if args.write:
            stored[task] = fitted
    if args.write:
        path.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
