"""Steps: the history of the schema of corpus.db, step by step; a new one goes to the end. docs/codebook.md explains every column."""

from __future__ import annotations

from pipelines.corpus.history.compact import STATEMENTS_OF_COMPACT
from pipelines.corpus.history.early import EARLY, Step
from pipelines.corpus.history.narrow import STATEMENTS_OF_NARROW_FIGURES
from pipelines.corpus.history.support import STATEMENTS_OF_SUPPORT

__all__ = ["HISTORY", "Step"]

_OWNED = "article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE"
_UNINDEX_EXACT = """INSERT INTO articles_fts_exact (articles_fts_exact, rowid, title, text)
                VALUES ('delete', old.id, old.title, old.text);"""
_INDEX_EXACT = "INSERT INTO articles_fts_exact (rowid, title, text) VALUES (new.id, new.title, new.text);"
_UNCOUNT = "DELETE FROM _counted;"
_WATCHED = ("articles", "amounts", "supports", "clusters", "corrections")

HISTORY: tuple[Step, ...] = (
    *EARLY,
    Step(
        "aspects",
        "Flow, plan and whole of a figure, fund of a support line; rows written before say nothing until their pages are read again.",
        (
            "ALTER TABLE amounts ADD COLUMN flow TEXT CHECK (flow IN ('export', 'import', 'both', 'balance'))",
            "ALTER TABLE amounts ADD COLUMN planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1))",
            "ALTER TABLE amounts ADD COLUMN part_of INTEGER",
            "ALTER TABLE supports ADD COLUMN fund TEXT CHECK (fund IN ('national', 'local'))",
            "DROP INDEX amounts_money",
            """CREATE INDEX amounts_money ON amounts (role, unit, province, year_from, year_to, per, vnd_min, vnd_max, approx, planned,
                part_of, kind) WHERE kind = 'money'""",  # kind is in it only so that SQLite sees that the index alone answers
            """CREATE INDEX amounts_flow ON amounts (flow, kind, unit, planned, province, year_from, year_to, per, min)
                WHERE flow IS NOT NULL""",
            """CREATE INDEX amounts_support ON amounts (article, role, unit, kind)
                WHERE kind = 'money' AND role = 'support' AND unit = 'VND'""",
            "CREATE INDEX articles_month ON articles (id, month)",  # the date stands behind the text in a row: slow to reach
            "DROP INDEX years_planned",
            "DROP INDEX amounts_hedged",
            "CREATE INDEX amounts_hedged ON amounts (kind, unit, min, approx) WHERE approx IS NOT NULL",
        ),
    ),
    Step(
        "doubts",
        "How sure year, province and role of a figure are, and their second answers; rows written before have none until read again.",
        (
            *(
                f"ALTER TABLE amounts ADD COLUMN {column}"
                for column in (
                    "confidence REAL",
                    "certainty TEXT CHECK (certainty IN ('sure', 'doubtful', 'unsure'))",
                    "year_confidence REAL",
                    "year_second_from INTEGER",
                    "year_second_to INTEGER",
                    "year_second_confidence REAL",
                    "province_confidence REAL",
                    "province_second TEXT",
                    "province_second_confidence REAL",
                    "role_confidence REAL",
                    "role_second TEXT",
                    "role_second_confidence REAL",
                )
            ),
            "DROP INDEX amounts_money",
            """CREATE INDEX amounts_money ON amounts (role, unit, province, year_from, year_to, per, vnd_min, vnd_max, approx, planned,
                part_of, certainty, kind) WHERE kind = 'money'""",  # kind is in it only so that SQLite sees that the index alone answers
            "CREATE INDEX amounts_by_certainty ON amounts (certainty, confidence) WHERE certainty IS NOT NULL",
        ),
    ),
    Step(
        "documents",
        "What came of reading attached documents, and which stretches of a text stand in which document, on which page.",
        (
            *(f"ALTER TABLE attachments ADD COLUMN {column}" for column in ("state TEXT", "pages INTEGER")),
            f"""CREATE TABLE passages ({_OWNED}, start INTEGER NOT NULL, "end" INTEGER NOT NULL, url TEXT NOT NULL, page INTEGER,
                PRIMARY KEY (article, start)) STRICT, WITHOUT ROWID""",
        ),
    ),
    Step(
        "dateline",
        "The place or agency a text opens with; articles written before have none until read again.",
        ("ALTER TABLE articles ADD COLUMN dateline TEXT",),
    ),
    Step(
        "tables",
        "Tables of articles and the place of a figure in them; articles read before have none until their pages are read again.",
        (
            f"""CREATE TABLE tables (
                {_OWNED}, number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, title TEXT NOT NULL, unit TEXT,
                rows INTEGER NOT NULL, columns INTEGER NOT NULL, layout TEXT NOT NULL, PRIMARY KEY (article, number)
            ) STRICT, WITHOUT ROWID""",
            f"""CREATE TABLE table_figures (
                {_OWNED}, start INTEGER NOT NULL, table_number INTEGER NOT NULL, row_number INTEGER NOT NULL,
                column_number INTEGER NOT NULL, row_head TEXT NOT NULL, column_head TEXT NOT NULL,
                total INTEGER NOT NULL CHECK (total IN (0, 1)), PRIMARY KEY (article, start)
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
    Step(
        "document_keys",
        "What the addresses of one document have in common; articles written before have none until their pages are read again.",
        (
            "ALTER TABLE articles ADD COLUMN document TEXT",
            "CREATE INDEX articles_by_document ON articles (document) WHERE document IS NOT NULL",
            "UPDATE amounts SET certainty = certainty WHERE 0",  # fails where it is computed, in databases of one day: none can be written
        ),
    ),
    Step(
        "accents",
        "A second index for searching, in which accents count; an index that tells day, source, province and year of an article found.",
        (
            """CREATE VIRTUAL TABLE articles_fts_exact USING fts5 (title, text, content='articles', content_rowid='id',
                tokenize='unicode61 remove_diacritics 0')""",
            f"CREATE TRIGGER articles_fts_exact_insert AFTER INSERT ON articles BEGIN {_INDEX_EXACT} END",
            f"CREATE TRIGGER articles_fts_exact_delete AFTER DELETE ON articles BEGIN {_UNINDEX_EXACT} END",
            f"CREATE TRIGGER articles_fts_exact_update AFTER UPDATE OF title, text ON articles BEGIN {_UNINDEX_EXACT} {_INDEX_EXACT} END",
            "INSERT INTO articles_fts_exact (articles_fts_exact) VALUES ('rebuild')",
            "CREATE INDEX articles_found ON articles (id, published, source, province, year)",
        ),
    ),
    Step(
        "statements_of_support",
        "What a line of support says and whether it may be added; months, product and inferred province of figures.",
        STATEMENTS_OF_SUPPORT,
    ),
    Step(
        "counts",
        "Counts of articles, figures and support that are kept (counting.py); days of publishing and fetching found by an index.",
        (
            "CREATE TABLE _counted (done INTEGER PRIMARY KEY CHECK (done IN (0, 1))) STRICT",
            """CREATE TABLE _article_counts (
                source TEXT, month TEXT, articles INTEGER NOT NULL, with_province INTEGER NOT NULL, with_year INTEGER NOT NULL,
                words INTEGER NOT NULL, first TEXT, last TEXT
            ) STRICT""",
            "CREATE TABLE _amount_counts (kind TEXT NOT NULL, role TEXT, certainty TEXT, amounts INTEGER NOT NULL) STRICT",
            "CREATE TABLE _support_sums (province TEXT, year INTEGER, vnd INTEGER NOT NULL, certainty TEXT, least_confidence REAL) STRICT",
            *(
                f"CREATE TRIGGER {table}_uncounted_{event.lower()} AFTER {event} ON {table} BEGIN {_UNCOUNT} END"
                for table in _WATCHED
                for event in ("INSERT", "UPDATE", "DELETE")
            ),
            "CREATE INDEX articles_by_published ON articles (published)",
            "CREATE INDEX articles_by_fetched ON articles (fetched_at)",
            "DROP INDEX articles_by_content",  # no question asks by it
        ),
    ),
    Step(
        "figures_of_versions",
        "Figures of earlier versions and what the next one changed of them; versions kept before have none until replayed.",
        (
            "ALTER TABLE revisions ADD COLUMN figures INTEGER",
            """CREATE TABLE revision_amounts (
                article INTEGER NOT NULL, revision INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
                surface TEXT NOT NULL, rule TEXT NOT NULL, link_rule TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('money', 'percent', 'count', 'measure')),
                min REAL NOT NULL, max REAL NOT NULL, unit TEXT NOT NULL, vnd_min INTEGER, vnd_max INTEGER,
                approx TEXT, per TEXT, change TEXT, year_from INTEGER, year_to INTEGER, province TEXT, role TEXT,
                sentence TEXT NOT NULL, flow TEXT CHECK (flow IN ('export', 'import', 'both', 'balance')),
                planned INTEGER NOT NULL CHECK (planned IN (0, 1)), confidence REAL,
                certainty TEXT CHECK (certainty IN ('sure', 'doubtful', 'unsure')),
                PRIMARY KEY (article, revision, start, "end"),
                FOREIGN KEY (article, revision) REFERENCES revisions (article, revision) ON DELETE CASCADE
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE figure_changes (
                article INTEGER NOT NULL, revision INTEGER NOT NULL, start_before INTEGER, start_after INTEGER,
                what TEXT NOT NULL CHECK (what IN ('value', 'link', 'added', 'removed')),
                FOREIGN KEY (article, revision) REFERENCES revisions (article, revision) ON DELETE CASCADE
            ) STRICT""",
            "CREATE INDEX figure_changes_by_article ON figure_changes (article, revision)",
        ),
    ),
    Step(
        "narrow_figures",
        "The sentence of a figure as its place in the article's text; `amounts` is a view that shows it.",
        STATEMENTS_OF_NARROW_FIGURES,
    ),
    Step(
        "addresses",
        "All addresses of an article; one written before has the one it stands under until its pages are read again.",
        (
            f"""CREATE TABLE addresses (
                id INTEGER PRIMARY KEY, url TEXT NOT NULL, {_OWNED},
                kind TEXT NOT NULL CHECK (kind IN ('declared', 'read', 'listed')), text INTEGER NOT NULL CHECK (text IN (0, 1))
            ) STRICT""",
            "CREATE INDEX addresses_by_article ON addresses (article)",
            "CREATE INDEX addresses_by_url ON addresses (url)",
            "INSERT INTO addresses SELECT id, url, id, 'read', 1 FROM articles",
        ),
    ),
    Step(
        "compared_with",
        "What percentages are compared with (and in `measure` what they say); figures read before have none until replayed.",
        ("ALTER TABLE _amounts ADD COLUMN compared_with TEXT", "DELETE FROM corpus_info"),  # so that the views are made anew
    ),
    Step(
        "kept_views",
        "Whole views are kept (pipelines/corpus/views.py) instead of the sums of support alone, and how many rows the long ones have.",
        (
            "DROP TABLE _support_sums",
            'CREATE TABLE _view_counts (name TEXT NOT NULL, "rows" INTEGER NOT NULL) STRICT',
            """CREATE INDEX amounts_foreign ON _amounts (role, unit, min DESC, article, start, "end")
                WHERE kind = 'money' AND (unit < 'VND' OR unit > 'VND') AND per IS NULL""",
        ),
    ),
    Step(
        "compact",
        "Articles numbered for the indexes of words, which are views of their old names; names of the rules of figures written once.",
        STATEMENTS_OF_COMPACT,
    ),
)
