"""Narrow figures: the statements that keep the sentence of a figure as its place in the text; `amounts` becomes a view that shows it."""

from __future__ import annotations

_UNCOUNT = "DELETE FROM _counted;"
_SAME = (  # columns that are copied as they are
    "article", "start", '"end"', "surface", "rule", "link_rule", "kind", "min", "max", "unit", "vnd_min", "vnd_max", "approx", "per",
    "change", "year_from", "year_to", "province", "role", "flow", "planned", "part_of", "confidence", "certainty", "year_confidence",
    "year_second_from", "year_second_to", "year_second_confidence", "province_confidence", "province_second",
    "province_second_confidence", "role_confidence", "role_second", "role_second_confidence", "month_from", "month_to", "product",
    "measure", "narrowed", "province_from", "province_inferred",
)  # fmt: skip
_COPIED = ", ".join(_SAME)

# A table of its own, not a column less: views that people made of `amounts` go on, and its pages are full.
STATEMENTS_OF_NARROW_FIGURES: tuple[str, ...] = (
    """CREATE TABLE _amounts (
        article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, rule TEXT NOT NULL, link_rule TEXT NOT NULL,
        sentence_start INTEGER, sentence_end INTEGER, sentence_text TEXT,
        kind TEXT NOT NULL CHECK (kind IN ('money', 'percent', 'count', 'measure')),
        min REAL NOT NULL, max REAL NOT NULL, unit TEXT NOT NULL, vnd_min INTEGER, vnd_max INTEGER,
        approx TEXT, per TEXT, change TEXT, year_from INTEGER, year_to INTEGER, province TEXT, role TEXT,
        flow TEXT CHECK (flow IN ('export', 'import', 'both', 'balance')),
        planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1)), part_of INTEGER,
        confidence REAL, certainty TEXT CHECK (certainty IN ('sure', 'doubtful', 'unsure')),
        year_confidence REAL, year_second_from INTEGER, year_second_to INTEGER, year_second_confidence REAL,
        province_confidence REAL, province_second TEXT, province_second_confidence REAL,
        role_confidence REAL, role_second TEXT, role_second_confidence REAL,
        month_from INTEGER, month_to INTEGER, product TEXT, measure TEXT, narrowed TEXT, province_from TEXT, province_inferred TEXT,
        CHECK (sentence_text IS NOT NULL OR (sentence_start IS NOT NULL AND sentence_end IS NOT NULL)),
        PRIMARY KEY (article, start, "end")
    ) STRICT, WITHOUT ROWID""",
    # The sentence stands around its figure: its first place from where it may begin. One that is found nowhere there is kept as it is.
    f"""INSERT INTO _amounts ({_COPIED}, sentence_start, sentence_end, sentence_text)
        SELECT {_COPIED}, CASE WHEN found THEN low + place - 1 END, CASE WHEN found THEN low + place - 1 + length(sentence) END,
            CASE WHEN NOT found THEN sentence END
        FROM (SELECT *, place > 0 AND low + place - 1 <= start AND sentence != '' AS found
            FROM (SELECT *, (SELECT instr(substr(text, low + 1, 2 * length(sentence)), sentence) FROM articles WHERE id = article) AS place
                FROM (SELECT *, max(start - length(sentence) + 1, 0) AS low FROM amounts)))
        ORDER BY article, start, "end\"""",  # noqa: S608 - names from above
    "DROP TABLE amounts",
    "DELETE FROM corpus_info",  # so that the views are made anew
    "CREATE INDEX amounts_by_vnd ON _amounts (vnd_min, vnd_max) WHERE vnd_min IS NOT NULL",
    """CREATE INDEX amounts_money ON _amounts (role, unit, province, year_from, year_to, per, vnd_min, vnd_max, approx, planned,
        part_of, certainty, kind) WHERE kind = 'money'""",  # kind is in it only so that SQLite sees that the index alone answers
    """CREATE INDEX amounts_flow ON _amounts (flow, kind, unit, planned, province, year_from, year_to, per, min)
        WHERE flow IS NOT NULL""",
    """CREATE INDEX amounts_support ON _amounts (article, role, unit, kind)
        WHERE kind = 'money' AND role = 'support' AND unit = 'VND'""",
    "CREATE INDEX amounts_hedged ON _amounts (kind, unit, min, approx) WHERE approx IS NOT NULL",
    "CREATE INDEX amounts_by_certainty ON _amounts (certainty, confidence) WHERE certainty IS NOT NULL",
    *(
        f"CREATE TRIGGER amounts_uncounted_{event.lower()} AFTER {event} ON _amounts BEGIN {_UNCOUNT} END"
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
