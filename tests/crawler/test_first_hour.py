"""A newcomer's first hour: help tells every default, a wrong word is one line, and what the demo and the README say is true."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import parser
from examples.replica import demo
from pipelines.corpus.schema import open_corpus
from tests.explorer_fixtures import replica_corpus
from tests.paths import ROOT


def verbs() -> list[tuple[str, argparse.ArgumentParser]]:
    actions = parser()._actions
    choices = next(action for action in actions if isinstance(action, argparse._SubParsersAction)).choices
    assert len(choices) > 10
    return list(choices.items())


@pytest.mark.parametrize(("name", "verb"), verbs(), ids=[name for name, _ in verbs()])
def test_help_tells_every_argument_and_default(name: str, verb: argparse.ArgumentParser) -> None:
    told = " ".join(verb.format_help().split())
    for action in verb._actions:
        assert action.help, (name, action.dest)
        if not action.option_strings or action.default in (None, False, [], "", argparse.SUPPRESS):
            continue
        value = action.default.relative_to(ROOT) if isinstance(action.default, Path) and Path.cwd() == ROOT else action.default
        text = told.split(f" {action.option_strings[-1]} ", 2)[-1] if isinstance(value, Path) else told
        assert str(value) in text.replace("- ", "-"), (name, action.dest, value)
        assert "default" in told


def test_the_version_names_the_rules(corpus: Any) -> None:
    done = corpus("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"congthuong-corpus \d+\.\d+\.\d+\+[0-9a-f]{8}\n", done.stdout)


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "x", "--province", "Lạng Sn"], "--province 'Lạng Sn': no such province; did you mean Lạng Sơn?"),
        (["search", "x", "--province", "Atlantis"], "--province 'Atlantis': no such province"),
        (["search", "x", "--year", "21"], "--year: '21' is not a year"),
        (["search", "x", "--year", "2022-2021"], "--year: '2022-2021' ends before"),
        (["search", "x", "--since", "2021-13"], "--since: '2021-13' is not a date"),
        (["search", "x", "--until", "mai"], "--until: 'mai' is not a date"),
        (["search", "x", "--source", "nobody"], "--source nobody: the corpus has no such source"),
        (["search", "x", "--role", "king"], "--role: invalid choice: 'king'"),
        (["search", "x", "--limit", "0"], "--limit and --page: whole numbers from 1"),
        (["search", "x", "--page", "x"], "--page: invalid int value: 'x'"),
        (["export", "--to", "x.csv", "--province", "Ha Nol"], "did you mean Hà Nội"),
        (["export", "--to", "x.csv", "--source", "nobody"], "--source nobody: the corpus has no such source"),
        (["review", "--no-browser", "--source", "nobody"], "--source nobody: "),
    ],
)  # fmt: skip
def test_a_wrong_word_is_one_line_and_status_2(corpus: Any, corpus_db: Path, arguments: list[str], says: str) -> None:
    done = corpus(*arguments, "--corpus-db", corpus_db)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"corpus {arguments[0]}: ")
    assert says in done.stderr


def test_the_command_searches_as_the_page_does(corpus: Any, corpus_db: Path) -> None:
    def ends(*arguments: str) -> list[str]:
        done = corpus("search", *arguments, "--corpus-db", corpus_db)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    total = int(ends("khuyến công", "--limit", "1")[-1].split()[2])
    assert ends("khuyến công", "--limit", "3", "--page", "2")[-1] == f"4-6 of {total} articles"
    assert ends("khuyến công", "--page", "99")[-1] == f"none here of {total} articles"
    assert ends("khuyến công", "--limit", "999")[-1] == f"{total} articles"
    assert 0 < int(ends("khuyến công", "--province", "tinh yen bai", "--limit", "999")[-1].split()[0]) < total
    assert ends("khuyền công")[-1].startswith("without accents (--accents any): ")
    dates = [line.split(" · ")[2] for line in ends("khuyến công", "--sort", "oldest", "--limit", "9") if line.count(" · ") == 3]
    assert len(dates) == 9
    assert dates == sorted(dates)


def test_what_the_demo_names_next_works(corpus: Any, corpus_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "corpus.db"
    shutil.copy(corpus_db, copy)
    named = {words[1]: words for words in map(shlex.split, demo.commands(copy))}
    assert list(named) == ["explore", "search", "status", "export", "review"]
    for verb in ("search", "export"):
        done = corpus(*named[verb][1:])
        assert done.returncode == 0, done.stderr
        assert not done.stdout.startswith("0 ")
    for words in named.values():
        parser().parse_args(words[1:])


def test_the_readme_shows_what_the_demo_shows(corpus_db: Path) -> None:
    """Its rows of figures stand in the demo's table word for word."""
    corpus = open_corpus(corpus_db)
    rows = {" ".join(" ".join(row).split()) for row in demo.sample(corpus.conn)}
    corpus.close()
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("province  year")[1].split("\n\n")[0]
    shown = [" ".join(line.split()) for line in block.splitlines()[1:]]
    assert len(shown) >= 2
    assert set(shown) <= rows


@pytest.mark.soak
def test_the_whole_demo_ends_with_commands_that_work(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.replica.demo", "--folder", str(tmp_path), "--port", "8790"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    ending = done.stdout.split("made on purpose: ")[1].splitlines()
    for line in ending[2:]:
        words = shlex.split(line)
        if words[1] in ("search", "status", "export"):
            tried = subprocess.run([sys.executable, "-m", "crawler.cli", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
            assert tried.returncode == 0, (line, tried.stdout, tried.stderr)
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("source             pages")[1].split("\n\n")[0]
    shown = [line.split() for line in block.splitlines()[1:]]
    summary = [line.split() for line in (done.stdout + done.stderr).splitlines()]
    assert len(shown) >= 2
    assert all(line in summary for line in shown)
