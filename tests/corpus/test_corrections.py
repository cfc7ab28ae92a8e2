"""Corrections: applied, marked, surviving replay, reported when unused; a wrong file is one clear line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.verbs.replay import replay
from pipelines.archive.schema import open_archive
from pipelines.corpus import corrections
from pipelines.corpus.applying import unplaced
from pipelines.corpus.corrections import CorrectionError, load_corrections
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.errors import KnowledgeError
from pipelines.values.page import Page

URL = "https://x.vn/khuyen-cong"
TEXT = "Năm 2016, Lạng Sơn hỗ trợ 1,42 tỷ đồng. Năm 2017, Lạng Sơn hỗ trợ 1,42 tỷ đồng."
ENTRY = '[[correction]]\nurl = "{url}"\nfact = "{fact}"\n{rest}\nreason = "bảng ghi khác"\nby = "N. A."\non = 2026-01-05\n'
Use = Callable[[str], None]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Put a corrections file in force."""

    def write(text: str) -> None:
        path = tmp_path / "corrections.toml"
        path.write_text(text, encoding="utf-8")
        corrections.loaded.cache_clear()
        loaded = load_corrections(path)
        monkeypatch.setattr(corrections, "load_corrections", lambda: loaded)

    return write


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def read(corpus: Database, text: str = TEXT) -> str:
    article = Article("Khuyến công Lạng Sơn", (text,), published="2018-01-05", published_from="meta")
    return str(store_reading(corpus, Reading(record_of(article, Page(URL, b"")), URL)))


def entry(fact: str, rest: str, url: str = URL) -> str:
    return ENTRY.format(url=url, fact=fact, rest=rest)


def test_a_correction_is_applied_marked_and_survives_replay(corpus: Database, use: Use) -> None:
    use(entry("amount", 'surface = "1,42 tỷ đồng"\nnth = 2\nset = { role = "budget", vnd_min = 1500000000, vnd_max = 1500000000 }'))
    assert read(corpus) == "stored(new)"
    for _ in range(2):
        rows = corpus.execute("SELECT year, role, vnd, corrected FROM v_amounts WHERE kind = 'money' ORDER BY start").fetchall()
        assert rows[1][1:] == ("budget", 1_500_000_000, 1)
        assert rows[0][2:] == (1_420_000_000, 0)
        fact, changes, was = corpus.execute("SELECT fact, changes, was FROM corrections").fetchone()
        assert (fact, json.loads(changes)["role"]) == ("amount", "budget")
        assert json.loads(was)["vnd_min"] == 1_420_000_000
        assert read(corpus) == "unchanged"
    assert unplaced(corpus) == ([], [])


DOUBTED = 'set = { role = "budget" }', "set = { year_from = 2017, year_to = 2017 }", 'set = { province = "Cao Bằng" }'


def doubts(corpus: Database) -> dict[str, float | str | None]:
    return next(
        corpus.query(
            "SELECT confidence, certainty, year_confidence AS year, year_second_from, year_second_to,"
            " year_second_confidence AS year_second,"
            " province_confidence AS province, province_second, role_confidence AS role, role_second FROM amounts WHERE kind = 'money'"
            " ORDER BY start DESC LIMIT 1"
        )
    )


@pytest.mark.parametrize("settled", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)])
def test_what_a_researcher_settled_is_sure_and_has_no_second_answer(corpus: Database, use: Use, settled: tuple[int, ...]) -> None:
    use("")
    read(corpus)
    before = doubts(corpus)
    use("".join(entry("amount", f'surface = "1,42 tỷ đồng"\nnth = 2\n{DOUBTED[number]}') for number in settled))
    read(corpus)
    after = doubts(corpus)
    left = [field for number, field in enumerate(("role", "year", "province")) if number not in settled]
    assert {field: after[field] for field in left} == {field: before[field] for field in left}
    assert all(after[field] == 1 for field in ("role", "year", "province") if field not in left)
    assert after["role_second"] is None or 0 not in settled
    assert (after["year_second_from"], after["year_second_to"], after["year_second"]) == (None, None, 0) or 1 not in settled
    together = math.prod(float(before[field] or 0) for field in left)
    assert after["confidence"] == pytest.approx(max(together, float(before["confidence"] or 0)), abs=0.0006)  # never less sure
    assert (after["confidence"], after["certainty"]) == (1, "sure") or left


def test_settling_a_role_by_the_one_that_was_read_makes_it_sure(corpus: Database, use: Use) -> None:
    use(entry("amount", 'surface = "1,42 tỷ đồng"\nnth = 2\nset = { role = "support" }'))
    read(corpus)
    assert corpus.execute("SELECT role, role_confidence FROM amounts ORDER BY start DESC LIMIT 1").fetchone() == ("support", 1)


def test_another_value_leaves_the_doubt_about_its_links(corpus: Database, use: Use) -> None:
    use("")
    read(corpus)
    before = doubts(corpus)
    use(entry("amount", 'surface = "1,42 tỷ đồng"\nnth = 2\nset = { vnd_min = 1500000000, vnd_max = 1500000000 }'))
    read(corpus)
    assert doubts(corpus) == before


def test_corrections_reach_articles_already_stored_and_leave_again(corpus: Database, use: Use) -> None:
    use("")
    read(corpus)
    before = corpus.execute("SELECT title, year FROM articles").fetchone()
    use(entry("article", 'set = { year = 2015, title = "Đã sửa đầu đề" }'))
    assert read(corpus) == "unchanged"
    assert corpus.execute("SELECT title, year, revision FROM articles").fetchone() == ("Đã sửa đầu đề", 2015, 1)
    assert corpus.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'sua'").fetchone() == (1,)
    use("")
    read(corpus)
    assert corpus.execute("SELECT title, year FROM articles").fetchone() == before
    assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
    assert corpus.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'sua'").fetchone() == (0,)


def test_facts_can_be_dropped_and_provinces_renamed(corpus: Database, use: Use) -> None:
    use(entry("year", 'surface = "2017"\ndrop = true') + entry("province", 'surface = "Lạng Sơn"\nset = { name = "Cao Bằng" }'))
    read(corpus)
    assert corpus.execute("SELECT group_concat(surface) FROM years").fetchone() == ("2016",)
    assert corpus.execute("SELECT name, slug, code FROM provinces ORDER BY start").fetchall()[0] == ("Cao Bằng", "cao-bang", "04")
    assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (2,)


def test_what_is_confirmed_stays_whatever_is_read_and_is_no_change(corpus: Database, use: Use) -> None:
    use("")
    read(corpus)
    kept = corpus.execute("SELECT year_from, year_to, province, role FROM amounts ORDER BY start").fetchone()
    assert kept[:3] == (2016, 2016, "Lạng Sơn")
    values = f'set = {{ year_from = 2016, year_to = 2016, role = "{kept[3]}" }}\nwithout = ["province"]\nconfirmed = ["year", "role"]'
    use(f'[[correction]]\nurl = "{URL}"\nfact = "amount"\nsurface = "1,42 tỷ đồng"\n{values}\n')
    read(corpus)
    assert corpus.execute("SELECT year_from, year_to, province, role FROM amounts ORDER BY start").fetchone() == (*kept[:2], None, kept[3])
    use(f'[[correction]]\nurl = "{URL}"\nfact = "amount"\nsurface = "1,42 tỷ đồng"\nset = {{ role = "{kept[3]}" }}\nconfirmed = ["role"]\n')
    read(corpus)
    assert corpus.execute("SELECT corrected FROM v_amounts ORDER BY start").fetchall() == [(0,), (0,)]
    assert corpus.execute("SELECT reason, corrected_by, corrected_on FROM corrections").fetchall() == [("", "", "")]


def test_occurrences_are_counted_before_any_is_dropped(corpus: Database, use: Use) -> None:
    use("".join(entry("amount", f'surface = "1,42 tỷ đồng"\nnth = {nth}\ndrop = true') for nth in (1, 2)))
    for _ in range(2):
        read(corpus)
        assert corpus.execute("SELECT count(*) FROM amounts").fetchone() == (0,)
        assert unplaced(corpus) == ([], [])


def test_those_not_yet_applied_wait(corpus: Database, use: Use) -> None:
    use("")
    read(corpus)
    use(entry("amount", 'surface = "1,42 tỷ đồng"\nnth = 2\ndrop = true'))
    assert [c.nth for c in unplaced(corpus)[0]] == [2]
    read(corpus)
    assert unplaced(corpus) == ([], [])


def test_one_in_force_does_not_stand_for_another_of_the_same_words(corpus: Database, use: Use) -> None:
    first, second = (entry("amount", f'surface = "1,42 tỷ đồng"\nnth = {nth}\ndrop = true') for nth in (1, 2))
    use(first)
    read(corpus)
    use(first + second)
    waiting, unused = unplaced(corpus)
    assert ([c.nth for c in waiting], unused) == ([2], [])


@pytest.mark.parametrize(
    ("given", "span"),
    [
        ("year_from = 2014", (2014, 2016)),
        ("year_from = 2019", (2019, 2019)),
        ("year_to = 2019", (2016, 2019)),
        ("year_to = 2014", (2014, 2014)),
    ],
)
def test_one_end_of_a_span_never_turns_it_round(corpus: Database, use: Use, given: str, span: tuple[int, int]) -> None:
    use(entry("amount", f'surface = "1,42 tỷ đồng"\nset = {{ {given} }}') + entry("year", f'surface = "2016"\nset = {{ {given} }}'))
    for _ in range(2):
        read(corpus)
        for table in ("amounts", "years"):
            assert corpus.execute(f"SELECT year_from, year_to FROM {table} ORDER BY start").fetchone() == span
        assert unplaced(corpus) == ([], [])


@pytest.mark.parametrize("change", ['set = { role = "tax" }', "drop = true"])
def test_a_correction_goes_with_the_words_before_its_figure(corpus: Database, use: Use, change: str) -> None:
    use(entry("amount", f'surface = "1,42 tỷ đồng"\nbefore = "Năm 2016,\\nLạng Sơn  hỗ trợ"\n{change}'))
    for text, place in ((TEXT, 0), (f"Năm 2014, Lạng Sơn chi 1,42 tỷ đồng. {TEXT}", 1)):
        for _ in range(2):
            read(corpus, text)
            roles = [role for (role,) in corpus.execute("SELECT role FROM amounts WHERE kind = 'money' ORDER BY start")]
            if "drop" in change:
                assert corpus.execute("SELECT surface FROM corrections WHERE start = ?", [text.index("1,42", 40 * place)]).fetchone()
            else:
                assert [role == "tax" for role in roles] == [n == place for n in range(len(roles))]
            assert unplaced(corpus) == ([], [])
    read(corpus, "Năm 2014, Lạng Sơn chi 1,42 tỷ đồng.")
    assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
    waiting, unused = unplaced(corpus)
    assert (waiting, [c.before for c in unused]) == ([], ["Năm 2016,\nLạng Sơn  hỗ trợ"])


def test_unused_ones_are_told(corpus: Database, use: Use) -> None:
    use(
        entry("amount", 'surface = "9 tỷ đồng"\ndrop = true')
        + entry("amount", 'surface = "1,42 tỷ đồng"\nnth = 3\nset = { role = "other" }')
        + entry("article", "set = { year = 2015 }", "https://x.vn/khac")
        + entry("article", "set = { year = 2015 }")
    )
    read(corpus)
    waiting, unused = unplaced(corpus)
    assert waiting == []
    assert [(c.url, c.surface) for c in unused] == [(URL, "9 tỷ đồng"), (URL, "1,42 tỷ đồng"), ("https://x.vn/khac", None)]


def test_replay_tells_of_unused_ones(tmp_path: Path, use: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use(entry("article", "set = { year = 2015 }", "https://x.vn/khac"))
    open_archive(tmp_path / "pages.db").close()
    assert replay(tmp_path / "pages.db", tmp_path / "corpus.db", [], {}, 1) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 corrections match nothing; `corpus corrections` lists them"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[correction]", "corrections.toml: "),
        ("[[korrection]]\n", "corrections.toml: korrection: unknown key"),
        ("correction = 1\n", "corrections.toml: correction: expected `array`, got `int`"),
        (entry("amount", "drop = true"), "correction 1: surface: an article has none, all other facts need it"),
        (entry("article", 'surface = "x"\nset = { year = 2015 }'), "correction 1: surface: an article has none"),
        (entry("article", 'before = "x"\nset = { year = 2015 }'), "correction 1: before: an article has none"),
        (entry("article", "drop = true"), "correction 1: set: needs either `set`"),
        (entry("amount", 'surface = "x"'), "correction 1: set: needs either `set`"),
        (entry("amount", 'surface = "x"\ndrop = true\nset = { role = "other" }'), "correction 1: set: needs either `set`"),
        (entry("amount", 'surface = "x"\nset = {}'), "correction 1: set: needs either `set`"),
        (entry("amount", 'surface = "x"\nset = { sentence = "y" }'), "set.sentence: unknown key; may be set: approx, change, flow, "),
        (entry("amount", 'surface = "x"\nset = { vnd_min = "much" }'), "set.vnd_min: expected `int | null`, got `str`"),
        (entry("year", 'surface = "x"\nset = { law = 2 }'), "set.law: expected `int` <= 1"),
        (entry("year", 'surface = "x"\nset = { law = -1 }'), "set.law: expected `int` >= 0"),
        (entry("province", 'surface = "x"\nset = { code = "04" }'), "set.code: unknown key; may be set: name"),
        (entry("province", 'surface = "x"\nset = { name = "Atlantis" }'), "set.name: Atlantis: no such province"),
        (entry("amount", 'surface = "x"\nnth = 0\ndrop = true'), "nth: expected `int` >= 1"),
        (entry("amount", 'surface = "x"\ndrop = "yes"'), "drop: expected `bool`, got `str`"),
        (entry("article", "set = { year = 2015 }").replace("2026-01-05", "2026"), "on: expected `date | null`, got `int`"),
        (entry("article", "set = { year = 2015 }").replace("N. A.", " "), "by: expected `str` matching regex"),
        (entry("amount", 'surface = "x"\nset = { province = "Atlantis" }'), "Atlantis: no such province"),
        (entry("amount", 'surface = "x"\nset = { flow = "sideways" }'), "set.flow: 'sideways' is none of export, import, both, balance"),
        (entry("amount", 'surface = "x"\nset = { planned = 2 }'), "set.planned: expected `int` <= 1"),
        (entry("figure", 'surface = "x"\ndrop = true'), "fact: 'figure' is none of article, province, year, amount"),
        (entry("year", 'surface = "x"\ndrop = true\ncolour = "red"'), "colour: unknown key"),
        ('[[correction]]\nurl = "x"\n', "correction 1: fact: missing"),
        (entry("amount", 'surface = "x"\nset = { role = "gift" }'), "set.role: 'gift' is none of support, budget, "),
        (entry("amount", 'surface = "x"\nset = { year_from = 2032, year_to = 2031 }'), "set.year_from: lies after year_to"),
        (entry("amount", 'surface = "x"\nwithout = ["role"]'), "without"),
        (entry("year", 'surface = "x"\nwithout = ["year"]'), "without, confirmed: for amounts only"),
        (
            entry("amount", 'surface = "x"\nset = { province = "Cao Bằng" }\nwithout = ["province"]'),
            "without: province: `set` gives",
        ),
        (entry("amount", 'surface = "x"\nset = { role = "tax" }\nconfirmed = ["year"]'), "confirmed: year: its value must stand in"),
        (entry("amount", 'surface = "x"\nset = { min = nan }'), "set.min: nan is no number that a corpus can hold"),
        (entry("amount", 'surface = "x"\nset = { max = -inf }'), "set.max: -inf is no number"),
        (entry("amount", f'surface = "x"\nset = {{ vnd_min = {"9" * 400} }}'), "is no number that a corpus can hold"),
        (entry("article", "set = { year = 9223372036854775808 }"), "set.year: 9223372036854775808 is no number"),
        (entry("article", "set = { year = 2015 }", "http://[x.vn/1"), "correction 1: url: Invalid IPv6 URL"),
        (entry("amount", 'surface = "x"\nwithout = ["year"]\ndrop = true'), "correction 1: set: needs either `set`"),
    ],
)
def test_a_wrong_file_is_one_clear_line(use: Use, tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CorrectionError, match=r"corrections\.toml") as error:
        use(text)
    assert isinstance(error.value, KnowledgeError)
    assert str(error.value).startswith(str(tmp_path / "corrections.toml: "))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_every_column_that_may_be_set_is_accepted_and_kept_as_written(use: Use) -> None:
    values = {
        "article": 'year_from = 2015, year_to = 2016, title = "Tên", published = "2016-01-02", province = "Cao Bằng", year = 2016',
        "province": 'name = "Cao Bằng"',
        "year": "year_from = 2015, year_to = 2016, comparison = 0, plan = 1, law = true",
        "amount": 'year_from = 2015, year_to = 2016, min = 5, max = 5.5, unit = "VND", vnd_min = 5, vnd_max = 6, approx = "about",'
        ' per = "year", change = "up", province = "Cao Bằng", role = "budget", flow = "export", planned = 1',
    }
    surface = {fact: "" if fact == "article" else 'surface = "x"\n' for fact in values}
    use("".join(entry(fact, f"{surface[fact]}set = {{ {given} }}") for fact, given in values.items()))
    kept = {c.fact: json.loads(c.changes) for group in corrections.load_corrections().values() for c in group}
    assert {fact: len(columns) for fact, columns in kept.items()} == {"article": 6, "province": 1, "year": 5, "amount": 14}
    assert (repr(kept["amount"]["min"]), kept["year"]["law"]) == ("5", True)


def test_the_file_of_the_project_is_well_formed() -> None:
    corrections.loaded.cache_clear()
    assert isinstance(load_corrections(), dict)
    assert corrections.corrections_stamp([1]) == ""


def test_another_file_may_be_named_in_the_environment(corpus: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.toml"
    other.write_text(entry("amount", 'surface = "1,42 tỷ đồng"\nset = { role = "budget" }'), encoding="utf-8")
    monkeypatch.setenv("CORPUS_CORRECTIONS", str(other))
    read(corpus)
    roles = "SELECT role FROM amounts WHERE kind = 'money' ORDER BY start"
    assert [role for (role,) in corpus.execute(roles)] == ["budget", "support"]
    monkeypatch.delenv("CORPUS_CORRECTIONS")
    assert read(corpus) == "unchanged"
    assert [role for (role,) in corpus.execute(roles)] == ["support", "support"]
    assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
