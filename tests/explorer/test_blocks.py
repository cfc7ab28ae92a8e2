"""The text of an article page: paragraphs, tables by cell, documents by page; nothing lost, facts in their cells."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.articles.blocks import Block, blocks

TEXT = "Giá cả tháng 5:\nHàng | Giá\nGạo | 13 nghìn\n\nMuối | 5 nghìn\nHết bảng | chưa.\nTrang một\nTrang hai\nvẫn trang hai"
TABLE = {"start": TEXT.index("Hàng"), "end": TEXT.index("\nHết")}


@dataclass(frozen=True)
class Mark:
    start: int
    end: int


def mark(words: str) -> Mark:
    return Mark(TEXT.index(words), TEXT.index(words) + len(words))


def passage(words: str, end: str, page: int | None, url: str = "https://x.vn/tep/a.pdf") -> dict[str, object]:
    return {"start": TEXT.index(words), "end": TEXT.index(end) + len(end), "url": url, "page": page}


def plain(block: Block) -> list[list[str]]:
    return [["".join(piece.text for piece in cell) for cell in row] for row in block.rows]


def test_tables_are_rows_of_cells_with_their_facts() -> None:
    facts = [mark("tháng 5"), mark("13 nghìn"), mark("5 nghìn")]
    found = list(blocks(TEXT, facts, [TABLE], []))
    assert [block.table for block in found] == [False, True, False, False, False, False]
    assert plain(found[1]) == [["Hàng", "Giá"], ["Gạo", "13 nghìn"], ["Muối", "5 nghìn"]]
    assert plain(found[2]) == [["Hết bảng | chưa."]]
    assert [piece.fact for row in found[1].rows for cell in row for piece in cell if piece.fact] == facts[1:]
    assert [piece.text for piece in found[0].rows[0][0]] == ["Giá cả ", "tháng 5", ":"]


def test_without_tables_every_line_is_a_paragraph() -> None:
    found = list(blocks(TEXT, [], [], []))
    assert [plain(block)[0][0] for block in found] == [line for line in TEXT.split("\n") if line]
    assert not any(block.table or block.document for block in found)


def test_documents_begin_where_they_begin() -> None:
    pages = [passage("Trang một", "Trang một", 1), passage("Trang hai", "vẫn trang hai", 2)]
    found = list(blocks(TEXT, [], [TABLE], pages))
    assert [(block.document, block.page) for block in found][-3:] == [("a.pdf", 1), ("a.pdf", 2), ("", None)]
    assert not any(block.document for block in found[:-3])


def test_a_table_over_two_pages_of_a_document_is_two() -> None:
    pages = [passage("Hàng", "13 nghìn", None, "https://x.vn/tep/"), passage("Muối", "5 nghìn", 2)]
    found = [block for block in blocks(TEXT, [], [TABLE], pages) if block.table]
    assert [(len(block.rows), block.document, block.page) for block in found] == [(2, "https://x.vn/tep/", None), (1, "a.pdf", 2)]


def test_two_tables_side_by_side_stay_two() -> None:
    halves = [{"start": TABLE["start"], "end": TEXT.index("\nGạo")}, {"start": TEXT.index("Gạo"), "end": TABLE["end"]}]
    assert [len(block.rows) for block in blocks(TEXT, [], halves, []) if block.table] == [1, 2]
    assert list(blocks("", [], [], [])) == []
