"""Views of corpus.db: what a researcher reads first. Each with the tables it needs; made anew by pipelines/reference.py."""

# ruff: noqa: S608

from __future__ import annotations

_YEAR = "CASE WHEN {0}.year_from = {0}.year_to THEN {0}.year_from END"
_ONCE = "NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = {0}.article AND k.cluster != k.article)"

VIEWS: dict[str, tuple[frozenset[str], str]] = {
    "v_articles": (
        frozenset(),
        """SELECT a.id AS article, a.title, a.source, substr(a.published, 1, 10) AS published, a.province, n.name_now AS province_now,
            a.year, a.year_from, a.year_to, a.words, a.credit, a.flags, a.revision, a.published_from, a.province_from, a.url
        FROM articles a LEFT JOIN province_names n ON n.name = a.province""",
    ),
    "v_amounts": (
        frozenset(("clusters",)),
        f"""SELECT m.article, a.source, a.title, substr(a.published, 1, 10) AS published,
            m.province, n.name_now AS province_now, n.code_now,
            {_YEAR.format("m")} AS year, m.year_from, m.year_to,
            m.role, m.flow, m.planned, m.kind, m.surface, m.min, m.max, m.unit,
            (m.vnd_min + m.vnd_max) / 2 AS vnd, m.vnd_min, m.vnd_max, m.approx, m.per, m.change, m.part_of,
            {_ONCE.format("m")} AS counts_once,
            m.sentence, m.start, m."end", m.rule, m.link_rule,
            EXISTS (SELECT 1 FROM corrections c WHERE c.article = m.article AND c.start = m.start AND c.fact = 'amount') AS corrected,
            a.url
        FROM amounts m JOIN articles a ON a.id = m.article LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_support_by_province_year": (
        frozenset(("clusters",)),
        """SELECT m.province, n.name_now AS province_now, m.year_from AS year,
            m.figures, m.articles, m.vnd_total, m.vnd_total / m.figures AS vnd_mean, m.vnd_largest
        FROM (SELECT province, year_from, count(*) AS figures, count(DISTINCT article) AS articles,
                sum(vnd_min) AS vnd_total, max(vnd_min) AS vnd_largest
            FROM amounts s
            WHERE kind = 'money' AND role = 'support' AND unit = 'VND' AND province IS NOT NULL AND year_from = year_to
                AND vnd_min = vnd_max AND per IS NULL AND planned = 0
                AND (part_of IS NULL OR NOT EXISTS (SELECT 1 FROM amounts w WHERE w.article = s.article AND w.start = s.part_of
                    AND w.province = s.province AND w.year_from = s.year_from AND w.year_to = s.year_to))
                AND article NOT IN (SELECT article FROM clusters WHERE cluster != article)
            GROUP BY province, year_from) m
        LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_supports": (
        frozenset(("clusters",)),
        f"""SELECT s.article, a.source, a.title, substr(a.published, 1, 10) AS published,
            m.province, n.name_now AS province_now, n.code_now, {_YEAR.format("m")} AS year, m.year_from, m.year_to,
            s.programme, s.fund, s.projects, s.beneficiaries, m.surface, m.unit, m.vnd_min, m.vnd_max, m.approx, m.per, m.role,
            m.planned, m.part_of, {_ONCE.format("s")} AS counts_once, s.sentence, s.amount_start, s.rule, a.url
        FROM supports s JOIN articles a ON a.id = s.article
        LEFT JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
        LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_support_by_programme": (
        frozenset(("clusters",)),
        """SELECT m.province, n.name_now AS province_now, m.year, m.fund, m.programme,
            m.figures, m.articles, m.projects, m.vnd_total, m.vnd_largest
        FROM (SELECT a.province, a.year_from AS year, s.fund, s.programme, count(*) AS figures, count(DISTINCT a.article) AS articles,
                sum(s.projects) AS projects, sum(a.vnd_min) AS vnd_total, max(a.vnd_min) AS vnd_largest
            FROM supports s JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
            WHERE a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL AND a.planned = 0
                AND (a.part_of IS NULL OR NOT EXISTS (SELECT 1 FROM supports w
                    WHERE w.article = s.article AND w.amount_start = a.part_of AND w.fund IS s.fund))
                AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article)
            GROUP BY a.province, a.year_from, s.fund, s.programme) m
        LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_coverage": (
        frozenset(),
        """WITH read AS (SELECT source, month, count(*) AS articles,
                count(province) AS with_province, count(year) AS with_year, sum(words) AS words
            FROM articles GROUP BY source, month),
        places AS (SELECT source, month FROM read UNION SELECT source, nullif(month, 'undated') FROM coverage)
        SELECT p.source, p.month, c.listed, c.fetched, c.failed, c.waiting, coalesce(r.articles, 0) AS articles,
            coalesce(r.with_province, 0) AS with_province, coalesce(r.with_year, 0) AS with_year, coalesce(r.words, 0) AS words
        FROM places p LEFT JOIN read r ON r.source = p.source AND r.month IS p.month
        LEFT JOIN coverage c ON c.source = p.source AND c.month = coalesce(p.month, 'undated')""",
    ),
    "v_sources": (
        frozenset(),
        """SELECT s.name AS source, s.title, s.kind, s.home_province, s.confidence, s.verified_live,
            (SELECT count(*) FROM articles a WHERE a.source = s.name) AS articles,
            (SELECT substr(min(published), 1, 10) FROM articles a WHERE a.source = s.name) AS first_published,
            (SELECT substr(max(published), 1, 10) FROM articles a WHERE a.source = s.name) AS last_published,
            r.started_at AS last_run, r.verdict, r.why
        FROM sources s LEFT JOIN runs r
            ON r.id = (SELECT id FROM runs WHERE source = s.name ORDER BY started_at DESC LIMIT 1)""",
    ),
    "v_corpus": (
        frozenset(),
        """SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM sources) AS sources,
            (SELECT substr(min(published), 1, 10) FROM articles) AS first_published,
            (SELECT substr(max(published), 1, 10) FROM articles) AS last_published,
            (SELECT count(*) FROM articles WHERE published IS NULL) AS undated,
            (SELECT count(*) FROM amounts) AS amounts, (SELECT count(*) FROM revisions) AS revisions,
            (SELECT count(*) FROM corrections) AS corrections,
            (SELECT max(fetched_at) FROM articles) AS last_fetched,
            (SELECT value FROM corpus_info WHERE key = 'code_version') AS code_version,
            (SELECT value FROM corpus_info WHERE key = 'schema_version') AS schema_version""",
    ),
    "v_relations": (
        frozenset(("relations", "clusters")),
        """SELECT r.a AS article, r.b AS other, r.kind, r.score, b.source, b.title, substr(b.published, 1, 10) AS published, b.url
        FROM relations r JOIN articles b ON b.id = r.b WHERE r.kind != 'different'
        UNION ALL
        SELECT r.b, r.a, r.kind, r.score, a.source, a.title, substr(a.published, 1, 10), a.url
        FROM relations r JOIN articles a ON a.id = r.a WHERE r.kind != 'different'""",
    ),
}
