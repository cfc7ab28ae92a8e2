"""Making: a table drawn by chance, its cells with what they say, and the page around it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

ANY = "?"  # of a year, province or role that the heads of a table do not tell

PROVINCES = ("Bắc Kạn", "Lào Cai", "Ninh Thuận", "Trà Vinh", "Kon Tum", "Hải Dương", "Quảng Ngãi", "Bến Tre", "Đắk Nông", "Hà Nam")
DISTRICTS = ("Nà Phạ", "Mường Sang", "Phú Lộc Đông", "Tân Khai", "An Bình Thượng", "Vân Đình", "Cẩm Sơn", "Long Vĩnh")
MONEY = ("triệu đồng", "tỷ đồng", "nghìn đồng", "triệu USD", "1.000 USD")
SCALES = {"triệu đồng": 10**6, "tỷ đồng": 10**9, "nghìn đồng": 10**3, "triệu USD": 10**6, "1.000 USD": 10**3, "đồng": 1, "Tr.đ": 10**6}


class CellFact(NamedTuple):
    """What one cell says. `year` is (first, last), None: no year; `ANY` where the table does not tell."""

    surface: str
    value: float
    unit: str
    year: tuple[int, int] | str | None = ANY
    province: str | None = ANY
    role: str | None = ANY


@dataclass(slots=True)
class Drawn:
    """A table as it is drawn: its markup (with what stands above it) and the facts of its cells in reading order."""

    html: str = ""
    facts: list[CellFact] = field(default_factory=list)


class Numbers:
    """Numbers as a report writes them, none twice in one table."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def whole(self, low: int = 12, high: int = 9800) -> tuple[str, float]:
        """A whole number with dots ("1.234") that is no year."""
        while True:
            value = self._chance.randint(low, high)
            written = f"{value:,}".replace(",", ".")
            if written not in self._given and not 1900 <= value <= 2100:
                self._given.add(written)
                return written, float(value)

    def broken(self, low: float = 1, high: float = 900) -> tuple[str, float]:
        """A number with one or two decimals ("12,5")."""
        while True:
            places = self._chance.choice((1, 2))
            value = round(self._chance.uniform(low, high), places)
            written = f"{value:,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
            if written not in self._given and not written.endswith("0"):
                self._given.add(written)
                return written, value

    def written(self, value: float) -> str:
        """A whole value that was added up elsewhere."""
        return f"{round(value):,}".replace(",", ".")


def money(written: tuple[str, float], unit: str) -> CellFact:
    """A cell of money in one of MONEY."""
    return CellFact(written[0], written[1] * SCALES[unit], "USD" if "USD" in unit else "VND")


def plain(written: tuple[str, float], unit: str, scale: float = 1) -> CellFact:
    """A cell of anything else."""
    return CellFact(written[0], written[1] * scale, unit)


def row(cells: Sequence[str], tag: str = "td") -> str:
    """A table row; a cell that begins with "<" is markup already."""
    return "<tr>" + "".join(c if c.startswith("<") else f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"


def cell(text: str, tag: str = "td", rows: int = 1, columns: int = 1) -> str:
    """A cell that spans."""
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    return f"<{tag}{spans}>{escape(text)}</{tag}>"


def page(body: str, chance: random.Random) -> bytes:
    """An article with the table in the middle; its prose names other years, money and another province."""
    place, year, sum_ = chance.choice(("Phú Thọ", "Tây Ninh", "Sóc Trăng")), chance.randint(2009, 2014), chance.randint(11, 19)
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Kết quả hoạt động của ngành - Báo thử</title></head><body>'
        f'<nav><a href="/">Trang chủ</a><a href="/kt">Kinh tế</a></nav>'
        f"<article><h1>Ngành công thương báo cáo kết quả hoạt động trong kỳ</h1>"
        f"<p>Hội nghị sơ kết sáng nay nghe báo cáo về các chỉ tiêu của ngành, với sự tham dự của nhiều doanh nghiệp và hợp tác xã.</p>"
        f"<p>Đoàn công tác của {place} từng đến học tập mô hình này năm {year}, khi đó mỗi xưởng được góp {sum_} triệu đồng để sửa nhà.</p>"
        f"<p>Số liệu chi tiết được nêu trong bảng dưới đây, do phòng nghiệp vụ tổng hợp từ báo cáo của các địa phương gửi về.</p>"
        f"{body}"
        f"<p>Thời gian tới, ngành tiếp tục hướng dẫn các cơ sở lập hồ sơ, ưu tiên chế biến nông sản và cơ khí nhỏ ở vùng cao.</p>"
        f"</article><footer>Cơ quan chủ quản: Sở mẫu</footer></body></html>"
    ).encode()


Maker = Callable[[random.Random], Drawn]
