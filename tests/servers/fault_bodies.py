"""Bodies the fault server sends: a good article, bombs, files that are no pages."""

from __future__ import annotations

import gzip
import zlib
from typing import Final

_TEXT = (
    "Phòng kỹ thuật của trạm {name} cho biết đã kiểm tra xong đường truyền tuần này, kết quả ghi vào sổ theo dõi số {number} của trạm.",
    "Theo anh Mạnh, người trực ca đêm, mỗi lần mất tín hiệu đều có giờ bắt đầu và giờ kết thúc, nhờ vậy cả tổ biết nên sửa chỗ nào trước.",
    "Trạm {name} sẽ làm lại phép thử với {number} gói tin vào ngày mùng năm, sau đó mới bàn giao thiết bị cho các xã vùng cao dùng thử.",
)


def article(name: str) -> bytes:
    """A good article of its own title and text."""
    number = zlib.crc32(name.encode()) % 900 + 100
    paragraphs = "".join(f"<p>{line.format(name=name, number=number)}</p>" for line in _TEXT)
    return (
        f"<!DOCTYPE html><html><head><title>Trạm {name} thử đường truyền</title></head><body><div class='noi-dung'>"
        f"<h1>Trạm {name} thử đường truyền lần thứ {number}</h1>{paragraphs}</div></body></html>"
    ).encode()


def chunk(body: bytes) -> bytes:
    """One chunk of the chunked transfer coding."""
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def entity_bomb(trap: str) -> bytes:
    """Entities that would grow to 10^9 letters, and one that would be fetched."""
    rows = ['<!ENTITY a0 "ha">', f'<!ENTITY x SYSTEM "{trap}/entity">']
    rows += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<?xml version='1.0'?><!DOCTYPE rss [{''.join(rows)}]><rss><channel><title>&a9;&x;</title></channel></rss>".encode()


ARTICLE: Final = article("chung")
BOMB: Final = packed(b"\0" * 60_000_000)  # 58 kB on the wire
PDF: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n" + bytes(range(256)) * 40
JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40
ZIP: Final = b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(255, -1, -1)) * 40
MISSING: Final = "<html><head><title>Không tìm thấy trang</title></head><body><h1>Không tìm thấy trang</h1></body></html>".encode()
