"""URLs: one address for one page. Canonical form, the key that tells addresses apart, and the article id made from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Query parameters that never choose another article: campaign tracking, sessions, print and pop-up views.
NOISE_PARAMETERS = re.compile(
    r"(?i)utm_.*|fbclid|gclid|yclid|mc_[ce]id|_ga|igshid|zarsrc|zalo_.*|gidzl|ref|ref_?src|spm|phpsessid|jsessionid|aspsessionid.*|sid|"
    r"session_?id|print|printable|in|popup|pop_up|p_p_state|p_p_mode|amp|mobile|replytocom|share|from_?src|vnsource|vnmedium"
)
_SESSION_PATH = re.compile(r"(?i);(?:jsessionid|phpsessid)=[^/?#]*|/\(S\([a-z0-9]+\)\)(?=/)")
_VIEW_SUFFIX = re.compile(r"(?i)(?:/(?:print|in|amp|pop-?up)/?|\.amp)$")
_VIEW_PREFIX = re.compile(r"(?i)^/(?:print|in|amp|pop-?up)(?=/.)")
_INDEX = re.compile(r"(?i)/(?:index\.(?:html?|php|aspx?|jsp)|default\.aspx?)$")
_SAFE = "/:@!$&'()*+,;=~-._%"
_UNSEEN = str.maketrans("", "", "\t\r\n")  # within an address; browsers leave them out


def as_browsers_read(url: str) -> str:
    """An address as written in a page, with the backslashes of its path made slashes, as browsers do (WHATWG URL, path state)."""
    place = url.strip().translate(_UNSEEN)
    if "\\" not in place:
        return place
    end = min((at for mark in "?#" if (at := place.find(mark)) >= 0), default=len(place))
    return place[:end].replace("\\", "/") + place[end:]


def canonical_url(url: str, base: str | None = None) -> str | None:
    """Absolute http(s) URL without fragment, default port, session ids and noise parameters; print and pop-up views become the
    article's own address. None for anything that is not an http(s) URL with a host."""
    try:
        parts = urlsplit(urljoin(base, as_browsers_read(url)) if base else as_browsers_read(url))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(url) > 2000:
        return None
    netloc = host if port in (None, 80 if parts.scheme == "http" else 443) else f"{host}:{port}"
    path = quote(_SESSION_PATH.sub("", parts.path) or "/", safe=_SAFE)
    path = _VIEW_PREFIX.sub("", _VIEW_SUFFIX.sub("", path)) or "/"
    query = parts.query
    if query:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not NOISE_PARAMETERS.fullmatch(k)]
        query = urlencode(kept) if len(kept) != query.count("&") + 1 else quote(query, safe=_SAFE + "?")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def url_key(url: str) -> str:
    """What tells two pages apart: the canonical URL without scheme, www., index file and trailing slash."""
    canonical = canonical_url(url) or url
    parts = urlsplit(canonical)
    host = parts.netloc.removeprefix("www.")
    path = _INDEX.sub("/", parts.path).rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def article_id(url: str) -> int:
    """Stable id of an article: 52 bits of SHA-256 of the key, exact in every tool (JavaScript included)."""
    return int.from_bytes(hashlib.sha256(url_key(url).encode()).digest()[:7], "big") >> 4


def host_of(url: str) -> str:
    """Host with port where one is written, lower-case; "" when there is none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


_LINK_TAG = re.compile(rb"(?i)<link\b[^>]{0,1000}>")
_HREF = re.compile(rb"(?i)\bhref\s*=\s*[\"']?([^\"'\s>]{1,2000})")
_TAIL = re.compile(r"[^/]+?(?=(?:\.\w{2,5})?/?$)")


def declared_canonical(body: bytes, url: str) -> str | None:
    """The page's rel=canonical when it is believable: same host, not the home page, and its last path segment is that of the URL
    or the URL carries the same article number. Many sites declare their home page on every page."""
    for match in _LINK_TAG.finditer(body[:200_000]):
        tag = match[0]
        if b"canonical" not in tag.lower():
            continue
        href = _HREF.search(tag)
        target = canonical_url(href[1].decode("utf-8", "replace"), base=url) if href else None
        if not target or url_key(target).partition("/")[0] != url_key(url).partition("/")[0]:
            return None
        mine, theirs = _TAIL.search(urlsplit(url).path), _TAIL.search(urlsplit(target).path)
        return target if mine and theirs and _same_article(mine[0], theirs[0]) else None
    return None


def _same_article(a: str, b: str) -> bool:
    if a == b:
        return True
    numbers_a, numbers_b = re.findall(r"\d{4,}", a), re.findall(r"\d{4,}", b)
    return bool(numbers_a) and numbers_a[-1:] == numbers_b[-1:]
