"""How well facts are read on the labelled articles: the figures of the gold sets' scorer, for the gold set and for the replica portal.

    python -m benchmarks.facts [--set gold|replica|further] [--show KIND] [--json]

The gold set lies beside the checkout (../shared/gold/facts) and is passed over when absent; the articles of the replica portal are our
own. The further set are links of money and percentages in 98 of the articles of ../shared/gold/duplicates, labelled by reading after the
same guide (further_labels.jsonl: places and labels, no text; "doubt" where the guide leaves any; of 50 the first twelve amounts alone).

Facts are matched by value in text order, attributes are scored on the matches; --show prints what is wrong of one kind of figure:
provinces, primary, years, money, percent, count, measure, or an attribute such as "money year", "percent role".
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from examples.replica.posts import expected
from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.facts import find_facts
from pipelines.text.normal import normalise, normalise_lines
from pipelines.values.mentions import AmountMention, Context, Facts

ROOT = pathlib.Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "facts"
DUPLICATES = GOLD.parent / "duplicates"
FURTHER = pathlib.Path(__file__).with_name("further_labels.jsonl")
_PARTS = ("primary_provinces", "provinces", "years", "amounts")
KINDS = ("money", "percent", "count", "measure")


class Labelled(NamedTuple):
    """An article with its labels as the gold sets write them (`primary`, `provinces`, `years`, `amounts`)."""

    id: str
    text: str
    context: Context
    primary: list[str] | None  # None: not labelled
    provinces: list[str]
    years: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    half_labelled: bool  # counts and measures are complete in the first half only


class Score(NamedTuple):
    """Right, missed and spurious by kind of fact; right and wrong by attribute; what was wrong, in words."""

    facts: dict[str, Counter[str]]
    attributes: dict[str, Counter[bool]]
    wrong: dict[str, list[str]]

    def figures(self) -> dict[str, float]:
        """F1 by kind of fact, accuracy by attribute."""
        f1 = {name: 2 * n["right"] / (2 * n["right"] + n["missed"] + n["spurious"] or 1) for name, n in self.facts.items()}
        return f1 | {name: n[True] / (n[True] + n[False]) for name, n in self.attributes.items()}


def gold(folder: pathlib.Path = GOLD) -> list[Labelled]:
    """The labelled real articles; none when the folder is absent."""
    articles = []
    for path in sorted((folder / "labels").glob("*.json")):
        label, article = (json.loads((folder / part / path.name).read_text(encoding="utf-8")) for part in ("labels", "articles"))
        context = Context(normalise(article.get("title") or ""), article.get("published"))
        labels = (label["primary_province"], label["provinces"], label["years"], label["amounts"])
        articles.append(Labelled(label["id"], normalise_lines(article["text"]), context, *labels, bool(label.get("counts_until"))))
    return articles


def replica() -> list[Labelled]:
    """The articles of the replica portal, without the copy of one."""
    return [
        Labelled(a["slug"], a["text"], Context(a["title"], a["published"]), *(a[name] for name in _PARTS), False)
        for a in expected(1)
        if not a["copy_of"]
    ]


def further(folder: pathlib.Path = DUPLICATES) -> list[Labelled]:
    """Real articles labelled for year, province, role and per of money and percentages only; none when the folder is absent."""
    path = folder / "articles.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    known = {article["id"]: article for article in map(json.loads, lines)}
    articles = []
    for line in FURTHER.read_text(encoding="utf-8").splitlines() if known else ():
        labels = json.loads(line)
        article, wanted = known[labels["id"]], {label["start"]: label for label in labels["amounts"]}
        text = normalise_lines(article["text"])
        amounts = [
            {"min": a.min, "max": a.max, "unit": a.unit, "approx": a.approx, "year": "?", "province": "?", "role": "?", "per": "?"}
            | wanted.get(a.start, {"kind": a.kind})
            for a in find_amounts(text)
        ]
        context = Context(normalise(article["title"] or ""), article.get("published"))
        articles.append(Labelled(labels["id"], text, context, labels.get("primary_province"), [], [], amounts, True))
    return articles


def score(articles: Iterable[Labelled]) -> Score:
    """Read every article and compare it with its labels."""
    result = Score(defaultdict(Counter), defaultdict(Counter), defaultdict(list))
    for article in articles:
        facts = find_facts(article.text, article.context)
        _sets(result, article, "provinces", (set(article.provinces), {m.name for m in facts.provinces}))
        if article.primary is not None:
            primary, found = set(article.primary), set(facts.primary_provinces)
            _sets(result, article, "primary", (primary, found))
            result.attributes["primary exact"][primary == found] += 1
        _years(result, article, facts)
        for kind in KINDS:
            if kind in ("money", "percent") or not article.half_labelled:
                _amounts(result, article, facts, kind)
    return result


def _sets(result: Score, article: Labelled, name: str, both: tuple[set[str], set[str]]) -> None:
    labels, found = both
    result.facts[name].update(right=len(labels & found), missed=len(labels - found), spurious=len(found - labels))
    for sign, names in (("missed", labels - found), ("spurious", found - labels)):
        result.wrong[name] += [f"{article.id}: {sign} {item}" for item in sorted(names)]


def _years(result: Score, article: Labelled, facts: Facts) -> None:
    left = list(facts.years)
    for label in article.years:
        match = next((y for y in left if (y.year_from, y.year_to) == (label["from"], label["to"])), None)
        result.facts["years"]["right" if match else "missed"] += 1
        if match:
            left.remove(match)
        else:
            result.wrong["years"].append(f"{article.id}: missed {label['text']} ({label['from']}-{label['to']})")
    result.facts["years"]["spurious"] += len(left)
    result.wrong["years"] += [f"{article.id}: spurious {_around(article.text, y.start, y.end)} ({y.year_from}-{y.year_to})" for y in left]


def matched(
    article: Labelled, found: Iterable[AmountMention], kind: str
) -> tuple[list[tuple[dict[str, Any], AmountMention]], list[Any], list[AmountMention]]:
    """Pairs of label and mention by value in text order, the labels missed and the mentions that have none."""
    left = [a for a in found if a.kind == kind]
    pairs, missed = [], []
    for label in (x for x in article.amounts if x["kind"] == kind):
        match = next(
            (a for a in left if _near(a.min, label["min"]) and _near(a.max, label["max"]) and (kind != "money" or a.unit == label["unit"])),
            None,
        )
        if match is None:
            missed.append(label)
        else:
            left.remove(match)
            pairs.append((label, match))
    return pairs, missed, left


def _amounts(result: Score, article: Labelled, facts: Facts, kind: str) -> None:
    pairs, missed, spurious = matched(article, facts.amounts, kind)
    result.facts[kind].update(right=len(pairs), missed=len(missed), spurious=len(spurious))
    result.wrong[kind] += [f"{article.id}: missed {x['text']} -> {x['min']}..{x['max']} {x['unit']}" for x in missed]
    result.wrong[kind] += [f"{article.id}: spurious {_around(article.text, a.start, a.end)} -> {a.min}..{a.max} {a.unit}" for a in spurious]
    for label, a in pairs:
        if label.get("per") == "?":
            continue
        both: dict[str, tuple[Any, Any]] = {"approx": (label["approx"], a.approx)}
        if kind in ("money", "percent"):
            year = tuple(label["year"]) if label["year"] else None
            both |= {"year": (year, a.year), "province": (label["province"], a.province), "role": (label["role"], a.role)}
            both["per"] = (_fold(label["per"]), _fold(a.per))
            both["entirely right"] = ([one for one, _ in both.values()], [other for _, other in both.values()])
        else:
            unit, own = _fold(label["unit"]), _fold(a.unit)
            both["unit"] = (True, unit.startswith(own) or own.startswith(unit))
        for name, (want, got) in both.items():
            result.attributes[f"{kind} {name}"][want == got] += 1
            if want != got:
                result.wrong[f"{kind} {name}"].append(
                    f"{article.id}: want {want} got {got}: {_around(article.text, a.start, a.end, 130)} [{a.link_rule}]"
                )


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _fold(word: str | None) -> str:
    return " ".join((word or "").casefold().split())


def _around(text: str, start: int, end: int, width: int = 50) -> str:
    return f"{text[max(0, start - width) : start]}⟦{text[start:end]}⟧{text[end : end + width // 2]}".replace("\n", "⏎")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--set", choices=("gold", "replica", "further"))
    parser.add_argument("--show", metavar="KIND")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    sets = {"gold": gold, "replica": replica, "further": further}
    scores = {name: score(articles) for name, load in sets.items() if args.set in (None, name) and (articles := load())}
    if args.show:
        for name, result in scores.items():
            print(*(f"{name} {line}" for line in result.wrong[args.show]), sep="\n")
        return 0
    figures = {name: result.figures() for name, result in scores.items()}
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    print(f"{'':24s}" + "".join(f"{name:>10s}" for name in figures))
    for figure in next(iter(figures.values()), {}):
        print(f"{figure:24s}" + "".join(f"{values.get(figure, 1.0):10.3f}" for values in figures.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
