"""`corpus keep`: save a page and propose its golden, the record that must be read from it; red in the tests until somebody reviewed it."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput, Verbs, add_pages_db, add_verb, existing
from pipelines.sources.source import Source, load_sources
from pipelines.values.article import NotArticle, Unreadable
from pipelines.values.page import Page
from pipelines.values.paths import DATA

FIELDS = ("layout", "title", "lead", "paragraphs", "captions", "byline", "credit", "published", "related")


def add_parser(verbs: Verbs) -> None:
    """`corpus keep`."""
    keep = add_verb(verbs, "keep", run, "save a page and propose its golden (docs/goldens.md)")
    keep.add_argument("page", metavar="URL_OR_FILE", help="a URL whose page is kept in pages.db, or a saved page")
    keep.add_argument("--source", required=True, metavar="NAME", help="the source it is of")
    keep.add_argument("--to", type=Path, default=DATA / "kept", metavar="FOLDER", help="default: data/kept, which is not committed")
    add_pages_db(keep)


def run(given: argparse.Namespace) -> int:
    """Keep the page. Raises BadInput."""
    return keep(given.page, given.source, given.to, given.pages_db)


def keep(what: str, source_name: str, folder: Path, pages_db: Path) -> int:
    """Save the page of a URL (the newest one kept in pages.db; nothing is fetched) or of a file, and its proposed golden beside it.
    Raises BadInput when there is no such page or source."""
    source = load_sources().get(source_name)
    if source is None:
        raise BadInput(f"--source: {source_name}: no such source")
    page = _kept(what, pages_db) if what.startswith(("http://", "https://")) else _saved(Path(what), source_name)
    name = f"{source_name}-{hashlib.sha256(page.body).hexdigest()[:10]}"
    folder.mkdir(parents=True, exist_ok=True)
    golden = folder / f"{name}.json"
    if golden.exists():
        raise BadInput(f"{golden}: kept already")
    (folder / f"{name}.html").write_bytes(page.body)
    golden.write_text(json.dumps(proposal(page, source), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{golden}: read it beside the page, correct it, then set reviewed to true")
    return 0


def proposal(page: Page, source: Source | None) -> dict[str, Any]:
    """What is read from a page now, for somebody to correct: its fields, or the reason why it is no article."""
    facts = {"reviewed": False, "url": page.final_url or page.url, "source": page.source, "fetched_at": page.fetched_at,
             "content_type": page.headers.get("content-type")}  # fmt: skip
    return facts | what_is_read(page, source)


def what_is_read(page: Page, source: Source | None) -> dict[str, Any]:
    """The fields of a golden as they are read now."""
    from pipelines.reading.reading import read_article

    try:
        article = read_article(page, source)
    except (NotArticle, Unreadable) as no:
        return {"refused": no.reason}
    values = ((name, getattr(article, name)) for name in FIELDS)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def complaint(golden: Path, sources: dict[str, Source]) -> str | None:
    """What is wrong with a golden: not reviewed, or the page beside it is read otherwise; None when nothing is."""
    wanted = json.loads(golden.read_text(encoding="utf-8"))
    if wanted.get("reviewed") is not True:
        return f"{golden.name}: not reviewed"
    headers = {"content-type": wanted["content_type"]} if wanted.get("content_type") else {}
    page = Page(url=wanted.get("url"), body=golden.with_suffix(".html").read_bytes(), source=wanted.get("source"),
                fetched_at=wanted.get("fetched_at"), headers=headers)  # fmt: skip
    got = what_is_read(page, sources.get(page.source or ""))
    fields = [name for name in (*FIELDS, "refused") if wanted.get(name) != got.get(name)]
    return f"{golden.name}: differs in {', '.join(fields)}" if fields else None


def _kept(url: str, pages_db: Path) -> Page:
    from pipelines.archive.pages import newest_page
    from pipelines.archive.schema import read_archive

    db = read_archive(existing(pages_db))
    page = newest_page(db, url)
    db.close()
    if page is None:
        raise BadInput(f"{url}: not among the kept pages; save it to a file and give that")
    return page


def _saved(path: Path, source: str) -> Page:
    try:
        return Page(url=None, body=path.read_bytes(), source=source)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
