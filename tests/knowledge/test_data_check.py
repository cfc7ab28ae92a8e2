"""`corpus data check` and the reading of tables: each fault is one line with file, line and key."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import msgspec
import pytest

from pipelines.facts.frames.cues import role_rows
from pipelines.knowledge import TABLES, checked
from pipelines.values.paths import DATA
from pipelines.values.tables import Reasoned, TableError, lowered_phrase, read_table, shows
from tests.paths import ROOT

ABOVE = json.loads((DATA / "links" / "weights.json").read_text(encoding="utf-8"))["province"]["above:many"]
FAULTS = {  # what is put into which table, and the line that must be told
    "misspelt role": ("links/roles.tsv", "hỗ trợ\tsupport\t2", "hỗ trợ\tsuport\t2", "roles.tsv:3: role: 'suport' is none of "),
    "weight out of range": ("links/roles.tsv", "hỗ trợ\tsupport\t2", "hỗ trợ\tsupport\t4", "roles.tsv:3: weight: '4' is none of 1, 2, 3"),
    "misspelt group": ("links/link_markers.tsv", "hiện\tnow", "hiện\tnou", "link_markers.tsv:4: group: 'nou' is none of "),
    "no such province": ("links/zones.tsv", "Đình Vũ\tHải Phòng", "Đình Vũ\tHải Phong", "province: 'Hải Phong' is no province"),
    "misspelt section": ("reading/markers.tsv", "related\ttin liên quan", "relatd\ttin liên quan", "section: 'relatd' is none of "),
    "misspelt zone": ("reading/class_names.tsv", "drop\tmostread", "dropp\tmostread", "section: 'dropp' is none of "),
    "misspelt effect": ("provinces/province_words.tsv", "tỉnh\tunit", "tỉnh\tunite", "effect: 'unite' is none of "),
    "a district of nowhere": ("provinces/districts.csv", "quận,Ba Đình,ha-noi", "quận,Ba Đình,ha-noii", "province: 'ha-noii' is no unit"),
    "an alias of nothing": ("provinces/province_aliases.csv", "TP.HCM,ho-chi-minh", "TP.HCM,ho-chi", "slug: 'ho-chi' is no unit"),
    "a code of three digits": ("provinces/provinces.csv", "city,01,01", "city,011,01", "has a code that is not two digits"),
    "a bad factor": ("amounts/units.tsv", "\tUSD\t0.01\t", "\tUSD\t100\t", "factor: 100.0 (a currency's, more than 0 and at most 1)"),
    "a factor that is no number": ("amounts/units.tsv", "\tUSD\t0.01\t", "\tUSD\t1/100\t", "factor: expected `float | null`"),
    "no reason": ("links/roles.tsv", "hỗ trợ\tsupport\t2\tguide", "hỗ trợ\tsupport\t2\t", "data/links/roles.tsv:3: source: missing"),
    "an example without its phrase": ("links/zones.tsv", "Đình Vũ\t", "Đình Vu\t", "example: 'Đình Vu' is not in"),
    "a layout without a reason": ("reading/layouts.toml", 'source = "page_family"\n', "", "layouts.toml: mastercms: source: missing"),
    "a misspelt key of a layout": ("reading/layouts.toml", "headline_only", "headline_ony", "headline_ony: unknown key"),
    "a layout left on no day": ("reading/layouts.toml", "2023-12-31", "2023-13-31", "mastercms: until: '2023-13-31' is not a date"),
    "a layout with no example": (
        "reading/layouts.toml",
        "mastercms-1.html",
        "mastercms-0.html",
        "mastercms: example: 'tests/goldens/pages/",
    ),
    "a date of no calendar": ("provinces/provinces.csv", ",2025-07-01,", ",2025-13-01,", "valid_from: '2025-13-01' is no date"),
    "a weight that is a word": (
        "links/weights.json",
        f'"above:many": {ABOVE},',
        f'"above:many": "{ABOVE}",',
        "weights.json: province.above:many: expected `int | float`, got `str`",
    ),
    "a weight that is no number": (
        "links/weights.json",
        f'"above:many": {ABOVE},',
        '"above:many": NaN,',
        "weights.json: province: above:many: nan is no finite number",
    ),
    "a weight of nothing": ("links/weights.json", "above:many", "above:mani", "weights.json: province: above:mani: no such feature"),
    "a number for words": ("corpus/codebook.toml", 'rule = "Name of the rule that found it"', "rule = 7", "facts: columns.rule: expected "),
    "a column of nothing": (
        "corpus/codebook.toml",
        "[v_articles.columns]\n",
        "[v_articles.columns]\nhue = 'x'\n",
        "v_articles.hue: no such column",
    ),
    "words of no table": (
        "corpus/codebook.toml",
        'like = ["articles"]',
        'like = ["article"]',
        "v_articles: like: 'article' is no table of the",
    ),
    "words of a table's own": (
        "corpus/codebook.toml",
        'like = ["articles"]',
        'like = ["v_articles"]',
        "like: 'v_articles' leads back to itself",
    ),
    "a query of no table": (
        "corpus/guide.toml",
        'table = "v_supports"',
        'table = "v_support"',
        "guide.toml: worked[1].table: 'v_support' is no",
    ),
    "a query of no column": (
        "corpus/guide.toml",
        "SELECT year, year_from",
        "SELECT yeer, year_from",
        "worked[0].sql: no such column: yeer",
    ),
    "a query that is missing": ("corpus/guide.toml", 'sql = """', 'sq = """', "data/corpus/guide.toml: worked[0].sq"),
    "a section too many": (
        "corpus/guide.toml",
        "[link_rules.role]",
        "[more]\n[link_rules.role]",
        "data/corpus/guide.toml: more: unknown key",
    ),
    "a rule without words": (
        "corpus/guide.toml",
        "[link_rules.role]\n",
        "[link_rules.role]\nx = 1\n",
        "link_rules.role.x: expected `str`, got `int`",
    ),
    "broken TOML": ("corpus/guide.toml", "[[worked]]", "[[worked", "data/corpus/guide.toml: "),
    "a source without hosts": ("sources/moit.toml", "hosts =", "host =", "moit.toml"),
    "a correction of nothing": (
        "corrections.toml",
        "",
        "[[correction]]\nurl = 'https://x.vn/a'\n",
        "data/corrections.toml: correction 1: fact: missing",
    ),
}
EMPTY = {  # what is left of a file, and the line that must be told
    "links/weights.json": ("[]", "data/links/weights.json: expected a table, got `list`"),
    "links/zones.tsv": ("name\tprovince\tsource\texample\n", "data/links/zones.tsv:1: header: no row below it"),
    "reading/layouts.toml": ("", "data/reading/layouts.toml: no layout in it"),
    "corpus/codebook.toml": ("", "data/corpus/codebook.toml: no table in it"),
    "corpus/guide.toml": ("", "data/corpus/guide.toml: worked: missing"),
}


def copied(tmp_path: Path) -> Path:
    """The knowledge of the project in another folder."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.db*", "demo", "logs", "kept", "exports"))
    return folder


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """`corpus data check` on another folder of knowledge."""
    code = (
        "import sys, pathlib, pipelines.values.paths as paths; paths.DATA = pathlib.Path(sys.argv.pop(1)); "
        "from crawler.cli import main; sys.exit(main(['data', 'check']))"
    )
    return subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_knowledge_of_the_project_holds() -> None:
    done = check(DATA)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(TABLES)
    assert f"{len(role_rows())} in links/roles.tsv" in done.stdout


def test_every_table_below_data_is_gone_through() -> None:
    named = {table.name for table in TABLES}
    folders = ("reading", "provinces", "amounts", "links", "corpus")
    files = {path.relative_to(DATA).as_posix() for folder in folders for path in (DATA / folder).iterdir()}
    assert files <= named
    assert all((DATA / name).exists() for name in named)
    assert all(checked(table)[0] > 0 for table in TABLES if table.name != "corrections.toml")


UNITS = "amounts/units.tsv"  # nothing else can be read without it
ALONE = ("amounts/", "provinces/")  # other tables are read with these


def rounds() -> list[list[str]]:
    """The faults, dealt out so that no table has two in one round: a run of the command tells those of all tables."""
    of_table: dict[str, list[str]] = {}
    for fault, (name, *_) in FAULTS.items():
        of_table.setdefault(name, []).append(fault)
    alone = [[fault] for name, faults in of_table.items() if name.startswith(ALONE) for fault in faults]
    others = [faults for name, faults in of_table.items() if not name.startswith(ALONE)]
    return alone + [[fault for fault in row if fault] for row in zip_longest(*others)]


@pytest.mark.parametrize("faults", rounds())
def test_a_fault_is_one_line(tmp_path: Path, faults: list[str]) -> None:
    folder = copied(tmp_path)
    for fault in faults:
        name, old, new, _ = FAULTS[fault]
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    done = check(folder)
    assert done.returncode == 2, done.stdout
    lines = done.stderr.splitlines()
    for fault in faults:
        name, _, _, words = FAULTS[fault]
        assert [words in line for line in lines if line.startswith(f"corpus data: data/{name}:")] == [True], fault
    if FAULTS[faults[0]][0] == UNITS:
        assert len(lines) == 1
    else:
        told = re.fullmatch(rf"corpus data: (\d+) of {len(TABLES)} tables cannot be used", lines[-1])
        assert told
        assert int(told[1]) == len(faults) or (name.startswith(ALONE) and int(told[1]) > 1)  # those that are read with it
        assert len(lines) == len(faults) + 1
    assert "Traceback" not in done.stderr


def test_every_fault_is_in_one_round() -> None:
    assert sorted(fault for faults in rounds() for fault in faults) == sorted(FAULTS)


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    left, told = EMPTY[name]
    (folder / name).write_text(left, encoding="utf-8")
    done = check(folder)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, f"corpus data: {told}")
    assert "Traceback" not in done.stderr


def test_a_table_of_another_name_is_told_with_all_that_lacks_words(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "corpus" / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[walks", "[wolks"), encoding="utf-8")
    done = check(folder)
    assert done.returncode == 2
    *lines, last = done.stderr.splitlines()
    assert {
        "corpus data: data/corpus/codebook.toml: walks.*: no description",
        "corpus data: data/corpus/codebook.toml: wolks: no such table",
    } < set(lines)
    assert all(line.startswith("corpus data: data/corpus/codebook.toml: ") for line in lines)
    assert last == f"corpus data: 1 of {len(TABLES)} tables cannot be used"


def test_a_file_that_is_gone_is_told_once(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for name in ("links/weights.json", "provinces/provinces.csv", "reading/layouts.toml"):
        (folder / name).unlink()
    for path in (folder / "sources").iterdir():
        path.unlink()
    lines = check(folder).stderr.splitlines()
    gone = "No such file or directory"
    for name in ("links/weights.json", "provinces/provinces.csv", "reading/layouts.toml"):
        assert [line for line in lines if name in line] == [f"corpus data: data/{name}: {gone}"]
    assert "corpus data: data/sources: nothing in it" in lines


class Word(Reasoned, frozen=True):
    phrase: str
    weight: int = 1


HEAD = "phrase\tweight\tsource\texample\n"


def rows_of(folder: Path, text: str) -> tuple[Word, ...]:
    (folder / "x.tsv").write_text(text, encoding="utf-8")
    return read_table("x.tsv", Word, ["phrase"], lambda row: lowered_phrase(row.phrase, row.example), folder)


def test_rows_come_typed_and_in_order(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, f"# words\n{HEAD}b\t2\tguide\tA b\n\n# more\na\t\treasoning\ta c\n")
    assert rows == (Word(phrase="b", weight=2, source="guide", example="A b"), Word(phrase="a", source="reasoning", example="a c"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "x.tsv:1: header: must be phrase, weight, source, example"),
        ("phrase\tweight\n", "x.tsv:1: header: must be"),
        (HEAD, "x.tsv:1: header: no row below it"),
        (HEAD + "a\t1\tguide\n", "x.tsv:2: row: 3 columns instead of 4"),
        (HEAD + "a\tone\tguide\ta\n", "x.tsv:2: weight: expected `int`, got `str` ('one')"),
        (HEAD + "a\t1\tguid\ta\n", "x.tsv:2: source: 'guid' is none of guide, dictionary, public_report, page_family, reasoning"),
        (HEAD + "a\t1\t\ta\n", "x.tsv:2: source: missing"),
        (HEAD + "a\t1\tguide\ta\na\t2\tguide\ta\n", "x.tsv:3: phrase: 'a' stands in line 2 too"),
        (HEAD + "a \t1\tguide\ta \n", "x.tsv:2: phrase: 'a ' has blanks too many"),
        (HEAD + "a\t1\tguide\ta  b\n", "x.tsv:2: example: 'a  b' has blanks too many"),
        (HEAD + "e\u0301\t1\tguide\te\u0301\n", "is not NFC"),
        (HEAD + "A\t1\tguide\tA\n", "x.tsv:2: phrase: 'A' is not lower-case"),
        (HEAD + "a\t1\tguide\tb\n", "x.tsv:2: example: 'a' is not in 'b'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TableError) as caught:
        rows_of(tmp_path, text)
    assert told in caught.value.lines[0]


def test_all_faults_are_told_and_the_first_stands_for_them(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"and 1 more") as caught:
        rows_of(tmp_path, HEAD + "A\t1\tguide\tA\nb\t1\tguide\tc\n")
    assert len(caught.value.lines) == 2
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # a worker of replay may meet it


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"no\.tsv: .*No such file"):
        read_table("no.tsv", Word, ["phrase"], folder=tmp_path)
    (tmp_path / "x.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(TableError, match="utf-8"):
        read_table("x.tsv", Word, ["phrase"], folder=tmp_path)


def test_commas_and_quotes(tmp_path: Path) -> None:
    class Pair(msgspec.Struct, frozen=True):
        left: str
        right: str | None = None

    (tmp_path / "x.csv").write_text('left,right\n"a, b",c\nd,\n', encoding="utf-8")
    assert read_table("x.csv", Pair, ["left"], folder=tmp_path) == (Pair("a, b", "c"), Pair("d"))


def test_shows_is_blind_to_case_only() -> None:
    assert shows("Đình Vũ", "cảng đình vũ") is None
    assert shows("đình vu", "cảng Đình Vũ") == "example: 'đình vu' is not in 'cảng Đình Vũ'"
