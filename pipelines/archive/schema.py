"""pages.db, the operator's database: schema as migrations, and opening it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipelines.database import open_database, read_database
from pipelines.values.sqlite import Database, Migrations

migrations = Migrations("pages")


def open_archive(path: Path | str) -> Database:
    """Open pages.db. Raises DatabaseError naming the file."""
    return open_database(path, migrations)


def read_archive(path: Path | str) -> Database:
    """Open pages.db to read it, on a medium that cannot be written too. Raises DatabaseError naming the file."""
    return read_database(path, migrations) or open_archive(path)


@cache
def shared_archive(path: str) -> Database:
    """One connection to pages.db for everything that crawls in this process: a hundred sources at once must not open hundreds of files.
    Crawling is single-threaded; nobody closes it. Raises DatabaseError naming the file."""
    return open_archive(path)


@migrations()
def first_schema(db: Database) -> None:
    """Links, pages, runs and leases."""
    for statement in _SCHEMA:
        db.execute(statement)


@migrations()
def visits_and_walks(db: Database) -> None:
    """How often an article was looked at, what its page said of itself, and how far each listing was walked."""
    for statement in _VISITS:
        db.execute(statement)


@migrations()
def shapes_of_articles(db: Database) -> None:
    """What the articles of a source look like (pipelines/drift/history.py)."""
    db.execute(_SHAPES)


@migrations()
def documents_of_notices(db: Database) -> None:
    """Documents are a kind of address, and belong to the notices that link to them (pipelines/archive/documents.py)."""
    for statement in _DOCUMENTS:
        db.execute(statement)


@migrations()
def documents_under_addresses(db: Database) -> None:
    """Which document an address names, which article a page was stored as, and what of it is its own."""
    for statement in _ADDRESSES:
        db.execute(statement)


@migrations()
def rests_of_hosts(db: Database) -> None:
    """Until when a host wants to be left alone (pipelines/archive/rests.py)."""
    db.execute("CREATE TABLE rests (host TEXT PRIMARY KEY, until TEXT NOT NULL) STRICT, WITHOUT ROWID")


@migrations()
def addresses_in_steps(db: Database) -> None:
    """What is waiting of a source, and which addresses lead to another one, found without a look at those that do not."""
    for statement in _WAITING:
        db.execute(statement)


_WAITING = (
    "CREATE INDEX urls_waiting ON urls (source) WHERE state = 'found' AND kind IN ('article', 'unknown', 'document')",
    "CREATE INDEX urls_by_target ON urls (reason) WHERE outcome = 'duplicate'",
)


@migrations()
def dictionaries_of_sources(db: Database) -> None:
    """What the pages of a source share, and which body was packed with it (pipelines/archive/bodies.py)."""
    for statement in _DICTIONARIES:
        db.execute(statement)


_DICTIONARIES = (
    """CREATE TABLE dictionaries (
        digest TEXT PRIMARY KEY,       -- of its content: the same in every file that has it
        source TEXT NOT NULL, made_at TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX dictionaries_by_source ON dictionaries (source, made_at)",
    "ALTER TABLE bodies RENAME COLUMN zlib TO packed",  # zlib or zstd, which the first bytes say
    "ALTER TABLE bodies ADD COLUMN dictionary TEXT REFERENCES dictionaries (digest)",  # NULL: packed with none
)
_ADDRESSES = (
    "ALTER TABLE urls ADD COLUMN document TEXT",  # what the addresses of one document share (pipelines/sources/urls.py)
    "CREATE INDEX urls_by_document ON urls (source, document) WHERE document IS NOT NULL",
    "ALTER TABLE pages ADD COLUMN article INTEGER",  # id in corpus.db of the article that has this page's content
    "ALTER TABLE pages ADD COLUMN content TEXT",  # digest of what of the page is the article's own
    "CREATE INDEX pages_by_body ON pages (sha)",
)

_SCHEMA = (
    """CREATE TABLE urls (
        key TEXT PRIMARY KEY,          -- what tells pages apart (pipelines/sources/urls.py)
        url TEXT NOT NULL,             -- the address to fetch
        source TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('article', 'listing', 'feed', 'sitemap', 'unknown')),
        state TEXT NOT NULL CHECK (state IN ('found', 'fetched', 'done', 'failed', 'gone')),
        title TEXT, published TEXT,    -- hints of the listing
        found_on TEXT, found_at TEXT NOT NULL,
        lastmod TEXT,                  -- as the sitemap says
        tries INTEGER NOT NULL DEFAULT 0,
        status INTEGER, outcome TEXT, reason TEXT,
        fetched_at TEXT, next_visit TEXT,
        etag TEXT, last_modified TEXT
    ) STRICT""",
    "CREATE INDEX urls_by_source_state ON urls (source, state, kind)",
    """CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT,
        source TEXT, run TEXT,
        fetched_at TEXT, status INTEGER NOT NULL,
        headers TEXT NOT NULL, hints TEXT NOT NULL,
        sha TEXT NOT NULL REFERENCES bodies (sha),
        outcome TEXT, reason TEXT
    ) STRICT""",
    "CREATE INDEX pages_by_key ON pages (key)",
    "CREATE INDEX pages_unread ON pages (id) WHERE outcome IS NULL",
    "CREATE TABLE bodies (sha TEXT PRIMARY KEY, size INTEGER NOT NULL, zlib BLOB NOT NULL) STRICT",
    """CREATE TABLE runs (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
        found INTEGER NOT NULL DEFAULT 0, fetched INTEGER NOT NULL DEFAULT 0,
        stored INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        not_article INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
        facts INTEGER NOT NULL DEFAULT 0,
        fill TEXT, reasons TEXT, verdict TEXT, why TEXT
    ) STRICT""",
    "CREATE INDEX runs_by_source ON runs (source, started_at)",
    "CREATE TABLE leases (host TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL) STRICT",
)


_SHAPES = """CREATE TABLE shapes (
    source TEXT PRIMARY KEY,
    history TEXT NOT NULL,         -- summary of the shapes read so far, JSON
    pending TEXT NOT NULL,         -- summary of the runs that differ from it, or are too small to tell
    drifted INTEGER NOT NULL DEFAULT 0  -- how many runs in a row differed
) STRICT"""

_COLUMNS = """key, url, source, kind, state, title, published, found_on, found_at, lastmod, tries, status, outcome, reason,
    fetched_at, next_visit, etag, last_modified, visits"""
_DOCUMENTS = (  # SQLite changes no CHECK: the table is made anew, its rows in their order (`pending` goes by it)
    """CREATE TABLE urls_anew (
        key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        source TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('article', 'listing', 'feed', 'sitemap', 'unknown', 'document')),
        state TEXT NOT NULL CHECK (state IN ('found', 'fetched', 'done', 'failed', 'gone')),
        title TEXT, published TEXT,
        found_on TEXT, found_at TEXT NOT NULL,
        lastmod TEXT,
        tries INTEGER NOT NULL DEFAULT 0,
        status INTEGER, outcome TEXT, reason TEXT,
        fetched_at TEXT, next_visit TEXT,
        etag TEXT, last_modified TEXT,
        visits INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    f"INSERT INTO urls_anew ({_COLUMNS}) SELECT {_COLUMNS} FROM urls ORDER BY rowid",  # noqa: S608 - names are ours
    "DROP TABLE urls",
    "ALTER TABLE urls_anew RENAME TO urls",
    "CREATE INDEX urls_by_source_state ON urls (source, state, kind)",
    "CREATE INDEX urls_by_visit ON urls (source, next_visit) WHERE next_visit IS NOT NULL",
    """CREATE TABLE attached (
        document TEXT NOT NULL,        -- key of its address
        notice TEXT NOT NULL,          -- key of the page that links to it
        PRIMARY KEY (document, notice)
    ) STRICT, WITHOUT ROWID""",
)

_VISITS = (
    "ALTER TABLE urls ADD COLUMN visits INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX urls_by_visit ON urls (source, next_visit) WHERE next_visit IS NOT NULL",
    """CREATE TABLE walks (
        key TEXT PRIMARY KEY, source TEXT NOT NULL, listing TEXT NOT NULL,
        walked_at TEXT NOT NULL, pages INTEGER NOT NULL,
        oldest TEXT,                   -- date of the oldest article any walk has seen listed
        ended_by TEXT NOT NULL,        -- end, known, window, limit, circle, stopped, unchanged: why the last walk stopped
        reached_end INTEGER NOT NULL   -- 1 when some walk came to the last page
    ) STRICT""",
)
