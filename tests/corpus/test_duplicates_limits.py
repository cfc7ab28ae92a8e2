"""Limits of the rules about duplicates: how much two articles share, how figures are rounded, who comes first; both sides of each."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterator

import pytest

from pipelines.duplicates import candidates
from pipelines.duplicates.candidates import candidate_pairs
from pipelines.duplicates.figures import figures_of
from pipelines.duplicates.originals import likely_original, publisher_names
from pipelines.duplicates.relations import PairSigns, RelationKind, compare, score_of, wording_of
from pipelines.duplicates.wording import MAX_WORDS, sketch_of, words_of
from tests.corpus.test_duplicates_corpus import report


def spelled(number: int, first: str = "") -> str:
    """A word of letters for a number, another one for every number."""
    return first + "".join("abcdefghij"[int(digit)] for digit in str(number))


def runs(*values: int) -> array[int]:
    return array("I", values)


@pytest.mark.parametrize(
    ("shared", "size_a", "size_b", "compared"),
    [
        (3, 10, 30, True), (2, 10, 30, False),  # three runs
        (2, 2, 30, True), (1, 2, 30, False), (1, 1, 30, True),  # or all of a smaller sketch
        (3, 20, 30, True), (3, 21, 30, False),  # fifteen in a hundred of the smaller
    ],
)  # fmt: skip
def test_how_much_two_articles_share_to_be_compared(shared: int, size_a: int, size_b: int, compared: bool) -> None:
    a = runs(*range(shared), *range(100, 100 + size_a - shared))
    b = runs(*range(shared), *range(200, 200 + size_b - shared))
    assert list(candidate_pairs([a, b])) == [(0, 1)] * compared


def test_a_run_is_looked_up_in_the_sixteen_articles_before() -> None:
    pairs = list(candidate_pairs([runs(1, 2, 3)] * 18))
    assert {earlier for earlier, later in pairs if later == 17} == set(range(1, 17))


def test_sixteen_partners_are_kept_of_an_article_the_closest() -> None:
    others = [runs(*range(3 * n, 3 * n + 3)) for n in range(17)]
    all_of_them = runs(*range(51))
    kept = {earlier for earlier, later in candidate_pairs([*others, all_of_them]) if later == 17}
    assert kept == set(range(1, 17))  # equals: the nearest in time


@pytest.mark.parametrize("slots", [1, 1 << 12])
def test_a_table_of_occurrences_that_is_too_small_changes_no_pair(monkeypatch: pytest.MonkeyPatch, slots: int) -> None:
    made = random.Random(4)
    common = [made.getrandbits(32) for _ in range(20)]  # each in more articles than are counted
    sketches = [runs(*sorted({*made.sample(common, 12), *(made.getrandbits(32) for _ in range(20))})) for _ in range(500)]
    pairs = list(candidate_pairs(sketches))
    monkeypatch.setattr(candidates, "MOST", slots)
    assert list(candidate_pairs(sketches)) == pairs
    assert len(pairs) > 1000
    assert pairs == list(_pairs_by_definition(sketches))


def _pairs_by_definition(sketches: list[array[int]]) -> Iterator[tuple[int, int]]:
    held = [frozenset(sketch) for sketch in sketches]
    for later, sketch in enumerate(sketches):
        met: Counter[int] = Counter()
        for run in sketch:
            met.update([earlier for earlier in range(later) if run in held[earlier]][-candidates.NEAREST :])
        enough = [
            (count, earlier)
            for earlier, count in met.items()
            if count >= candidates.MIN_SHARED and count >= candidates.MIN_SHARE * min(len(sketch), len(sketches[earlier]))
        ]
        for _, earlier in sorted(enough, reverse=True)[: candidates.NEAREST]:
            yield earlier, later


# --- wording ----------------------------------------------------------------------------------------------------------------------------


def test_a_very_long_text_is_compared_up_to_a_limit() -> None:
    assert MAX_WORDS == 20_000
    assert len(words_of("a " * 20_001)) == 20_000


def test_about_one_run_in_eight_is_sampled_and_a_short_text_is_kept_whole() -> None:
    dice = random.Random(1)
    mixed = [spelled(dice.randrange(10**6)) for _ in range(8000)]
    assert 900 < len(sketch_of(mixed)) < 1100
    assert len(sketch_of(["a", "b"])) == 1
    assert sketch_of(["a", "b"]) != sketch_of(["a", "c"])
    assert len(sketch_of([])) == 0


# --- figures ----------------------------------------------------------------------------------------------------------------------------


def figures(text: str) -> list[float]:
    words = words_of(text)
    return [figure.value for figure in figures_of(words, [word.lower() for word in words])]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("có 12 hộ", []), ("có 13 hộ", [13.0]), ("có 12,5 hộ", [12.5]), ("có 3 nghìn hộ", [3000.0]),
        ("mã 1899 hộ", [1899.0]), ("mã 1900 hộ", []), ("mã 2100 hộ", []), ("mã 2101 hộ", [2101.0]),
        ("số 12345678 hộ", [12345678.0]), ("số 123456789 hộ", []),  # nine digits are a number of something
        ("ngày 31-12 họp", [1231.0]), ("ngày 32-12 họp", [32.0]), ("ngày 1-1 họp", [101.0]), ("họp 13-14 hộ", [13.0, 14.0]),
        ("ngày 20/13 họp", []), ("ngày 31/12 họp", [1231.0]),
    ],
)  # fmt: skip
def test_what_is_a_figure(text: str, values: list[float]) -> None:
    assert figures(text) == values


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("vốn 37,54 tỷ", "vốn 37,5 tỷ", True), ("vốn 37,56 tỷ", "vốn 37,5 tỷ", False),  # half a step of the last digit
        ("vốn 10.199 tỷ", "vốn 10.000 tỷ", False), ("vốn 40 tỷ", "vốn 40,1 tỷ", False),  # one digit alone is exact
        ("vốn 11,2 tỷ", "vốn 11 tỷ", True), ("vốn 11,24 tỷ", "vốn 11 tỷ", False),  # two in a hundred at most
        ("vốn 41,9 tỷ", "vốn hơn 40 tỷ", True), ("vốn 42,1 tỷ", "vốn hơn 40 tỷ", False),  # five in a hundred with a hedge
        ("vốn 38,1 tỷ", "vốn gần 40 tỷ", True), ("vốn 37,9 tỷ", "vốn gần 40 tỷ", False),
        ("vốn 38,1 tỷ", "vốn khoảng 40 tỷ", True), ("vốn 41,9 tỷ", "vốn khoảng 40 tỷ", True), ("vốn 42,1 tỷ", "vốn khoảng 40 tỷ", False),
    ],
)  # fmt: skip
def test_what_a_rounded_figure_may_stand_for(a: str, b: str, same: bool) -> None:
    relation = compare(wording_of(a), wording_of(b))
    assert (relation.own_a, relation.own_b) == ((0, 0) if same else (1, 1))


# --- relations --------------------------------------------------------------------------------------------------------------------------


def signs(shared: float = 1.0, own: int = 0, swaps: int = 0, names: float = 0.0) -> PairSigns:
    return PairSigns(shared, shared, own, own, names, swaps, 1.0, 1.0)


def test_the_weights_of_own_text_own_figures_own_names_and_swaps() -> None:
    assert score_of(signs()) == pytest.approx(0.9866, abs=1e-3)
    assert score_of(signs(shared=0.5)) == pytest.approx(0.8131, abs=1e-3)
    assert score_of(signs(own=3)) == pytest.approx(0.8792, abs=1e-3)
    assert score_of(signs(names=0.5)) == pytest.approx(0.9548, abs=1e-3)
    assert score_of(signs(swaps=1)) == score_of(signs(swaps=9)) == pytest.approx(0.9644, abs=1e-3)  # more make a twin by themselves
    assert (score_of(signs(shared=0.2403)) >= 0.5, score_of(signs(shared=0.2402)) >= 0.5) == (True, False)


A = "Hợp tác xã trong huyện vừa lắp thêm máy sấy cho bà con trong bản đỡ phải phơi nhờ sân đình mỗi khi trời trở gió"
STORY = " ".join(f"{A} lần {word}" for word in ("đầu", "sau", "nữa", "này", "kia"))


@pytest.mark.parametrize(
    ("swapped", "kind"),
    [(0, "copy"), (1, "copy"), (2, "twin")],
)
def test_two_frames_with_another_figure_make_a_twin(swapped: int, kind: RelationKind) -> None:
    plain = [
        f"Phần {word} của bài nói rằng bản {word} đã thu được {word}{word} {n} tấn {word} búp và bán hết cho thương lái dưới xuôi rồi."
        for word, n in zip("abcdefghij", range(131, 141), strict=True)
    ]
    other = [sentence.replace(str(131 + i), str(631 + 7 * i)) if i < swapped else sentence for i, sentence in enumerate(plain)]
    assert compare(wording_of(" ".join(plain)), wording_of(" ".join(other))).kind == kind


def with_gap(words: int, figure: str) -> str:
    filling = " ".join(["chừng"] * (words - 1) + [figure])
    return f"{A} được {filling} tấn {STORY}"


@pytest.mark.parametrize(("words", "swaps"), [(8, 1), (9, 0)])
def test_a_longer_differing_stretch_is_own_text(words: int, swaps: int) -> None:
    a, b = with_gap(words, "131"), with_gap(words, "977").replace("chừng", "tầm")
    assert compare(wording_of(a), wording_of(b)).swaps == swaps


@pytest.mark.parametrize(
    ("one", "two", "swaps"),
    [
        ("bản Mường Phăng", "bản Nậm Cang", 1), ("bản Mường xa", "bản Nậm gần", 0),  # a name is two words with capitals
        ("bản HTX MP", "bản UBND NC", 0),  # an acronym is another spelling
        ("mốc 131", "mốc 977", 1), ("mốc 131", "bản Nậm Cang", 0),  # a figure for a figure, a name for a name
    ],
)  # fmt: skip
def test_an_equal_frame_with_another_name_or_figure_is_a_swap(one: str, two: str, swaps: int) -> None:
    a, b = (wording_of(f"{A} {filling} nay {STORY}") for filling in (one, two))
    assert (compare(a, b).swaps, compare(b, a).swaps, compare(a, a).swaps) == (swaps, swaps, 0)


@pytest.mark.parametrize(("elsewhere", "swaps"), [("Nậm Cang", 1), ("Mường Phăng", 0), ("Mường, Phăng", 0)])
def test_a_name_the_other_article_has_somewhere_is_no_swap(elsewhere: str, swaps: int) -> None:
    a, b = wording_of(f"{A} bản Mường Phăng nay {STORY}"), wording_of(f"{A} bản Nậm Cang nay {STORY} rồi về {elsewhere}")
    assert compare(a, b).swaps == compare(b, a).swaps == swaps


def relation(new: int, kept: int, before: int = 0) -> str:
    """An article of `kept` words against itself with `new` words in front, behind `before` words of it."""
    text, added = [spelled(n, "x") for n in range(kept)], [spelled(n, "y") for n in range(new)]
    return compare(wording_of(" ".join(text)), wording_of(" ".join([*text[:before], *added, *text[before:]]))).kind


@pytest.mark.parametrize(
    ("new", "kept", "before", "kind"),
    [
        (10, 90, 0, "copy"), (11, 90, 0, "edited"),  # nine tenths shared
        (45, 200, 0, "edited"), (46, 200, 0, "update"),  # a quarter of the first sixty words
        (46, 200, 60, "edited"),
    ],
)  # fmt: skip
def test_copy_edited_and_update(new: int, kept: int, before: int, kind: str) -> None:
    assert relation(new, kept, before) == kind


def kind_of(shared: int, alone: int, figures: tuple[int, int]) -> str:
    """Of two articles that share some words, and have words and figures of their own."""
    common = [spelled(n, "x") for n in range(shared)]
    a = [*common, *(spelled(n, "u") for n in range(alone)), *map(str, range(131, 131 + figures[0]))]
    b = [*common, *(spelled(n, "v") for n in range(alone)), *map(str, range(5003, 5003 + figures[1]))]
    return compare(wording_of(" ".join(a)), wording_of(" ".join(b))).kind


@pytest.mark.parametrize(
    ("shared", "alone", "figures", "kind"),
    [
        (31, 67, (2, 2), "event"), (30, 70, (0, 0), "different"),  # seven tenths of own text
        (31, 67, (2, 3), "twin"),  # own figures: log(1 + 2.45) is over 1.2, log(1 + 2) is not
    ],
)  # fmt: skip
def test_twin_event_and_different(shared: int, alone: int, figures: tuple[int, int], kind: str) -> None:
    assert kind_of(shared, alone, figures) == kind


# --- originals --------------------------------------------------------------------------------------------------------------------------


def test_names_a_publisher_may_be_credited_by() -> None:
    assert publisher_names("abcd", "Báo", "https://www.xyz.vn/a") == ("abcd", "xyzvn")  # more than three letters
    assert publisher_names(None, "Báo A", "https://abcd.vn") == ("baoa", "abcdvn", "abcd")
    assert publisher_names(None, None, "https://nghe.abcd.vn/x") == ("ngheabcdvn", "nghe")
    assert publisher_names("nghe", "Nghề", "https://www.nghe.vn") == ("nghe", "nghevn")  # each once
    assert publisher_names(None, None, None) == publisher_names(None, None, "/tin/x") == ()


@pytest.mark.parametrize(("credit", "by"), [("Nghề Mớ", "credit"), ("Nghề M", "date")])
def test_a_credit_may_shorten_a_name_if_it_keeps_six_letters(credit: str, by: str) -> None:
    reports = [report("a", published="2024-01-01", credit=credit), report("b", published="2024-01-02", title="Nghề Mới")]
    found = likely_original(reports)
    assert found is not None
    assert found[1] == by


@pytest.mark.parametrize(
    ("credit", "title", "by"),
    [
        ("Theo Nghề Mới", "Báo Làng Chè", "credit"),
        ("Nghề Mới - Làng Chè", "Làng Chè", "date"),  # who names itself passes nothing on
        ("Theo Chợ Phiên", "Báo Làng Chè", "date"),
    ],
)
def test_a_credit_names_another_than_the_outlet_itself(credit: str, title: str, by: str) -> None:
    reports = [
        report("a", published="2024-01-01", credit=credit, title=title),
        report("b", published="2024-01-02", title="Nghề Mới"),
        report("c", published="2024-01-03", title="Báo Ven Sông"),
    ]
    assert likely_original(reports) == ("b" if by == "credit" else "a", by)
    assert likely_original(reports[::-1]) == ("b" if by == "credit" else "a", by)


def test_of_two_that_are_credited_as_often_the_earlier_is_the_original() -> None:
    reports = [
        report("a", published="2024-01-01", credit="Theo Nghề Mới", title="Báo Làng Chè"),
        report("b", published="2024-01-04", title="Nghề Mới"),
        report("c", published="2024-01-03", title="Chợ Phiên"),
        report("d", published="2024-01-02", credit="Theo Chợ Phiên", title="Báo Ven Sông"),
    ]
    assert likely_original(reports) == ("c", "date")
    again = report("e", published="2024-01-05", credit="Nghề Mới", title="Báo Núi Đôi")
    assert likely_original([*reports, again]) == ("b", "credit")


def test_a_surer_sign_leaves_fewer_to_the_next() -> None:
    reports = [
        report("a", published="2024-01-01", kind="newspaper"),
        report("b", published="2024-01-01", kind="portal"),
        report("c", published="2024-01-02", kind="ministry"),
    ]
    assert likely_original(reports) == ("a", "source")
    assert likely_original([report("a"), report("b", kind="ministry"), report("c", kind="portal")]) is None  # one of no known kind


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (("ministry", "agency"), "a"), (("department", "agency"), "b"), (("khuyen_cong_centre", "department"), "b"),
        (("trade_promotion", "trade_press"), "a"), (("newspaper", "trade_press"), "b"), (("newspaper", "portal"), "a"),
        (("portal", "portal"), None), (("portal", "tea_house"), None), (("portal", None), None),
    ],
)  # fmt: skip
def test_who_issues_news_comes_before_who_passes_it_on(kinds: tuple[str, str | None], found: str | None) -> None:
    reports = [report(key, kind=kind) for key, kind in zip("ab", kinds, strict=True)]
    assert likely_original(reports) == (found and (found, "source"))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("2024-01-02T10:00:00+07:00", "2024-01-02T09:00:00+07:00", ("b", "date")),
        ("2024-01-02T10:00:00+07:00", "2024-01-02", None),  # a day alone says nothing of the hour
        ("2024-01-03T08:00:00+07:00", "2024-01-02", ("b", "date")),
    ],
)
def test_of_one_day_the_hour_decides(first: str, second: str, found: tuple[str, str] | None) -> None:
    assert likely_original([report("a", published=first), report("b", published=second)]) == found


@pytest.mark.parametrize(("number", "found"), [("2", ("b", "address")), ("9", ("b", "address")), ("1", None), ("10", None)])
def test_an_address_with_a_number_behind_it_is_a_repost(number: str, found: tuple[str, str] | None) -> None:
    assert likely_original([report("a", f"https://x.vn/tin-{number}.html"), report("b", "https://x.vn/tin.html")]) == found
