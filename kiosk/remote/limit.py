"""Limits of a whole request: bytes, and time (that of `requests` begins anew with every byte)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter

#: The largest answer (a feed of 100 changes) has 40 KB; a page of a captive network is cut here.
MAX_ANSWER_BYTES: Final = 1024 * 1024
_AT_ONCE: Final = 64 * 1024


class TotalLimit:
    """Ends what takes longer than `total_s` on the one connection of `session`.

    A far end that sends a byte now and then, in a handshake, a header or a body, would hold the
    caller for ever. Its connection is shut down from beside, which every read notices at once.

    No time-out of a socket bounds a header that dribbles, and urllib3 offers no public place
    between a connection's socket and its TLS handshake: `connect` does both, and the plain socket
    has given its number away by then (`ssl` detaches it). Hence `_new_conn`, which urllib3 itself
    overrides for proxies, and a number of our own (`dup`).
    """

    def __init__(self, session: requests.Session, total_s: float) -> None:
        self._total_s = total_s
        self._lock = threading.Lock()
        self._line: socket.socket | None = None  # the connection's, under a number of its own
        adapter = _Adapter(self)
        for scheme in ("http://", "https://"):
            session.mount(scheme, adapter)

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


def body_of(answer: requests.Response) -> bytes:
    """The body of an answer that was asked for with `stream`, cut behind `MAX_ANSWER_BYTES`."""
    data = bytearray()
    for chunk in answer.iter_content(_AT_ONCE):
        data += chunk
        if len(data) > MAX_ANSWER_BYTES:
            break
    return bytes(data)


class _Adapter(HTTPAdapter):
    """Tells of each connection that is made, before anything is said on it."""

    def __init__(self, limit: TotalLimit) -> None:
        self._limit = limit
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - handed on
        """As `HTTPAdapter`; the pool makes connections that tell."""
        pool: Any = super().get_connection_with_tls_context(*given, **named)
        pool.ConnectionCls = partial(self._telling, type(pool).ConnectionCls)
        return pool

    def _telling(self, kind: Any, **named: Any) -> Any:  # noqa: ANN401 - a connection of urllib3
        connection = kind(**named)
        connect = connection._new_conn  # noqa: SLF001 - made to be overridden: no TLS spoken yet

        def told() -> socket.socket:
            line: socket.socket = connect()
            self._limit.opened(line)
            return line

        connection._new_conn = told  # noqa: SLF001 - as above
        return connection
