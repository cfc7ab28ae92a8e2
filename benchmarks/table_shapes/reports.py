"""Reports: the shapes of tables in real reports and plans, exports of Word and Excel, and lists of facts."""

from __future__ import annotations

import random
from html import escape

from benchmarks.table_shapes.making import ANY, DISTRICTS, PROVINCES, SCALES, CellFact, Drawn, Numbers, cell, money, plain, row

_GOODS = (
    ("Giá trị sản xuất công nghiệp", "Tỷ đồng", 10**9, "VND", "output"),
    ("Kim ngạch xuất khẩu", "Triệu USD", 10**6, "USD", "trade"),
    ("Kim ngạch nhập khẩu", "1000 USD", 10**3, "USD", "trade"),
    ("Tổng mức bán lẻ hàng hóa", "Tỷ đồng", 10**9, "VND", "output"),
    ("Điện thương phẩm", "Triệu kWh", 10**6, "kWh", ANY),
    ("Xi măng", "1000 tấn", 10**3, "tấn", ANY),
    ("Quặng sắt", "Tấn", 1, "tấn", ANY),
    ("Gạch nung", "Triệu viên", 10**6, "viên", ANY),
)


def report_of_production(chance: random.Random) -> Drawn:
    """A department's monthly report: the unit in a column of its own, carried out and planned, compared in percent."""
    numbers, drawn = Numbers(chance), Drawn()
    year, month = chance.randint(2018, 2023), chance.randint(3, 11)
    period = chance.choice((f"{month} tháng {year}", f"Tháng {month}/{year}", f"Ước TH {month} tháng năm {year}"))
    heads = ["TT", "Chỉ tiêu", chance.choice(("ĐVT", "Đơn vị tính", "Đơn vị")), f"Thực hiện năm {year - 1}", f"Kế hoạch năm {year}", period]
    header = [row([cell(h, "th", rows=2) for h in heads] + [cell("So sánh (%)", "th", columns=2)])]
    header.append(row([f"So với KH năm {year}", "So cùng kỳ"], "th"))
    rows = [*header, row(["A", "B", "C", "1", "2", "3", "4=3/2", "5"])]
    rows.append(row([cell("I", rows=1), cell("Sản xuất và thương mại", columns=7)]))
    for i, (name, unit, scale, code, role) in enumerate(chance.sample(_GOODS, 5), 1):
        values = [numbers.broken(110, 9000) if chance.random() < 0.5 else numbers.whole(210) for _ in range(3)]
        shares = [numbers.broken(30, 140) for _ in range(2)]
        rows.append(row([str(i), name, unit, *(v[0] for v in values), *(s[0] for s in shares)]))
        for value, told in zip(values, (year - 1, year, year), strict=True):
            drawn.facts.append(CellFact(value[0], value[1] * scale, code, (told, told), ANY, role))
        drawn.facts += [plain(s, "%")._replace(year=(year, year), role=role) for s in shares]
    drawn.html = f"<table border=1>{''.join(rows)}</table>"
    return drawn


def plan_of_promotion(chance: random.Random) -> Drawn:
    """A plan of industrial promotion by project and fund, in sections by province, with sub-totals and a total."""
    numbers, drawn = Numbers(chance), Drawn()
    year, unit = chance.randint(2018, 2024), chance.choice(("triệu đồng", "nghìn đồng", "Tr.đ"))
    upper = [cell(h, rows=2) for h in ("STT", "Tên đề án", "Đơn vị thụ hưởng")]
    upper += [cell(f"Kinh phí hỗ trợ năm {year} ({unit})", columns=3), cell("Vốn đối ứng" + f" ({unit})", rows=2), cell("Ghi chú", rows=2)]
    rows = [row(upper), row(["Tổng số", "Khuyến công quốc gia", "Khuyến công địa phương"])]
    grand = [0.0] * 4
    roles, number = ("support", "support", "support", "investment"), 0
    for i, province in enumerate(chance.sample(PROVINCES, 2)):
        rows.append(row([["I", "II"][i], cell(f"Tỉnh {province}", columns=7)]))
        sums = [0.0] * 4
        for _ in range(chance.randint(2, 3)):
            number += 1
            parts = [numbers.whole(60, 900), numbers.whole(60, 900)]
            whole = parts[0][1] + parts[1][1]
            values = [(numbers.written(whole), whole), *parts, numbers.whole(110, 3000)]
            what = chance.choice(("máy sấy chè", "lò nung gốm", "dây chuyền ép dầu", "máy cưa gỗ")) + f" kiểu {chance.choice('ABC')}"
            who = f"HTX {chance.choice(DISTRICTS)}"
            rows.append(row([str(number), f"Ứng dụng {what} vào sản xuất", who, *(v[0] for v in values), ""]))
            sums = [s + v[1] for s, v in zip(sums, values, strict=True)]
            drawn.facts += [
                money(v, unit)._replace(year=(year, year), province=province, role=r) for v, r in zip(values, roles, strict=True)
            ]
        written = [(numbers.written(s), s) for s in sums]
        rows.append(row([cell(f"Cộng {['I', 'II'][i]}", columns=3), *(w[0] for w in written), ""]))
        drawn.facts += [money(w, unit)._replace(year=(year, year), province=province, role=r) for w, r in zip(written, roles, strict=True)]
        grand = [g + s for g, s in zip(grand, sums, strict=True)]
    written = [(numbers.written(s), s) for s in grand]
    rows.append(row([cell("Tổng cộng (I+II)", columns=3), *(w[0] for w in written), ""]))
    drawn.facts += [money(w, unit)._replace(year=(year, year), province=None, role=r) for w, r in zip(written, roles, strict=True)]
    drawn.html = f"<table>{''.join(rows)}</table>"
    return drawn


def export_of_word(chance: random.Random) -> Drawn:
    """Saved from Word: paragraphs in cells, styles, an empty column, a hidden row, the whole inside a layout table."""
    numbers, drawn = Numbers(chance), Drawn()
    first, unit = chance.randint(2016, 2021), chance.choice(("triệu đồng", "tỷ đồng"))
    years = (first, first + 1)

    def box(text: str, bold: bool = False) -> str:
        inner = f"<b>{escape(text)}</b>" if bold else escape(text)
        return (
            "<td width=92 valign=top style='width:69.0pt;border:solid windowtext 1.0pt;mso-border-alt:solid;padding:0cm 5.4pt'>"
            f"<p class=MsoNormal align=center style='text-align:center'><span style='font-size:12.0pt'>{inner}<o:p></o:p></span></p></td>"
        )

    def line(cells: list[str], style: str = "") -> str:
        return f"<tr style='mso-yfti-irow:1;{style}'>{''.join(cells)}</tr>"

    rows = [line([box("Nội dung", True), box("\xa0"), *(box(f"Năm {y}", True) for y in years), box("Tăng, giảm (%)", True)])]
    for head, role in chance.sample(
        (("Chi hỗ trợ lãi suất", "support"), ("Doanh thu bán hàng", "output"), ("Lợi nhuận sau thuế", "profit")), 3
    ):
        values, change = [numbers.whole(110) for _ in years], numbers.broken(2, 30)
        rows.append(line([box(head), box("\xa0"), *(box(v[0]) for v in values), box(change[0])]))
        drawn.facts += [money(v, unit)._replace(year=(y, y), role=role) for v, y in zip(values, years, strict=True)]
        drawn.facts.append(plain(change, "%")._replace(year=(years[1], years[1]), role=role))
    rows.insert(2, line([box("Dòng nháp"), box(""), box("77.777"), box("88.888"), box("99,9")], "display:none"))
    told = f"<p class=MsoNormal align=right><i>Đơn vị tính: {unit}<o:p></o:p></i></p>"
    data = (
        f"<table class=MsoNormalTable border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>{''.join(rows)}</table>"
    )
    drawn.html = f"<table width='100%'><tr><td><div class=WordSection1>{told}{data}</div></td></tr></table>"
    return drawn


def export_of_excel(chance: random.Random) -> Drawn:
    """Saved from a spreadsheet: columns of fixed width, empty cells all around, commas for thousands, a title over all columns."""
    numbers, drawn = Numbers(chance), Drawn()
    year, count = chance.randint(2016, 2023), chance.randint(3, 5)
    rows = [
        f"<tr height=21><td colspan=6 height=21 class=xl65>BẢNG TỔNG HỢP KẾT QUẢ NĂM {year}</td></tr>",
        "<tr height=20><td height=20></td><td></td><td></td><td></td><td colspan=2 class=xl66>ĐVT: đồng</td></tr>",
        "<tr height=40><td height=40 class=xl67></td><td class=xl67>STT</td><td class=xl67>Huyện</td><td class=xl67>Kinh phí hỗ trợ</td>"
        "<td class=xl67>Vốn tự có</td><td class=xl67>Ghi chú</td></tr>",
    ]
    for i, district in enumerate(chance.sample(DISTRICTS, count), 1):
        cells, facts = [], []
        for role in ("support", "investment"):
            value = numbers.whole(1_200_000, 98_000_000)
            written = value[0].replace(".", ",")
            cells.append(f"<td class=xl68 align=right x:num>{written}</td>")
            facts.append(CellFact(written, value[1], "VND", (year, year), ANY, role))
        rows.append(
            f"<tr height=20><td height=20></td><td class=xl69 align=right>{i}</td><td>{district}</td>{''.join(cells)}<td>&nbsp;</td></tr>"
        )
        drawn.facts += facts
    drawn.html = (
        "<table border=0 cellpadding=0 cellspacing=0 width=604 style='border-collapse:collapse;table-layout:fixed;width:453pt'>"
        f"<col width=20><col width=40><col width=150><col width=120 span=2><col width=90>{''.join(rows)}</table>"
    )
    return drawn


def list_of_facts(chance: random.Random) -> Drawn:
    """Two columns: what, and how much; the unit with the figure or with its head."""
    numbers, drawn = Numbers(chance), Drawn()
    province, year = chance.choice(PROVINCES), chance.randint(2016, 2023)
    made = numbers.broken(12, 90), numbers.broken(2, 9), numbers.whole(110, 990), numbers.broken(1, 9)
    rows = [
        ["Tên dự án", f"Nhà máy chế biến nông sản {chance.choice(DISTRICTS)}"],
        ["Địa điểm", f"tỉnh {province}"],
        ["Năm thực hiện", str(year)],
        ["Tổng vốn đầu tư (tỷ đồng)", made[0][0]],
        ["Kinh phí hỗ trợ", f"{made[1][0]} tỷ đồng"],
        ["Lao động (người)", made[2][0]],
        ["Diện tích (ha)", made[3][0]],
    ]
    colon = chance.choice((":", ""))
    drawn.facts = [
        CellFact(made[0][0], made[0][1] * SCALES["tỷ đồng"], "VND", (year, year), province, "investment"),
        CellFact(f"{made[1][0]} tỷ đồng", made[1][1] * SCALES["tỷ đồng"], "VND", (year, year), province, "support"),
        CellFact(made[2][0], made[2][1], "người"),
        CellFact(made[3][0], made[3][1], "ha"),
    ]
    drawn.html = f"<table>{''.join(row([head + colon, value]) for head, value in rows)}</table>"
    return drawn
