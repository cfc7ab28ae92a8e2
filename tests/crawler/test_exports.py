"""Exports: the three formats agree, cells are harmless, columns are documented, the citation says what was asked."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from crawler.arguments import BadInput
from crawler.cli import main
from crawler.export.export import Export, export
from crawler.export.writing import Layout
from explorer.guarding.cells import safe_cell
from explorer.searching.filters import Filters
from tests.explorer_fixtures import FORMULA, hostile_corpus, replica_corpus


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


def read_csv(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "table",
    ["articles", "amounts", "v_amounts", "v_amounts_sure", "v_support_by_province_year", "v_coverage", "province_names", "codebook"],
)
def test_three_formats_hold_the_same(corpus_db: Path, tmp_path: Path, table: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    for suffix in ("csv", "jsonl", "parquet"):
        assert export(corpus_db, Export(table, tmp_path / f"t.{suffix}")) == 0
    corpus = sqlite3.connect(corpus_db)
    rows = corpus.execute(f'SELECT * FROM "{table}"').fetchall()
    corpus.close()
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(lines) > 0
    assert [tuple(line.values()) for line in lines] == rows
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == lines
    cells = read_csv(tmp_path / "t.csv")
    assert len(cells) == len(rows)
    for row, line in zip(cells, lines, strict=True):
        assert {key: text.removeprefix("'") for key, text in row.items()} == {
            key: "" if value is None else str(value).removeprefix("'") for key, value in line.items()
        }


def test_numbers_stay_numbers(corpus_db: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    export(corpus_db, Export("v_amounts", tmp_path / "m.parquet"))
    types = {field.name: str(field.type) for field in pq.read_schema(tmp_path / "m.parquet")}
    assert (types["vnd"], types["year"], types["min"], types["surface"]) == ("int64", "int64", "double", "string")
    doubts = ("confidence", "year_second_from", "province_second", "role_second_confidence", "certainty")
    assert [types[name] for name in doubts] == ["double", "int64", "string", "double", "string"]


def test_bom_only_on_request(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("sources", tmp_path / "a.csv"))
    export(corpus_db, Export("sources", tmp_path / "b.csv", layout=Layout(bom=True)))
    plain, marked = (tmp_path / "a.csv").read_bytes(), (tmp_path / "b.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + plain
    assert "Sở Công Thương Yên Bái" in plain.decode()


def test_a_search_result_is_what_search_finds(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "all.jsonl", "khuyen cong"))
    export(corpus_db, Export("v_amounts", tmp_path / "yb.jsonl", "khuyen cong", Filters(province="Yên Bái")))
    everything, some = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("all.jsonl", "yb.jsonl"))
    assert 0 < len(some) < len(everything)
    assert set(some) < set(everything)
    corpus = sqlite3.connect(corpus_db)
    matching = {row[0] for row in corpus.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'khuyen AND cong'")}
    corpus.close()
    assert {json.loads(line)["article"] for line in everything} <= matching


@pytest.mark.parametrize("query", ["-khuyến", "-khuyen -tôm", '-"khuyến công"', "-khuy*"])
def test_exclusions_alone_are_everything_else(corpus_db: Path, tmp_path: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", query, "--limit", "200", "--json", "--corpus-db", str(corpus_db)]) == 0
    found = {hit["article"] for hit in json.loads(capsys.readouterr().out)}
    target = tmp_path / "x.jsonl"
    assert main(["export", "--search", query, "--to", str(target), "--corpus-db", str(corpus_db)]) == 0
    exported = {json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()}
    assert found == exported
    everything = {row[0] for row in sqlite3.connect(corpus_db).execute("SELECT id FROM articles")}
    assert set() < found < everything


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "khuyến", "-limit", "5"],
        ["search", "khuyến", "--limt", "5"],
        ["export", "-to", "x.csv"],
        ["export", "--search", "--to", "x.csv"],
    ],
)
def test_a_wrong_option_is_no_exclusion(corpus_db: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--corpus-db", str(corpus_db)])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Export("articles_fts", Path("x.csv")), "--table articles_fts: none of"),
        (Export("sources", Path("x.csv"), "khuyến công"), "has no articles to search"),
        (Export("articles", Path("x.csv"), " * "), "no word in it"),
        (Export("articles", Path("x.ods")), "must end in"),
    ],
)
def test_impossible_wishes_leave_nothing(corpus_db: Path, tmp_path: Path, wanted: Export, says: str) -> None:
    target = tmp_path / wanted.target
    with pytest.raises(BadInput, match=says):
        export(corpus_db, Export(wanted.table, target, wanted.search))
    assert list(tmp_path.iterdir()) == []


def test_datapackage_documents_every_column(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "m.csv"))
    export(corpus_db, Export("articles", tmp_path / "a.jsonl"))
    export(corpus_db, Export("v_amounts", tmp_path / "m.csv"))
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["a.jsonl", "m.csv"]
    for resource in package["resources"]:
        raw = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest()
        assert resource["bytes"] == len(raw)
        assert all(field["description"] and field["type"] in ("string", "integer", "number") for field in resource["schema"]["fields"])
    header = (tmp_path / "m.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [field["name"] for field in package["resources"][1]["schema"]["fields"]] == header


def test_citation_names_version_span_sources_and_query(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "m.csv", "khuyến công", Filters(year=2021)))
    text = (tmp_path / "m.csv.citation.txt").read_text(encoding="utf-8")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"][0]["corpus"]["version"] in text
    for needed in ("2016-10-19 to 2025-08-19", "3 sources", "Sở Công Thương Yên Bái (bản mẫu)", ":year = 2021", ":match = ", "SELECT"):
        assert needed in text, needed


def test_hostile_cells_are_harmless(tmp_path: Path) -> None:
    hostile_corpus(tmp_path / "c.db")
    for table in ("articles", "v_articles", "v_amounts"):
        export(tmp_path / "c.db", Export(table, tmp_path / f"{table}.csv"))
        rows = read_csv(tmp_path / f"{table}.csv")
        assert rows
        for row in rows:
            for name, text in row.items():
                assert text[:1] not in ("=", "+", "@", "\t", "\r"), (name, text[:40])
                assert not text.startswith("-") or text.lstrip("-").replace(".", "").isdigit()
    titles = {row["title"] for row in read_csv(tmp_path / "articles.csv")}
    assert "'" + FORMULA in titles


@pytest.mark.parametrize("value", ["=1", " =1", "\t=1", "＝1", "+1", "-1+2", "@x", "\r\n=1", "\n+1"])
def test_formulas_are_quoted(value: str) -> None:
    assert safe_cell(value) == "'" + value


@pytest.mark.parametrize("value", ["", "a=1", "1,42 tỷ", 5, -5, None, 1.5])
def test_the_rest_is_left_alone(value: object) -> None:
    assert safe_cell(value) == value
