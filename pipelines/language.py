"""Language of a text: Vietnamese by its letters, else what the page says about itself."""

from __future__ import annotations

_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")


def language_of(text: str, stated: str | None = None) -> str | None:
    """ISO 639-1 code. Vietnamese has such letters in every fifth character; 3 % of the first 4,000 characters are enough."""
    sample = text[:4000].casefold()
    letters = sum(c.isalpha() for c in sample)
    if not letters:
        return stated
    if sum(c in _VIETNAMESE for c in sample) >= 0.03 * letters:
        return "vi"
    return stated if stated and stated != "vi" else "en" if sample.isascii() else stated
