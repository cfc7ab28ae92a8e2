"""Tables in corpus.db: the table of a figure, its heads and whether it is a total; they go and come with their article."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import as_json, record_of
from pipelines.values.article import Article
from pipelines.values.page import Page

ROWS = ("Bảng 1 (tỷ đồng)", "Xã | Vốn năm 2021", "Tả Van | 3", "Bản Hồ | 4", "Tổng cộng | 7")


def reading(*paragraphs: str) -> Reading:
    return Reading(record_of(Article("Chợ phiên", paragraphs), Page("https://x.vn/1", b"")), "https://x.vn/1")


def test_the_table_of_a_figure_can_be_found(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    store_reading(corpus, reading(*ROWS))
    rows = corpus.execute(
        "SELECT surface, row_head, column_head, total, table_title, year, vnd, part_of IS NOT NULL FROM v_table_figures ORDER BY start"
    ).fetchall()
    title, head = "Bảng 1 (tỷ đồng)", "Vốn năm 2021"
    assert rows == [
        ("3", "Tả Van", head, 0, title, 2021, 3e9, 1),
        ("4", "Bản Hồ", head, 0, title, 2021, 4e9, 1),
        ("7", "Tổng cộng", head, 1, title, 2021, 7e9, 0),
    ]
    ((number, unit, size, layout, lines),) = corpus.execute(
        'SELECT t.number, t.unit, t.rows * t.columns, t.layout, substr(a.text, t.start + 1, t."end" - t.start)'
        " FROM tables t JOIN articles a ON a.id = t.article"
    ).fetchall()
    assert (number, unit, size, lines) == (1, "tỷ đồng", 8, "\n".join(ROWS[1:]))
    assert [row["kind"] for row in json.loads(layout)["rows"]] == ["header", "value", "value", "total"]
    corpus.close()


def test_tables_go_with_their_text(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    store_reading(corpus, reading(*ROWS))
    store_reading(corpus, reading("Năm 2021, xã chi 3 tỷ đồng."))
    assert corpus.execute("SELECT (SELECT count(*) FROM tables) + (SELECT count(*) FROM table_figures)").fetchone() == (0,)
    store_reading(corpus, reading(*ROWS))
    corpus.execute("DELETE FROM articles")
    assert corpus.execute("SELECT (SELECT count(*) FROM tables) + (SELECT count(*) FROM table_figures)").fetchone() == (0,)
    corpus.close()


def test_the_record_has_the_tables_as_plain_values() -> None:
    record = reading(*ROWS).record
    (table,) = json.loads(json.dumps(as_json(record)))["tables"]
    assert [record.text[start:end] for start, end in table["cells"][1]] == ["Tả Van", "3"]
    assert table["columns"][1]["year"] == [2021, 2021]
    assert [figure["total"] for figure in table["figures"]] == [False, False, True]
