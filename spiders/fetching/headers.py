"""Headers: what requests and answers say beside their bodies; validators, by which a server can answer "not modified"."""

from __future__ import annotations

from typing import NamedTuple

from scrapy.http import Response


class Validators(NamedTuple):
    """ETag and Last-Modified of an answer, as the server gave them."""

    etag: str | None = None
    last_modified: str | None = None

    def conditions(self) -> dict[str, str] | None:
        """Request headers that let a server answer "not modified"; None without a validator. Source: RFC 9110, 13.1."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value} or None


def header(response: Response, name: str) -> str | None:
    """One header of an answer as text, None when it is missing or empty."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def content_type(response: Response) -> str | None:
    """The Content-Type of an answer."""
    return header(response, "Content-Type")


def validators_of(response: Response) -> Validators:
    """The validators of an answer."""
    return Validators(header(response, "ETag"), header(response, "Last-Modified"))
