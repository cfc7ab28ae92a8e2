"""`corpus learn`: examples from labels and corrections, an honest comparison, and nothing written that is worse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.reviewing.decided import decided_examples
from crawler.verbs import learn
from pipelines.corpus.schema import open_corpus
from pipelines.facts.learning import writing
from pipelines.facts.learning.labels import Example, Label
from pipelines.facts.learning.trial import Compared, compared, worse
from pipelines.facts.learning.validation import Read
from pipelines.facts.links import scoring
from pipelines.facts.links.evidence import DECISIONS, TASKS
from pipelines.facts.links.scoring import weights
from pipelines.values.mentions import AmountMention, Context
from tests.review.sittings import pages_of, put_in_force, read_again

ENTRY = '[[correction]]\nurl = "https://x.vn/{}.html"\nfact = "amount"\nsurface = "{}"\n{}\n'
PLACES = ("Cao Bằng", "Lạng Sơn", "Hà Giang", "Yên Bái", "Lào Cai")


def write_labels(folder: Path, count: int, role: str = "support") -> Path:
    """A folder of labels: articles of our own, each with five figures."""
    folder.mkdir()
    articles, labels = [], []
    for n in range(count):
        place = PLACES[n % len(PLACES)]
        sentences = [f"Năm {2031 + k}, tỉnh {place} hỗ trợ {n + k + 2} tỷ đồng cho khuyến công." for k in range(5)]
        text = " ".join(sentences)
        amounts = [
            {"kind": "money", "start": text.index(f"{n + k + 2} tỷ đồng"), "year": [[2031 + k] * 2], "province": [place], "role": [role]}
            for k in range(5)
        ]
        articles.append({"id": f"a{n}", "title": f"Khuyến công {place}", "published": "2036-01-01", "text": text})
        labels.append({"id": f"a{n}", "primary": [[place]], "amounts": amounts})
    for name, rows in (("articles", articles), ("labels", labels)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def reads(rights: Sequence[Sequence[bool]], group: str = "g") -> list[Read]:
    """Readings of articles: which figures are right."""
    found = []
    for n, article in enumerate(rights):
        labels = tuple(Label("money", k, (None,), (None,), ("tax",)) for k in range(len(article)))
        example = Example(f"{group}{n}", group, "", Context(), labels)
        for k, right in enumerate(article):
            amount = AmountMention("money", 1, 1, "VND", k, k + 1, "x", "r", role="tax" if right else "fine")
            found.append(Read(example, labels[k], amount, None, {}, ()))
    return found


def test_a_gain_must_be_more_than_chance() -> None:
    bad, good = [[False] * 4] * 20, [[True] * 4] * 20
    only = compared(reads(bad), reads(good))
    assert [one[:5] for one in only] == [("g", 20, 80, 0.0, 1.0)]
    assert only[0].verdict == "helped"
    assert compared(reads(good), reads(good))[0].verdict == "no difference"
    assert compared(reads(good), reads(bad))[0].verdict == "worse"
    one_article = compared(reads([[False] * 4, *[[True] * 4] * 19]), reads(good))[0]
    assert one_article.gain == pytest.approx(0.05)
    assert one_article.verdict == "no difference"
    assert one_article.fields == pytest.approx({"role": 0.05, "year": 0.0, "province": 0.0})


def test_a_gain_over_all_does_not_hide_a_loss_in_one_group() -> None:
    bad, good = [[False] * 4] * 20, [[True] * 4] * 20
    found = compared(reads(bad, "a") + reads(bad, "b") + reads(good, "c"), reads(good, "a") + reads(good, "b") + reads(bad, "c"))
    assert [one.group for one in found] == ["a", "b", "c", "all"]
    assert found[-1].gain > 0
    assert worse(found)
    assert not worse(found[:2])


def test_corrections_are_labels_where_they_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages_of(tmp_path)
    file = tmp_path / "corrections.toml"
    file.write_text(
        ENTRY.format("lang-son", "500 triệu đồng", 'nth = 2\nset = { year_from = 2031, year_to = 2031 }\nconfirmed = ["year"]')
        + ENTRY.format("lang-son", "500 triệu đồng", 'nth = 2\nwithout = ["province"]')
        + ENTRY.format("lang-son", "500 triệu đồng", "drop = true")
        + ENTRY.format("cao-bang", "8 tỷ đồng", 'without = ["year"]\nset = { role = "output" }')
        + ENTRY.format("cao-bang", "9 tỷ đồng", 'set = { role = "output" }')
        + ENTRY.format("khac", "8 tỷ đồng", 'set = { role = "output" }'),
        encoding="utf-8",
    )
    put_in_force(monkeypatch, file)
    corpus = open_corpus(read_again(tmp_path))
    found = {example.id.rpartition("/")[2]: example for example in decided_examples(corpus.conn)}
    corpus.close()
    assert set(found) == {"cao-bang.html", "lang-son.html"}
    (label,) = found["lang-son.html"].labels
    assert found["lang-son.html"].text[label.start :].startswith("500 triệu đồng, giá thuê")
    assert label[2:5] == (((2031, 2031),), (None,), ())
    assert found["cao-bang.html"].labels[0][2:5] == ((None,), (), ("output",))
    assert found["cao-bang.html"].context == Context("Cao Bằng tổng kết khuyến công năm 2031", "2032-01-15T08:00:00+07:00", None)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "nothing to learn from: name --labels FOLDER, or --corrections"),
        (["--labels", "/nowhere"], "--labels /nowhere: /nowhere/articles.jsonl: No such file"),
        (["--corrections", "--corpus-db", "/nowhere/c.db"], "/nowhere/c.db: no such file"),
        (["--corrections", "--pull", "0"], "--pull 0.0: must be above 0"),
        (["--corrections", "--pull", "inf"], "--pull inf: must be above 0, and a number"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"corpus learn: {says}")


def test_labels_of_another_form_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, row in (("articles", '{"id": 1}'), ("labels", "[1]")):
        (tmp_path / f"{name}.jsonl").write_text(row, encoding="utf-8")
    assert main(["learn", "--labels", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"corpus learn: --labels {tmp_path}: not of the form of labels: ")
    assert told.count("\n") == 1


def test_without_scipy_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(learn.importlib.util, "find_spec", lambda name: None)
    assert main(["learn", "--corrections"]) == 2
    assert capsys.readouterr().err == "corpus learn: learning needs the extra `learn` (pip install scipy)\n"


def test_too_few_labels_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "--labels", str(write_labels(tmp_path / "few", 3))]) == 1
    assert capsys.readouterr().out.startswith("too few labels: 15 figures of 3 articles; 100 figures of 20 articles are the least")


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of data/links."""
    folder = tmp_path / "links"
    folder.mkdir()
    monkeypatch.setattr(writing, "LINKS", folder)
    return folder


def test_it_writes_only_when_asked_and_keeps_the_calibration(
    tmp_path: Path, links: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = str(write_labels(tmp_path / "mine", 24, role="trade"))  # told otherwise than it is read: there is something to learn
    assert main(["learn", "--labels", labels]) == 0
    out = capsys.readouterr().out
    assert "mine                           24      120" in out
    assert out.rstrip().endswith("helped; nothing written (--write stores the weights)")
    assert list(links.iterdir()) == []
    assert main(["learn", "--labels", labels, "--write"]) == 0
    out = capsys.readouterr().out
    assert "wrote data/links/weights.json; data/links/doubt.json kept: 120 labels of all fields, 300 are needed" in out
    assert [path.name for path in links.iterdir()] == ["weights.json"]
    written = json.loads((links / "weights.json").read_text(encoding="utf-8"))
    assert set(written) == set(DECISIONS)
    assert written["role"] != dict(weights("role"))
    assert written["primary"] == weights("primary")
    monkeypatch.setattr(scoring, "DATA", links.parent)
    assert scoring._weights.__wrapped__().role == written["role"]  # and it can be read again


def test_a_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(writing, "LINKS", tmp_path / "none")
    assert main(["learn", "--labels", str(write_labels(tmp_path / "mine", 24, role="trade")), "--write"]) == 1
    assert capsys.readouterr().err.startswith(f"corpus learn: not written: {tmp_path / 'none'}")


def test_an_article_is_learnt_from_once_and_ids_mean_one_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = write_labels(tmp_path / "first", 12), write_labels(tmp_path / "second", 12)
    for name in ("articles", "labels"):
        file = second / f"{name}.jsonl"
        file.write_text(file.read_text(encoding="utf-8").replace('"id": "a', '"id": "b'), encoding="utf-8")
    assert main(["learn", "--labels", str(first), str(second)]) == 1
    assert capsys.readouterr().out.startswith("too few labels: 60 figures of 12 articles;")
    file = second / "articles.jsonl"
    other = file.read_text(encoding="utf-8").replace(r"n c\u00f4ng.", r"n n\u00f4ng.")
    file.write_text(other, encoding="utf-8")
    main(["learn", "--labels", str(first), str(second)])
    assert "second                         12       60" in capsys.readouterr().out
    for name in ("articles", "labels"):
        file = second / f"{name}.jsonl"
        file.write_text(file.read_text(encoding="utf-8").replace('"id": "b', '"id": "a'), encoding="utf-8")
    assert main(["learn", "--labels", str(first), str(second)]) == 2
    assert capsys.readouterr().err == "corpus learn: --labels second: a0: first has another article of this id\n"


def test_with_enough_labels_doubt_is_calibrated_too(tmp_path: Path, links: Path) -> None:
    assert main(["learn", "--labels", str(write_labels(tmp_path / "many", 60, role="trade")), "--write"]) == 0
    assert sorted(path.name for path in links.iterdir()) == ["doubt.json", "weights.json"]
    assert set(json.loads((links / "doubt.json").read_text(encoding="utf-8"))) == {"year", "province", "role", "together"}


def test_what_is_worse_is_not_written(
    tmp_path: Path, links: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines.facts.learning import trial

    lost: Any = lambda before, after: [Compared("g", 24, 120, 0.9, 0.8, 0.01, dict.fromkeys(TASKS, 0.0))]  # noqa: E731
    monkeypatch.setattr(trial, "compared", lost)
    assert main(["learn", "--labels", str(write_labels(tmp_path / "mine", 24)), "--write"]) == 1
    assert capsys.readouterr().out.rstrip().endswith("worse: not written")
    assert list(links.iterdir()) == []


def test_the_list_of_corrections_tells_what_each_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages_of(tmp_path)
    corpus = open_corpus(read_again(tmp_path))
    role = corpus.execute("SELECT role FROM amounts WHERE surface = '8 tỷ đồng'").fetchone()[0]
    corpus.close()
    file = tmp_path / "corrections.toml"
    confirmed = f'set = {{ role = "{role}" }}\nconfirmed = ["role"]\nby = "N. A."'
    file.write_text(ENTRY.format("cao-bang", "8 tỷ đồng", confirmed), encoding="utf-8")
    put_in_force(monkeypatch, file)
    corpus_db = read_again(tmp_path)
    with file.open("a", encoding="utf-8") as more:
        more.write(ENTRY.format("cao-bang", "1,2 tỷ đồng", "drop = true") + ENTRY.format("khac", "8 tỷ đồng", "drop = true"))
    monkeypatch.undo()
    put_in_force(monkeypatch, file)
    capsys.readouterr()
    assert main(["corrections", "--corpus-db", str(corpus_db)]) == 1
    told = capsys.readouterr().out
    assert f'amount 8 tỷ đồng: right as read: {{"role": "{role}"}}\n  (N. A.)' in told
    assert 'amount 1,2 tỷ đồng: {"drop": true}\n  waits for `corpus replay`' in told
    assert "amount 8 tỷ đồng: unused, nothing in this corpus matches" in told
    assert told.endswith("1 corrections in force, 1 waiting, 1 unused\n")
