"""Pairs of articles with known truth, made by filling and editing the stories of tests/cases/duplicates.toml. Seeded, own-made."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.paths import CASES

STORIES = tomllib.loads((CASES / "duplicates.toml").read_text(encoding="utf-8"))
PROVINCES = ("Yên Bái", "Quảng Trị", "Hà Nam", "Bến Tre", "Cao Bằng", "Tây Ninh", "Phú Yên", "Sóc Trăng", "Lào Cai", "Nam Định")
KINDS = ("Hợp tác xã", "Công ty TNHH", "Công ty Cổ phần", "Doanh nghiệp tư nhân")
FIRMS = ("Bình Minh", "Tân Lộc", "Hoàng Gia Phát", "Mai Vàng", "Sông Thao", "Đồi Xanh", "An Khê")
OUTLETS = ("Theo Báo Công Thương", "(Nguồn: Cổng thông tin điện tử tỉnh)", "Thu Hiền", "Theo TTXVN", "Ảnh: Quốc Bảo")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    label: str  # copy, edited, twin, event, different
    edit: str
    a: str
    b: str


def fillings(rng: random.Random, count: int) -> list[dict[str, str]]:
    """Values for the open places; no two fillings share one."""
    provinces = rng.sample(PROVINCES, count)
    firms = [f"{rng.choice(KINDS)} {name}" for name in rng.sample(FIRMS, count)]
    days = rng.sample([(day, month) for day in range(1, 29) for month in range(1, 13)], count)
    numbers = iter(rng.sample(range(131, 997), count * 5))
    return [
        {
            "province": province, "firm": firm, "day": f"{day[0]}/{day[1]}",
            "money": f"{next(numbers) / 10:.1f}".replace(".", ","), "count": str(next(numbers)),
            "tonnes": f"{rng.randint(1, 9)}.{next(numbers)}", "percent": f"{next(numbers) / 10:.1f}".replace(".", ","),
            "share": f"{next(numbers) / 10:.1f}".replace(".", ","),
        }
        for province, firm, day in zip(provinces, firms, days, strict=True)
    ]  # fmt: skip


def told(sentences: list[str], filling: dict[str, str]) -> list[str]:
    return [sentence.format_map(filling) for sentence in sentences]


def rounded(text: str) -> str:
    """Figures as another desk writes them: 37,6 tỷ -> gần 38 tỉ, 4.512 tấn -> hơn 4.500 tấn, 24/1 -> 24-1."""
    text = re.sub(r"(\d+),(\d) tỷ", lambda m: f"gần {int(m[1]) + 1} tỉ" if m[2] != "0" else f"{m[1]} tỉ", text)
    text = re.sub(r"(\d)\.(\d)\d\d tấn", r"hơn \1.\g<2>00 tấn", text)
    return re.sub(r"(ngày|tối|hôm) (\d+)/(\d+)", r"\1 \2-\3", text)


def labelled_pairs(seed: int = 7, count: int = 4) -> Iterator[LabelledPair]:
    """About forty pairs of every story and a few of different stories."""
    rng = random.Random(seed)
    texts = []
    for story in STORIES["story"]:
        filled = fillings(rng, count)
        for number, filling in enumerate(filled):
            body = told(story["text"], filling)
            base = "\n".join(body)
            texts.append(base)
            for label, edit, edited in _editions(rng, body):
                yield LabelledPair(label, f"{story['name']}: {edit}", base, edited)
            yield LabelledPair("event", f"{story['name']}: told anew", base, "\n".join(told(story["telling"], filling)))
            for other in filled[number + 1 :]:
                yield LabelledPair("twin", f"{story['name']}: everything else", base, "\n".join(told(story["text"], other)))
            for kept in (("province", "percent"), ("firm", "share"), ("tonnes", "day", "count")):
                other = filled[(number + 1) % count] | {key: filling[key] for key in kept}
                yield LabelledPair("twin", f"{story['name']}: keeps {kept}", base, "\n".join(told(story["text"], other)))
    for a, b in zip(texts, texts[count:], strict=False):
        yield LabelledPair("different", "another story", a, b)


def _editions(rng: random.Random, body: list[str]) -> Iterator[tuple[str, str, str]]:
    yield "copy", "credit line", "\n".join([*body, rng.choice(OUTLETS)])
    yield "copy", "one paragraph, other tone marks", " ".join(body).replace("hóa", "hoá").replace("thủy", "thuỷ")
    yield "edited", "rounded", rounded("\n".join(body))
    middle = body[1:]
    rng.shuffle(middle)
    yield "edited", "reordered", "\n".join([body[0], *middle])
    yield "edited", "trimmed", "\n".join(body[: rng.randint(3, 5)])
    yield "edited", "paragraphs added", "\n".join([*body[:3], *rng.sample(STORIES["background"], 2), *body[3:]])
    lead = rng.choice(STORIES["background"])
    yield "edited", "another lead", "\n".join([lead, *body[1:], body[0]])
    yield "edited", "rounded, trimmed and credited", "\n".join([rounded("\n".join(body[:6])), rng.choice(OUTLETS)])
