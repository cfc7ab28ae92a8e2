"""Vietnamese charsets from before Unicode, each as a function from text read as Latin-1 or Windows-1252 to the text meant.

Sources: TCVN 5712:1993 (VN3, the "ABC" fonts), RFC 1456 (VISCII), the VNI-Windows fonts (a base letter and a mark), Windows-1258.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# What Windows-1252 shows for the bytes 80 to 9F, back to the byte; text that passed through a word processor shows "−" for AD.
_BYTES = {ord(c): b for b in range(0x80, 0xA0) for c in bytes([b]).decode("cp1252", "ignore")} | {0x2212: 0xAD}

_TCVN3 = dict(
    zip(
        range(0xA1, 0x100),
        "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
        strict=True,
    )
)
_VISCII = dict(
    zip(
        [0x02, 0x05, 0x06, 0x14, 0x19, 0x1E, *range(0x80, 0x100)],
        "ẲẴẪỶỸỴẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
)
_CP1258 = {b: bytes([b]).decode("cp1258", "ignore") or chr(b) for b in range(0x80, 0x100)}

# VNI: one byte for these letters, base letter and mark for all others; capitals have their own marks.
_VNI_SINGLE = dict(zip("íìæóòôöîñÍÌÆÓÒÔÖÎÑ", "íìỉĩịơưỵđÍÌỈĨỊƠƯỴĐ", strict=True))
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0323\u0306", "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300",
    "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0323\u0302",
}  # fmt: skip
_VNI_MARKS |= {mark.upper(): accents for mark, accents in _VNI_MARKS.items()}
_VNI = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_SINGLE)}]")
_SHOUTED = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """TCVN3 (ABC). Capital fonts store small accented letters among capitals: such words become capitals throughout."""
    mapped = unicodedata.normalize("NFC", text.translate(_BYTES).translate(_TCVN3))
    return _SHOUTED.sub(_capitals, mapped)


def _capitals(match: re.Match[str]) -> str:
    word = match[0]
    plain = [c for c in word if c.isascii()]
    return word.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else word


def from_viscii(text: str) -> str:
    """VISCII, with its six capitals among the control characters."""
    return text.translate(_BYTES).translate(_VISCII)


def from_vni(text: str) -> str:
    """VNI-Windows: "Coâng Thöông" -> "Công Thương"."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    if not match[1]:
        return _VNI_SINGLE[match[0]]
    return _VNI_SINGLE.get(match[1], match[1]) + _VNI_MARKS[match[2]]


def from_windows_1258(text: str) -> str:
    """Windows-1258: base letters and combining tones, composed here."""
    return unicodedata.normalize("NFC", text.translate(_BYTES).translate(_CP1258))


LEGACY: dict[str, Callable[[str], str]] = {
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "viscii": from_viscii,
    "windows-1258": from_windows_1258,
}
