"""Vietnamese mode is Vietnamese: values, allowed values, errors of SQL; nothing is translated wrongly into silence."""

from __future__ import annotations

import html
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.guarding.errors import in_language
from explorer.wording.values import allowed_values, said, unit_name
from tests.explorer.test_explorer import Site
from tests.paths import ROOT

AS_THEY_ARE = {"VND", "USD", "...", "%", "1", "2", "3", "4", "... (data/sources)"}


@pytest.mark.parametrize(
    ("sql", "said_in_vietnamese"),
    [
        ("select number_of_things", "Không có cột number_of_things"),
        ("select x.y from v_amounts", "Không có cột x.y"),
        ("select 1 from nowhere", "Không có bảng nowhere"),
        ("select median(vnd) from v_amounts", "Không có hàm median"),
        ("select from v_amounts", "Sai cú pháp ở gần “from”"),
        ("select (1", "Câu SQL chưa trọn vẹn"),
        ("select #", "Không hiểu ký hiệu “#”"),
        ("select title from articles a join articles b", "Tên cột title có trong nhiều bảng"),
        ("select substr('a')", "Hàm substr() nhận số tham số khác"),
        ("select 1 where sum(2)", "Hàm sum() đặt sai chỗ"),
        ("select 1 union select 1, 2", "Hai vế của UNION phải có cùng số cột"),
        ("select 1 order by 5", "Số thứ tự 1 trong ORDER BY không ứng với cột nào"),
        ("select 1 order by name collate danish", "Không có cột name"),
        ("select 'a' collate danish = 'b'", "Không có thứ tự sắp xếp danish"),
        ("delete from articles", "Chỉ nhận câu SELECT"),
    ],
)
def test_errors_of_sql_are_told_in_vietnamese(site: Site, sql: str, said_in_vietnamese: str) -> None:
    page = site.get("/corpus", params={"sql": sql, "_lang": "vi"})
    shown = re.search(r'role="alert">(.*?)</p>', page.text, re.DOTALL)
    assert shown
    assert said_in_vietnamese in html.unescape(shown[1])
    english = site.get("/corpus", params={"sql": sql, "_lang": "en"}).text.split('role="alert">')[1].split("</p>")[0]
    assert not re.search("[à-ỹ]", english)


def test_a_message_without_words_is_shown_as_it_came() -> None:
    assert in_language("some new message of SQLite", "vi") == "some new message of SQLite"
    assert in_language("no such column: <b>{0}", "vi") == "Không có cột <b>{0}"
    assert in_language("no such column: a", "en") == "no such column: a"
    assert in_language("x" * 5_000, "vi") == "x" * 500


def test_all_messages_of_the_limits_have_words() -> None:
    text = (ROOT / "explorer" / "guarding" / "limits.py").read_text(encoding="utf-8")
    told = [re.sub(r"\{[^}]*\}", "5", message) for message in re.findall(r'(?:why = |TooMuch\(|ValueError\()f?"([^"]+)"', text)]
    assert len(told) > 7
    assert [message for message in told if in_language(message, "vi") == message] == []


def test_tables_that_are_not_there(site: Site) -> None:
    page = site.get("/corpus/nowhere?_lang=vi")
    assert page.status_code == 404
    assert "Không có bảng này" in page.text
    assert "Không sắp xếp được theo gone" in site.get("/corpus/v_amounts?_sort=gone&_lang=vi").text
    assert "Không có trang này" in site.get("/nowhere?_lang=vi").text


def test_every_allowed_value_has_its_meaning(corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    book = corpus.execute("""SELECT "column", allowed FROM codebook WHERE coalesce(allowed, '') != ''""").fetchall()
    units = [row[0] for row in corpus.execute("SELECT DISTINCT unit FROM codebook WHERE unit != ''")]
    corpus.close()
    assert len(book) > 80
    left = set()
    for column, allowed in book:
        bare = re.sub(r"`[^`]*` \([^)]*\)|`[^`]*`", "", allowed_values(column, allowed, "vi"))
        left |= {(column, value) for value in bare.split(", ") if value.strip() and not re.search("[à-ỹ]", value)}
    assert {one for one in left if one[1] not in AS_THEY_ARE} == set()
    assert all(allowed_values(column, allowed, "en") == allowed for column, allowed in book)
    same = {unit: re.sub("`[a-z_]+`", "", unit.replace("đồng", "")) for unit in units if unit_name(unit, "vi") == unit}
    assert [unit for unit, rest in same.items() if re.search(r"[a-z]{3}", rest)] == []


def test_allowed_values_keep_the_value_itself() -> None:
    assert allowed_values("role", "fine, other", "vi") == "`fine` (phạt), `other` (khác)"
    assert allowed_values("stage", "reported, new_one", "vi") == "`reported` (theo báo cáo), new_one"
    assert allowed_values("planned", "0, 1", "vi") == "`0` (không), `1` (có)"
    assert allowed_values("source", "a `sources` row", "vi") == "một dòng của `sources`"
    assert allowed_values("role", None, "vi") == ""


@pytest.mark.parametrize(
    ("column", "value", "words", "english"),
    [
        ("basis", "reported", "theo báo cáo", None),
        ("why_not", "part_of", "là một phần của khoản khác", "part of"),
        ("relation", "part_of", "là một phần", None),
        ("relation", "unheard", None, None),
        ("title", "reported", None, None),
        ("surface", "copy", None, None),
    ],
)
def test_values_in_tables(column: str, value: str, words: str | None, english: str | None) -> None:
    assert said(column, value, "vi") == words
    assert said(column, value, "en") == english


def test_the_codebook_of_the_page_is_vietnamese(site: Site) -> None:
    page = site.get("/codebook?_lang=vi").text
    assert "<code>reported</code> (theo báo cáo)" in page
    assert "<code>sure</code> (chắc chắn)" in page
    cells = [html.unescape(re.sub(r"<code>.*?</code>|<[^>]+>", "", cell)) for cell in re.findall(r"<td>(.*?)</td>", page)]
    assert len(cells) > 1_500
    english = re.compile(r"\b(?:the|which|where|of|its|month|list|with|or)\b")
    assert [cell for cell in cells if english.search(cell)] == []


def test_words_are_pairs_of_pattern_and_text() -> None:
    told = tomllib.loads((ROOT / "explorer" / "guarding" / "errors.toml").read_text(encoding="utf-8"))
    assert len(told) > 40
    for pattern, words in told.items():
        places = re.compile(pattern).groups
        assert {int(place) for place in re.findall(r"\{(\d)\}", words)} <= set(range(places)), pattern
