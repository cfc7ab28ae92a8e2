"""Real saved pages: pinned floors of what must be read from them. A floor may rise; lowering one needs a written reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading.reading import read_article
from pipelines.reading.titles import title_key
from pipelines.values.article import NotArticle, Unreadable
from pipelines.values.page import Page
from tests.paths import SHARED, TESTS

FLOORS = tomllib.loads((TESTS / "floors.toml").read_text(encoding="utf-8"))


def predictions(layouts: bool) -> list[dict[str, Any]]:
    folder = SHARED / "gold" / "pages"
    urls = {}
    for path in (folder / "labels").glob("*.json"):
        label = json.loads(path.read_text(encoding="utf-8"))
        urls[label["file"]] = label["url"]
    lines = []
    for path in sorted([*(folder / "html").glob("*.html"), *(folder / "lists").glob("*.html")]):
        try:
            article = read_article(Page(url=urls.get(path.name), body=path.read_bytes()), layouts=layouts)
            lines.append({"id": path.name, "record": asdict(article)})
        except (NotArticle, Unreadable) as error:
            lines.append({"id": path.name, "error": error.reason})
    return lines


@pytest.mark.parametrize("reader", ["layouts", "generic"])
def test_floors(tmp_path: Path, reader: str) -> None:
    scorer = SHARED / "gold" / "score_pages.py"
    if not scorer.is_file():
        pytest.skip("../shared/gold is not here")
    file = tmp_path / "predictions.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in predictions(reader == "layouts")), encoding="utf-8")
    command = [sys.executable, str(scorer), str(SHARED / "gold" / "pages"), str(file), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert figures["pages"] >= 20
    for name, floor in FLOORS[reader].items():
        got = figures[name] if isinstance(figures[name], float) else int(figures[name].partition("/")[0])
        assert got >= floor, name
    assert (figures["date wrong"], figures["date false"], figures["leaks"]) == (0, 0, 0)
    assert figures["false articles"].startswith("0/")
    kept, leads = map(int, figures["lead kept"].split("/"))
    assert kept == leads > 10
    assert figures["byline"].endswith("false 0")
    assert figures["credit"].endswith("false 0")
    if reader == "layouts":
        assert re.fullmatch(r"(\d+)/\1 false 0", figures["byline"])
        assert re.fullmatch(r"(\d+)/\1 false 0", figures["credit"])


@pytest.mark.parametrize("portal", ["dakrlap", "stc"])
def test_every_listed_article_of_a_mirrored_portal_is_read(portal: str) -> None:
    archive = SHARED / "portals" / f"{portal}.tar.xz"
    if not archive.is_file():
        pytest.skip("../shared/portals is not here")
    rows = (line.split("\t") for line in (SHARED / "portals" / f"{portal}.articles.tsv").read_text(encoding="utf-8").splitlines())
    listed = {path.strip("/"): headline for path, headline in rows}
    read = 0
    with tarfile.open(archive) as tar:
        for member in tar:
            key = re.sub(r"/?index\.html$", "", member.name.removeprefix("./").removeprefix(f"{portal}/"))
            handle = tar.extractfile(member) if member.isfile() and key in listed else None
            if handle is None:
                continue
            article = read_article(Page(url=f"http://{portal}.example/{key}", body=handle.read()))
            assert title_key(article.title) == title_key(listed[key]), key
            read += 1
    assert read == len(listed) > 50
