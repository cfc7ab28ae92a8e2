"""The two founding documents, field by field against what must be read from them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT

AMOUNT_FIELDS = ("kind", "min", "max", "unit", "approx", "per", "change", "year", "province", "role")


@pytest.fixture(scope="module", params=["seed-0.json", "seed-1.json"])
def seed(request: pytest.FixtureRequest, shared: Path) -> tuple[dict[str, Any], list[str], dict[str, Any]]:
    """What must be read, the lines of the saved page, and the record."""
    wanted = json.loads((shared / "seeds" / request.param).read_text(encoding="utf-8"))
    path = shared / "seeds" / wanted["file"]
    done = subprocess.run([sys.executable, "-m", "crawler.cli", "read", str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    return wanted, path.read_text(encoding="utf-8").split("\n"), json.loads(done.stdout)


def clean(line: str) -> str:
    return " ".join(line.split())


def test_article(seed: tuple[dict[str, Any], list[str], dict[str, Any]]) -> None:
    wanted, lines, record = seed
    for field in ("title", "site_title", "byline", "credit", "published", "published_from", "flags", "year", "year_span"):
        assert record[field] == wanted[field], field
    assert record["lead"] == clean(lines[wanted["lead_line"]])
    assert record["captions"] == [clean(lines[i]) for i in wanted["caption_lines"]]
    assert record["paragraphs"] == [clean(lines[i]) for i in wanted["body_lines"]]
    assert record["related"] == [clean(lines[i]) for i in wanted["related_lines"]]
    assert record["primary_provinces"] == wanted["primary_province"]
    assert record["text"] == "\n".join([record["lead"], *record["paragraphs"]])


def test_facts(seed: tuple[dict[str, Any], list[str], dict[str, Any]]) -> None:
    wanted, _, record = seed
    assert {p["name"] for p in record["provinces"]} == set(wanted["provinces"])
    assert [(y["surface"], y["from"], y["to"]) for y in record["years"]] == [(y["text"], y["from"], y["to"]) for y in wanted["years"]]
    expected = sorted([{"text": a["text"], **{f: a.get(f) for f in AMOUNT_FIELDS}} for a in wanted["amounts"]], key=str)
    got = sorted([{"text": a["surface"], **{f: a.get(f) for f in AMOUNT_FIELDS}} for a in record["amounts"]], key=str)
    for amount in got:
        if amount["kind"] in ("count", "measure"):
            amount["year"] = amount["province"] = amount["role"] = None
    assert got == expected
    for fact in [*record["provinces"], *record["years"], *record["amounts"]]:
        assert record["text"][fact["start"] : fact["end"]] == fact["surface"]
        assert fact["rule"]


def test_nothing_comes_from_the_furniture(seed: tuple[dict[str, Any], list[str], dict[str, Any]]) -> None:
    wanted, _, record = seed
    never = wanted["must_not_appear"]
    assert never["provinces"]
    assert not {p["name"] for p in record["provinces"]} & set(never["provinces"])
    assert not {y for m in record["years"] for y in (m["from"], m["to"])} & set(never["years"])
    assert not {a["min"] for a in record["amounts"]} & set(never["money"])
    for law in never.get("law_numbers", []):
        assert not any(a["surface"] in law for a in record["amounts"])
