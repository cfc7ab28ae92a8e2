"""Fields: what content systems print around a text as labels with their values: "Tác giả: X  Nguồn: Y  Ngày đăng: Z  Lượt xem: N".

Source of the rules: the fields of NukeViet, Joomla, Drupal, SharePoint and Liferay portals as their templates print them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from pipelines.html.blocks import Block

_FIELD = re.compile(
    r"(?<!\w)(?:tác giả(?: bài(?: viết)?)?|người (?:viết|đăng|gửi)(?: tin| bài(?: viết)?)?|bút danh|(?:được )?(?:viết|đăng|gửi) bởi"
    r"|nguồn(?: tin| bài(?: viết)?)?|trích nguồn|(?:ngày|thời gian) (?:đăng|viết|gửi|tạo|xuất bản|cập nhật)"
    r"|(?:đăng|gửi|cập nhật) (?:lúc|ngày)|cập nhật|(?:số )?(?:lượt|lần) (?:người )?(?:xem|đọc|truy cập)"
    r"|chuyên mục|danh mục|thể loại)\s?[:：]",
    re.IGNORECASE,
)
_SIGNER = r"(?:tác giả(?: bài viết)?|người viết(?: bài)?|bút danh|nguồn(?: tin| bài(?: viết)?)?|trích nguồn)\s?[:：]"
_LABEL = re.compile(_SIGNER, re.IGNORECASE)
_FIELD_ROW = re.compile(rf"({_SIGNER}) \| ([^|:]{{2,60}})", re.IGNORECASE)
_MAX_LINE = 300  # characters
_MAX_VALUE = 10  # words of one field
_MAX_LABEL = 4  # words


def is_field_line(line: str) -> bool:
    """Whether a line is nothing but fields, two and more, each with a short value."""
    if len(line) > _MAX_LINE or line.count(":") < 2:
        return False
    found = list(_FIELD.finditer(line))
    if len(found) < 2 or line[: found[0].start()].strip(" |•·-–"):
        return False
    ends = [*(match.start() for match in found[1:]), len(line)]
    return all(len(line[match.end() : end].split()) <= _MAX_VALUE for match, end in zip(found, ends, strict=True))


def join_fields(blocks: Iterable[Block]) -> list[Block]:
    """Lines with the label of a writer or a source joined to the value that its template prints in an element or a cell of its own."""
    joined: list[Block] = []
    for block in blocks:
        if block.kind == "row" and (row := _FIELD_ROW.fullmatch(block.text)):
            joined.append(replace(block, text=f"{row[1]} {row[2]}", kind="byline"))
            continue
        before = joined[-1] if joined else block
        if before.text.endswith((":", "：")) and before.words <= _MAX_LABEL and _LABEL.fullmatch(before.text) and _is_value(block, before):
            joined[-1] = replace(block, text=f"{before.text} {block.text}", align=block.align or before.align)
        else:
            joined.append(block)
    return joined


def _is_value(block: Block, label: Block) -> bool:
    """Whether a line is a short one in the box of the label, at most one deeper."""
    if block.kind == "heading" or block.words > _MAX_VALUE or ":" in block.text or block.text.endswith("."):
        return False
    box = label.element.getparent()
    return box is not None and box in itertools.islice(block.element.iterancestors(), 2)
