"""Whose figures a text tells: entities with their homes, frames and how they are opened, carried and closed."""

from __future__ import annotations

import pytest

from pipelines.facts.frames.entities import find_entities, find_place_names
from pipelines.facts.frames.openers import Frame
from pipelines.facts.frames.subjects import all_frames, frames_of_figures, subjects_at
from pipelines.text.prepared import prepare
from tests.facts.asking import scope, subjects


def homes(text: str) -> list[tuple[str, str, str]]:
    found = find_entities(prepare(text), find_place_names(prepare(text), None))
    return [(text[entity.start : entity.end], entity.home, entity.rule) for entity in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Chợ ở huyện Hữu Lũng vui.", [("huyện Hữu Lũng", "Lạng Sơn", "table")]),
        ("Bán vải Lục Ngạn ngon.", [("Lục Ngạn", "Bắc Giang", "bare")]),
        ("Ông Lục Ngạn vui.", []),  # a person
        ("Bà Trần Lục Ngạn vui.", []),
        ("Nhà máy đạm Ninh Bình lãi.", [("Ninh Bình", "Ninh Bình", "called")]),
        ("Công ty Ninh Bình lãi.", []),  # a firm has many places
        ("Bon ở vùng Đắk R’lấp vui.", [("Đắk R’lấp", "Đắk Nông", "bare")]),
        # a firm's own name goes on to its end
        ("Công ty chế biến chè Lục Ngạn lãi.", []),
        ("CTCP Gạch Lục Ngạn lãi.", []),
        ("Khách sạn Lục Ngạn vui.", []),
        ("Ngân hàng Đầu tư Lục Ngạn lãi.", []),
        ("Công ty chè ở Lục Ngạn lãi.", [("Lục Ngạn", "Bắc Giang", "bare")]),
        ("Công ty mua vải của Lục Ngạn.", [("Lục Ngạn", "Bắc Giang", "bare")]),
        ("Có công ty, có chợ Lục Ngạn.", [("Lục Ngạn", "Bắc Giang", "bare")]),
        # who serves one province, or digs there, is called after it
        ("Công ty Điện lực Lai Châu lãi.", [("Lai Châu", "Lai Châu", "called")]),
        ("Công ty Cấp nước Lai Châu lãi.", [("Lai Châu", "Lai Châu", "called")]),
        ("Công ty Nhôm Lai Châu lãi.", [("Lai Châu", "Lai Châu", "called")]),
        ("Công ty May Lai Châu lãi.", []),
        ("Xưởng Suối Mây (Lai Châu) vui.", [("Suối Mây", "Lai Châu", "placed")]),
        ("Công ty Suối Mây (Lai Châu) vui.", [("Suối Mây", "Lai Châu", "placed")]),
        ("Công ty Suối Mây, nhà máy ở Lai Châu.", []),  # the plant is there
        ("Xưởng Suối Mây vui và Lai Châu đông.", []),
        ("Hàng qua Lao Bảo tăng.", [("Lao Bảo", "Quảng Trị", "table")]),
    ],
)
def test_things_and_their_homes(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert homes(text) == wanted


def frames(text: str) -> list[tuple[str, str, str | None]]:
    return [(frame.kind, frame.manner, frame.province) for frame in all_frames(subjects(text, scope(text)))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cả nước thu 5 tỷ đồng.", [("country", "subject", None)]),
        ("Chè bán sang Nhật Bản được 5 tỷ đồng.", [("abroad", "towards", None)]),
        ("Nhật Bản mua 5 tỷ đồng chè.", [("abroad", "subject", None)]),
        # a syllable of a place's name is no country
        ("Cụm Bình Mỹ thu 5 tỷ đồng.", []),
        ("Trạm Tân Mỹ và bến Thiện Đức thu 5 tỷ đồng.", []),
        ("Bến An Nga thu 5 tỷ đồng.", []),
        ("Thị trường Mỹ thu 5 tỷ đồng chè.", [("abroad", "towards", None)]),
        ("Bò Mỹ thu 5 tỷ đồng.", [("abroad", "subject", None)]),
        ("Bán Chè Sang Mỹ được 5 tỷ đồng.", [("abroad", "towards", None)]),
        ("Nhật, Mỹ mua 5 tỷ đồng chè.", [("abroad", "subject", None)]),
        ("Xã thu nhiều hơn so với cả nước.", [("locality", "subject", None), ("country", "against", None)]),
        ("Hà Giang (cả nước 5 tỷ đồng) vui.", [("province", "subject", "Hà Giang"), ("country", "bracket", None)]),
        ("Xưởng chè (Lai Châu) vui.", [("province", "subject", "Lai Châu")]),  # the home of what stands before it
        ("Theo ông Tư, Giám đốc Sở Công Thương Hà Giang, chè đắt.", [("province", "source", "Hà Giang")]),
        ("Sở Công Thương Hà Giang chi 5 tỷ đồng.", [("province", "subject", "Hà Giang")]),
        ("Suối Mây Việt Nam thu 5 tỷ đồng.", [("firm", "subject", None)]),
        ("Thuế nhập khẩu là 5%.", [("rule", "subject", None)]),
        # a tax collected, owed or told as a part of what is collected is no rule; a rate is
        ("Thu thuế nhập khẩu đạt 5 tỷ đồng.", []),
        ("Thuế GTGT chiếm 60%.", []),
        ("Xưởng trốn thuế nhập khẩu 5 tỷ đồng.", []),
        ("Chợ còn nợ tiền thuế bảo vệ môi trường 5 tỷ đồng.", []),
        ("Lệ phí môn bài ước đạt 5 tỷ đồng.", []),
        ("Thuế nhập khẩu giảm còn 5%.", [("rule", "subject", None)]),
        ("Xưởng phải nộp thuế nhập khẩu 5%.", [("rule", "subject", None)]),
        ("Thuế suất đạt 5%.", [("rule", "subject", None)]),
        ("Cổ tức là 5%.", [("accounts", "subject", None)]),
        ("Mưa to.", []),
        # who acts opens nothing behind how far the sentence reaches
        ("Trên toàn cầu, hãng thu 5 tỷ đồng.", [("whole", "subject", None)]),
        ("Xét trên phạm vi cả nước, công ty thu 5 tỷ đồng.", [("whole", "subject", None)]),
        ("Giá thế giới tăng, hãng thu 5 tỷ đồng.", [("abroad", "subject", None), ("group", "subject", None)]),
        ("Tại Nhật Bản, hãng thu 5 tỷ đồng.", [("abroad", "subject", None), ("group", "subject", None)]),
        # numbers of provinces
        ("Ở năm tỉnh thu 5 tỷ đồng.", [("several", "subject", None)]),
        ("Cả 63 tỉnh, thành phố của cả nước thu 5 tỷ đồng.", [("several", "subject", None)]),
        ("Mỗi năm tỉnh thu 5 tỷ đồng.", [("locality", "subject", None)]),  # a year
        ("Là một trong 28 tỉnh ven biển.", [("locality", "subject", None)]),
        # accounts and whose they are
        ("Vốn điều lệ của công ty là 5 tỷ đồng.", [("accounts", "subject", None)]),
        ("Vốn điều lệ thấp, công ty thu 5 tỷ đồng.", [("accounts", "subject", None), ("firm", "subject", None)]),
        # a group described
        ("Tập đoàn Suối Mây, đơn vị thu 5 tỷ đồng.", [("whole", "subject", None)]),
        ("Tập đoàn Suối Mây thu 5 tỷ đồng.", [("group", "subject", None)]),
        ("Công ty Suối Mây, đơn vị thu 5 tỷ đồng.", [("firm", "subject", None)]),
        # who speaks for a trade, and a firm
        ("Hiệp hội Thép Việt Nam thu 5 tỷ đồng.", [("nation", "subject", None)]),
        ("Tổng công ty Thép Việt Nam thu 5 tỷ đồng.", [("group", "subject", None), ("firm", "subject", None)]),
        # shorter words are hidden
        ("Đề án thực hiện ở trụ sở cơ quan xã hội.", []),
    ],
)
def test_what_opens_a_frame_and_how(text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert frames(text) == wanted


def kind(frame: Frame | None) -> str | None:
    return frame.kind if frame else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cả nước vui, Hà Giang thu 5 tỷ đồng.", "province"),  # ends where the next opens
        ("Hà Giang (cả nước vui) thu 5 tỷ đồng.", "province"),  # ends with the bracket
        ("Hà Giang thu (cả nước 5 tỷ đồng).", "country"),
        ("Hà Giang thu hơn so với cả nước, chi 5 tỷ đồng.", "province"),  # ends with the clause of the comparison
        ("Hà Giang thu hơn so với cả nước 5 tỷ đồng.", "country"),
        ("Cả nước vui. Chợ thu 5 tỷ đồng.", "country"),  # carried on
        ("Cả nước vui.\nChợ thu 5 tỷ đồng.", None),  # not into the next paragraph
    ],
)
def test_the_frame_of_a_figure(text: str, wanted: str | None) -> None:
    assert [kind(frame) for frame in frames_of_figures(subjects(text, scope(text)))] == [wanted]


def test_the_subjects_before_a_figure() -> None:
    text = "Cả nước vui.\nHà Giang đông. Mưa to. Chợ thu 5 tỷ đồng."
    asked = scope(text)
    found = subjects_at(subjects(text, asked), asked.spots[0].begin, asked.spots[0].end, asked.amounts[0].start)
    assert (kind(found.clause), kind(found.subject), kind(found.before), found.distance, kind(found.above)) == (
        None,
        None,
        "province",
        2,
        "country",
    )


def test_no_text_breaks_frames_and_their_time_is_linear() -> None:
    text = "(" * 20_000 + " so với cả nước (Hà Giang " * 2_000 + "5 tỷ đồng"
    assert len(all_frames(subjects(text, scope(text)))) > 3_000
