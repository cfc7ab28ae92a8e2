"""A verb offers the databases that it opens, and no other."""

from __future__ import annotations

import pytest

from crawler.cli import parser

ASKING = [["search", "x"], ["export", "--to", "x.csv"], ["corrections"], ["duplicates"], ["review"], ["learn"]]


@pytest.mark.parametrize("words", ASKING, ids=lambda w: w[0])
def test_verbs_that_ask_the_corpus_only_take_no_pages(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert parser().parse_args([*words, "--corpus-db", "c.db"]).corpus_db.name == "c.db"
    with pytest.raises(SystemExit, match="2"):
        parser().parse_args([*words, "--pages-db", "p.db"])
    assert "unrecognized arguments: --pages-db" in capsys.readouterr().err
