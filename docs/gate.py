"""docs/gate.md, generated: what every change is held to on labelled real articles and pages, from the floors in tests/."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from pipelines.values.paths import DATA

TESTS = DATA.parent / "tests"
HEAD = """# What is measured

Generated from `tests/floors*` by `python -m docs.build`. These are floors: the test suite measures the same shares where the
labelled material lies beside the checkout, and fails when one falls below; what is measured today is at them or above. The material
guided the rules unless said otherwise, so on other articles expect less: the column "read by no rule" is the one to believe.
"""
FIELDS = {"year": "year", "province": "province", "role": "role", "all": "all three", "primary": "what the article is about"}
SURE = {"told sure": "share told sure", "right of the sure": "right of the sure in all three"}
KINDS = ("money", "percent")
PARTS = {
    "": "value",
    " year": "year",
    " province": "province",
    " role": "role",
    " per": "rate or not",
    " entirely right": "everything about it",
}
SETS = {"gold": "gold articles", "replica": "the bundled portal", "further": "further articles"}


def written() -> str:
    """The text of docs/gate.md."""
    links, facts = (json.loads((TESTS / f"floors_{name}.json").read_text(encoding="utf-8")) for name in ("links", "facts"))
    pages = tomllib.loads((TESTS / "floors.toml").read_text(encoding="utf-8"))
    return "\n\n".join([HEAD.rstrip(), _links(links), _facts(facts), _pages(pages)]) + "\n"


def _links(floors: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[words, percent(floors["work"].get(key)), percent(floors["check"].get(key))] for key, words in (FIELDS | SURE).items()]
    return "## Year, province and role of a figure\n\n" + table(["right", "articles that guided the rules", "read by no rule"], rows)


def _facts(floors: Mapping[str, Mapping[str, float]]) -> str:
    sets = [name for name in SETS if name in floors]
    rows = [
        [f"{kind}: {words}", *(percent(floors[name].get(kind + part)) for name in sets)] for kind in KINDS for part, words in PARTS.items()
    ]
    rows = [row for row in rows if set(row[1:]) != {"–"}]
    return "## Figures found in texts\n\n" + table(["right", *(SETS[name] for name in sets)], rows)


def _pages(floors: Mapping[str, Mapping[str, Any]]) -> str:
    titles = {"layouts": "with layouts", "generic": "the generic reader alone", "further": "pages of further sites"}
    named = {name: floor for name, floor in floors.items() if name in titles}
    measures = list(dict.fromkeys(key for floor in named.values() for key, value in floor.items() if isinstance(value, float)))
    rows = [[measure, *(percent(floor.get(measure)) for floor in named.values())] for measure in measures]
    return "## Pages read to articles\n\n" + table(["", *(titles[name] for name in named)], rows)


def percent(share: float | None) -> str:
    """A share in per cent with one decimal; a dash where nothing is held."""
    return "–" if share is None else f"{100 * share:.1f} %"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)])
