"""The stamp of the rules changes with what decides how a page is read, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import grimp
import pytest

from pipelines.corpus import stamps
from pipelines.corpus.stamps import KNOWLEDGE, ROOM, RULES, bare_code, code_version, deciding, digest_of, reference_version
from pipelines.values.paths import DATA

CODE = '"""What it is for."""\n\nLIMIT = 3  # characters\n\n\ndef half(n: int) -> int:\n    """Half of it."""\n    return n // 2\n'


def test_comments_docstrings_and_blank_lines_decide_nothing() -> None:
    bare = "LIMIT = 3\ndef half(n: int) -> int:\n    return n // 2"
    assert bare_code(CODE) == bare
    assert bare_code(CODE.replace("# characters", "# letters").replace("Half of it.", "n over two\n\n    rounded down")) == bare
    assert bare_code('TEXT = "# no comment"\n') == 'TEXT = "# no comment"'


@pytest.mark.parametrize(("old", "new"), [("LIMIT = 3", "LIMIT = 4"), ("n // 2", "n / 2"), ("half", "a_half")])
def test_code_decides(old: str, new: str) -> None:
    assert bare_code(CODE) != bare_code(CODE.replace(old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "decides"),
    [
        ("links/roles.tsv", "hỗ trợ\tsupport\t2", "hỗ trợ\tsupport\t1", True),
        ("links/roles.tsv", "\tguide\t", "\treasoning\t", False),
        ("links/roles.tsv", "# support: public money", "# support: money", False),
        ("reading/layouts.toml", 'notes = "', 'notes = "further: ', False),
        ("reading/layouts.toml", "headline_only = true", "headline_only = false", True),
        ("links/weights.json", '"title"', '"title2"', True),
        ("provinces/districts.csv", "Ba Đình", "Ba Vì", True),
    ],
)
def test_of_a_table_only_what_acts_decides(tmp_path: Path, name: str, old: str, new: str, decides: bool) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert old in text
    before, after = tmp_path / "a" / Path(name).name, tmp_path / "b" / Path(name).name
    for path, words in ((before, text), (after, text.replace(old, new))):
        path.parent.mkdir()
        path.write_text(words, encoding="utf-8")
    assert (deciding(before) != deciding(after)) == decides
    assert (digest_of([before]) != digest_of([after])) == decides


def test_the_name_of_a_file_counts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE, encoding="utf-8")
    shutil.copy(tmp_path / "a.py", tmp_path / "b.py")
    assert digest_of([tmp_path / "a.py"]) != digest_of([tmp_path / "b.py"])


def test_whatever_reading_and_storing_rest_on_counts() -> None:
    """All modules of the room that record, intake and store import, by way of others too, are in RULES but for the named ones."""
    graph = grimp.build_graph("pipelines")
    used = set.union(*(graph.find_upstream_modules(f"pipelines.{name}") for name in ("record", "intake.intake", "corpus.store")))
    explained = {
        "pipelines.corpus.corrections",  # their own digest stands behind the stamp
        "pipelines.corpus.stamps",
        "pipelines.corpus",
        "pipelines.sources",
        "pipelines",
    }
    paths = {name: name.removeprefix("pipelines.").replace(".", "/") for name in used - explained}
    covered = tuple(rule.removesuffix(".py") for rule in RULES)
    assert len(paths) > 60
    assert {name for name, path in paths.items() if not path.startswith(covered)} == set()


def test_a_comment_in_a_reference_table_and_a_short_row_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("slug,name\nx,X\n", encoding="utf-8")
    before = deciding(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text("slug,name\n# a note\nx,X\n", encoding="utf-8")
    assert deciding(tmp_path / "a.csv") == before
    (tmp_path / "b.tsv").write_text("phrase\tsource\tweight\nx\n", encoding="utf-8")
    assert deciding(tmp_path / "b.tsv") == "phrase\tweight\nx"  # told by `corpus data check`; opening a corpus must not fail
    for name, text in (("c.toml", "[x"), ("d.json", "{"), ("e.tsv", ""), ("f.py", "def")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert deciding(tmp_path / name) == text


def test_every_part_is_there_and_the_stamps_have_their_form() -> None:
    assert all((ROOM / name).exists() for name in RULES)
    assert all(any((DATA / name).iterdir()) for name in KNOWLEDGE)
    version, _, digest = code_version().partition("+")
    assert version.count(".") == 2
    assert len(digest) == len(reference_version()) == 8
    assert digest != reference_version()


def test_what_a_killed_writer_left_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version()
    for name in KNOWLEDGE:
        shutil.copytree(DATA / name, tmp_path / name)
    (tmp_path / "links" / ".weights.json.k3j2").write_text("{", encoding="utf-8")
    monkeypatch.setattr(stamps, "DATA", tmp_path)
    monkeypatch.setattr(stamps, "project_version", lambda: before.partition("+")[0])
    assert code_version.__wrapped__() == before


def test_a_digest_is_remembered_until_a_byte_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by other processes; where nothing can be written, or what is there is broken, it is worked out."""
    monkeypatch.setattr(stamps, "cache_from_source", lambda _: str(tmp_path / "cache" / "stamps.pyc"))
    worked_out: list[str] = []
    monkeypatch.setattr(stamps, "digest_of", lambda files: worked_out.append(digest_of(files)) or worked_out[-1])
    code = tmp_path / "a.py"
    code.write_text(CODE, encoding="utf-8")
    first = stamps.remembered([code])
    assert stamps.remembered([code]) == first == digest_of([code])
    assert len(worked_out) == 2  # no folder to write to
    (tmp_path / "cache").mkdir()
    assert {stamps.remembered([code]) for _ in range(3)} == {first}
    assert len(worked_out) == 3
    code.write_text(CODE.replace("// 2", "// 3"), encoding="utf-8")
    assert stamps.remembered([code]) == digest_of([code]) != first
    code.write_text(CODE, encoding="utf-8")
    for kept in (tmp_path / "cache").iterdir():
        kept.write_text("", encoding="ascii")
    assert stamps.remembered([code]) == first
