"""Notices of one line: title and attachments tell documents apart where the text is too short to."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.verbs.duplicates import cluster_file
from pipelines.corpus.schema import open_corpus
from pipelines.duplicates.documents import SHORT, Document, are_apart
from pipelines.duplicates.tables import cluster_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article, Attachment
from pipelines.values.page import Page

LINES = (
    "Chi tiết xem trong tệp đính kèm.",
    "Mời bà con tải văn bản ở dưới.",
    "Sở gửi các phòng Kinh tế, các hợp tác xã và cơ sở sản xuất trên địa bàn toàn văn văn bản kèm theo để biết và thực hiện.",
)
LONG = (
    "Phiên chợ giới thiệu sản phẩm làng nghề mở từ sáng sớm ở sân kho cũ của hợp tác xã, có hơn bốn chục gian hàng của các tổ nghề "
    "trong vùng, bà con mang đến mây tre, thổ cẩm, mật ong và nhiều giống cây trồng mới để bán và trao đổi với nhau cho đến chiều."
)


def notice(number: int, title: str | None, files: tuple[str, ...] = (), text: str = LINES[0]) -> Reading:
    url = f"https://x.vn/thong-bao/{number}.html"
    attached = tuple(Attachment(file, "Tải về") for file in files)
    article = Article(title, (text,), published=f"2022-03-{number + 1:02}", published_from="meta", attachments=attached)
    return Reading(record_of(article, Page(url, b"", None, fetched_at="2026-10-02T00:00:00+00:00")), url)


def clusters(corpus: Database, *notices: Reading) -> int:
    for one in notices:
        store_reading(corpus, one)
    return len(set(cluster_corpus(corpus).values()))


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


APART = [
    (("Mời chào giá may đồng phục", ()), ("Tuyển lao công cho chợ huyện", ())),
    (("Kế hoạch số 12/KH-SCT về hội chợ", ()), ("Kế hoạch số 13/KH-SCT về hội chợ", ())),
    (("Danh sách cơ sở ở huyện Trà Lĩnh", ()), ("Danh sách cơ sở ở huyện Hạ Lang", ())),
    (("Mời thầu xây kho muối", ()), ("Mời thầu xây kho muối lần 2", ())),
    (("Lịch tiếp dân", ("https://x.vn/tep/lich-thang-ba.pdf",)), ("Lịch tiếp dân", ("https://x.vn/tep/lich-thang-tu.pdf",))),
    (("Lịch tiếp dân", ("https://x.vn/a/1.pdf",)), ("Lịch tiếp dân", ("https://x.vn/b/1.pdf",))),
    ((None, ("https://x.vn/tai-ve?id=81",)), (None, ("https://x.vn/tai-ve?id=82",))),
]
ONE = [
    (("Mời chào giá may đồng phục", ()), ("Mời chào giá may đồng phục", ())),
    (("Mời chào giá may đồng phục", ()), ("MỜI CHÀO GIÁ MAY ĐỒNG PHỤC!", ())),
    (("Lịch tiếp dân ở trụ sở mới", ()), ("Sở: Lịch tiếp dân ở trụ sở mới", ())),
    (("Lịch tiếp dân", ("https://x.vn/tep/lich-thang-ba.pdf",)), ("Thông báo lịch", ("https://y.vn/2022/Lich-thang-ba.PDF",))),
    (("Lịch tiếp dân", ("https://x.vn/a/1.pdf", "https://x.vn/a/2.pdf")), ("Lịch tiếp dân", ("http://www.x.vn/a/2.pdf",))),
    (("Lịch tiếp dân", ("https://x.vn/tep/lich-thang-ba.pdf",)), ("Lịch tiếp dân", ())),
    ((None, ()), ("Lịch tiếp dân", ())),
]


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize(("one", "other"), APART)
def test_other_titles_or_files_are_other_documents(
    one: tuple[str | None, tuple[str, ...]], other: tuple[str | None, tuple[str, ...]], text: str, corpus: Database
) -> None:
    assert clusters(corpus, notice(1, *one, text), notice(2, *other, text)) == 2
    assert corpus.execute("SELECT kind FROM relations").fetchall() == [("twin",)]


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_title_or_one_file_is_one_document(
    one: tuple[str | None, tuple[str, ...]], other: tuple[str | None, tuple[str, ...]], text: str, corpus: Database
) -> None:
    assert clusters(corpus, notice(1, *one, text), notice(2, *other, text)) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_text_that_tells_is_enough(
    one: tuple[str | None, tuple[str, ...]], other: tuple[str | None, tuple[str, ...]], corpus: Database
) -> None:
    assert clusters(corpus, notice(1, *one, LONG), notice(2, *other, LONG)) == 1


@pytest.mark.parametrize(("words", "count"), [(SHORT - 1, 2), (SHORT, 1)])
def test_how_short_a_text_is(words: int, count: int, corpus: Database) -> None:
    text = " ".join(LONG.split()[:words]).replace(",", "")
    assert clusters(corpus, notice(1, "Mời chào giá", (), text), notice(2, "Tuyển lao công", (), text)) == count


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_copy_is_found_among_its_like_in_any_order(order: tuple[int, ...], corpus: Database) -> None:
    four = [notice(n, title) for n, title in enumerate(("Mời chào giá", "Tuyển lao công", "Mời chào giá", "Lịch tiếp dân"))]
    assert clusters(corpus, *(four[n] for n in order)) == 3


def test_a_short_text_with_another_figure_is_another_document(corpus: Database) -> None:
    texts = [f"Giá thu mua muối hạt hôm nay là {n} đồng một ký." for n in (1250, 1400)]
    assert clusters(corpus, *(notice(n, "Giá muối", (), text) for n, text in enumerate(texts))) == 2


def test_a_file_of_articles_may_say_titles_and_attachments(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": LINES[0], "title": "Mời chào giá"},
        {"id": "b", "text": LINES[0], "title": "Tuyển lao công", "attachments": [{"url": "https://x.vn/tep/tuyen-dung.pdf"}]},
        {"id": "c", "text": LINES[0], "title": "Tuyển lao công", "attachments": [{"url": "https://y.vn/tuyen-dung.pdf"}]},
        {"id": "d", "text": LINES[0], "title": 7, "attachments": "không"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = cluster_file(path)
    assert found["b"] == found["c"] != found["a"]


def test_nothing_to_tell_by_tells_nothing() -> None:
    assert not are_apart(Document("x"), Document("x"))
    assert not are_apart(Document("x", "", ("https://x.vn/1.pdf",)), Document("x", "Lịch", ()))
