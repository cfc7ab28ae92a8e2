"""Counts that are kept in the corpus (pipelines/corpus/counting.py), or counted now where they do not hold."""

from __future__ import annotations

MONTHS = """(SELECT source, month, articles FROM _article_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done)
    UNION ALL SELECT source, month, count(*) FROM articles INDEXED BY articles_by_source
    WHERE NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY source, month)"""
ROLES = """SELECT role, certainty, sum(amounts) FROM _amount_counts
    WHERE kind = 'money' AND role > '' AND EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY role, certainty
    UNION ALL SELECT role, certainty, count(*) FROM amounts
    WHERE kind = 'money' AND role > '' AND NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY role, certainty"""
RATED = """SELECT certainty, sum(amounts) FROM _amount_counts
    WHERE certainty IS NOT NULL AND EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY certainty
    UNION ALL SELECT certainty, count(*) FROM amounts
    WHERE certainty IS NOT NULL AND NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY certainty"""
