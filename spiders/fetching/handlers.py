"""The download handlers: Scrapy's own with three things it leaves out. Headers have a limit, a source says how much TLS it asks for, and
the address connected to is judged.

Levels of `tls` in a source file: "strict" verifies certificates and takes TLS 1.2 and later; "legacy" verifies them but takes TLS 1.0,
small keys and old ciphers; "unverified" takes any certificate besides. (Scrapy by itself verifies nothing.)
"""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.defer import Deferred
from twisted.internet.ssl import CertificateOptions, TLSVersion, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from spiders.fetching.connecting import JudgedPool

MAX_HEADERS = 256_000  # bytes of all header lines of one answer; Twisted itself has no limit but for one line (16 kB)
TLS_HEADER = "x-corpus-tls"
LEGACY_SERVER_CONNECT = 0x4  # OpenSSL: allow servers without secure renegotiation


class HeadersTooLarge(Exception):
    """An answer whose headers exceed MAX_HEADERS, or one line of them what Twisted takes."""


class _Parser(_LenientHTTPClientParser):
    header_bytes: int

    def lineReceived(self, line: bytes) -> None:
        self.header_bytes += len(line) + 1
        if self.header_bytes > MAX_HEADERS:
            raise HeadersTooLarge
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002 - Twisted's signature
        raise HeadersTooLarge


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[Any]:
        answer = super().request(request)
        # The class of the parser is fixed in Twisted; Scrapy replaces it in the same way.
        parser: Any = self._parser
        parser.__class__ = _Parser
        parser.header_bytes = 0
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: ARG002 - Twisted's signature
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class StrictHandler(HTTP11DownloadHandler):
    """For http, and for https with tls = "strict" (setting DOWNLOAD_VERIFY_CERTIFICATES)."""

    level: str | None = None  # put into a header of every answer, and so kept with every page, when it is less than strict

    async def download_request(self, request: Request) -> Response:
        response = await super().download_request(request)
        response.headers.pop(TLS_HEADER, None)  # a server does not speak for us
        if self.level:
            response.headers[TLS_HEADER] = self.level
        return response

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # the one that was installed

        self._pool = JudgedPool(reactor, lambda: crawler.spider.walked.allow_private)  # type: ignore[union-attr]
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._pool._factory = _Factory


class LegacyHandler(StrictHandler):
    """For https with tls = "legacy"."""

    level, verify = "legacy", True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = _OldTls(self.verify)


class UnverifiedHandler(LegacyHandler):
    """For https with tls = "unverified"."""

    level, verify = "unverified", False


_BY_LEVEL = {"strict": StrictHandler, "legacy": LegacyHandler, "unverified": UnverifiedHandler}


def handlers(tls: str) -> dict[str, type[StrictHandler] | None]:
    """The setting DOWNLOAD_HANDLERS of a source: http and https, and none of the other schemes Scrapy knows."""
    return {"http": StrictHandler, "https": _BY_LEVEL[tls], "ftp": None, "file": None, "data": None, "s3": None}


class _OldCertificateOptions(CertificateOptions):
    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: ARG002 - Twisted's signature
        context = super()._makeContext(skipCiphers=True)  # a context takes no change once it has its ciphers
        context.set_options(LEGACY_SERVER_CONNECT)
        context.set_cipher_list(b"ALL:@SECLEVEL=0")
        return context


class _AnyCertificate(ClientTLSOptions):
    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:
        connection = super().clientConnectionForTLS(tlsProtocol)
        connection.set_verify(SSL.VERIFY_NONE, lambda *_: True)
        return connection


@implementer(IPolicyForHTTPS)
class _OldTls:
    """What Twisted asks for the TLS options of a host."""

    def __init__(self, verify: bool) -> None:
        self.connect = ClientTLSOptions if verify else _AnyCertificate
        trust = {"trustRoot": platformTrust()} if verify else {}  # type: ignore[no-untyped-call]
        self.options = _OldCertificateOptions(fixBrokenPeers=True, insecurelyLowerMinimumTo=TLSVersion.TLSv1_0, **trust)

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: ARG002 - Twisted's signature
        return self.connect(self.options._makeTLSConnection, hostname.decode("ascii"))
