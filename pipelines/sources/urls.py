"""URLs: one address for one page. Canonical form, the key that tells addresses apart, and the article id made from it."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Query parameters that never choose another article whatever they say: campaign tracking, sessions, states of the page.
_TRACKING = re.compile(
    r"(?i)utm_.*|fbclid|gclid|yclid|mc_[ce]id|_ga|igshid|zarsrc|zalo_.*|gidzl|ref_?src|spm|phpsessid|jsessionid|aspsessionid.*|"
    r"session_?id|p_p_state|p_p_mode|replytocom|from_?src|vnsource|vnmedium"
)
# Of these the value decides: a session id by its shape; a way of showing or sharing what the rest of the address names.
_SESSION = re.compile(r"(?i)s|sid|sess|sess_?id|session|os_?csid|zenid|nv_?sid")
_SHOWN = re.compile(r"(?i)in|ref|share|(mobile|amp|print|printable|popup|pop_up)")
_PLACE = re.compile(
    r"(?i)(?:cat|cate|chuyen_?muc|section|menu|module|page|lang|language|year|month)(?:_?id)?|[cmp]id|p|pg|trang|start|offset|nam|thang"
)
_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MIXED = re.compile(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])")
_ID = re.compile(r"(?i)[a-z]{0,4}[-_]?\d{1,20}|[a-z0-9]+(?:-[a-z0-9]+){3,}")  # of a document: its number or its words
_SCRIPT = re.compile(r"(?i)\.(?:php\d?|aspx?|jspx?|cgi|do)$")
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
    article's own address. A function of the address alone: it never changes from crawl to crawl. None for anything that is not an
    http(s) URL with a host."""
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
        kept = _without_noise(parse_qsl(query, keep_blank_values=True), path)
        query = urlencode(kept) if len(kept) != query.count("&") + 1 else quote(query, safe=_SAFE + "?")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _without_noise(query: list[tuple[str, str]], path: str) -> list[tuple[str, str]]:
    """The parameters that may choose a page. One that shows or shares (`in=1`) is an id where nothing else in the address is one."""
    query = [(k, v) for k, v in query if not (_TRACKING.fullmatch(k) or (_SESSION.fullmatch(k) and _is_session(v)))]
    own = [(k, v) for k, v in query if not _SHOWN.fullmatch(k)]
    named = _names_document(path) or any(any(c.isdigit() for c in v) for k, v in own if not _PLACE.fullmatch(k))
    return own if named else [(k, v) for k, v in query if not (m := _SHOWN.fullmatch(k)) or _is_id(v, switch=bool(m[1]))]


def _is_session(value: str) -> bool:
    """A long word of letters and digits mixed, or a UUID; numbers of articles and words joined by hyphens are none."""
    if _UUID.fullmatch(value):
        return True
    return len(value) >= 16 and any(len(_MIXED.findall(part)) >= 3 for part in re.split(r"[-_,.+/=]", value))


def _is_id(value: str, switch: bool) -> bool:
    """Whether a value may be the id of a document; 0 and 1 of a `switch` (mobile=1) turn something on or off."""
    return bool(_ID.fullmatch(value)) and not (switch and value in ("0", "1"))


def _names_document(path: str, words: int = 6) -> bool:
    """Whether a path is that of one document: a number in its last part, or a headline, which has more than `words` words."""
    tail = path.rstrip("/").rpartition("/")[2]
    return not _SCRIPT.search(tail) and (bool(re.search(r"\d{3}", tail)) or tail.count("-") >= words)


@lru_cache(maxsize=256)  # one page asks for the keys of its few addresses again and again
def url_key(url: str) -> str:
    """What tells two pages apart: the canonical URL without scheme, www., index file and trailing slash."""
    canonical = canonical_url(url) or url
    parts = urlsplit(canonical)
    host = parts.netloc.removeprefix("www.")
    path = _INDEX.sub("/", parts.path).rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def article_id(url: str) -> int:
    """Stable id of an article: 52 bits of SHA-256 of the key, exact in every tool (JavaScript included)."""
    return id_of_key(url_key(url))


def id_of_key(key: str) -> int:
    """`article_id` of an address whose key is known."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:7], "big") >> 4


# The last part of a path that is a headline with the number the system gave it: "ho-tro-may-say-che-12345", "...-post4567".
_NUMBERED = re.compile(r"(?i)((?:[a-z0-9_%]+-){3,}(?:[a-z0-9_%]+[-_.])?)([a-z]{0,4})(\d{1,20})")
_NUMBER_FIRST = re.compile(r"(?!(?:19|20)\d\d-)\d{4,}-[^-]+-[^-]+-[^-]+-")  # "12345-ho-tro-may-say-che"
_COUNTED = re.compile(r"(?i)-(?:so|nam|quy|thang|ngay|lan|ky|dot|khoa|phien|thu|tap|ban)-$")  # words whose number belongs to the headline
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")


def document_key(url: str, pattern: str | None = None) -> str | None:
    """What the addresses of one document under several sections have in common: its host and the id that `pattern` (`document_id` of
    the source) finds in path and query; without a pattern, a headline with the number the system gave it. None: it cannot be told."""
    parts = urlsplit(canonical_url(url) or "")
    host = parts.netloc.removeprefix("www.")
    if not host:
        return None
    if pattern is not None:
        found = re.search(pattern, f"{parts.path}?{parts.query}" if parts.query else parts.path)
        own = (next((group for group in found.groups() if group), None) or found[0]) if found else None
        return f"{host}#{own}" if own else None
    above, _, tail = _EXTENSION.sub("", parts.path.rstrip("/")).rpartition("/")
    if parts.query:
        return None
    if _is_numbered(tail):
        return f"{host}/{tail}"
    before = above.rpartition("/")[2]
    number, words = (before, tail) if before.isdigit() else (tail, before)  # "/12345/ho-tro-may-say-che", "/ho-tro-may-say-che/12345"
    return f"{host}/{before}/{tail}" if number.isdigit() and len(number) > 4 and words.count("-") >= 3 else None


def _is_numbered(tail: str) -> bool:
    found = _NUMBERED.fullmatch(tail)
    if not found:
        return bool(_NUMBER_FIRST.match(tail))
    letters, number = found[2], found[3]
    if len(number) < 5 and (_COUNTED.search(found[1]) or letters.lower() in ("p", "pg", "page", "tr")):
        return False  # of the headline, or of a page of a list
    return len(number) >= 3 and (bool(letters) or not re.fullmatch(r"(?:19|20)\d\d", number))


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
        same = mine and theirs and _same_article(mine[0], theirs[0]) and _keeps_ids(url, target)
        return target if same else None
    return None


def _keeps_ids(url: str, target: str) -> bool:
    """Whether an address that names its document in the query names the same in another: a template may declare one address for all."""
    parts = urlsplit(canonical_url(url) or "")
    if _names_document(parts.path, words=3):
        return True
    query = parse_qsl(parts.query, max_num_fields=100)
    ids = {v for k, v in query if any(c.isdigit() for c in v) and not _PLACE.fullmatch(k)}
    return ids <= {v for _, v in parse_qsl(urlsplit(target).query, max_num_fields=100)} | set(re.findall(r"\d+", urlsplit(target).path))


def _same_article(a: str, b: str) -> bool:
    if a == b:
        return True
    numbers_a, numbers_b = re.findall(r"\d{4,}", a), re.findall(r"\d{4,}", b)
    return bool(numbers_a) and numbers_a[-1:] == numbers_b[-1:]
