"""Host locks: one crawl a host on this machine, whatever pages.db it writes to.

A lock is a socket bound to a name of Linux's abstract name space: no file, no folder to agree on, and it is gone the moment its process is,
SIGKILL included. Containers with a network of their own do not see it, nor do other machines.
"""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Iterable


class HostLocks:
    """The locks of one crawl."""

    def __init__(self) -> None:
        self._held: list[socket.socket] = []

    def take(self, hosts: Iterable[str]) -> str | None:
        """Take the locks of all these hosts, or none. None on success, else the host that another crawl is on."""
        if sys.platform != "linux":
            return None
        for host in sorted({host.removeprefix("www.") for host in hosts}):
            lock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                lock.bind(_name(host))
            except OSError as error:
                lock.close()
                if error.errno != errno.EADDRINUSE:
                    raise
                self.release()
                return host
            self._held.append(lock)
        return None

    def release(self) -> None:
        """Let go of all."""
        while self._held:
            self._held.pop().close()


def _name(host: str) -> str:
    """Of one user: another's crawl would not see ours in its leases either, and nobody else can keep ours from running."""
    return f"\0congthuong-corpus-{os.getuid()}-{hashlib.sha256(host.encode()).hexdigest()[:32]}"
