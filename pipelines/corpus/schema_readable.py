"""The second step of the schema of corpus.db: search index of folded text, province units, codebook, corrections, stamps, indexes."""

# ruff: noqa: S608

from __future__ import annotations

_FOLDED = "replace(replace({0}, 'đ', 'd'), 'Đ', 'D')"
_INDEXED = f"coalesce({_FOLDED.format('{0}.title')}, ''), {_FOLDED.format('{0}.text')}"
_UNINDEX = f"INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, {_INDEXED.format('old')});"
_INDEX = f"INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, {_INDEXED.format('new')});"

READABLE = (
    "ALTER TABLE articles DROP COLUMN folded",
    "ALTER TABLE articles ADD COLUMN code_version TEXT",
    f"""CREATE VIEW articles_folded AS SELECT id, coalesce({_FOLDED.format("title")}, '') AS title,
        {_FOLDED.format("text")} AS text FROM articles""",
    """CREATE VIRTUAL TABLE articles_fts USING fts5 (title, text, content='articles_folded', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2')""",
    f"CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN {_INDEX} END",
    f"CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN {_UNINDEX} END",
    f"CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN {_UNINDEX} {_INDEX} END",
    "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')",
    """CREATE TABLE province_units (
        slug TEXT NOT NULL, name TEXT NOT NULL, full_name TEXT NOT NULL, kind TEXT NOT NULL, code TEXT,
        name_now TEXT, code_now TEXT, valid_from TEXT, valid_to TEXT
    ) STRICT""",
    """CREATE TABLE province_names (
        name TEXT PRIMARY KEY, slug TEXT NOT NULL, full_name TEXT NOT NULL, code_before TEXT,
        name_now TEXT, code_now TEXT, standing TEXT NOT NULL CHECK (standing IN ('same', 'enlarged', 'merged', 'renamed', 'former'))
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE codebook (
        place INTEGER PRIMARY KEY, "table" TEXT NOT NULL, "column" TEXT, type TEXT, description TEXT NOT NULL,
        unit TEXT, allowed TEXT, UNIQUE ("table", "column")
    ) STRICT""",
    "CREATE TABLE corpus_info (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE corrections (
        article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        fact TEXT NOT NULL CHECK (fact IN ('article', 'province', 'year', 'amount')),
        start INTEGER, "end" INTEGER, surface TEXT, changes TEXT NOT NULL, was TEXT NOT NULL,
        reason TEXT NOT NULL, corrected_by TEXT NOT NULL, corrected_on TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX corrections_by_article ON corrections (article, start)",
    "ALTER TABLE articles ADD COLUMN month TEXT GENERATED ALWAYS AS (substr(published, 1, 7)) VIRTUAL",
    "DROP INDEX articles_by_source",
    "CREATE INDEX articles_by_source ON articles (source, month, published, province, year, words)",
    "CREATE INDEX articles_undated ON articles (source, url) WHERE published IS NULL",
    "DROP INDEX amounts_by_role",
    """CREATE INDEX amounts_money ON amounts (role, unit, province, year_from, year_to, per, vnd_min, vnd_max, approx, kind)
        WHERE kind = 'money'""",  # kind is in it only so that SQLite sees that the index alone answers
    "CREATE INDEX amounts_by_vnd ON amounts (vnd_min, vnd_max) WHERE vnd_min IS NOT NULL",
    "CREATE INDEX amounts_hedged ON amounts (unit, vnd_min) WHERE approx IS NOT NULL",
    "CREATE INDEX supports_by_programme ON supports (programme, amount_start, article, projects, beneficiaries)",
    "CREATE INDEX years_planned ON years (article, year_from, year_to) WHERE plan = 1",
)
