"""A limit for a whole request: the time-outs of `requests` begin anew with every byte."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_SCHEMES: Final = (
    ("http", HTTPConnectionPool, HTTPConnection),
    ("https", HTTPSConnectionPool, HTTPSConnection),
)


class TotalLimit:
    """Ends what takes longer than `total_s` on the one connection of `session`.

    A far end that sends a byte now and then, in a handshake, a header or a body, would hold the
    caller for ever. Its connection is shut down from beside, which every read notices at once.
    """

    def __init__(self, session: requests.Session, total_s: float) -> None:
        self._total_s = total_s
        self._lock = threading.Lock()
        self._line: socket.socket | None = None  # the connection's, under a number of its own
        adapter = _Adapter(self)
        for scheme, _, _ in _SCHEMES:
            session.mount(f"{scheme}://", adapter)

    def opened(self, line: socket.socket) -> None:
        """A connection was made; it replaces the one before."""
        with self._lock:
            before, self._line = self._line, line.dup()
        if before is not None:
            before.close()

    def close(self) -> None:
        """Nothing is asked any more."""
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Around one request with its whole answer.

        Raises:
            requests.Timeout: it took too long; whatever it broke off with is the cause.
        """
        late = threading.Event()
        timer = threading.Timer(self._total_s, partial(self._cut, late))
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if late.is_set():
                raise requests.Timeout(f"longer than {self._total_s} s") from error
            raise
        finally:
            timer.cancel()
        if late.is_set():  # cut between two bytes, it looks like an end
            raise requests.Timeout(f"longer than {self._total_s} s")

    def _cut(self, late: threading.Event) -> None:
        late.set()
        with self._lock:
            if self._line is not None:
                try:
                    self._line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    self._line.close()  # it is down already
                    self._line = None


class _Adapter(HTTPAdapter):
    """Tells of each connection that is made, before anything is said on it."""

    def __init__(self, limit: TotalLimit) -> None:
        self._limit = limit
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        """As `HTTPAdapter`, with our connections."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _telling(pool, connection, self._limit) for scheme, pool, connection in _SCHEMES
        }


def _telling(pool: Any, connection: Any, limit: TotalLimit) -> Any:  # noqa: ANN401 - classes of urllib3
    def new_line(self: Any) -> socket.socket:  # noqa: ANN401 - a connection of urllib3
        line: socket.socket = connection._new_conn(self)  # noqa: SLF001 - made to be overridden
        limit.opened(line)
        return line

    told = type(f"Told{connection.__name__}", (connection,), {"_new_conn": new_line})
    return type(f"Told{pool.__name__}", (pool,), {"ConnectionCls": told})
