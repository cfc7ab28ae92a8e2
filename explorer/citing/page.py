"""The page that says how to cite another: /cite?address=/article/1."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from explorer import pages
from explorer.citing import formats
from explorer.citing.work import work_of
from explorer.database import ask
from explorer.wording.labels import language_of


async def cite(datasette: Any, request: Request) -> Response:
    """Three forms of one citation; with `form=bib` or `form=json` one of them as a file."""
    address, language = request.args.get("address") or "/", language_of(request)
    base = str(datasette.absolute_url(request, "/")).rstrip("/")
    work = await ask(datasette, lambda corpus: work_of(corpus, address, base, language))
    if work is None:
        return await pages.page(datasette, request, "missing.html", {"status": 404})
    forms = {"text": formats.text(work), "bib": formats.bibtex(work), "json": formats.csl(work)}
    if (form := request.args.get("form")) in ("bib", "json"):
        kinds = {"bib": "application/x-bibtex; charset=utf-8", "json": "application/vnd.citationstyles.csl+json"}
        headers = {"content-disposition": f'attachment; filename="{work.key[:80]}.{form}"'}
        return Response(forms[form], headers=headers, content_type=kinds[form])
    return await pages.page(datasette, request, "cite.html", {"work": work, "forms": forms, "href": cite_href, "cited": address})


def cite_href(address: str, form: str = "") -> str:
    """The path that cites an address of the explorer: path, query and, for a figure, "#t-aSTART"."""
    return "/cite?" + urlencode({"address": address} | ({"form": form} if form else {}))
