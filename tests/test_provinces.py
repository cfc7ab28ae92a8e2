"""Provinces found in a text: values first, then properties."""

from __future__ import annotations

import pytest

from pipelines.provinces import find_provinces


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Công Thương Lạng Sơn vừa nghiệm thu hai đề án.", ["Lạng Sơn"]),
        ("Hiệp định xuyên Thái Bình Dương đã có hiệu lực.", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(text)] == names
