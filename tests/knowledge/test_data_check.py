"""`corpus data check` and the reading of tables: each fault is one line with file, line and key."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from pipelines.knowledge import TABLES, checked
from pipelines.values.paths import DATA
from pipelines.values.tables import Reasoned, TableError, lowered_phrase, read_table, shows
from tests.paths import ROOT

FAULTS = {  # what is put into which table, and the line that must be told
    "misspelt role": ("links/roles.tsv", "hỗ trợ\tsupport\t2", "hỗ trợ\tsuport\t2", "roles.tsv:3: role: invalid enum value 'suport'"),
    "weight out of range": ("links/roles.tsv", "hỗ trợ\tsupport\t2", "hỗ trợ\tsupport\t4", "roles.tsv:3: weight: invalid enum value 4"),
    "misspelt group": ("links/link_markers.tsv", "hiện\tnow", "hiện\tnou", "link_markers.tsv:4: group: invalid enum value 'nou'"),
    "no such province": ("links/zones.tsv", "Đình Vũ\tHải Phòng", "Đình Vũ\tHải Phong", "province: 'Hải Phong' is no province"),
    "misspelt section": ("reading/markers.tsv", "related\ttin liên quan", "relatd\ttin liên quan", "section: invalid enum value 'relatd'"),
    "misspelt zone": ("reading/class_names.tsv", "drop\tmostread", "dropp\tmostread", "section: invalid enum value 'dropp'"),
    "misspelt effect": ("provinces/province_words.tsv", "tỉnh\tunit", "tỉnh\tunite", "effect: invalid enum value 'unite'"),
    "a district of nowhere": ("provinces/districts.csv", "quận,Ba Đình,ha-noi", "quận,Ba Đình,ha-noii", "province: 'ha-noii' is no unit"),
    "an alias of nothing": ("provinces/province_aliases.csv", "TP.HCM,ho-chi-minh", "TP.HCM,ho-chi", "slug: 'ho-chi' is no unit"),
    "a code of three digits": ("provinces/provinces.csv", "city,01,01", "city,011,01", "has a code that is not two digits"),
    "a bad factor": ("amounts/units.tsv", "\tUSD\t0.01\t", "\tUSD\t100\t", "factor: 100.0 (a currency's, more than 0 and at most 1)"),
    "a factor that is no number": ("amounts/units.tsv", "\tUSD\t0.01\t", "\tUSD\t1/100\t", "factor: expected `float | null`"),
    "no reason": ("links/roles.tsv", "hỗ trợ\tsupport\t2\tguide", "hỗ trợ\tsupport\t2\t", "missing required field `source`"),
    "an example without its phrase": ("links/zones.tsv", "Đình Vũ\t", "Đình Vu\t", "example: 'Đình Vu' is not in"),
    "a layout without a reason": ("reading/layouts.toml", 'source = "page_family"\n', "", "layouts.toml: mastercms: source: missing"),
    "a misspelt key of a layout": ("reading/layouts.toml", "headline_only", "headline_ony", "headline_ony: unknown key"),
    "broken TOML": ("corpus/guide.toml", "[[worked]]", "[[worked", "data/corpus/guide.toml: "),
    "a source without hosts": ("sources/moit.toml", "hosts =", "host =", "moit.toml"),
    "a correction of nothing": ("corrections.toml", "", "[[correction]]\nurl = 'https://x.vn/a'\n", "corrections.toml"),
}


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
    assert "797 in links/roles.tsv" in done.stdout


def test_every_table_below_data_is_gone_through() -> None:
    named = {table.name for table in TABLES}
    folders = ("reading", "provinces", "amounts", "links", "corpus")
    files = {path.relative_to(DATA).as_posix() for folder in folders for path in (DATA / folder).iterdir()}
    assert files <= named
    assert all((DATA / name).exists() for name in named)
    assert all(checked(table)[0] > 0 for table in TABLES if table.name != "corrections.toml")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line(tmp_path: Path, fault: str) -> None:
    name, old, new, told = FAULTS[fault]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.db*", "demo", "logs", "kept", "exports"))
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    done = check(folder)
    assert done.returncode == 2, done.stdout
    lines = done.stderr.splitlines()
    assert lines[0].startswith("corpus data: ")
    assert told in lines[0]
    assert name == "amounts/units.tsv" or re.fullmatch(rf"corpus data: \d of {len(TABLES)} tables cannot be used", lines[1])
    assert len(lines) == (1 if name == "amounts/units.tsv" else 2)
    assert "Traceback" not in done.stderr


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
        (HEAD + "a\t1\tguide\n", "x.tsv:2: 3 columns instead of 4"),
        (HEAD + "a\tone\tguide\ta\n", "x.tsv:2: weight: expected `int`"),
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
