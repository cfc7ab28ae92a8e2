"""Dictionaries: what the pages of one source share (menus, scripts, frames), learned from its articles once it has enough of them, so that
each is kept as what is its own. One that is there never changes; a better one is a further row."""

from __future__ import annotations

from typing import NamedTuple

import zstandard

from pipelines.archive.bodies import LEVEL, DamagedBodyError, Packed, digest_of, newest_dictionary, pack, unpack
from pipelines.values.sqlite import Database

SAMPLES = 64  # articles a dictionary is learned from
HELD_OUT = 16  # further ones a new dictionary is tried on
BETTER = 0.9  # of the room the newest dictionary needs; a new one that needs more is not worth its own
MAX_SAMPLE = 256_000  # bytes of a page that are looked at: 64 of them train in less than a second and 50 MB
SIZE = 112_640  # bytes of a dictionary (zstd's own default); twice as much gained nothing on real portals
_CHUNK = 50  # bodies packed anew in one transaction

_NEWEST = """SELECT b.packed, b.dictionary FROM urls u JOIN pages p ON p.id = (
    SELECT max(id) FROM pages WHERE key = u.key AND outcome IN ('stored', 'unchanged')) JOIN bodies b USING (sha)
WHERE u.source = ? AND u.kind = 'article' AND u.state = 'done' AND u.outcome IN ('stored', 'unchanged') ORDER BY u.rowid DESC LIMIT ?"""
_UNPACKED = """SELECT p.id, p.sha, p.source, b.packed FROM pages p JOIN bodies b USING (sha)
WHERE p.id > ? AND b.dictionary IS NULL AND p.source IN (SELECT source FROM dictionaries) ORDER BY p.id LIMIT ?"""


class Trained(NamedTuple):
    """A dictionary and its digest."""

    digest: str
    content: bytes


def learn_dictionary(db: Database, source: str, now: str) -> bool:
    """Learn the first dictionary of a source (time: ISO, UTC), if it has enough articles. Whether it was. Raises sqlite3.Error."""
    if newest_dictionary(db, source):
        return False
    trained = _train(_articles(db, source, SAMPLES))
    return trained is not None and _add(db, source, trained, now)


def renew_dictionary(db: Database, source: str, now: str) -> bool:
    """Learn a further dictionary from the newest articles of a source, if one is clearly better on articles it was not learned from (the
    layout changed). Whether it was. Raises sqlite3.Error."""
    newest = newest_dictionary(db, source)
    articles = _articles(db, source, SAMPLES + HELD_OUT)
    if newest is None or len(articles) < SAMPLES + HELD_OUT:
        return learn_dictionary(db, source, now)
    held_out = articles[:: (SAMPLES + HELD_OUT) // HELD_OUT]
    trained = _train([body for body in articles if body not in held_out])
    if trained is None or trained.digest == newest:
        return False
    trial = zstandard.ZstdCompressor(level=LEVEL, dict_data=zstandard.ZstdCompressionDict(trained.content))
    before = sum(len(pack(db, source, body).data) for body in held_out)
    return sum(len(trial.compress(body)) for body in held_out) < BETTER * before and _add(db, source, trained, now)


def repack(db: Database) -> int:
    """Pack anew what was kept before its source had a dictionary; how many bodies. Killed in the middle, what is done stays done. Bodies
    that are damaged are left as they are. Raises sqlite3.Error."""
    done, last = 0, 0
    while found := db.execute(_UNPACKED, [last, _CHUNK]).fetchall():
        with db.atomic():
            for _, sha, source, data in found:
                try:
                    packed = pack(db, source, unpack(db, Packed(data, None)))
                except DamagedBodyError:
                    continue
                if packed.dictionary:
                    changed = "UPDATE bodies SET packed = ?, dictionary = ? WHERE sha = ? AND dictionary IS NULL"
                    done += db.execute(changed, [*packed, sha]).rowcount
        last = found[-1][0]
    return done


def lost_dictionaries(db: Database) -> list[str]:
    """What is wrong with the dictionaries of a file, a line each."""
    rows = db.execute("SELECT digest, source, content FROM dictionaries ORDER BY digest")
    return [f"dictionary {digest} of {source} is damaged" for digest, source, content in rows if digest_of(content) != digest]


def _articles(db: Database, source: str, most: int) -> list[bytes]:
    """The newest articles of a source; none when they are fewer than SAMPLES."""
    rows = db.execute(_NEWEST, [source, most]).fetchall()
    bodies: list[bytes] = []
    for row in rows if len(rows) >= SAMPLES else ():
        try:
            bodies.append(unpack(db, Packed(*row))[:MAX_SAMPLE])
        except DamagedBodyError:
            continue
    return bodies


def _train(bodies: list[bytes]) -> Trained | None:
    """None when the pages are too few, or too small to have much in common."""
    if len(bodies) < SAMPLES:
        return None
    try:
        content = zstandard.train_dictionary(SIZE, [*bodies]).as_bytes()
    except zstandard.ZstdError:
        return None
    return Trained(digest_of(content), content)


def _add(db: Database, source: str, trained: Trained, now: str) -> bool:
    with db.atomic():
        row = [trained.digest, source, now, trained.content]
        return bool(db.execute("INSERT OR IGNORE INTO dictionaries (digest, source, made_at, content) VALUES (?, ?, ?, ?)", row).rowcount)
