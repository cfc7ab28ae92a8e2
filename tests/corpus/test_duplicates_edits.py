"""Copies as desks edit them, other affairs in the same form, one event by two desks: what is merged of each, and the limits of swaps."""

from __future__ import annotations

from collections import Counter

import pytest

from pipelines.duplicates.relations import ONE_REPORT, compare, wording_of
from tests.corpus.test_duplicates_limits import spelled
from tests.duplicate_edits import edited_pairs

PAIRS = list(edited_pairs())
MERGED_TWINS = 6  # of 60: a tender of the same office whose only other facts are one figure and the goods, or the goods alone


def _merged(label: str) -> Counter[str]:
    return Counter(
        pair.edit for pair in PAIRS if pair.label == label and compare(wording_of(pair.a), wording_of(pair.b)).kind in ONE_REPORT
    )


def _made(label: str) -> Counter[str]:
    return Counter(pair.edit for pair in PAIRS if pair.label == label)


def test_every_edited_copy_of_every_class_is_one_report() -> None:
    made = _made("edited")
    assert (len(made), made.total()) == (19, 152)
    assert made - _merged("edited") == Counter()


def test_other_affairs_in_the_same_form_stay_apart() -> None:
    assert _made("twin").total() == 60
    assert _merged("twin").total() <= MERGED_TWINS


@pytest.mark.parametrize(("label", "count"), [("event", 32), ("different", 7)])
def test_one_event_by_two_desks_and_other_stories_are_never_merged(label: str, count: int) -> None:
    assert _made(label).total() == count
    assert _merged(label) == Counter()


# --- swaps ------------------------------------------------------------------------------------------------------------------------------

BEFORE = "Sáng qua ban quản lý chợ phiên vùng cao mời bà con các bản"
AFTER = "mang hàng xuống sân kho cũ từ tờ mờ sáng để kịp xếp sạp theo ngành nghề rồi mới mở cửa đón khách gần xa"


def swapped(one: str, other: str, far: str = "") -> int:
    """Swaps of two articles that differ in a filling only, `far` words into them."""
    a, b = (wording_of(f"{far} {BEFORE} {filling} {AFTER}") for filling in (one, other))
    there, back = compare(a, b), compare(b, a)
    assert there.swaps == back.swaps
    return there.swaps


@pytest.mark.parametrize(
    ("one", "other", "swaps"),
    [
        ("trong tháng 5 này", "trong tháng 6 này", 1), ("trong tháng 5 này", "trong tháng 5/2021 này", 0),  # a month
        ("trong tháng 05 này", "trong tháng 5 này", 0), ("vụ năm 2021", "vụ năm 2022", 1),
        ("cùng 4 lái buôn", "cùng 9 lái buôn", 1), ("cùng 4 lái buôn", "cùng chín lái buôn", 0),  # written out is another wording
        ("cùng 4 lái buôn", "cùng 31 lái buôn", 1), ("cùng mấy lái buôn", "cùng 31 lái buôn", 0),
        ("có 8,7 ha", "có gần 9 ha", 0), ("có 8,7 ha", "có gần 5 ha", 1),  # rounded to a small number
        ("có 49,6 ha", "có 496.000 m2", 0), ("có 49,6 ha", "có 487.000 m2", 1),  # in another unit
        ("ở Nà Phặc và Bản Giốc", "ở Khe Sanh và Pa Ủ", 2), ("ở HTX, Bản Giốc", "ở HTX, Pa Ủ", 1),
        ("ở Nà Phặc và cả Nà Phặc", "ở Khe Sanh và cả Khe Sanh", 1),  # one name for one name, however often
    ],
)  # fmt: skip
def test_what_is_a_swapped_fact(one: str, other: str, swaps: int) -> None:
    assert swapped(one, other) == swaps


@pytest.mark.parametrize("number", ["4", "2021"])
def test_a_small_number_the_other_article_has_somewhere_is_no_swap(number: str) -> None:
    other = "7" if len(number) == 1 else "2019"
    a, b = wording_of(f"{BEFORE} đủ {number} mùa {AFTER}"), wording_of(f"{BEFORE} đủ {other} mùa {AFTER} và {number} nữa")
    assert compare(a, b).swaps == compare(b, a).swaps == 0


@pytest.mark.parametrize(
    ("one", "other", "swaps"),
    [
        ("trồng cây dược liệu", "nuôi cá lồng", 1), ("trồng dược liệu", "nuôi cá lồng", 1), ("trồng quế", "nuôi cá lồng", 0),  # three words
        ("trồng cây dược liệu", "nuôi cá chợ", 1), ("trồng cây dược liệu", "nuôi chợ sạp", 0),  # a third may stand elsewhere
        ("trồng cây dược liệu", "nuôi CLB PTNT", 0), ("trồng cây dược liệu", "nuôi 14 lồng", 0),
    ],
)  # fmt: skip
def test_another_thing_in_the_opening_is_a_swap(one: str, other: str, swaps: int) -> None:
    assert swapped(one, other) == swaps


@pytest.mark.parametrize(("words", "swaps"), [(43, 1), (44, 0)])
def test_the_opening_is_sixty_words(words: int, swaps: int) -> None:
    assert swapped("trồng dược liệu", "nuôi cá lồng", " ".join(["ừ"] * words)) == swaps


SIDES = (("Nà Phặc", "Bản Giốc", "x"), ("Khe Sanh", "Pa Ủ", "y"))  # two names and a letter that makes a word its own


@pytest.mark.parametrize(("own", "swaps"), [(2, 2), (3, 0)])
def test_a_long_gap_is_one_sentence_if_two_words_in_five_are_equal(own: int, swaps: int) -> None:
    """Ten or eleven words, four of them equal."""
    one, other = (f"{a} thì ạ {b} ạ ừ {' '.join(letter + word for word in 'aeo'[:own])}" for a, b, letter in SIDES)
    assert swapped(one, other) == swaps


@pytest.mark.parametrize(("between", "swaps"), [(36, 2), (37, 0)])
def test_a_gap_is_looked_into_up_to_forty_words(between: int, swaps: int) -> None:
    """Names at both ends; every third word between is the article's own, so that no five in a row are shared."""

    def word(n: int, letter: str) -> str:
        return spelled(n, letter if n % 3 == 1 else "")

    one, other = (f"{a} {' '.join(word(n, letter) for n in range(between))} {b}" for a, b, letter in SIDES)
    assert swapped(one, other) == swaps
