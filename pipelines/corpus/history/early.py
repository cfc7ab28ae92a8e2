"""Early steps: the history of the schema of corpus.db up to its first readable form; later ones are in steps.py."""

# ruff: noqa: S608

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema. Databases remember the steps they have taken by `name`: a step that is out never changes."""

    name: str
    about: str
    statements: tuple[str, ...]


_OWNED = "article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE"
_FACT = f"""{_OWNED},
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, rule TEXT NOT NULL"""
_FOLDED = "replace(replace({0}, 'đ', 'd'), 'Đ', 'D')"
_INDEXED = f"coalesce({_FOLDED.format('{0}.title')}, ''), {_FOLDED.format('{0}.text')}"
_UNINDEX = f"INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, {_INDEXED.format('old')});"
_INDEX = f"INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, {_INDEXED.format('new')});"
EARLY: tuple[Step, ...] = (
    Step(
        "first_schema",
        "Sources, articles, facts, revisions and runs.",
        (
            """CREATE TABLE sources (
                name TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, home_province TEXT,
                hosts TEXT NOT NULL, confidence TEXT NOT NULL, verified_live INTEGER NOT NULL
            ) STRICT""",
            """CREATE TABLE articles (
                id INTEGER PRIMARY KEY,
                url TEXT NOT NULL UNIQUE,
                source TEXT REFERENCES sources (name),
                title TEXT, lead TEXT, text TEXT NOT NULL,
                published TEXT, published_from TEXT NOT NULL, modified TEXT,
                province TEXT, province_from TEXT NOT NULL,
                year INTEGER, year_from INTEGER, year_to INTEGER,
                byline TEXT, credit TEXT, site_title TEXT, language TEXT,
                captions TEXT NOT NULL, related TEXT NOT NULL, flags TEXT NOT NULL,
                layout TEXT NOT NULL, words INTEGER NOT NULL,
                fetched_at TEXT, revision INTEGER NOT NULL DEFAULT 1,
                content_sha TEXT NOT NULL,
                folded TEXT GENERATED ALWAYS AS (replace(replace(coalesce(title, '') || ' ' || text, 'đ', 'd'), 'Đ', 'D')) VIRTUAL
            ) STRICT""",
            "CREATE INDEX articles_by_source ON articles (source, published)",
            "CREATE INDEX articles_by_province_year ON articles (province, year)",
            "CREATE INDEX articles_by_content ON articles (content_sha)",
            f"""CREATE TABLE provinces (
                {_FACT},
                name TEXT NOT NULL, slug TEXT NOT NULL, code TEXT, code_now TEXT,
                PRIMARY KEY (article, start, "end", name)
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX provinces_by_name ON provinces (name)",
            """CREATE TABLE article_provinces (
                article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                rank INTEGER NOT NULL, name TEXT NOT NULL, code TEXT, evidence TEXT NOT NULL, surface TEXT,
                PRIMARY KEY (article, rank)
            ) STRICT, WITHOUT ROWID""",
            f"""CREATE TABLE years (
                {_FACT},
                year_from INTEGER NOT NULL, year_to INTEGER NOT NULL, relative INTEGER NOT NULL,
                comparison INTEGER NOT NULL, plan INTEGER NOT NULL, law INTEGER NOT NULL,
                PRIMARY KEY (article, start, "end")
            ) STRICT, WITHOUT ROWID""",
            f"""CREATE TABLE amounts (
                {_FACT}, link_rule TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('money', 'percent', 'count', 'measure')),
                min REAL NOT NULL, max REAL NOT NULL, unit TEXT NOT NULL, vnd_min INTEGER, vnd_max INTEGER,
                approx TEXT, per TEXT, change TEXT,
                year_from INTEGER, year_to INTEGER, province TEXT, role TEXT,
                sentence TEXT NOT NULL,
                PRIMARY KEY (article, start, "end")
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX amounts_by_role ON amounts (role, province, year_from)",
            """CREATE TABLE supports (
                article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, rule TEXT NOT NULL,
                programme TEXT, projects INTEGER, beneficiaries INTEGER, amount_start INTEGER, sentence TEXT NOT NULL
            ) STRICT""",
            "CREATE INDEX supports_by_article ON supports (article)",
            """CREATE TABLE attachments (
                article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                url TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (article, url)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE revisions (
                article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                revision INTEGER NOT NULL, fetched_at TEXT, title TEXT, lead TEXT, text TEXT NOT NULL, content_sha TEXT NOT NULL,
                PRIMARY KEY (article, revision)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE runs (
                id TEXT PRIMARY KEY, source TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
                found INTEGER NOT NULL, fetched INTEGER NOT NULL,
                stored INTEGER NOT NULL, unchanged INTEGER NOT NULL, duplicate INTEGER NOT NULL,
                not_article INTEGER NOT NULL, unreadable INTEGER NOT NULL, failed INTEGER NOT NULL,
                facts INTEGER NOT NULL,
                fill TEXT, reasons TEXT, verdict TEXT, why TEXT
            ) STRICT, WITHOUT ROWID""",
            """CREATE VIEW v_amounts AS
                SELECT m.article, a.source, a.url, a.title, a.published, m.province, m.year_from, m.year_to, m.role, m.kind,
                       m.min, m.max, m.unit, m.vnd_min, m.vnd_max, m.approx, m.per, m.change, m.surface, m.sentence, m.rule, m.link_rule
                FROM amounts m JOIN articles a ON a.id = m.article""",
        ),
    ),
    Step(
        "readable_schema",
        "Search index of folded text (half the size), province units, codebook, corrections, stamps; the views are made by `refresh`.",
        (
            "DROP TABLE IF EXISTS articles_fts",  # databases of the first days have another index here
            "DROP TRIGGER IF EXISTS articles_ai",
            "DROP TRIGGER IF EXISTS articles_ad",
            "DROP TRIGGER IF EXISTS articles_au",
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
        ),
    ),
    Step(
        "coverage",
        "What was looked for and when, so that no articles and not crawled can be told apart; articles that left their site.",
        (
            "ALTER TABLE articles ADD COLUMN gone_at TEXT",
            """CREATE TABLE coverage (
                source TEXT NOT NULL REFERENCES sources (name), month TEXT NOT NULL,
                listed INTEGER NOT NULL, fetched INTEGER NOT NULL, stored INTEGER NOT NULL, failed INTEGER NOT NULL,
                waiting INTEGER NOT NULL,
                PRIMARY KEY (source, month)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE walks (
                source TEXT NOT NULL REFERENCES sources (name), listing TEXT NOT NULL,
                walked_at TEXT NOT NULL, pages INTEGER NOT NULL, oldest TEXT, ended_by TEXT NOT NULL, reached_end INTEGER NOT NULL,
                PRIMARY KEY (source, listing)
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
    Step(
        "duplicate_tables",
        "Sketches, relations and clusters of articles that report the same.",
        (
            """CREATE TABLE sketches (
                article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
                content_sha TEXT NOT NULL, rules INTEGER NOT NULL, runs BLOB NOT NULL
            ) STRICT""",
            """CREATE TABLE relations (
                a INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                b INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('copy', 'edited', 'update', 'twin', 'event', 'different')),
                score REAL NOT NULL, shared_a REAL NOT NULL, shared_b REAL NOT NULL,
                own_a INTEGER NOT NULL, own_b INTEGER NOT NULL, swaps INTEGER NOT NULL,
                PRIMARY KEY (a, b)
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX relations_by_b ON relations (b)",
            """CREATE TABLE clusters (
                article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
                cluster INTEGER NOT NULL, original INTEGER REFERENCES articles (id) ON DELETE SET NULL, original_from TEXT
            ) STRICT""",
            "CREATE INDEX clusters_by_cluster ON clusters (cluster)",
        ),
    ),
)
