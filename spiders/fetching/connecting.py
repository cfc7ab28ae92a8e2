"""Connecting: a name is resolved, its addresses judged and one of them connected to, in one place; no private address unless the source is
one. Nothing is resolved a second time between judging and connecting, so a name server that changes its mind changes nothing."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Hashable
from typing import Any

from scrapy.exceptions import IgnoreRequest
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, TCP4ClientEndpoint, TCP6ClientEndpoint, _WrapperEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.threads import deferToThreadPool
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer

MOST_ADDRESSES = 4  # of one name that are tried, one after the other
_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that was ever given to networks of the internet (IANA, IPv6 address space)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last four bytes (RFC 6052, 2.1)


class PrivateAddress(IgnoreRequest):
    """A name that leads to an address of this machine or its network."""


def is_public(address: str) -> bool:
    """Whether an IP address, written as resolvers write it, belongs to the internet. IPv6 that carries an IPv4 address (mapped, NAT64,
    6to4, Teredo) is as public as that. Source: IANA special-purpose address registries, as `ipaddress` has them."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    if ip.ipv4_mapped:
        return is_public(str(ip.ipv4_mapped))
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    carried = [ip.sixtofour, *(ip.teredo or ())]
    return ip in _UNICAST and all(is_public(str(four)) for four in carried if four) and (ip.is_global or ip.teredo is not None)


def addresses_of(host: str) -> list[str]:
    """The addresses of a name or number, IPv4 first; none when it does not resolve. Blocks."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted(dict.fromkeys(str(info[4][0]) for info in found), key=lambda address: ":" in address)


@implementer(IStreamClientEndpoint)
class JudgedEndpoint:
    """Where a host name leads, for one connection. `private`: addresses that are not public are taken too."""

    def __init__(self, name: HostnameEndpoint, private: bool) -> None:
        self.reactor: Any = name._reactor
        self.host, self.port, self.timeout = name._hostText, name._port, name._timeout
        self.private = private

    def connect(self, protocolFactory: Any) -> Deferred[Any]:  # Twisted's signature
        """Fails with PrivateAddress, DNSLookupError or as the last address tried fails."""
        return Deferred.fromCoroutine(self._connect(protocolFactory))

    async def _connect(self, factory: Any) -> Any:
        addresses = [self.host] if _is_number(self.host) else await self._resolved()
        if not addresses:
            raise DNSLookupError(f"no address of {self.host}")
        if not self.private and not all(map(is_public, addresses)):
            raise PrivateAddress(f"private address: {self.host}")
        tried = addresses[:MOST_ADDRESSES]
        for left in range(len(tried), 0, -1):
            kind: Any = TCP6ClientEndpoint if ":" in tried[-left] else TCP4ClientEndpoint
            try:
                return await kind(self.reactor, tried[-left], self.port, self.timeout / len(tried)).connect(factory)
            except Exception:
                if left == 1:
                    raise
        raise AssertionError

    async def _resolved(self) -> list[str]:
        return await deferToThreadPool(self.reactor, self.reactor.getThreadPool(), addresses_of, self.host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class JudgedPool(HTTPConnectionPool):
    """Twisted's pool of connections, whose every new one is a JudgedEndpoint's. `private` is asked each time. An operator's own proxy is
    connected to as it is."""

    def __init__(self, reactor: Any, private: Callable[[], bool]) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self.private = private

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:
        name = getattr(endpoint, "_wrappedEndpoint", endpoint)  # https: TLS around the connection
        if isinstance(name, HostnameEndpoint) and isinstance(key, tuple) and key[0] != b"http-proxy":
            judged = JudgedEndpoint(name, self.private())
            endpoint = judged if name is endpoint else _WrapperEndpoint(judged, endpoint._wrapperFactory)  # type: ignore[no-untyped-call]
        return super().getConnection(key, endpoint)
