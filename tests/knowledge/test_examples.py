"""Every row of a knowledge table acts in its own example: a row that does nothing, or an example that shows something else, is red."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.amounts.units import SCALES, UnitRow, unit_rows
from pipelines.facts.frames.cues import MASK, GroupRow, RoleRow, find_cues, group_rows, role_rows
from pipelines.facts.frames.industry_places import ZoneRow, zone_rows, zones
from pipelines.facts.provinces.context import Place, meaning_of
from pipelines.facts.provinces.provinces import BlockerRow, blocker_rows, find_provinces
from pipelines.facts.provinces.registry import slug_of_name
from pipelines.facts.provinces.words import WordRow, Words, word_rows, words
from pipelines.html.blocks import Block
from pipelines.html.markers import ClassNameRow, class_name_rows, is_imprint, key_of, marker_rows, markers, opens_with, starts_with_marker
from pipelines.html.zones import is_called, line_zone, zone_of
from pipelines.reading.reading import read_article
from pipelines.reading.refusing.refusals import is_spam
from pipelines.reading.refusing.sections import is_pager_title
from pipelines.reading.signing.bylines import Signed, clean_byline, clean_credit, is_credit, names_outlet, signed_in_box
from pipelines.reading.signing.names import SignerRow, is_account, is_organisation, is_person, signer_rows, without_degrees
from pipelines.reading.signing.signatures import take_writer
from pipelines.reading.titles import is_gambling, is_part_caption
from pipelines.text.prepared import bare, prepare
from pipelines.text.sentences import lowered
from pipelines.values.article import NotArticle
from pipelines.values.page import Page

COUNTS = {"unit": True, "authority": True, "place": True, "break": True, "organisation": False, "minor": False, "road": False}
SENTENCE = (
    "Huyện vừa khánh thành xưởng sấy nông sản dùng năng lượng mặt trời, mỗi mẻ sấy được gần một tấn mận và giữ được màu tươi lâu hơn trước."
)
TEASERS = "".join(f"<div><h3><a href='/{n}.html'>Tin vắn số {n} về chuyện làm ăn ở bản</a></h3><p>{SENTENCE}</p></div>" for n in range(6))
Row = TypeVar("Row")
UNSEEN = {"K", "công-ten-nơ", "ca F0"}  # letters the reading of numbers and nouns does not reach: kept as names of what is meant


def of_every(rows: Sequence[Row], name: Callable[[Row], str]) -> Callable[[Callable[[Row], None]], Callable[[], None]]:
    """One test of all rows of a table, which tells every row that fails: six thousand tests of a row each take a minute to deal out."""

    def whole(act: Callable[[Row], None]) -> Callable[[], None]:
        def test() -> None:
            wrong = []
            for row in rows:
                try:
                    act(row)
                except AssertionError as error:
                    wrong.append(f"{name(row)}: {error}")
            assert rows
            assert not wrong, "\n".join(wrong)

        return test

    return whole


def test_there_are_tables() -> None:
    sizes = [len(role_rows()), len(group_rows()), len(zone_rows()), len(marker_rows()), len(class_name_rows()), len(unit_rows())]
    sizes += [len(word_rows()), len(blocker_rows()), len(signer_rows())]
    assert all(size > least for size, least in zip(sizes, [700, 250, 15, 400, 200, 1_800, 300, 15, 300], strict=True))


@of_every(role_rows(), lambda row: row.phrase)
def test_a_role_is_found(row: RoleRow) -> None:
    low = lowered(row.example)
    cues, _ = find_cues(low, bare(low), 0, len(low))
    begin = low.find(row.phrase)
    if row.role == MASK:
        assert not any(begin <= cue.start and cue.end <= begin + len(row.phrase) for cue in cues)
    else:
        assert (row.phrase, row.role, row.weight) in [(low[cue.start : cue.end], cue.meaning, cue.weight) for cue in cues]


@of_every(group_rows(), lambda row: row.phrase)
def test_a_group_is_found(row: GroupRow) -> None:
    low = lowered(row.example)
    _, words = find_cues(low, bare(low), 0, len(low))
    begin = low.find(row.phrase)
    if row.group == MASK:
        assert not any(begin <= cue.start and cue.end <= begin + len(row.phrase) for cue in words)
        return
    assert (row.phrase, row.group) in [(low[cue.start : cue.end], cue.meaning) for cue in words]


@of_every(zone_rows(), lambda row: row.name)
def test_a_zone_is_no_province_by_itself(row: ZoneRow) -> None:
    assert zones()[row.name] == row.province
    assert not find_provinces(prepare(row.example))


@of_every(marker_rows(), lambda row: f"{row.section}-{row.phrase}")
def test_a_line_is_known_by_its_marker(row: object) -> None:
    section, phrase, example = row.section, row.phrase, row.example  # type: ignore[attr-defined]
    assert (key_of(phrase) or phrase) in markers(section)
    match section:
        case "related" | "end" | "drop":
            assert line_zone(example) in (section, "drop")
        case "imprint":
            assert is_imprint(example)
        case "drop_prefix":
            assert line_zone(example) == "drop"
            assert starts_with_marker(example, section)
        case "inline_related":
            assert line_zone(example) == "inline_related"
        case "credit":
            assert is_credit(example)
            assert clean_credit(example)
        case "byline":
            assert clean_byline(example) == example[len(phrase) :].lstrip(" :")
        case "account":
            assert is_account(example)
        case "gambling":
            assert is_gambling(example)
        case "promotion":
            assert_sells(phrase, example)
        case "not_found":
            assert refused(f"<p>{SENTENCE}</p>", example) == "not_found"
            assert refused(f"<p>{example}</p><p>{SENTENCE}</p>", "Ví Dụ Online") == "not_found"
        case "search":
            assert refused(TEASERS, example) == "search"
        case "scene" | "opener":
            assert opens_with(example, section)
        case "question" | "answer" | "document_field":
            assert starts_with_marker(example, section)
        case "part_caption" | "pager":
            assert {"part_caption": is_part_caption, "pager": is_pager_title}[section](example)
        case _:
            raise AssertionError(section)


@of_every(signer_rows(), lambda row: f"{row.section}-{row.word}")
def test_who_signs_is_known_by_a_word(row: SignerRow) -> None:
    match row.section:
        case "family":
            assert is_person(row.example)
        case "organisation":
            assert is_organisation(row.example)
        case "post":
            assert writer_of(row.example) == "Nguyễn Văn Mẫu"
        case "degree":
            assert (without_degrees(row.example), writer_of(row.example)) == ("Nguyễn Văn Mẫu", row.example)
        case "outlet":
            assert names_outlet(row.example)
            assert signed_in_box(row.example) == Signed(None, row.example)
        case "nobody" | "nobody_word":
            assert is_account(row.example)


def writer_of(line: str) -> str | None:
    """The writer a text names that begins with this line."""
    found = take_writer([Block(line, None), Block(SENTENCE, None)])  # type: ignore[arg-type]
    return found.byline if found else None


def test_the_pages_around_a_marker_are_refused_otherwise_without_it() -> None:
    assert refused(f"<p>{SENTENCE}</p>", "Ví Dụ Online") != "not_found"
    assert refused(TEASERS, "Ví Dụ Online") == "listing"


def refused(body: str, title: str) -> str:
    """Why a page of this body and title is no article."""
    with pytest.raises(NotArticle) as caught:
        read_article(Page(url=None, body=f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()))
    return caught.value.reason


def assert_sells(phrase: str, example: str) -> None:
    """Of two promotions in an advert, which a headline on betting needs, the phrase is one."""
    bet = next(word for word in sorted(markers("gambling"), key=len) if is_gambling(word))
    other = next(word for word in sorted(markers("promotion")) if word not in example.casefold() and word not in bet)
    rest = re.sub(re.escape(phrase), "", example, flags=re.IGNORECASE)
    assert is_spam(bet, f"{bet} {bet} {bet} {bet} {other} {phrase}")
    assert not is_spam(bet, f"{bet} {bet} {bet} {bet} {other}")
    assert is_spam(bet, f"{bet} {bet} {bet} {bet} {other} {example}")
    assert not is_spam(bet, f"{bet} {bet} {bet} {bet} {other} {rest}")


@of_every(class_name_rows(), lambda row: f"{row.section}-{row.word}")
def test_a_class_name_says_its_zone(row: ClassNameRow) -> None:
    if row.section == "opened" or row.section == "animated":
        assert is_called(row.example, row.section)
    else:
        assert zone_of(row.example) == row.section


@of_every([row for row in word_rows() if row.effect in COUNTS], lambda row: f"{row.effect}-{row.phrase}")
def test_a_word_beside_a_province(row: WordRow) -> None:
    assert bool(find_provinces(prepare(row.example))) == COUNTS[row.effect]


@of_every([row for row in word_rows() if row.effect == "surname"], lambda row: row.phrase)
def test_a_surname_makes_a_person(row: WordRow) -> None:
    assert find_provinces(prepare(row.example)) == []
    key = prepare(row.example).key
    behind = key.index(row.phrase) + len(row.phrase)
    name = min((name for name in slug_of_name() if name in key[behind:]), key=lambda name: key.index(name, behind))
    start = key.index(name, behind)
    assert meaning_of(Place(key, start, start + len(name), "name"), None).rule == "person"


@of_every([row for row in word_rows() if row.effect == "neutral"], lambda row: row.phrase)
def test_a_neutral_word_hides_another(row: WordRow) -> None:
    example = prepare(row.example)
    whole = words(plain=False)
    less = Words({phrase: effect for phrase, effect in whole.effects.items() if phrase != row.phrase}, whole.lasts, whole.surnames)
    found = find_provinces(example)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.facts.provinces.context.words", lambda plain: less)
        assert find_provinces(example) != found


@of_every(blocker_rows(), lambda row: row.phrase)
def test_a_blocked_name_is_no_province(row: BlockerRow) -> None:
    assert find_provinces(prepare(row.example)) == []


@of_every([row for row in unit_rows() if row.word not in UNSEEN], lambda row: f"{row.kind}-{row.word}")
def test_a_word_of_amounts_acts(row: UnitRow) -> None:
    found = find_amounts(row.example)
    match row.kind:
        case "scale":
            assert any(amount.max >= SCALES[row.word] for amount in found)
        case "currency" | "measure" | "percent":
            kind = "money" if row.kind == "currency" else row.kind
            assert (kind, row.value or row.word) in [(amount.kind, amount.unit) for amount in found]
        case "count":
            assert row.word.casefold() in [a.unit.casefold() for a in found if a.kind == "count" and re.match("count-noun", a.rule)]
        case _:
            assert not [amount for amount in found if amount.kind == "count"]
