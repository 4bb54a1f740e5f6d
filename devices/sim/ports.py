"""Where a simulated device is plugged in: a TCP port or a pseudo-terminal.

One client at a time, as with the real thing. Nothing here blocks.
"""

import os
import pty
import socket
import struct
import tty
from pathlib import Path
from typing import Final, Protocol

RECEIVE_BUFFER: Final = 8192  # in the network interface, before the printer's own


class Port(Protocol):
    """The device's side of a link."""

    url: str  # what a driver opens

    def descriptors(self) -> tuple[int | None, int | None]:
        """``(listening, connected)``; None where there is none."""
        ...

    def accept(self) -> None:
        """Take the caller who waits."""
        ...

    def read(self, size: int) -> bytes:
        """What has arrived; empty when nothing has, or when the client has gone."""
        ...

    def write(self, data: bytes) -> int:
        """Hand over what there is room for; with no client, all of it is lost."""
        ...

    def drop(self) -> None:
        """Break the connection without a word."""
        ...

    def unplug(self) -> None:
        """From now on there is nothing at this address."""
        ...

    def plug_in(self) -> None:
        """Be there (again), at the same address."""
        ...


class TcpPort:
    """Port 9100 of a network printer, on loopback."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._address = (host, port)
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self.plug_in()
        self.url = f"tcp://{host}:{self._address[1]}"

    def descriptors(self) -> tuple[int | None, int | None]:
        return (
            self._listener.fileno() if self._listener else None,
            self._client.fileno() if self._client else None,
        )

    def accept(self) -> None:
        if self._listener is None:
            return
        try:
            client, _ = self._listener.accept()
        except BlockingIOError:  # the caller has gone again
            return
        client.settimeout(0)  # never block
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._client is not None:
            self._client.close()
        self._client = client

    def read(self, size: int) -> bytes:
        if self._client is None:
            return b""
        try:
            data = self._client.recv(size)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._client.close()
            self._client = None
        return data

    def write(self, data: bytes) -> int:
        if self._client is None:
            return len(data)
        try:
            return self._client.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self._client.close()
            self._client = None
            return len(data)

    def drop(self) -> None:
        if self._client is not None:
            # Linger 0: the client gets a reset, as from a printer that lost its power.
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._client.close()
            self._client = None

    def unplug(self) -> None:
        self.drop()
        if self._listener is not None:
            # While another thread polls it, close alone would leave it listening.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def plug_in(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(self._address, backlog=1)
            # A printer has kilobytes, not the megabytes that loopback would hold for it.
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            self._listener.settimeout(0)
            self._address = self._listener.getsockname()


class PtyPort:
    """A serial line: a pseudo-terminal with a stable name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._master: int | None = None
        self._slave: int | None = None
        self.plug_in()
        self.url = f"tty:{path}"

    def descriptors(self) -> tuple[int | None, int | None]:
        return None, self._master

    def accept(self) -> None:
        """A serial line has no callers."""

    def read(self, size: int) -> bytes:
        if self._master is None:
            return b""
        try:
            return os.read(self._master, size)
        except OSError:  # nothing there
            return b""

    def write(self, data: bytes) -> int:
        if self._master is None:
            return len(data)
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0

    def drop(self) -> None:
        # The new line is there before the old one breaks: who hears of the break may open at once.
        old = (self._master, self._slave)
        self._master = self._slave = None
        self.plug_in()
        _close(*old)

    def unplug(self) -> None:
        self._path.unlink(missing_ok=True)
        _close(self._master, self._slave)
        self._master = self._slave = None

    def plug_in(self) -> None:
        if self._master is not None:
            return
        # Our own hold on the slave keeps the line up while no driver has it open.
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        coming = self._path.with_name(self._path.name + ".coming")
        coming.unlink(missing_ok=True)
        coming.symlink_to(os.ttyname(self._slave))
        coming.replace(self._path)


def _close(*descriptors: int | None) -> None:
    for each in descriptors:
        if each is not None:
            os.close(each)
