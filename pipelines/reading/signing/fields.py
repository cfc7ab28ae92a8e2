"""Fields: what content systems print around a text as labels with their values: "Tác giả: X  Nguồn: Y  Ngày đăng: Z  Lượt xem: N".

Source of the rules: the fields of NukeViet, Joomla, Drupal, SharePoint and Liferay portals as their templates print them.
"""

from __future__ import annotations

import itertools
import re
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
_LABEL = re.compile(rf"{_SIGNER}?", re.IGNORECASE)
_FIELD_ROW = re.compile(rf"{_SIGNER} \| [^|:]{{2,60}}", re.IGNORECASE)
_MAX_LINE = 300  # characters
_MAX_VALUE = 10  # words of one field
_MAX_LABEL = 4  # words
_COLONS = " :："
_LABEL_ENDS = (":", "：", "ả", "Ả", "iết", "IẾT", "danh", "DANH", "uồn", "UỒN", "tin", "TIN")  # of all labels: most lines end otherwise


def is_field_line(line: str) -> bool:
    """Whether a line is nothing but fields, two and more, each with a short value."""
    if len(line) > _MAX_LINE or line.count(":") < 2:
        return False
    found = list(_FIELD.finditer(line))
    if len(found) < 2 or line[: found[0].start()].strip(" |•·-–"):
        return False
    ends = [*(match.start() for match in found[1:]), len(line)]
    return all(len(line[match.end() : end].split()) <= _MAX_VALUE for match, end in zip(found, ends, strict=True))


def join_fields(blocks: list[Block]) -> list[Block]:
    """Lines with the label of a writer or a source joined to the value that its template prints in an element or a cell of its own."""
    labels = [i for i, b in enumerate(blocks) if b.words <= _MAX_LABEL and b.text.endswith(_LABEL_ENDS) and _LABEL.fullmatch(b.text)]
    rows = [i for i, b in enumerate(blocks) if b.kind == "row" and _FIELD_ROW.fullmatch(b.text)]
    if not labels and not rows:
        return blocks
    joined = list(blocks)
    for index in rows:
        joined[index] = replace(blocks[index], text=blocks[index].text.replace(" | ", " ", 1), kind="byline")
    for index in reversed(labels):
        if index + 1 < len(joined) and _is_value(value := joined[index + 1], label := joined[index]):
            text = f"{label.text.rstrip(_COLONS)}: {value.text}"
            joined[index : index + 2] = [replace(value, text=text, align=value.align or label.align)]
    return joined


def _is_value(block: Block, label: Block) -> bool:
    """Whether a line is a short one in the box of the label, at most one deeper."""
    if block.kind == "heading" or block.words > _MAX_VALUE or ":" in block.text or block.text.endswith("."):
        return False
    box = label.element.getparent()
    if not label.text.endswith((":", "：")):  # the next cell of the same row of boxes, no paragraph
        return label.element.tag != "p" and block.element.getparent() is box
    return box is not None and box in itertools.islice(block.element.iterancestors(), 2)
