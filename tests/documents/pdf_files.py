"""PDF files made by hand: text with its letters explained or in an old font, ruled tables, scans, files that are broken on purpose."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

WIDTH, HEIGHT, MARGIN, SIZE, LEADING = 595, 842, 72, 12, 16
EM = 0.5  # width of every letter, in sizes
UPRIGHT = {0: "", 90: f"0 1 -1 0 {WIDTH} 0 cm", 180: f"-1 0 0 -1 {WIDTH} {HEIGHT} cm", 270: f"0 -1 1 0 0 {HEIGHT} cm"}
Font = Literal["unicode", "old"]
Drawn = Literal["lines", "boxes", "bars"]


@dataclass
class Sheet:
    """One page: operators of its content, as they are added from the top down."""

    font: Font = "unicode"
    operators: list[str | tuple[float, float, str, float]] = field(default_factory=list)
    y: float = HEIGHT - MARGIN
    image: bool = False
    invisible: bool = False
    turn: int = 0  # degrees the page is shown turned; its content is written so that it is upright then

    def text(self, x: float, y: float, words: str, size: float = SIZE) -> None:
        self.operators.append((x, y, words, size))

    def paragraph(self, words: str, indent: float = 0.0) -> Sheet:
        """Words wrapped to the width of the page."""
        for number, line in enumerate(wrapped(words, WIDTH - 2 * MARGIN, indent)):
            self.text(MARGIN + (indent if number == 0 else 0), self.y, line)
            self.y -= LEADING
        self.y -= LEADING / 2
        return self

    def beside(self, *words: str, at: Sequence[float]) -> Sheet:
        """Texts beside one another."""
        for x, text in zip(at, words, strict=True):
            self.text(x, self.y, text)
        self.y -= 1.5 * LEADING
        return self

    def table(self, rows: Sequence[Sequence[str | None]], edges: Sequence[float], drawn: Drawn = "lines") -> Sheet:
        """A ruled table; `edges` are the x of its upright lines. A cell may have several lines; one that is None goes on with the cell to
        its left. Its borders are drawn as a rectangle per cell, as lines, or as filled bars."""
        for row in rows:
            height = LEADING * max(cell.count("\n") + 1 for cell in row if cell is not None) + 6
            self._row(row, edges, height, drawn)
            self.y -= height
        self.y -= 2 * LEADING
        return self

    def _row(self, row: Sequence[str | None], edges: Sequence[float], height: float, drawn: Drawn) -> None:
        top = self.y + LEADING - 2
        spans = [column for column, cell in enumerate(row) if cell is not None]
        for column, following in zip(spans, [*spans[1:], len(row)], strict=True):
            left, right = edges[column], edges[following]
            if drawn == "boxes":
                self.operators.append(f"{left} {top - height} {right - left} {height} re S")
            elif drawn == "bars":
                self.operators += [f"{x} {top - height} 0.5 {height} re f" for x in (left, right)]
                self.operators += [f"{left} {y} {right - left} 0.5 re f" for y in (top, top - height)]
            else:
                self.operators += [f"{x} {top} m {x} {top - height} l S" for x in (left, right)]
            for number, line in enumerate(str(row[column]).split("\n")):
                self.text(left + 3, self.y - number * LEADING, line)
        if drawn == "lines":
            self.operators += [f"{edges[0]} {y} m {edges[-1]} {y} l S" for y in (top, top - height)]


def wrapped(words: str, width: float, indent: float = 0.0) -> Iterator[str]:
    line, room = "", (width - indent) / (EM * SIZE)
    for word in words.split():
        if line and len(line) + 1 + len(word) > room:
            yield line
            line, room = word, width / (EM * SIZE)
        else:
            line = f"{line} {word}".strip()
    yield line


def pdf(*sheets: Sheet, trailer: str = "", explained: bool = True) -> bytes:
    """The file. `explained`: the font says which letters it shows."""
    letters = sorted({c for sheet in sheets for op in sheet.operators if isinstance(op, tuple) for c in op[2]})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    count = len(sheets)
    pages = [6 + 2 * n for n in range(count)]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{n} 0 R' for n in pages)}]>>".encode(),
        _font(explained),
        _stream(_to_unicode(codes)),
        _stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    for number, sheet in zip(pages, sheets, strict=True):
        font = "/F1 3 0 R" if sheet.font == "unicode" else "/F1<</Type/Font/Subtype/TrueType/BaseFont/.VnTime/Encoding/WinAnsiEncoding>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {sheet.turn}/Contents {number + 1} 0 R"
            f"/Resources<</Font<<{font}>>/XObject<</I1 5 0 R>>>>>>".encode()
        )
        objects.append(_stream(_content(sheet, codes)))
    return file_of(objects, trailer)


def _content(sheet: Sheet, codes: dict[str, int]) -> bytes:
    parts = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q".encode()] if sheet.image else []
    parts.append(UPRIGHT[sheet.turn].encode())
    for op in sheet.operators:
        if isinstance(op, str):
            parts.append(op.encode())
            continue
        x, y, words, size = op
        shown = b"<" + "".join(f"{codes[c]:04x}" for c in words).encode() + b">"
        if sheet.font == "old":
            shown = b"(" + words.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
        parts.append(b"BT /F1 %g Tf %d Tr %g %g Td %s Tj ET" % (size, 3 if sheet.invisible else 0, x, y, shown))
    return b"\n".join(parts)


def _font(explained: bool) -> bytes:
    system = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    inner = f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Chu/CIDSystemInfo{system}/DW {EM * 1000:.0f}>>"
    more = "/ToUnicode 4 0 R" if explained else ""
    return f"<</Type/Font/Subtype/Type0/BaseFont/Chu/Encoding/Identity-H/DescendantFonts[{inner}]{more}>>".encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _stream(body: bytes, more: str = "") -> bytes:
    packed = zlib.compress(body)
    return f"<<{more}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def file_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects numbered from 1, with the table of their places."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF".encode()
    return bytes(out)


def content_bomb(megabytes: int) -> bytes:
    """A small file whose one page unpacks to very many operators."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S\n" * 75_000  # a million bytes
    packed = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents 4 0 R/Resources<<>>>>".encode()
    stream = f"<</Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
    return file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])
