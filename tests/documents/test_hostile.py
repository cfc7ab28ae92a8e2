"""Hostile documents: each has one outcome, in bounded time and memory, and the process that asked for it lives on."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest

from pipelines.reading.documents import opening
from pipelines.reading.documents.child import content_of_body
from pipelines.reading.documents.content import Content, Limits
from pipelines.reading.documents.opening import open_document
from tests.documents.pdf_files import Sheet, content_bomb, file_of, pdf
from tests.documents.word_files import doc, docx, ole, p, rtf

pytest.importorskip("pypdfium2")
LIMITS = Limits(40)
WORDS = "Ủy ban nhân dân tỉnh Hà Giang phê duyệt kinh phí khuyến công 820 triệu đồng."
NAMED = {"broken", "encrypted", "too_large", "empty", "not_supported", "not_document", "needs_ocr", "garbled"}
LOCKED = "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O(" + "a" * 32 + ")/U(" + "b" * 32 + ")>>/ID[(x)(x)]"


def test_a_sound_document_through_its_own_process() -> None:
    assert open_document(pdf(Sheet().paragraph(WORDS)), LIMITS) == content_of_body(pdf(Sheet().paragraph(WORDS)), LIMITS)
    assert open_document(docx(p(WORDS)), LIMITS).pages[0].paragraphs == (WORDS,)


def test_an_encrypted_pdf() -> None:
    assert open_document(pdf(Sheet().paragraph(WORDS), trailer=LOCKED), LIMITS).state == "encrypted"


@pytest.mark.slow
def test_a_page_that_unpacks_to_very_much_is_given_up() -> None:
    body = content_bomb(300)
    assert len(body) < 1_000_000
    began = time.monotonic()
    assert open_document(body, LIMITS).state in ("too_large", "broken", "empty")
    assert time.monotonic() - began < opening.PATIENCE + 5


def zipped(name: str, size: int, claimed: int | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open(name, "w") as entry:
        for _ in range(size // 1_000_000):
            entry.write(b" " * 1_000_000)
    body = out.getvalue()
    return body if claimed is None else body.replace(struct.pack("<I", size), struct.pack("<I", claimed))


def test_zip_bombs_are_known_by_what_they_claim_and_bounded_when_they_lie() -> None:
    bomb = zipped("word/document.xml", 90_000_000)
    assert len(bomb) < 200_000
    assert open_document(bomb, LIMITS) == Content("too_large")
    lying = zipped("word/document.xml", 90_000_000, claimed=2_000)
    assert open_document(lying, LIMITS).state == "broken"
    elsewhere = zipped("word/media/image1.png", 90_000_000)
    assert open_document(elsewhere, LIMITS) == Content("not_supported")


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "/etc/hostname">]>'
    xml = (
        bomb
        + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>x&b;&f;</w:t></w:r>'
    )
    told = open_document(docx(xml=(xml + "</w:p></w:body></w:document>").encode()), LIMITS)
    assert told.state in ("read", "broken")
    assert "hahahaha" not in str(told.pages)


def test_deep_trees_end_well() -> None:
    deep = "<w:smartTag>" * 5000 + "<w:r><w:t>x</w:t></w:r>" + "</w:smartTag>" * 5000
    assert open_document(docx(p(deep)), LIMITS).state in ("broken", "too_large")
    assert open_document(b"{\\rtf1" + b"{" * 200_000, LIMITS).state in NAMED
    kids = file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R]>>"])  # a tree of pages that holds itself
    assert open_document(kids, LIMITS).state in NAMED


def test_thousands_of_pages_cost_no_more_than_the_limit() -> None:
    body = pdf(*(Sheet().paragraph(f"{WORDS} Mục {n}.") for n in range(1500)))
    began = time.process_time()
    content = content_of_body(body, LIMITS)
    assert (content.state, content.total, len(content.pages)) == ("in_part", 1500, 40)
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    "whole", [pdf(Sheet().paragraph(WORDS)), docx(p(WORDS)), doc(WORDS + "\r"), rtf(WORDS)], ids=["pdf", "docx", "doc", "rtf"]
)
def test_broken_files_of_every_kind(whole: bytes) -> None:
    dice = random.Random(20)
    for cut in (20, len(whole) // 3, len(whole) * 2 // 3):
        assert content_of_body(whole[:cut], LIMITS).state in NAMED | {"read", "in_part"}
    for _ in range(25):
        torn = bytearray(whole)
        for _ in range(12):
            torn[dice.randrange(8, len(torn))] = dice.randrange(256)
        assert content_of_body(bytes(torn), LIMITS).state in NAMED | {"read", "in_part"}


def test_lies_of_a_doc_about_its_places() -> None:
    body = bytearray(doc(WORDS + "\r"))
    for offset, value in ((0x4C, 2**31 - 1), (0x01A2, 2**32 - 1), (0x01A6, 2**32 - 1)):
        torn = bytearray(body)
        begin = torn.index(struct.pack("<H", 0xA5EC))
        struct.pack_into("<I", torn, begin + offset, value)
        assert content_of_body(bytes(torn), LIMITS).state in NAMED | {"read"}
    assert content_of_body(ole({"WordDocument": b"\xec\xa5", "1Table": b""}), LIMITS).state in NAMED


def test_a_process_that_dies_or_stalls_costs_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": "broken",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": "too_large",
        "import time; time.sleep(60)": "too_large",
        "print('{nonsense')": "broken",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass": "too_large",
    }
    monkeypatch.setattr(opening, "PATIENCE", 4.0)
    for number, (code, state) in enumerate(cases.items()):
        monkeypatch.setattr(opening, "_COMMAND", [*opening._COMMAND[:2], code])
        assert open_document(b"%PDF-1.4 " + bytes([number]), LIMITS).state == state, code


def test_without_the_extra_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "can_read", lambda: False)
    assert open_document(pdf(Sheet().paragraph(WORDS + " khác")), LIMITS).state == "needs_extra"
