"""Formats of exports: each validates as a data package, spreadsheets get what they can read, DuckDB holds every view's rows."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.beside_duckdb import QUESTIONS
from crawler.arguments import BadInput
from crawler.cli import main
from crawler.export import workbook
from crawler.export.export import Export, export
from crawler.export.formats import FORMATS
from crawler.export.writing import Layout
from explorer.searching.filters import Filters
from pipelines.corpus.codebook import documented
from pipelines.corpus.schema import open_corpus
from tests.explorer_fixtures import FORMULA, hostile_corpus, replica_corpus

NOTHING = Filters(since="2099")


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


def sheet_of(path: Path, name: str) -> list[tuple[Any, ...]]:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.load_workbook(path)
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_every_format_validates_as_a_data_package(corpus_db: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    some = Filters(province="Yên Bái")  # validating takes a millisecond a cell
    for suffix in (".csv", ".jsonl", ".parquet", ".xlsx"):
        for table in ("articles", "v_amounts"):
            export(corpus_db, Export(table, tmp_path / f"{table}-{suffix[1:]}{suffix}", filters=some))
        export(corpus_db, Export("v_trade_output_by_province_year", tmp_path / f"trade-{suffix[1:]}{suffix}"))
        export(corpus_db, Export("v_amounts", tmp_path / f"none-{suffix[1:]}{suffix}", filters=NOTHING))
    export(corpus_db, Export("v_amounts", tmp_path / "semicolons.csv", filters=some, layout=Layout(";", bom=True)))
    export(corpus_db, Export("v_amounts", tmp_path / "by-year.parquet", filters=some, layout=Layout(partition="year")))
    export(corpus_db, Export(None, tmp_path / "corpus.duckdb"))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert len(report.tasks) > 4 * len(FORMATS)
    rows = {task.name: task.stats.get("rows") or 0 for task in report.tasks}
    assert {rows[f"v_amounts-{suffix[1:]}"] for suffix in FORMATS if suffix != ".duckdb"} == {rows["semicolons"]}
    assert rows["semicolons"] == sum(count for name, count in rows.items() if name.startswith("by-year")) > 10


def test_one_name_in_several_formats_is_still_a_package(corpus_db: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    for name in ("r.csv", "r.jsonl", "r.xlsx", "r .csv", "R.csv", "r.parquet", "r.csv"):
        layout = Layout(partition="kind") if name == "r.parquet" else Layout()
        export(corpus_db, Export("v_sources", tmp_path / name, layout=layout))
    names = [each["name"] for each in json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]]
    assert len(set(names)) == len(names) >= 6
    assert {"r", "r-jsonl", "r-xlsx"} <= set(names)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_package_that_lies_does_not_validate(corpus_db: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    export(corpus_db, Export("sources", tmp_path / "s.csv"))
    with (tmp_path / "s.csv").open("a", encoding="utf-8") as file:
        file.write("thêm,một,dòng\n")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_package_says_whose_it_is(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "m.csv"))
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    own, theirs = package["licenses"]
    assert own["name"] == "Apache-2.0"
    assert "publishers" in theirs["title"]
    assert {"title": "Sở Công Thương Yên Bái (bản mẫu)", "path": "https://127.0.0.1:8732/"} in package["sources"]
    assert len(package["sources"]) == 3
    assert package["contributors"][0]["role"] == "author"
    assert package["version"] == package["resources"][0]["corpus"]["version"]
    assert package["created"][:2] == "20"
    assert package["resources"][0]["query"]["sql"].startswith("SELECT")


def test_semicolons_come_with_decimal_commas(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "comma.csv", layout=Layout(";")))
    export(corpus_db, Export("v_amounts", tmp_path / "point.csv"))
    csv.field_size_limit(10_000_000)
    with (
        (tmp_path / "comma.csv").open(encoding="utf-8", newline="") as one,
        (tmp_path / "point.csv").open(encoding="utf-8", newline="") as two,
    ):
        comma, point = list(csv.DictReader(one, delimiter=";")), list(csv.DictReader(two))
    assert len(comma) == len(point) > 500
    numbers = ("min", "max", "confidence", "year_confidence")
    changed = 0
    for left, right in zip(comma, point, strict=True):
        assert {k: v for k, v in left.items() if "confidence" not in k and k not in numbers} == {
            k: v for k, v in right.items() if "confidence" not in k and k not in numbers
        }
        for name in numbers:
            assert "." not in left[name]
            assert left[name].replace(",", ".") == right[name]
            changed += left[name] != right[name]
    assert changed > 500


def test_workbook_has_numbers_as_numbers_and_ids_as_text(corpus_db: Path, tmp_path: Path) -> None:
    export(corpus_db, Export("v_amounts", tmp_path / "m.xlsx"))
    head, *rows = sheet_of(tmp_path / "m.xlsx", "v_amounts")
    corpus = sqlite3.connect(corpus_db)
    stored = corpus.execute("SELECT * FROM v_amounts").fetchall()
    corpus.close()
    keys = head.index("article")
    assert len(rows) == len(stored) > 500
    for row, real in zip(rows, stored, strict=True):
        assert row[keys] == str(real[keys])
        assert [value for place, value in enumerate(row) if place != keys] == [value for place, value in enumerate(real) if place != keys]
    meanings = {row[0]: row[2] for row in sheet_of(tmp_path / "m.xlsx", "columns")}
    assert [name for name in head if not meanings[name]] == []
    openpyxl = pytest.importorskip("openpyxl")
    assert openpyxl.load_workbook(tmp_path / "m.xlsx")["v_amounts"].freeze_panes == "A2"


def test_workbook_of_hostile_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    hostile_corpus(tmp_path / "c.db")
    export(tmp_path / "c.db", Export("articles", tmp_path / "a.xlsx"))
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["articles"].iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert max(len(str(cell.value)) for cell in cells) == workbook.MOST_LETTERS
    assert "1 texts cut to 32,767 letters" in capsys.readouterr().out


@pytest.mark.parametrize(("rows", "fits"), [(1122, True), (1121, False)])
def test_more_rows_than_a_sheet_has(corpus_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, fits: bool) -> None:
    corpus = sqlite3.connect(corpus_db)
    stored = corpus.execute("SELECT count(*) FROM amounts").fetchone()[0]
    corpus.close()
    monkeypatch.setattr(workbook, "MOST_ROWS", stored - 1122 + rows)
    if fits:
        assert export(corpus_db, Export("amounts", tmp_path / "m.xlsx")) == 0
        return
    with pytest.raises(BadInput, match="a sheet has at most"):
        export(corpus_db, Export("amounts", tmp_path / "m.xlsx"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "kept"),
    [(345_000_000_000_000_000, True), (10**15 - 1, True), (4_469_799_032_560_912, False), (-(10**15) - 1, False), (-2 * 10**15, True),
     (1.5, True), (float("inf"), False), (0, True)],
)  # fmt: skip
def test_numbers_with_more_digits_than_excel_keeps_are_text(value: float, kept: bool) -> None:
    assert workbook._is_exact(value) is kept


def test_duckdb_holds_the_rows_of_every_table_and_view(corpus_db: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    export(corpus_db, Export(None, tmp_path / "c.duckdb"))
    corpus = open_corpus(corpus_db)
    corpus.conn.row_factory = None
    names = documented(corpus)
    assert len([name for name in names if name.startswith("v_")]) > 10
    with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as duck:
        described, sums = "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main'", 0
        for name in names:
            columns = [row[0] for row in corpus.execute("SELECT name FROM pragma_table_xinfo(?)", [name])]
            kinds = dict(duck.execute(f"{described} AND table_name = ? ORDER BY column_index", [name]).fetchall())
            assert list(kinds) == columns
            told = ["count(*)"]
            told += [f'sum("{c}")' if kinds[c] == "BIGINT" else f'count("{c}")' for c in columns if kinds[c] != "DOUBLE"]
            there = duck.execute(f'SELECT {", ".join(told)} FROM "{name}"').fetchone()
            here = corpus.execute(f'SELECT {", ".join(told)} FROM "{name}"').fetchone()
            assert there == here, name
            for c in (c for c in columns if kinds[c] == "DOUBLE"):
                other = duck.execute(f'SELECT sum("{c}") FROM "{name}"').fetchone()[0]
                assert other == pytest.approx(corpus.execute(f'SELECT sum("{c}") FROM "{name}"').fetchone()[0]), (name, c)
                sums += other is not None
        assert sums > 10
        said = "SELECT comment FROM duckdb_columns() WHERE table_name = 'v_amounts' AND column_name = 'vnd'"
        assert "đồng" in duck.execute(said).fetchone()[0]
    corpus.close()


NARROWED = (
    Export(None, Path("some.duckdb"), "khuyến công", Filters(province="Yên Bái")),
    Export(None, Path("some.duckdb"), None, Filters(year=2021, role="support")),
    Export(None, Path("some.duckdb"), "-khuyến -công"),
    Export(None, Path("some.duckdb"), None, Filters(source="replica-sct")),
)


@pytest.mark.parametrize("wanted", NARROWED, ids=["search and province", "year and role", "exclusion", "source"])
def test_duckdb_of_some_articles_holds_what_other_formats_do(corpus_db: Path, tmp_path: Path, wanted: Export) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    export(corpus_db, replace(wanted, target=tmp_path / wanted.target))
    with duckdb.connect(str(tmp_path / wanted.target), read_only=True) as duck:
        there = {name for (name,) in duck.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        for table in ("articles", "v_amounts", "v_supports", "clusters"):
            export(corpus_db, replace(wanted, table=table, target=tmp_path / f"{table}.jsonl"))
            lines = [json.loads(line) for line in (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
            rows = duck.execute(f'SELECT * FROM "{table}"').fetchall()
            assert 0 < len(lines) < sqlite3.connect(corpus_db).execute(f'SELECT count(*) FROM "{table}"').fetchone()[0], table
            assert sorted(map(repr, rows)) == sorted(repr(tuple(line.values())) for line in lines), table
        assert duck.execute("SELECT count(*) FROM province_names").fetchone()[0] > 63  # knowledge stays whole
    assert not {"v_support_by_province_year", "v_coverage", "v_trade_output_by_province_year"} & there


@pytest.mark.parametrize("told", QUESTIONS)
def test_duckdb_answers_as_sqlite_does(corpus_db: Path, tmp_path: Path, told: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    for table in ("articles", "amounts"):
        export(corpus_db, Export(table, tmp_path / f"{table}.duckdb"))
    with duckdb.connect(str(tmp_path / "amounts.duckdb")) as duck:
        duck.execute(f"ATTACH '{tmp_path / 'articles.duckdb'}' AS other (READ_ONLY); CREATE VIEW articles AS SELECT * FROM other.articles")
        there = duck.execute(QUESTIONS[told]).fetchall()
    assert there == sqlite3.connect(corpus_db).execute(QUESTIONS[told]).fetchall()
    assert len(there) > 5


def test_duckdb_of_one_table(corpus_db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    export(corpus_db, Export("v_support_by_province_year", tmp_path / "s.duckdb"))
    with duckdb.connect(str(tmp_path / "s.duckdb"), read_only=True) as duck:
        assert duck.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("v_support_by_province_year",)]
        (rows,) = duck.execute("SELECT count(*) FROM v_support_by_province_year").fetchone()
    assert f"{rows} rows of v_support_by_province_year" in capsys.readouterr().out
    assert rows > 20


def test_parquet_by_year_reads_as_one_table(corpus_db: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    target = tmp_path / "m.parquet"
    for _ in range(2):  # the second takes the place of the first
        export(corpus_db, Export("v_amounts", target, layout=Layout(partition="year")))
    corpus = sqlite3.connect(corpus_db)
    here = corpus.execute("SELECT year, count(*), sum(vnd) FROM v_amounts GROUP BY year ORDER BY year").fetchall()
    corpus.close()
    sql = f"SELECT year, count(*), sum(vnd) FROM read_parquet('{target}/*/*.parquet', hive_partitioning = true) GROUP BY year"
    assert duckdb.sql(sql + " ORDER BY year NULLS FIRST").fetchall() == here
    assert len(here) == len(list(target.iterdir())) > 5
    (target / "mine.txt").write_text("x")
    with pytest.raises(BadInput, match="holds more than an earlier export"):
        export(corpus_db, Export("v_amounts", target, layout=Layout(partition="year")))
    assert (target / "mine.txt").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackage.json", "m.parquet", "m.parquet.citation.txt"]


@pytest.mark.parametrize("table", ["amounts", "v_amounts", "articles", "v_coverage"])
def test_with_and_without_the_driver_the_rows_are_the_same(
    corpus_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    pytest.importorskip("adbc_driver_sqlite", reason="ADBC's driver is not installed")
    export(corpus_db, Export(table, tmp_path / "driven.parquet"))
    monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    export(corpus_db, Export(table, tmp_path / "plain.parquet"))
    driven, plain = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("driven", "plain"))
    assert driven.equals(plain)
    assert driven.num_rows > 50


def test_row_groups_are_duckdbs(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from crawler.export.arrow import GROUP_ROWS, groups

    batches = (pa.RecordBatch.from_pydict({"n": list(range(k, k + 50_000))}) for k in range(0, 300_000, 50_000))
    found = list(groups(batches))
    assert [table.num_rows for table in found] == [GROUP_ROWS, GROUP_ROWS, 300_000 - 2 * GROUP_ROWS]
    assert [n for table in found for n in table["n"].to_pylist()] == list(range(300_000))
    long = (pa.RecordBatch.from_pydict({"t": ["x" * 1_000] * 10_000}) for _ in range(20))
    assert [table.num_rows for table in groups(long)] == [70_000, 70_000, 60_000]


@pytest.mark.parametrize("driver", [True, False])
def test_late_values_of_another_kind_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: bool) -> None:
    if not driver:
        monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    corpus = open_corpus(tmp_path / "c.db")
    corpus.execute("DROP VIEW v_relations")
    numbers = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20005)"
    corpus.execute(
        f"CREATE VIEW v_relations AS {numbers} SELECT CASE WHEN x > 20001 THEN x + 0.5 ELSE x + 0 END AS odd, x + 0 AS even FROM n"
    )
    corpus.close()
    for suffix in ("csv", "jsonl", "parquet", "xlsx"):
        export(tmp_path / "c.db", Export("v_relations", tmp_path / f"v.{suffix}"))
    assert [str(field.type) for field in pq.read_schema(tmp_path / "v.parquet")] == ["double", "int64"]
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    kinds = {resource["path"]: [each["type"] for each in resource["schema"]["fields"]] for resource in package["resources"]}
    assert kinds == {f"v.{suffix}": ["number", "integer"] for suffix in ("csv", "jsonl", "parquet", "xlsx")}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--to", "x.ods"], "the name must end in .csv, .jsonl, .parquet, .xlsx, .duckdb"),
        (["--to", "x.csv", "--table", "nope"], "--table nope: none of"),
        (["--to", "x.parquet", "--partition", "nope"], "--partition nope: articles has no such column"),
        (["--to", "x.jsonl", "--separator", ";"], "--separator: only for .csv"),
        (["--to", "x.xlsx", "--bom"], "--bom: only for .csv"),
        (["--to", "x.csv", "--partition", "year"], "--partition: only for .parquet"),
        (["--to", "x.duckdb", "--table", "nope"], "--table nope: none of"),
        (["--to", "x.duckdb", "--table", "v_coverage", "--year", "2021"], "--table v_coverage: has no articles to search or filter by"),
        (["--to", "x.duckdb", "--search", "-"], "no word in it"),
        (["--to", "x.csv", "--separator", "|"], "invalid choice"),
        (["--to", "deep/er/there/x.csv", "--table", "nope"], "--table nope"),
        (["--to", "blocked/x.csv"], "File exists"),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_nothing(
    corpus_db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    (tmp_path / "blocked").write_text("a file")
    options[1] = str(tmp_path / options[1])
    try:
        status = main(["export", "--corpus-db", str(corpus_db), *options])
    except SystemExit as left:
        status = left.code
    assert status == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["blocked"]


@pytest.mark.parametrize(
    ("suffix", "module", "extra"), [("parquet", "pyarrow", "parquet"), ("xlsx", "xlsxwriter", "excel"), ("duckdb", "duckdb", "duckdb")]
)
def test_a_missing_extra_is_named(
    corpus_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.parquet", None)
    with pytest.raises(BadInput, match=rf"needs the extra `{extra}`"):
        export(corpus_db, Export(None, tmp_path / "out" / f"x.{suffix}"))
    assert list(tmp_path.iterdir()) == []


def test_help_shows_each_format_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    told = capsys.readouterr().out
    for each in FORMATS.values():
        assert f"corpus export {each.example}" in told
        assert each.suffix in each.example


def test_a_broken_disk_keeps_the_file_that_was_there(corpus_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(corpus_db, Export("sources", tmp_path / "s.csv"))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def full(_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crawler.export.lines.check", lambda *_: full(None))
    with pytest.raises(BadInput, match="No space left on device"):
        export(corpus_db, Export("sources", tmp_path / "s.csv"))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
