"""Bodies: what a page said, packed with zstd and the dictionary of its source, and unpacked again within bounds."""

from __future__ import annotations

import hashlib
import zlib
from typing import NamedTuple

import zstandard

from pipelines.values.sqlite import Database

MAX_BODY = 20_000_000  # bytes unpacked; no article page comes near
LEVEL = 6  # on real pages, large or small, no larger than zlib 6 and in less time; 9 is slower than it on small ones
_ZSTD = zstandard.FRAME_HEADER
_MOST_LOADED = 64  # dictionaries in memory, 0.1 MB each
_loaded: dict[str, zstandard.ZstdCompressionDict] = {}  # by digest, which says what they are whatever file they come from


class DamagedBodyError(ValueError):
    """What was kept of a page cannot be unpacked any more."""


class LostDictionaryError(DamagedBodyError):
    """The dictionary a body was packed with is damaged or missing, and with it every body packed so; the message names it."""


class Packed(NamedTuple):
    """A body as it is kept, and the digest of the dictionary it was packed with; None: with none."""

    data: bytes
    dictionary: str | None


def digest_of(content: bytes) -> str:
    """What a dictionary is known by in every file that has it."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def pack(db: Database, source: str | None, body: bytes) -> Packed:
    """Pack a body with the newest dictionary of its source, if there is a sound one. Raises sqlite3.Error."""
    digest = newest_dictionary(db, source) if source else None
    try:
        dictionary = _load(db, digest) if digest else None
    except LostDictionaryError:
        digest, dictionary = None, None
    return Packed(zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_checksum=True).compress(body), digest)


def unpack(db: Database, packed: Packed) -> bytes:
    """The body; of older versions too, which packed with zlib. Raises DamagedBodyError and sqlite3.Error."""
    if not packed.data.startswith(_ZSTD):
        return _inflated(packed.data)
    dictionary = _load(db, packed.dictionary) if packed.dictionary else None
    try:
        if not 0 <= zstandard.frame_content_size(packed.data) <= MAX_BODY:
            raise DamagedBodyError("unpacks to more than a page may have")
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(packed.data, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise DamagedBodyError(str(error)) from None


def newest_dictionary(db: Database, source: str) -> str | None:
    """The digest of the dictionary that pages of a source are packed with from now on, None when it has none."""
    row = db.execute("SELECT digest FROM dictionaries WHERE source = ? ORDER BY made_at DESC, digest LIMIT 1", [source]).fetchone()
    return row[0] if row else None


def _load(db: Database, digest: str) -> zstandard.ZstdCompressionDict:
    """Raises LostDictionaryError."""
    if digest not in _loaded:
        row = db.execute("SELECT content, source FROM dictionaries WHERE digest = ?", [digest]).fetchone()
        if row is None:
            raise LostDictionaryError(f"dictionary {digest} is missing")
        if digest_of(row[0]) != digest:
            raise LostDictionaryError(f"dictionary {digest} of {row[1]} is damaged")
        while len(_loaded) >= _MOST_LOADED:
            del _loaded[next(iter(_loaded))]
        _loaded[digest] = zstandard.ZstdCompressionDict(row[0])
    return _loaded[digest]


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        body = stream.decompress(data, MAX_BODY + 1)
    except zlib.error as error:
        raise DamagedBodyError(str(error)) from None
    if len(body) > MAX_BODY or not stream.eof:
        raise DamagedBodyError("unpacks to more than a page may have" if len(body) > MAX_BODY else "ends too early")
    return body
