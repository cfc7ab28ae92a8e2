"""`corpus publish`: from a corpus to the folder that any web server serves."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crawler.export.export import Export, export
from crawler.publishing.folder import Site, site_in
from crawler.publishing.indexing import index
from crawler.publishing.pages import Contents, article_page, article_place, pages
from crawler.publishing.shortening import Texts, shortened
from explorer.citing.work import edition_of
from explorer.wording.labels import LANGUAGES
from pipelines.corpus.schema import read_corpus

HERE = Path(__file__).parent
STYLE = HERE.parent.parent / "explorer" / "static" / "style.css"
TAKEN = (  # tables that may be taken away
    "v_articles", "v_amounts", "v_supports", "v_support_by_province_year", "v_trade_output_by_province_year", "v_table_figures",
    "v_changed_figures", "v_coverage", "v_sources", "corrections", "province_names", "codebook",
)  # fmt: skip
CORPUS = "corpus.db"


def publish(corpus_db: Path, target: Path, texts: Texts) -> int:
    """Write the site of a corpus to `target` and return how many articles it has. Raises BadInput."""
    with closing(read_corpus(corpus_db)) as corpus:
        edition = edition_of(corpus.conn)
        stamps = dict(corpus.execute("SELECT key, value FROM corpus_info").fetchall())
        revised = corpus.execute("SELECT (SELECT count(*) FROM corrections), (SELECT count(*) FROM runs)").fetchone()
    of = {"version": edition.digest, "read_by": edition.code_version, "articles": edition.articles, "texts": texts, "program": _program(),
          "stamps": stamps, "revised": list(revised), "languages": list(LANGUAGES)}  # fmt: skip
    with site_in(target, of) as site:
        place = site.folder / "downloads" / CORPUS
        if not place.exists():
            _shorten(corpus_db, place, texts)
        with closing(read_corpus(place)) as corpus:
            sources = dict(corpus.execute("SELECT name, title FROM sources").fetchall())
            downloads = tuple(_downloads(site, place))
            contents = Contents(corpus.conn, edition_of(corpus.conn), sources, texts, downloads)
            _write(site, contents)
        for leftover in ("-wal", "-shm"):
            place.with_name(place.name + leftover).unlink(missing_ok=True)
    return edition.articles


def _shorten(corpus_db: Path, place: Path, texts: Texts) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.part")
    for leftover in ("", "-wal", "-shm"):
        part.with_name(part.name + leftover).unlink(missing_ok=True)
    made = shortened(corpus_db, part, texts)
    made.execute("PRAGMA journal_mode = DELETE")  # a file alone, that can be read where nothing can be written
    made.close()
    part.replace(place)


def _write(site: Site, of: Contents) -> None:
    site.write("style.css", STYLE.read_bytes() + b"\n" + (HERE / "published.css").read_bytes())
    site.write("search.js", (HERE / "search.js").read_bytes())
    if not site.has("search/index.js"):  # the last of its pieces
        for piece in index(of.corpus, of.sources, article_place):
            site.write(piece.place, piece.script)
    for made in pages(of):
        site.write(made.place, made.html)
    for (key,) in of.corpus.execute("SELECT id FROM articles ORDER BY id").fetchall():
        for language in LANGUAGES:
            if not site.has(f"{language}/{article_place(key)}"):
                site.write(*article_page(of, key, language))


def _downloads(site: Site, corpus_db: Path) -> Iterator[tuple[str, int]]:
    """Files that may be taken away and their sizes in bytes; those of a former attempt stay."""
    formats = (".csv", ".parquet") if importlib.util.find_spec("pyarrow") else (".csv",)
    with closing(read_corpus(corpus_db)) as corpus:
        there = {*corpus.table_names(), *corpus.view_names()}
    for table in TAKEN:
        for suffix in formats if table in there else ():
            target = site.folder / "downloads" / f"{table}{suffix}"
            if not target.exists():
                with contextlib.redirect_stdout(io.StringIO()):
                    export(corpus_db, Export(table, target))
            yield target.name, target.stat().st_size
    yield CORPUS, corpus_db.stat().st_size


def _program() -> str:
    """A digest of what makes the pages: what another program began is not taken over."""
    files = [path for path in sorted(HERE.rglob("*")) if path.is_file() and path.suffix in (".py", ".html", ".css", ".js")]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in (*files, STYLE))).hexdigest()[:12]
