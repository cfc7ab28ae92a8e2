"""Names in the order of Vietnamese dictionaries, in lists and wherever a page has SQLite sort."""

from __future__ import annotations

import html
import random
import re
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.name_order import add_order, by_label, in_order, name_key
from explorer.questions import questions
from explorer.searching.filters import ROLES
from explorer.wording.labels import labels
from tests.explorer.test_explorer import Site

SORTED = (
    ["An Giang", "Ân Thi", "Bà Rịa", "Bạc Liêu", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Da Huoai", "Đà Nẵng", "Đắk Lắk"],
    ["Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang"],
    ["ba", "ba hoa", "bà", "bà con", "bả", "bã", "bã trầu", "bá", "bạ"],  # the first syllable decides before the second is looked at
    ["d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"],
    ["2", "3 tỉnh", "a", "á", "ă", "â"],
    ["Bà Rịa - Vũng Tàu", "Bà Rịa Xuyên", "Bạc Liêu"],  # signs part syllables, nothing more
    ["hoà", "Hoà Bình", "hoạ", "hôn"],
    ["", "a"],
)  # fmt: skip


@pytest.mark.parametrize("names", SORTED, ids=lambda names: names[-1])
def test_names_are_sorted_as_dictionaries_do(names: list[str]) -> None:
    mixed = random.Random(7).sample(names, len(names))
    assert sorted(mixed, key=name_key) == names


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("en", ["asset", "budget", "fine"], ["trade", "other"]), ("vi", ["investment", "price", "support"], ["trade", "other"])],
)
def test_roles_are_listed_by_their_labels(language: str, first: list[str], last: list[str]) -> None:
    listed = by_label(ROLES, labels(language))
    assert sorted(listed) == sorted(ROLES)
    assert (listed[:3], listed[-2:]) == (first, last)


def test_other_names_have_other_keys() -> None:
    names = ["Hòa Bình", "Hoà Bình", "hòa bình", "Hòa  Bình", "Hòa-Bình"]
    assert len({name_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("asked", "ordered"),
    [
        ("select a from t order by province limit 5", "select a from t order by name_key(province) limit 5"),
        ("select a from t order by province desc, id", "select a from t order by name_key(province) desc, id"),
        ("SELECT a FROM t\nORDER BY n DESC, m.province, year", "SELECT a FROM t\nORDER BY n DESC, name_key(m.province), year"),
        ("select a from t order by source", "select a from t order by source_key(source)"),
        (
            "select a from t where (province > :p0 or (province = :p0 and id > :p1)) order by province, id limit 5",
            "select a from t where (name_key(province) > name_key(:p0) or (province = :p0 and id > :p1))"
            " order by name_key(province), id limit 5",
        ),
        ("select a from t where (year > :p0 or id > :p1) order by year limit 5", None),
        ("select a from t order by published", None),
        ("select a from t order by code_now, [table]", None),
        ("select a from (select * from t order by province limit 5)", None),
        ("select row_number() over (order by province) from t", None),
        ("select a from t where b = ' order by province'", None),
        ("select a from t order by max(province)", None),
        ("select a from t -- order by province", None),
        ("", None),
    ],
)  # fmt: skip
def test_only_names_of_the_outermost_order_are_put_in_order(asked: str, ordered: str | None) -> None:
    assert in_order(asked) == (ordered or asked)


def column(page: str, name: str) -> list[str]:
    cells = re.findall(rf'<td class="col-{name}(?: [^"]*)?">(.*?)</td>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


@pytest.mark.parametrize("table", ["v_amounts", "v_articles", "v_support_by_province_year"])
def test_tables_are_sorted_by_the_names_of_provinces(site: Site, table: str) -> None:
    for way, forth in (("_sort", True), ("_sort_desc", False)):
        shown = column(site.get(f"/corpus/{table}?province__notblank=1&_size=200&_col=province&{way}=province").text, "province")
        assert len(set(shown)) > 5
        assert sorted(shown, key=name_key, reverse=not forth) == shown
    some = dict.fromkeys(shown)
    assert sorted(some) != sorted(some, key=name_key)  # the bytes have another order


def test_sources_are_sorted_by_the_titles_that_are_shown(site: Site) -> None:
    titles = list(dict.fromkeys(column(site.get("/corpus/v_articles?_sort=source&_size=200").text, "source")))
    assert len(titles) == 3
    assert titles == sorted(titles, key=name_key)


def test_pages_of_a_sorted_table_miss_nothing(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    names = [row[0] for row in corpus.execute("SELECT name FROM province_names")]
    corpus.close()
    address, seen = "/corpus/province_names.json?_size=20&_sort=name&_shape=objects", []
    while address:
        answer = site.get(address).json()
        seen += [row["name"] for row in answer["rows"]]
        address = (answer["next_url"] or "").removeprefix("http://localhost")
    assert len(seen) > 60
    assert seen == sorted(names, key=name_key)


def test_every_question_is_answered_in_order(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    add_order(corpus, {})
    changed = [question for question in questions() if in_order(question.sql) != question.sql]
    assert len(changed) > 8
    for question in changed:
        values = dict.fromkeys(question.parameters, "")
        before, after = (corpus.execute(sql, values).fetchall() for sql in (question.sql, in_order(question.sql)))
        assert sorted(map(repr, before)) == sorted(map(repr, after)), question.name
    corpus.close()
    shown = column(site.get("/corpus/support-by-province-and-year?_lang=en").text, "province")
    assert all(name_key(one) <= name_key(two) for one, two in pairwise(shown))
    assert len(set(shown)) > 5


def test_what_a_reader_asks_in_sql_is_asked_as_it_stands(site: Site) -> None:
    def names(order: str) -> list[str]:
        sql = f"select distinct name from province_names order by {order}"
        return [row["name"] for row in site.get("/corpus.json", params={"sql": sql, "_shape": "objects"}).json()["rows"]]

    plain, vietnamese = names("name"), names("name COLLATE vietnamese")
    assert plain == sorted(plain)
    assert vietnamese == sorted(plain, key=name_key) != plain
    assert names("name_key(name)") == vietnamese


def test_facets_of_as_many_rows_are_in_order(site: Site) -> None:
    page = site.get("/corpus/v_articles?_facet=province&_lang=vi").text
    facet = page.split('id="facet-province"')[1].split("</div>")[0]
    found = [(int(number), name) for name, number in re.findall(r">([^<]+)</a> (\d+)", facet)]
    assert len(found) > 8
    assert found == sorted(found, key=lambda one: (-one[0], name_key(one[1])))
