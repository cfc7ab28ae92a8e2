"""Who may look at the corpus, and the doors the explorer was given to what is not in it: kept pages and the review desk."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from datasette.utils.asgi import Response

LOCAL = ("127.0.0.1", "localhost", "[::1]")


class Kept(NamedTuple):
    """A page as it was kept: where and when it was fetched (ISO 8601, UTC), its markup; None: it is no text, or is damaged."""

    url: str
    fetched_at: str | None
    markup: str | None


@dataclass(frozen=True, slots=True)
class Doors:
    """What whoever starts the explorer hands to it. `token`: asked of every visitor (None: only this machine's names are answered);
    `cookie` remembers it; `kept`: the kept page of an article by its address; `desk`: where a figure of an article (id, start) can be
    decided; `corpus_db`: the file, as commands name it."""

    token: str | None = None
    cookie: str = "explorer"
    kept: Callable[[str], Kept | None] | None = None
    desk: Callable[[int, int], str] | None = None
    corpus_db: str = "data/corpus.db"


def refused(scope: Any, doors: Doors) -> Response | None:
    """The answer to a visitor who is not let in, or who shows the token for the first time; None: come in.

    Without a token only names of this machine are answered: no page elsewhere can read the corpus through a name that leads here (DNS
    rebinding). With one, the name does not matter: a cookie belongs to the name it was given to.
    """
    if doors.token is None:
        return None if _is_local(scope) else Response.text("only on this machine", status=403)
    if _same(_cookie(scope, doors.cookie), doors.token):
        return None
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if not any(name == "token" and _same(value, doors.token) for name, value in asked):
        return Response.text("open the address that `corpus explore` printed", status=403)
    rest = urlencode([(name, value) for name, value in asked if name != "token"])
    place = "/" + quote(scope["path"].lstrip("/"))  # one slash: two would be another host
    headers = {"location": place + (f"?{rest}" if rest else ""), "cache-control": "no-store", "referrer-policy": "no-referrer"}
    headers["set-cookie"] = f"{doors.cookie}={doors.token}; Path=/; HttpOnly; SameSite=Lax"
    return Response("", status=302, headers=headers)


def is_from_here(scope: Any) -> bool:
    """Whether the visitor sits at this machine."""
    return (scope.get("client") or ("",))[0] in ("127.0.0.1", "::1", "::ffff:127.0.0.1")


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _cookie(scope: Any, name: str) -> str:
    header = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _is_local(scope: Any) -> bool:
    host = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"host"), "127.0.0.1")
    return host.rpartition(":")[0] in LOCAL or host in LOCAL
