"""The `corpus` command. Exit status: 0 done, 1 the work failed or the verdict is bad, 2 wrong arguments or unreadable input."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.arguments import BadInput
from pipelines.sources.source import SourceError
from pipelines.values.errors import DatabaseError
from pipelines.values.paths import DATA


def main(argv: Sequence[str] | None = None) -> int:
    """Parse, run one verb, turn expected errors into one line. Verbs import what they need: only crawling loads Scrapy."""
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except (BadInput, DatabaseError, SourceError) as error:
        print(f"corpus {arguments.verb}: {error}", file=sys.stderr)
        return 2
    except sqlite3.Error as error:
        print(f"corpus {arguments.verb}: database: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"corpus {arguments.verb}: interrupted", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="corpus", description="Vietnamese industry-and-trade news: crawl, read, search, export.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    crawl = _verb(verbs, "crawl", _crawl, "crawl sources into the corpus")
    crawl.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in `scrapy list`; none: all")
    crawl.add_argument("--due", action="store_true", help="only sources whose time has come")
    crawl.add_argument("--since", metavar="YYYY-MM-DD")
    crawl.add_argument("--until", metavar="YYYY-MM-DD")
    crawl.add_argument("--max-articles", metavar="N", help="per source")
    crawl.add_argument("--notify", action="append", default=[], metavar="URL", help="tell when a verdict turns bad or good again (Apprise)")
    crawl.add_argument("--sources-dir", type=Path, help="another folder of source files")
    _databases(crawl)

    read = _verb(verbs, "read", _read, "read saved pages; one record as JSON per line")
    read.add_argument("files", nargs="*", metavar="FILE", help=".html or .txt; with --jsonl: files of JSON lines (default: stdin)")
    read.add_argument("--jsonl", action="store_true", help="input is JSON lines, see docs/record.md")
    read.add_argument("--url", help="address the page was saved from")
    read.add_argument("--fetched-at", metavar="ISO", help="when it was saved")
    read.add_argument("--source", help="name of its source")

    keep = _verb(verbs, "keep", _keep, "save a page and propose its golden (docs/goldens.md)")
    keep.add_argument("page", metavar="URL_OR_FILE", help="a URL whose page is kept in pages.db, or a saved page")
    keep.add_argument("--source", required=True, metavar="NAME")
    keep.add_argument("--to", type=Path, default=DATA / "kept", metavar="FOLDER", help="default: data/kept, which is not committed")
    keep.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P")

    replay = _verb(verbs, "replay", _replay, "read kept pages again into a corpus; no network")
    replay.add_argument("--warc", nargs="+", type=Path, metavar="FILE", help="read pages from WARC files instead")
    replay.add_argument("--workers", type=int, default=1, metavar="N", help="processes that read (default 1)")
    _databases(replay)

    warc = _verb(verbs, "warc", _warc, "write kept pages to a WARC file, the format of web archives")
    warc.add_argument("--to", required=True, type=Path, metavar="FILE.warc[.gz]")
    warc.add_argument("--source", help="only pages of this source")
    warc.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P")

    status = _verb(verbs, "status", _status, "last run and verdict of every source")
    status.add_argument("--json", action="store_true")
    _databases(status)

    search = _verb(verbs, "search", _search, "full-text search, with or without accents")
    search.epilog = (
        "Of more than 1,000 hits only 1,000 (and those with the words in the title) are ranked: narrow by a filter or a further word."
    )
    search.add_argument("query")
    search.add_argument("--json", action="store_true")
    search.add_argument("--limit", type=int, default=20, metavar="N")
    _filters(search)
    _databases(search)

    export = _verb(verbs, "export", _export, "write a table, a view or a search result to a file, with datapackage.json and citation")
    export.add_argument("--to", required=True, type=Path, metavar="FILE.{csv,jsonl,parquet}")
    export.add_argument("--table", default="articles", help="table or view (docs/codebook.md); default articles")
    export.add_argument("--search", metavar="QUERY", help="only rows of articles that match, as `corpus search` finds them")
    export.add_argument("--bom", action="store_true", help="CSV begins with a byte order mark, for spreadsheets")
    _filters(export)
    _databases(export)

    corrections = _verb(verbs, "corrections", _corrections, "researchers' corrections: in force, and unused ones")
    _databases(corrections)

    duplicates = _verb(verbs, "duplicates", _duplicates, "clusters of equal articles: {id, cluster} a line")
    duplicates.add_argument("--jsonl", type=Path, metavar="FILE", help="articles of a file instead of the corpus")
    _databases(duplicates)

    explore = _verb(verbs, "explore", _explore, "the corpus in a browser (Datasette on 127.0.0.1)")
    explore.add_argument("--port", type=int, default=8001)
    _databases(explore)

    sources = _verb(verbs, "sources", _sources, "list the sources, or check all source files")
    sources.add_argument("action", nargs="?", choices=["list", "check"], default="list")
    live = "check on the web (all, or those named): robots.txt, listings, an article; prints what to change"
    sources.add_argument("--live", nargs="*", metavar="SOURCE", help=live)
    sources.add_argument("--report", type=Path, default=DATA / "logs" / "live-check.jsonl", metavar="FILE", help="what was seen is added")
    sources.add_argument("--sources-dir", type=Path, help="another folder of source files")
    sources.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P")
    return top


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, text: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text)
    verb.set_defaults(run=run)
    return verb


def _databases(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P")
    verb.add_argument("--corpus-db", type=Path, default=DATA / "corpus.db", metavar="C")


def _filters(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--source", help="only this source")
    verb.add_argument("--province", help="only articles filed under this province")
    verb.add_argument("--year", type=int, help="only articles that report on this year")


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    return path


def _crawl(a: argparse.Namespace) -> int:
    from crawler.arguments import check_spider_arguments
    from crawler.verbs.crawl import CrawlPlan, chosen_sources, run_crawl

    given = {"since": a.since, "until": a.until, "max_articles": a.max_articles}
    arguments = {name: value for name, value in given.items() if value is not None}
    if problem := check_spider_arguments(arguments):
        raise BadInput(problem)
    try:
        sources = chosen_sources(a.sources, a.sources_dir, a.pages_db if a.due else None)
    except KeyError as error:
        raise BadInput(error.args[0]) from None
    if not sources:
        print("nothing is due" if a.due else "no sources")
        return 0
    log_file = a.pages_db.parent / "logs" / "crawl.log"
    return run_crawl(CrawlPlan(sources, a.pages_db, a.corpus_db, arguments, log_file, a.due, a.notify))


def _read(a: argparse.Namespace) -> int:
    from crawler.verbs.read import read_files, read_json_lines

    return read_json_lines(a.files) if a.jsonl else read_files(a.files, a.url, a.fetched_at, a.source)


def _keep(a: argparse.Namespace) -> int:
    from crawler.verbs.keep import keep

    return keep(a.page, a.source, a.to, a.pages_db)


def _replay(a: argparse.Namespace) -> int:
    from crawler.verbs.replay import replay

    if a.workers < 1:
        raise BadInput("--workers: must be at least 1")
    return replay(None if a.warc else _existing(a.pages_db), a.corpus_db, a.warc or [], a.workers)


def _warc(a: argparse.Namespace) -> int:
    from crawler.export.warc import write_warc

    count = write_warc(_existing(a.pages_db), a.to, a.source)
    print(f"{count} pages in {a.to}")
    return 0 if count else 1


def _status(a: argparse.Namespace) -> int:
    from crawler.verbs.status import status

    return status(_existing(a.pages_db), _existing(a.corpus_db), a.json)


def _search(a: argparse.Namespace) -> int:
    from crawler.verbs.search import search
    from explorer.search import Filters

    return search(_existing(a.corpus_db), a.query, Filters(a.source, a.province, a.year), a.limit, a.json)


def _export(a: argparse.Namespace) -> int:
    from crawler.export.export import Export, export
    from explorer.search import Filters

    return export(_existing(a.corpus_db), Export(a.table, a.to, a.search, Filters(a.source, a.province, a.year), a.bom))


def _corrections(a: argparse.Namespace) -> int:
    from crawler.verbs.corrections import corrections

    return corrections(_existing(a.corpus_db))


def _duplicates(a: argparse.Namespace) -> int:
    from crawler.verbs.duplicates import print_clusters

    return print_clusters(_existing(a.jsonl or a.corpus_db), is_jsonl=a.jsonl is not None)


def _explore(a: argparse.Namespace) -> int:
    from crawler.verbs.explore import explore

    return explore(_existing(a.corpus_db), a.port)


def _sources(a: argparse.Namespace) -> int:
    from pipelines.sources.source import load_sources

    if a.action == "check" and a.live is not None:
        from crawler.verbs.crawl import chosen_sources
        from crawler.verbs.sources import check_live

        try:
            return check_live(chosen_sources(a.live, a.sources_dir, None), a.report, a.pages_db)
        except KeyError as error:
            raise BadInput(error.args[0]) from None
    if a.live is not None:
        raise BadInput("--live belongs to `check`")
    sources = load_sources(a.sources_dir)
    if a.action == "check":
        live = sum(source.verified_live for source in sources.values())
        print(f"{len(sources)} source files are well formed; {live} verified live")
        return 0
    for source in sources.values():
        print(f"{source.name}\t{source.kind}\t{source.home_province or '-'}\t{source.hosts[0]}\t{source.confidence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
