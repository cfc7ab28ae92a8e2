"""Heads: tables whose difficulty is in their heads: spans, header rows, units, years and provinces."""

from __future__ import annotations

import random

from benchmarks.table_shapes.making import ANY, DISTRICTS, MONEY, PROVINCES, SCALES, CellFact, Drawn, Numbers, cell, money, plain, row

_MEASURES = (  # head of a column or row, its role
    ("Kinh phí hỗ trợ", "support"),
    ("Vốn đầu tư", "investment"),
    ("Doanh thu", "output"),
    ("Kim ngạch xuất khẩu", "trade"),
    ("Giá trị sản xuất công nghiệp", "output"),
    ("Nộp ngân sách", "tax"),
    ("Lợi nhuận", "profit"),
)


def spanned(chance: random.Random) -> Drawn:
    """A district over several rows, a total over two columns."""
    numbers, drawn = Numbers(chance), Drawn()
    head, role = chance.choice(_MEASURES)
    unit = chance.choice(MONEY)
    rows = [row(["Huyện", "Đợt", f"{head} ({unit})", "Số hộ"], chance.choice(("th", "td")))]
    total = homes = 0.0
    for district in chance.sample(DISTRICTS, chance.randint(2, 3)):
        batches = chance.randint(2, 3)
        for i in range(batches):
            value, count = numbers.whole(110), numbers.whole(12, 99)
            total, homes = total + value[1], homes + count[1]
            rows.append(row([cell(district, rows=batches)] * (i == 0) + [f"{'I' * (i + 1)}", value[0], count[0]]))
            drawn.facts += [money(value, unit)._replace(role=role), plain(count, "hộ")]
    sums = (numbers.written(total), total), (numbers.written(homes), homes)
    rows.append(row([cell(chance.choice(("Tổng cộng", "Cộng", "Tổng số")), columns=2), sums[0][0], sums[1][0]]))
    drawn.facts += [money(sums[0], unit)._replace(role=role), plain(sums[1], "hộ")]
    drawn.html = f"<table>{''.join(rows)}</table>"
    return drawn


def two_rows_of_header(chance: random.Random) -> Drawn:
    """Measures in the upper row, years below."""
    numbers, drawn = Numbers(chance), Drawn()
    first = chance.randint(2016, 2021)
    years = list(range(first, first + chance.randint(2, 3)))
    measures = chance.sample(_MEASURES, 2)
    units = [chance.choice(MONEY) for _ in measures]
    tag = chance.choice(("th", "td"))
    upper = [cell("STT", tag, rows=2), cell("Địa bàn", tag, rows=2)]
    upper += [cell(f"{head} ({unit})", tag, columns=len(years)) for (head, _), unit in zip(measures, units, strict=True)]
    form = chance.choice(("Năm {}", "{}", "TH {}", "Thực hiện năm {}"))
    rows = [row([*upper, cell("Số lao động (người)", tag, rows=2)]), row([form.format(y) for y in years] * 2, tag)]
    for i, district in enumerate(chance.sample(DISTRICTS, 3), 1):
        written = [str(i), district]
        for (_, role), unit in zip(measures, units, strict=True):
            for year in years:
                value = numbers.whole(110) if chance.random() < 0.5 else numbers.broken(110)
                written.append(value[0])
                drawn.facts.append(money(value, unit)._replace(year=(year, year), role=role))
        count = numbers.whole(12, 99)
        drawn.facts.append(plain(count, "người"))
        rows.append(row([*written, count[0]]))
    drawn.html = f"<table>{''.join(rows)}</table>"
    return drawn


def three_rows_of_header(chance: random.Random) -> Drawn:
    """Years above, measures below, what part of each in the third row; numbered columns under the header."""
    numbers, drawn = Numbers(chance), Drawn()
    unit = chance.choice(MONEY[:4])
    first = chance.randint(2016, 2021)
    years, measures = (first, first + 1), chance.sample(_MEASURES, 2)
    top = [cell("TT", rows=3), cell("Tên đơn vị", rows=3)] + [cell(f"Năm {y}", columns=3) for y in years]
    middle = [cell(measures[0][0], columns=2), cell(measures[1][0], rows=2)] * 2
    low = ["Tổng số", "Riêng vùng cao"] * 2
    rows = [row(top), row(middle), row(low)]
    if chance.random() < 0.5:
        rows.append(row([f"({i})" for i in range(1, 9)]))
    for i, name in enumerate(chance.sample(DISTRICTS, 3), 1):
        written = [str(i), f"Phòng {name}"]
        for year in years:
            for role in (measures[0][1], measures[0][1], measures[1][1]):
                value = numbers.whole(110)
                written.append(value[0])
                drawn.facts.append(money(value, unit)._replace(year=(year, year), role=role))
        rows.append(row(written))
    drawn.html = f"<p>Đơn vị tính: {unit}</p><table>{''.join(rows)}</table>"
    return drawn


def unit_far_away(chance: random.Random) -> Drawn:
    """The unit in the caption element, in the line above, in a row of its own on top, or in brackets behind the title."""
    numbers, drawn = Numbers(chance), Drawn()
    unit, year = chance.choice(MONEY), chance.randint(2016, 2023)
    (head, role), place = chance.choice(_MEASURES), chance.choice(("caption", "line", "row", "title"))
    told = chance.choice((f"Đơn vị tính: {unit}", f"ĐVT: {unit}", f"(Đơn vị: {unit})"))
    rows = [row(["Huyện", f"{head} năm {year}", "Tỷ lệ (%)"])]
    for district in chance.sample(DISTRICTS, 4):
        value, share = numbers.whole(110), numbers.broken(1, 60)
        rows.append(row([district, value[0], share[0]]))
        drawn.facts += [money(value, unit)._replace(year=(year, year), role=role), plain(share, "%")]
    body = "".join(rows)
    drawn.html = {
        "caption": f"<table><caption>{told}</caption>{body}</table>",
        "line": f"<p>{told}</p><table>{body}</table>",
        "row": f"<table>{row([cell(told, columns=3)])}{body}</table>",
        "title": f"<p>Bảng 2. Kết quả theo huyện ({unit})</p><table>{body}</table>",
    }[place]
    return drawn


def unit_in_row_head(chance: random.Random) -> Drawn:
    """Indicators down, years across, the unit in each row's head."""
    numbers, drawn = Numbers(chance), Drawn()
    first = chance.randint(2016, 2021)
    years = list(range(first, first + chance.randint(2, 4)))
    rows = [row([chance.choice(("Chỉ tiêu", "Nội dung", "")), *(chance.choice(("{}", "Năm {}")).format(y) for y in years)])]
    for head, role in chance.sample(_MEASURES, 3):
        unit = chance.choice(MONEY)
        written = [chance.choice((f"{head} ({unit})", f"{head}, {unit}"))]
        for year in years:
            value = numbers.broken(2, 90)
            written.append(value[0])
            drawn.facts.append(money(value, unit)._replace(year=(year, year), role=role))
        rows.append(row(written))
    for head, noun in (("Số đề án", "đề án"), ("Lao động (người)", "người")):
        values = [numbers.whole(110, 999) for _ in years]
        rows.append(row([head, *(v[0] for v in values)]))
        drawn.facts += [plain(v, noun)._replace(year=(y, y)) for v, y in zip(values, years, strict=True)]
    drawn.html = f"<table>{''.join(rows)}</table>"
    return drawn


def provinces_down(chance: random.Random) -> Drawn:
    """A row for each province, and one for all of them."""
    numbers, drawn = Numbers(chance), Drawn()
    year, (head, role), unit = chance.randint(2016, 2023), chance.choice(_MEASURES), chance.choice(MONEY[:2])
    rows = [row(["STT", chance.choice(("Tỉnh", "Địa phương", "Tỉnh, thành phố")), f"{head} năm {year} ({unit})", "Số cơ sở"], "th")]
    total = places = 0.0
    for i, province in enumerate(chance.sample(PROVINCES, 4), 1):
        value, count = numbers.whole(110), numbers.whole(12, 99)
        total, places = total + value[1], places + count[1]
        rows.append(row([str(i), chance.choice((province, f"Tỉnh {province}")) if i > 1 else province, value[0], count[0]]))
        drawn.facts += [money(value, unit)._replace(year=(year, year), province=province, role=role)]
        drawn.facts += [plain(count, "cơ sở")._replace(province=province)]
    sums = (numbers.written(total), total), (numbers.written(places), places)
    at = chance.choice((1, len(rows)))
    line = row([cell("Tổng cộng", columns=2), sums[0][0], sums[1][0]])
    facts = [money(sums[0], unit)._replace(year=(year, year), province=None, role=role), plain(sums[1], "cơ sở")._replace(province=None)]
    rows.insert(at, line)
    drawn.facts = facts + drawn.facts if at == 1 else drawn.facts + facts
    drawn.html = f"<table>{''.join(rows)}</table>"
    return drawn


def years_down(chance: random.Random) -> Drawn:
    """Turned over: a row for each year, across either provinces or measures."""
    numbers, drawn = Numbers(chance), Drawn()
    first = chance.randint(2014, 2019)
    years = range(first, first + chance.randint(3, 5))
    across = chance.random() < 0.5
    unit, (head, role) = chance.choice(MONEY[:2]), chance.choice(_MEASURES)
    provinces: list[str] = chance.sample(PROVINCES, 3)
    measures, units = chance.sample(_MEASURES, 3), [chance.choice(MONEY) for _ in range(3)]
    heads = provinces if across else [f"{m[0]} ({u})" for m, u in zip(measures, units, strict=True)]
    rows = [row([chance.choice(("Năm", "Thời gian")), *heads])]
    for year in years:
        values = [numbers.whole(110) for _ in heads]
        rows.append(row([chance.choice((str(year), f"Năm {year}")), *(v[0] for v in values)]))
        for i, value in enumerate(values):
            fact = CellFact(value[0], value[1] * SCALES[unit], "VND", (year, year), provinces[i], role)
            other = money(value, units[i])._replace(year=(year, year), province=ANY, role=measures[i][1])
            drawn.facts.append(fact if across else other)
    title = f"<p>Bảng 3: {head} theo năm (ĐVT: {unit})</p>" if across else ""
    drawn.html = f"{title}<table>{''.join(rows)}</table>"
    return drawn
