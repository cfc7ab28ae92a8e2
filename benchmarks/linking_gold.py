"""How well amounts are linked on the labelled articles, and what a change of one weight would do.

    python benchmarks/linking_gold.py ../shared/gold/facts            figures for both halves of the articles
    python benchmarks/linking_gold.py ../shared/gold/facts --sweep year null:now paragraph:last

Labels and amounts are matched by value in text order, as in the scorer of the gold sets; years, provinces and primary provinces are the
program's own. The two halves (articles at odd and even places in sorted order) tell whether a gain is general: weights are set by
hand on one half and kept only when the other does not lose.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from pipelines import linking
from pipelines.amounts import find_amounts
from pipelines.mentions import AmountMention, Context, ProvinceMention, YearMention
from pipelines.provinces import find_provinces, primary_provinces
from pipelines.scoring import weights
from pipelines.years import find_years

STEPS = (-0.6, -0.3, 0.3, 0.6)


@dataclass(frozen=True)
class Labelled:
    text: str
    context: Context
    labels: list[dict[str, Any]]
    amounts: list[AmountMention]
    years: list[YearMention]
    provinces: list[ProvinceMention]
    primary: list[str]


def load(folder: pathlib.Path) -> list[Labelled]:
    articles = []
    for path in sorted((folder / "labels").glob("*.json")):
        article = json.loads((folder / "articles" / path.name).read_text(encoding="utf-8"))
        text, context = article["text"], Context(article.get("title"), article.get("published"))
        provinces = find_provinces(text)
        primary = list(primary_provinces(text, provinces, context))
        labels = json.loads(path.read_text(encoding="utf-8"))["amounts"]
        articles.append(Labelled(text, context, labels, find_amounts(text), find_years(text, context), provinces, primary))
    return articles


def score(articles: list[Labelled]) -> Counter[str]:
    """Right answers by kind and attribute, "all" for the three together, "n" for the matched amounts."""
    right: Counter[str] = Counter()
    for article in articles:
        linked = linking.link_amounts(article.text, article.amounts, article.years, article.provinces, (article.primary, article.context))
        left = [a for a in linked if a.role]
        for label in article.labels:
            key = (label["kind"], label["min"], label["max"], label["unit"] if label["kind"] == "money" else None)
            found = next((a for a in left if (a.kind, a.min, a.max, a.unit if a.kind == "money" else None) == key), None)
            if found is None:
                continue
            left.remove(found)
            year = tuple(label["year"]) if label["year"] else None
            checks = {"year": found.year == year, "province": found.province == label["province"], "role": found.role == label["role"]}
            right.update(f"{label['kind']} {name}" for name, ok in {**checks, "all": all(checks.values()), "n": True}.items() if ok)
    return right


def report(name: str, right: Counter[str]) -> None:
    for kind in ("money", "percent"):
        n = right[f"{kind} n"] or 1
        figures = "  ".join(f"{what} {right[f'{kind} {what}'] / n:.3f}" for what in ("year", "province", "role", "all"))
        print(f"{name:5s} {kind:8s} {figures}   of {right[f'{kind} n']}")


def sweep(halves: tuple[list[Labelled], list[Labelled]], task: str, names: list[str]) -> None:
    def figures() -> str:
        return "   ".join(f"{sum(s[f'{k} {task}'] for k in ('money', 'percent'))}" for s in map(score, halves))

    table = weights(task)
    assert isinstance(table, dict)
    print(f"{task} right in either half: {figures()}")
    for name in names:
        before = table.get(name, 0.0)
        for step in STEPS:
            table[name] = before + step
            print(f"  {name} {before + step:+.2f}: {figures()}")
        table[name] = before


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--sweep", nargs="+", metavar=("TASK", "WEIGHT"))
    args = parser.parse_args()
    articles = load(args.folder)
    if not articles:
        print(f"{args.folder}: no labelled articles", file=sys.stderr)
        return 1
    halves = (articles[1::2], articles[0::2])
    for name, half in zip(("odd", "even"), halves, strict=True):
        report(name, score(half))
    if args.sweep:
        sweep(halves, args.sweep[0], args.sweep[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
