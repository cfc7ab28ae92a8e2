"""Compact: the statements that number articles for the indexes of words and rules for figures, drop indexes that no question asks by, and
note what of near-duplicates is owed: `_stale` texts, sketches of before, and whether all others were compared (`_compared`)."""

# ruff: noqa: S608

from __future__ import annotations

# A word's list of articles is written as differences: of ids (51 random bits) they take six bytes each, of numbers one or two.
_FOLDED = "coalesce(replace(replace({0}.title, 'đ', 'd'), 'Đ', 'D'), ''), replace(replace({0}.text, 'đ', 'd'), 'Đ', 'D')"
_EXACT = "{0}.title, {0}.text"
_NUMBER = "(SELECT number FROM _numbers WHERE article = {0}.id)"
_INDEXES = (("_fts", _FOLDED), ("_fts_exact", _EXACT))


def _index(row: str) -> str:
    number = _NUMBER.format(row)
    return " ".join(f"INSERT INTO {name} (rowid, title, text) VALUES ({number}, {words.format(row)});" for name, words in _INDEXES)


def _unindex(row: str) -> str:
    number = _NUMBER.format(row)
    return " ".join(
        f"INSERT INTO {name} ({name}, rowid, title, text) VALUES ('delete', {number}, {words.format(row)});" for name, words in _INDEXES
    )


def _differs(*columns: str) -> str:
    return " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)


def _shown(view: str, index: str) -> str:
    """The view that answers to the name and id of before: `id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH '...')`."""
    return f"""CREATE VIEW {view} AS SELECT n.article AS rowid, f.{index} AS {view}, f.rank AS rank, f.title, f.text
        FROM {index} f CROSS JOIN _numbers n ON n.number = f.rowid"""


STATEMENTS_OF_COMPACT: tuple[str, ...] = (
    *(f"DROP TRIGGER {index}_{event}" for index in ("articles_fts", "articles_fts_exact") for event in ("insert", "update", "delete")),
    "DROP TABLE articles_fts",
    "DROP TABLE articles_fts_exact",
    "CREATE TABLE _numbers (number INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE REFERENCES articles (id)) STRICT",
    "INSERT INTO _numbers (article) SELECT id FROM articles ORDER BY id",
    "CREATE VIEW _folded AS SELECT n.number, a.title, a.text FROM _numbers n CROSS JOIN articles_folded a ON a.id = n.article",
    "CREATE VIEW _written AS SELECT n.number, a.title, a.text FROM _numbers n CROSS JOIN articles a ON a.id = n.article",
    """CREATE VIRTUAL TABLE _fts USING fts5 (title, text, content='_folded', content_rowid='number',
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE _fts_exact USING fts5 (title, text, content='_written', content_rowid='number',
        tokenize='unicode61 remove_diacritics 0')""",
    "INSERT INTO _fts (_fts) VALUES ('rebuild')",
    "INSERT INTO _fts_exact (_fts_exact) VALUES ('rebuild')",
    _shown("articles_fts", "_fts"),
    _shown("articles_fts_exact", "_fts_exact"),
    f"CREATE TRIGGER articles_indexed AFTER INSERT ON articles BEGIN INSERT INTO _numbers (article) VALUES (new.id); {_index('new')} END",
    f"""CREATE TRIGGER articles_unindexed AFTER DELETE ON articles BEGIN {_unindex("old")}
        DELETE FROM _numbers WHERE article = old.id; END""",
    f"""CREATE TRIGGER articles_reindexed AFTER UPDATE OF title, text ON articles
        WHEN old.title IS NOT new.title OR old.text != new.text BEGIN {_unindex("old")} {_index("new")} END""",
    "CREATE TABLE _rules (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "INSERT INTO _rules (name) SELECT rule FROM _amounts UNION SELECT link_rule FROM _amounts",
    """UPDATE _amounts SET rule = (SELECT number FROM _rules WHERE name = rule),
        link_rule = (SELECT number FROM _rules WHERE name = link_rule)""",
    "DROP INDEX amounts_by_certainty",
    """CREATE INDEX amounts_sure ON _amounts (article, start, "end") WHERE certainty = 'sure'""",
    "DROP INDEX amounts_flow",
    "DROP INDEX supports_by_programme",
    "CREATE TABLE _stale (article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE) STRICT",
    "INSERT INTO _stale SELECT s.article FROM sketches s JOIN articles a ON a.id = s.article WHERE a.content_sha != s.content_sha",
    """CREATE TRIGGER articles_stale AFTER UPDATE OF content_sha ON articles WHEN old.content_sha != new.content_sha
        BEGIN INSERT INTO _stale SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM _stale WHERE article = new.id); END""",
    """CREATE TABLE _sketches_before (article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE, runs BLOB NOT NULL)
        STRICT""",
    "CREATE TABLE _compared (done INTEGER PRIMARY KEY CHECK (done IN (0, 1))) STRICT",
    "CREATE TRIGGER articles_uncompared_delete AFTER DELETE ON articles BEGIN DELETE FROM _compared; END",
    f"""CREATE TRIGGER articles_uncompared_update AFTER UPDATE OF id, url, source, published, credit ON articles
        WHEN {_differs("id", "url", "source", "published", "credit")} BEGIN DELETE FROM _compared; END""",
    f"""CREATE TRIGGER sources_uncompared AFTER UPDATE OF name, title, kind ON sources
        WHEN {_differs("name", "title", "kind")} BEGIN DELETE FROM _compared; END""",
    "DELETE FROM corpus_info",  # so that the views are made anew
)
