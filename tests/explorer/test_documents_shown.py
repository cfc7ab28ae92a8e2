"""The explorer says of a figure in which attached document it stands, on which page."""

from __future__ import annotations

from pathlib import Path

from explorer.articles.view import article_view
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.sources.urls import article_id
from pipelines.values.article import Article, Attachment, Passage
from pipelines.values.page import Page

URL, PDF = "https://x.vn/thong-bao/1.html", "https://x.vn/tep/quyet-dinh.pdf"
OWN, IN_FILE = "Tỉnh Cao Bằng đã cấp 20 triệu đồng, xem tệp.", "Tỉnh Cao Bằng hỗ trợ 300 triệu đồng."


def test_figures_of_a_document_name_it_and_its_page(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    start = len(OWN) + 1
    article = Article(
        "Quyết định hỗ trợ", (OWN, IN_FILE), attachments=(Attachment(PDF, "Quyết định", "read", 3),),
        passages=(Passage(start, start + len(IN_FILE), PDF, 2),),
    )  # fmt: skip
    store_reading(corpus, Reading(record_of(article, Page(URL, b"", fetched_at="2026-03-01T00:00:00+00:00")), URL))
    for language, words in (("en", "in the document quyet-dinh.pdf, page 2"), ("vi", "trong tệp quyet-dinh.pdf, trang 2")):
        view = article_view(corpus.conn, article_id(URL), language)
        assert view is not None
        told = {fact.surface: words in fact.details for fact in view.facts if fact.kind == "amount"}
        assert told == {"20 triệu đồng": False, "300 triệu đồng": True}
        assert [(a["state"], a["pages"]) for a in view.attachments] == [("read", 3)]


def test_a_corpus_from_before_documents_is_shown(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    store_reading(corpus, Reading(record_of(Article("Quyết định", (OWN,)), Page(URL, b"")), URL))
    corpus.execute("DROP TABLE passages")
    view = article_view(corpus.conn, article_id(URL), "en")
    assert view is not None
    assert [fact.surface for fact in view.facts if fact.kind == "amount"] == ["20 triệu đồng"]
