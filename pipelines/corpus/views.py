"""Views of corpus.db: what a researcher reads first. Each with the tables it needs; made anew by pipelines/corpus/reference.py."""

# ruff: noqa: S608

from __future__ import annotations

_YEAR = "CASE WHEN {0}.year_from = {0}.year_to THEN {0}.year_from END"
_ONCE = "NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = {0}.article AND k.cluster != k.article)"
_FIRST_FETCHED = """substr(min(coalesce(a.fetched_at, '9999'),
                coalesce((SELECT min(r.fetched_at) FROM revisions r WHERE r.article = a.id), '9999')), 1, 10)"""
# Lines of a named programme that may be added up, each beside the counted line that it is a part of (`whole`), if there is one.
_LINES = """WITH lines AS MATERIALIZED (
            SELECT s.article, s.amount_start, s.programme, s.fund, s.projects, a.province, a.year_from AS year, a.vnd_min AS vnd, a.part_of
            FROM supports s JOIN amounts a ON a.article = s.article AND a.start = s.amount_start
            WHERE s.programme IS NOT NULL AND a.unit = 'VND' AND a.year_from = a.year_to AND a.vnd_min = a.vnd_max AND a.per IS NULL
                AND a.planned = 0 AND s.article NOT IN (SELECT article FROM clusters WHERE cluster != article))"""
_WHOLE = "lines l LEFT JOIN lines whole ON whole.article = l.article AND whole.amount_start = l.part_of"

VIEWS: dict[str, tuple[frozenset[str], str]] = {
    "v_articles": (
        frozenset(),
        f"""SELECT a.id AS article, a.title, a.source, substr(a.published, 1, 10) AS published,
            CASE WHEN a.published IS NOT NULL THEN substr(a.published, 1, 10)
                WHEN a.year_to <= substr({_FIRST_FETCHED}, 1, 4) THEN a.year_to || '-01-01' END AS published_after,
            coalesce(substr(a.published, 1, 10), nullif({_FIRST_FETCHED}, '9999')) AS published_before,
            a.province, n.name_now AS province_now,
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
        f"""{_LINES}
        SELECT m.province, n.name_now AS province_now, m.year,
            m.figures, m.articles, m.vnd_total, m.vnd_total / m.figures AS vnd_mean, m.vnd_largest
        FROM (SELECT l.province, l.year, count(*) AS figures, count(DISTINCT l.article) AS articles,
                sum(l.vnd) AS vnd_total, max(l.vnd) AS vnd_largest
            FROM {_WHOLE} AND whole.province = l.province AND whole.year = l.year
            WHERE l.province IS NOT NULL AND whole.article IS NULL
            GROUP BY l.province, l.year) m
        LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_supports": (
        frozenset(("clusters",)),
        f"""SELECT s.article, a.source, a.title, substr(a.published, 1, 10) AS published,
            m.province, n.name_now AS province_now, n.code_now, a.province AS article_province, o.name_now AS article_province_now,
            {_YEAR.format("m")} AS year, m.year_from, m.year_to,
            s.programme, s.fund, s.projects, s.beneficiaries, m.surface, m.unit, m.vnd_min, m.vnd_max, m.approx, m.per, m.role,
            m.planned, m.part_of, {_ONCE.format("s")} AS counts_once, s.sentence, s.amount_start, s.rule, a.url
        FROM supports s JOIN articles a ON a.id = s.article
        LEFT JOIN amounts m ON m.article = s.article AND m.start = s.amount_start
        LEFT JOIN province_names n ON n.name = m.province LEFT JOIN province_names o ON o.name = a.province""",
    ),
    "v_support_by_programme": (
        frozenset(("clusters",)),
        f"""{_LINES}
        SELECT m.province, n.name_now AS province_now, m.year, m.fund, m.programme,
            m.figures, m.articles, m.projects, m.vnd_total, m.vnd_across_funds, m.vnd_largest
        FROM (SELECT l.province, l.year, l.fund, l.programme, count(*) AS figures, count(DISTINCT l.article) AS articles,
                sum(l.projects) AS projects, sum(l.vnd) AS vnd_total,
                sum(CASE WHEN whole.article IS NULL THEN l.vnd ELSE 0 END) AS vnd_across_funds, max(l.vnd) AS vnd_largest
            FROM {_WHOLE}
            WHERE whole.article IS NULL OR whole.fund IS NOT l.fund
            GROUP BY l.province, l.year, l.fund, l.programme) m
        LEFT JOIN province_names n ON n.name = m.province""",
    ),
    "v_coverage": (
        frozenset(),
        """WITH RECURSIVE read AS MATERIALIZED (SELECT source, month, count(*) AS articles,
                count(province) AS with_province, count(year) AS with_year, sum(words) AS words
            FROM articles GROUP BY source, month),
        seen AS MATERIALIZED (SELECT source, month FROM read UNION SELECT source, nullif(month, 'undated') FROM coverage),
        looked AS (SELECT source, substr(max(at), 1, 7) AS last
            FROM (SELECT source, walked_at AS at FROM walks UNION ALL SELECT source, started_at FROM runs WHERE verdict IS NOT 'bad')
            GROUP BY source),
        reach AS MATERIALIZED (SELECT source, min(substr(oldest, 1, 7)) AS oldest,
                min(CASE WHEN reached_end = 1 AND pages > 1 THEN '' ELSE substr(oldest, 1, 7) END) AS first_reached,
                coalesce(max(CASE WHEN reached_end = 0 THEN substr(oldest, 1, 7) END), '') AS last_open
            FROM walks GROUP BY source),
        spans AS (SELECT k.source, min(k.month) AS month, coalesce(l.last, max(k.month)) AS last
            FROM (SELECT source, month FROM seen UNION ALL SELECT source, oldest FROM reach) k LEFT JOIN looked l ON l.source = k.source
            WHERE k.month >= '1990-01' GROUP BY k.source),
        months AS (SELECT source, month, last FROM spans
            UNION ALL SELECT source, strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last),
        lost AS MATERIALIZED (SELECT source, failed + max(fetched - stored, 0) AS pages FROM coverage WHERE month = 'undated')
        SELECT p.source, p.month,
            CASE WHEN r.articles > 0 THEN 'articles' WHEN c.waiting > 0 THEN 'pages waiting'
                WHEN c.failed > 0 OR c.fetched > 0 THEN 'pages failed'
                WHEN p.month >= w.first_reached AND p.month >= w.last_open AND p.month <= l.last THEN 'no news'
                ELSE 'not reached' END AS state,
            c.listed, c.fetched, c.failed, max(c.fetched - c.stored, 0) AS without_article, c.waiting,
            coalesce(u.pages, 0) AS lost_undated, coalesce(r.articles, 0) AS articles,
            coalesce(r.with_province, 0) AS with_province, coalesce(r.with_year, 0) AS with_year, coalesce(r.words, 0) AS words
        FROM (SELECT source, month FROM seen UNION SELECT source, month FROM months) p
        LEFT JOIN read r ON r.source IS p.source AND r.month IS p.month
        LEFT JOIN coverage c ON c.source = p.source AND c.month = coalesce(p.month, 'undated')
        LEFT JOIN reach w ON w.source = p.source LEFT JOIN looked l ON l.source = p.source LEFT JOIN lost u ON u.source = p.source""",
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
