"""Pairs of articles as desks make them, of known truth: the stories of tests/cases/duplicate_edits.toml, edited in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.duplicate_pairs import LabelledPair
from tests.paths import CASES

Story = dict[str, Any]
STORIES: list[Story] = tomllib.loads((CASES / "duplicate_edits.toml").read_text(encoding="utf-8"))["story"]
BOXES = (
    "Tin liên quan: Khai mạc hội chợ hàng thủ công với 130 gian hàng. Giá xăng giảm 540 đồng mỗi lít. Ông Trịnh Hoàng Đạo nhận chức.",
    "Đọc thêm: Ngân hàng Phương Nam báo lãi 1.240 tỷ đồng. Bão số 7 áp sát quần đảo Trường Sa. Đà Nẵng đón 2,3 triệu lượt khách.",
)
TENS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
ONES = ("", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín")
OTHER_WORDS = {
    "tại": "ở", "ước đạt": "ước chừng", "gồm": "bao gồm", "phát hiện": "tìm thấy", "toàn bộ": "tất cả", "đồng thời": "cùng lúc",
    "tổ chức": "mở", "tiếp tục": "vẫn", "khá": "tương đối", "thực hiện": "tiến hành", "trong": "ở trong", "các": "những", "đã": "vừa",
    "của": "thuộc", "do": "vì", "cho": "giúp cho", "so với": "nếu so với", "với": "cùng với", "theo": "đúng theo", "để": "nhằm",
    "có": "hiện có", "bảo đảm": "giữ cho được",
}  # fmt: skip


def told(story: Story, part: str, **facts: str) -> list[str]:
    """Sentences of a story with its facts, or with others."""
    return [sentence.format_map(story["fill"] | facts) for sentence in story[part]]


def edited_pairs() -> Iterator[LabelledPair]:
    """The pairs of every story: edited copies, other affairs in the same form, the same event by another desk."""
    for story in STORIES:
        body = told(story, "text")
        for edit, edited in _copies(story, body):
            yield LabelledPair("edited", edit, "\n".join(body), "\n".join(edited))
        yield LabelledPair("edited", "both desks edit", *map("\n".join, _by_two_desks(story, body)))
        yield LabelledPair("edited", "both desks add a box", *("\n".join([*body[:4], box, *body[4:]]) for box in BOXES))
        for twin in story["twins"]:
            other = told(story, "text", **twin)
            yield LabelledPair("twin", "other facts", "\n".join(body), "\n".join(other))
            yield LabelledPair("twin", "other facts, one cut short", "\n".join(body), "\n".join(other[:-2]))
            yield LabelledPair("twin", "other facts, sentences anew", "\n".join(body), "\n".join(_anew(story, other, **twin)))
        telling = told(story, "telling")
        quotes = [body[place] for place in story["quoted"]]
        follow_up = [*told(story, "more"), *telling[1:], *body[1:3]]
        yield LabelledPair("event", "later, with what went before", "\n".join(body), "\n".join(follow_up))
        yield LabelledPair("event", "told anew", "\n".join(body), "\n".join(telling))
        yield LabelledPair("event", "told anew, one statement", "\n".join(body), "\n".join([*telling[:2], quotes[0], *telling[2:]]))
        yield LabelledPair("event", "told anew, two statements", "\n".join(body), "\n".join([*telling[:1], *quotes, *telling[1:]]))
    for one, other in pairwise(STORIES):
        yield LabelledPair("different", "another story", "\n".join(told(one, "text")), "\n".join(told(other, "text")))


def _copies(story: Story, body: list[str]) -> Iterator[tuple[str, list[str]]]:
    lead, more = story["lead"].format_map(story["fill"]), told(story, "more")
    yield "lead anew", [lead, *body[1:]]
    yield "cut at the end", body[:-3]
    yield "middle dropped", [*body[:2], *body[4:]]
    yield "sentences merged", [_merged(body[0], body[1]), body[2], _merged(body[3], body[4]), *body[5:]]
    yield "place and credit", [f"(TTXVN) - {body[0]}", *body[1:], "Theo TTXVN"]
    yield "rounded", list(map(rounded, body))
    yield "spelled out", list(map(spelled_out, body))
    yield "other spelling", list(map(other_spelling, body))
    yield "box added", [*body[:3], BOXES[0], *body[3:], BOXES[1]]
    yield "shortened", body[:3]
    yield "extended", [*body[:5], more[0], *body[5:], *more[1:]]
    yield "other units", list(map(other_units, body))
    yield "sentences anew", _anew(story, body)
    yield "other words throughout", list(map(other_words, body))
    yield "lead and sentences anew, extended", [lead, *_anew(story, body)[1:], *more]
    yield "built into a feature", [*told(story, "telling")[:2], *more, *body]
    yield "lead anew, rounded, trimmed", [lead, *map(rounded, body[1:-2]), "Theo Báo Công Thương"]


def _by_two_desks(story: Story, body: list[str]) -> tuple[list[str], list[str]]:
    return [*body[:-1], story["more"][0]], [story["lead"].format_map(story["fill"]), *body[1:3], *body[4:]]


def _anew(story: Story, body: list[str], **facts: str) -> list[str]:
    anew = {int(place): sentence.format_map(story["fill"] | facts) for place, sentence in story["anew"].items()}
    return [anew.get(place, sentence) for place, sentence in enumerate(body)]


def _merged(one: str, other: str) -> str:
    return f"{one.rstrip('.')}, đồng thời {other[0].lower()}{other[1:]}"


def rounded(text: str) -> str:
    """Figures as another desk writes them: 3.267,8 tỷ -> gần 3.268 tỷ, 478,6 triệu -> hơn 478 triệu, 61.500 tấn -> khoảng 61.000 tấn."""
    text = re.sub(r"([\d.]*\d),\d+ (tỷ|nghìn)", lambda m: f"gần {_number(int(m[1].replace('.', '')) + 1)} {m[2]}", text)
    text = re.sub(r"(\d+),\d+ (triệu|ha)", r"hơn \1 \2", text)
    return re.sub(r"\b(\d+)\.(\d)[1-9]\d (tấn|nghìn|USD)", r"hơn \1.\g<2>00 \3", text)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def spelled_out(text: str) -> str:
    """Whole numbers of two digits in words: 24 máy -> hai mươi tư máy."""
    return re.sub(r"(?<![\d.,/-])([2-9])([1-9])(?= [^\W\d])", lambda m: f"{TENS[int(m[1])]} mươi {ONES[int(m[2])]}", text)


def other_spelling(text: str) -> str:
    """The tone on the other vowel, i for y."""
    return text.replace("hóa", "hoá").replace("thủy", "thuỷ").replace("Công ty", "Công ti").replace("tỷ", "tỉ")


def other_words(text: str) -> str:
    """Every third or fourth word another one of the same meaning: no long run is left, every name and figure stays."""
    return re.sub(r"[^\W\d]+(?: (?:đạt|hiện|bộ|thời|chức|tục|với|đảm))?", lambda m: OTHER_WORDS.get(m[0], m[0]), text)


def other_units(text: str) -> str:
    """Amounts in other units: 538,7 tỷ đồng -> 538.700 triệu đồng, 49,6 ha -> 496.000 m2, 62.500 tấn -> 62,5 nghìn tấn."""
    text = re.sub(r"(\d+),(\d) tỷ đồng", r"\1.\g<2>00 triệu đồng", text)
    text = re.sub(r"(\d+),(\d) ha", r"\1\2.000 m2", text)
    return re.sub(r"(\d+)\.([1-9])00 (tấn|ha)", r"\1,\2 nghìn \3", text)
