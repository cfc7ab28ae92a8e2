"""What is cited, whatever the form: one page of the explorer and the version of the corpus behind it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from explorer.database import DATABASE, rows
from explorer.questions import questions
from explorer.wording.labels import labels

CORPUS = "Công Thương Corpus"
MOST_ADDRESS = 4_000  # characters
MOST_SENTENCE = 400  # characters of a sentence that are quoted
_ARTICLE = re.compile(r"/article/([0-9]{1,16})")
_FIGURE = re.compile(r"t-a([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Edition:
    """The version of a corpus: the rules that read it, the days its articles span (YYYY-MM-DD), how many they are, and a digest of them."""

    code_version: str
    first: str
    last: str
    articles: int
    digest: str

    def told(self, language: str) -> str:
        """In one line."""
        words = labels(language)["cite_edition"]
        return words.format(
            corpus=CORPUS,
            digest=self.digest,
            code=self.code_version,
            articles=self.articles,
            first=self.first or "?",
            last=self.last or "?",
        )


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to cite. `kind`: webpage (an article of a publisher) or dataset (what the corpus says). Days are YYYY-MM-DD, or shorter;
    `seen`: when the page was fetched. `address`: of the page of the explorer; `language`: what is not the publisher's own is told in it."""

    key: str
    kind: str
    title: str
    author: str
    publisher: str
    issued: str
    seen: str
    url: str
    address: str
    note: str
    edition: Edition
    language: str = "en"


def edition_of(corpus: sqlite3.Connection) -> Edition:
    """The version of a corpus; its digest is that of exports. Reads every article's row when anything changed since it was last asked."""
    row = rows(corpus, "SELECT * FROM v_corpus")[0]
    (latest,) = corpus.execute("SELECT max(fetched_at) FROM articles").fetchone()
    file = corpus.execute("PRAGMA database_list").fetchone()[2]
    stamp = (file, row["articles"], row["revisions"], row["corrections"], row["code_version"], latest)
    if stamp not in _digests():
        digest = hashlib.sha256()
        for one in corpus.execute("SELECT id, content_sha, code_version FROM articles ORDER BY id"):
            digest.update(repr(one).encode())
        _digests().clear()
        _digests()[stamp] = f"{(latest or 'undated')[:10]}-{digest.hexdigest()[:8]}"
    first, last = (row[name] or "" for name in ("first_published", "last_published"))
    return Edition(row["code_version"], first[:10], last[:10], row["articles"], _digests()[stamp])


@cache
def _digests() -> dict[tuple[Any, ...], str]:
    """The digest of the corpus last asked for, by what changes with it."""
    return {}


def work_of(corpus: sqlite3.Connection, address: str, base: str, language: str) -> Work | None:
    """What an address of the explorer shows ("/article/1#t-a12", "/corpus/QUESTION", "/charts?..."), `base` being the explorer's own; None:
    it is no such address."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or len(address) > MOST_ADDRESS or not address.isprintable():
        return None
    parts = urlsplit(address)
    edition = edition_of(corpus)
    if found := _ARTICLE.fullmatch(parts.path):
        figure = _FIGURE.fullmatch(parts.fragment)
        return _article(corpus, int(found[1]), int(figure[1]) if figure else None, base, (edition, language))
    title = _title(unquote(parts.path), language)
    key = "congthuong_" + re.sub(r"[^a-z0-9]+", "_", parts.path.lower()).strip("_")[:60]
    day = edition.digest[:10] if edition.digest[:4].isdigit() else ""
    return Work(key, "dataset", title, CORPUS, CORPUS, day, day, base + address, base + address, "", edition, language)


def _article(corpus: sqlite3.Connection, key: int, start: int | None, base: str, told: tuple[Edition, str]) -> Work | None:
    found = rows(corpus, "SELECT a.url, a.title, a.byline, a.source, substr(a.published, 1, 10) AS published,"
                         " substr(a.fetched_at, 1, 10) AS seen, s.title AS publisher FROM articles a"
                         " LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?", key)  # fmt: skip
    if not found:
        return None
    row, note, address = found[0], "", f"{base}/article/{key}"
    if start is not None:
        figure = rows(corpus, 'SELECT surface, sentence, "end" FROM amounts WHERE article = ? AND start = ?', key, start)
        if not figure:
            return None
        address += f"#t-a{start}"
        said = figure[0]["sentence"]
        said = said[:MOST_SENTENCE] + "…" * (len(said) > MOST_SENTENCE)
        note = labels(told[1])["cite_figure"].format(surface=figure[0]["surface"], start=start, end=figure[0]["end"], said=said)
    publisher = row["publisher"] or row["source"] or urlsplit(row["url"]).hostname or ""
    name = re.sub(r"[^a-z0-9]+", "_", (row["source"] or "article").lower()).strip("_")
    cited = f"{name}_{(row['published'] or 'undated')[:4]}_{key}" + (f"_{start}" if start is not None else "")
    return Work(cited, "webpage", row["title"] or row["url"], row["byline"] or publisher, publisher, row["published"] or "",
                row["seen"] or "", row["url"], address, note, *told)  # fmt: skip


def _title(path: str, language: str) -> str:
    """What a page of the explorer is called."""
    words, name = labels(language), path.rpartition("/")[2][:100]
    if path.startswith(f"/{DATABASE}/"):
        asked = next((question.heading(language) for question in questions() if question.name == name), "")
        return asked or words.get(f"table_{name}", name)
    if path == f"/{DATABASE}":
        return words["sql_question"]
    return f"{CORPUS}: {words[name]}" if name in words and name.isalpha() else CORPUS
