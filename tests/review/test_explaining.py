"""`corpus read --explain`: fixed readings told in fixed words; a text cannot act on the terminal."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from crawler.reviewing import explaining
from crawler.reviewing.explaining import WIDTH, Note, explain
from crawler.reviewing.rule_words import rule_words
from pipelines.facts.links.scoring import declared
from pipelines.record import Record
from pipelines.values.article import Article
from pipelines.values.mentions import AmountMention, Doubt, Doubts, Facts

TEXT = "Năm 2031, tỉnh Cao Bằng hỗ trợ 1,42 tỷ đồng, tăng 12%. Hai xã chưa có điện.\nGiá thuê khoảng 2 đến 3 USD mỗi ngày."


def amount(surface: str, **more: Any) -> AmountMention:
    start = TEXT.index(surface)
    values = {"kind": "money", "min": 1.42, "max": 1.42, "unit": "VND", "rule": "r"} | more
    return AmountMention(start=start, end=start + len(surface), surface=surface, **values)


SURE = Doubts(
    0.914, Doubt(0.95, (2030, 2031), 0.04), Doubt(0.99, None, 0.01), Doubt(0.97, "budget", 0.0)
)  # fmt: skip
AMOUNTS = (
    amount("1,42 tỷ đồng", vnd_min=1_420_000_000, vnd_max=1_420_000_000, year=(2031, 2031), province="Cao Bằng", role="support",
           link_rule="role:left(hỗ trợ) year:an-older-rule province:none", doubts=SURE),
    amount("12%", kind="percent", min=12.0, max=12.0, unit="%", change="increase", planned=True, role="other"),
    amount("Hai", kind="count", unit="xã"),
    amount("khoảng 2 đến 3 USD", min=2.0, max=3.0, unit="USD", approx="about", per="day", year=(2030, 2031), role="price"),
)  # fmt: skip
RECORD = Record("https://x.vn/1", "thu", None, Article("Khuyến công Cao Bằng", (TEXT,), published="2032-01-05"), TEXT,
                Facts(amounts=AMOUNTS, primary_provinces=("Cao Bằng",), province="Cao Bằng", year=2031))  # fmt: skip
LEFT = {str(name): feature.meaning for name, feature in declared("role").items()}.get("left", "left")


def told(record: Record = RECORD, **options: Any) -> str:
    out = io.StringIO()
    explain(record, Console(file=out, highlight=False, **options))
    return out.getvalue()


def test_sentences_figures_answers_and_rules() -> None:
    lines = told().split("\n")
    assert lines[:6] == [
        "Khuyến công Cao Bằng",
        "2032-01-05 · thu · https://x.vn/1 · about Cao Bằng, 2031",
        "",
        "┆ time: 2031 (topic “2031, tỉnh Cao Bằng”)",
        "┆ subject: province: unit, Cao Bằng (as subject)",
        "Năm 2031, tỉnh Cao Bằng hỗ trợ ⟦1,42 tỷ đồng⟧1, tăng ⟦12%⟧2.",
    ]
    text = " ".join(" ".join(line for line in lines if not line.startswith("┆")).split())
    assert "1 1,420,000,000 VND, 91 % sure year 2031 95 %, else 2030-2031 4 %; an-older-rule" in text
    assert f'province Cao Bằng 99 %, else none 1 % role support 97 %; {LEFT}: "hỗ trợ"' in text
    assert "2 increase 12 %, planned year none province none role other Hai xã chưa có điện." in text
    assert "Giá thuê ⟦khoảng 2 đến 3 USD⟧3 mỗi ngày. 3 about 2 to 3 USD per day year 2030-2031 province none role price" in text


def test_plain_when_piped_and_never_wide() -> None:
    long = Record(None, None, None, Article(None, ("Từ " * 400,)), "Từ " * 400, Facts())
    for record in (RECORD, long):
        plain = told(record)
        assert "\x1b" not in plain
        assert max(map(len, plain.split("\n"))) <= WIDTH
        assert all(line == line.rstrip() for line in plain.split("\n"))
    assert "\x1b[" in told(force_terminal=True, color_system="standard", width=60)
    assert "(no title)\nundated · about no province, no year" in told(long)


def test_nothing_in_a_text_acts_on_the_terminal() -> None:
    text = "Giá \x1b[31mđỏ\x1b]0;tên\x07 và \u202engược\u202c, [bold]không[/bold]\r."
    plain = told(Record("u\x1b[2J", None, None, Article("\x1b[1mTên", (text,)), text, Facts()))
    assert not any(c in plain for c in "\x1b\x07\u202e\r")
    assert "[bold]không[/bold]" in plain


def test_frames_stand_in_the_margin_of_their_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = (Note(0, 20, "time", "2031, stated", "year-of-clause"), Note(0, len(TEXT), "subject", "Cao Bằng", "opened-by-name"))
    monkeypatch.setattr(explaining, "notes_of", lambda record: frames)
    lines = told().split("\n")
    assert lines[3:5] == ["┆ time: 2031, stated (year-of-clause)", "┆ subject: Cao Bằng (opened-by-name)"]
    assert lines.count("┆ subject: Cao Bằng (opened-by-name)") == 3


def test_nearly_certain_is_not_told_as_certain() -> None:
    assert [explaining._percent(chance) for chance in (0.0, 0.29, 0.949, 0.996, 1.0)] == ["0 %", "29 %", "94 %", "99 %", "100 %"]


def test_notes_are_the_frames_of_the_text() -> None:
    lines = told().split("\n")
    assert lines[3:5] == ["┆ time: 2031 (topic “2031, tỉnh Cao Bằng”)", "┆ subject: province: unit, Cao Bằng (as subject)"]
    text = "Cả nước xuất khẩu 240 triệu USD. Nhà máy tại Lai Châu lãi 5 tỷ đồng."
    notes = explaining.notes_of(replace(RECORD, text=text))
    first = next(note for note in notes if note.kind == "subject")
    assert (text[first.start :][:7], first.says) == ("Cả nước", "country: cả nước")
    assert not [n for n in notes if n.kind == "time"]


def test_every_declared_kind_of_evidence_has_words() -> None:
    for task in ("role", "year", "province"):
        for name, feature in declared(task).items():
            reasons = {"role": "none", "year": "none", "province": "none"} | {task: name}
            rule = "role:{role} year:{year} province:{province}".format_map(reasons)
            assert rule_words(rule)[task] == feature.meaning, rule
    assert rule_words("") == {"role": "", "year": "", "province": ""}


def test_the_verb_explains_files_and_json_lines(corpus: Any, tmp_path: Path) -> None:
    line = {"id": 1, "title": "Khuyến công Cao Bằng", "published": "2032-01-05", "text": "Năm 2031, tỉnh Cao Bằng hỗ trợ 1,42 tỷ đồng."}
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n" + json.dumps({"id": 2}) + "\n", encoding="utf-8")
    done = corpus("read", "--jsonl", "--explain", tmp_path / "in.jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Khuyến công Cao Bằng\n2032-01-05 · about Cao Bằng, 2031\n\n┆ time: 2031 (")
    assert ("Năm 2031, tỉnh Cao Bằng hỗ trợ ⟦1,42 tỷ đồng⟧1.\n") in done.stdout
    assert json.loads(done.stdout.splitlines()[-1]) == {"id": 2, "error": "needs html_path or text"}
    paragraph = "Năm 2031, tỉnh Cao Bằng hỗ trợ 1,42 tỷ đồng cho các cơ sở công nghiệp nông thôn mua máy móc mới. " * 4
    page = tmp_path / "p.html"
    page.write_text(
        f"<html><body><article><h1>Hỗ trợ cơ sở công nghiệp ở Cao Bằng</h1><p>{paragraph}</p><p>{paragraph}</p></article></body></html>"
    )
    done = corpus("read", "--explain", page)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("⟦1,42 tỷ đồng⟧") == 8
