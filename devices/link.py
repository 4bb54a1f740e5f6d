"""A byte link to a device: one file descriptor, never blocking, every wait with a deadline.

A socket, a serial line and ``/dev/usb/lp0`` differ only in how they are opened. Framing is the
driver's business; so is what silence means. Deadlines are moments of `time.monotonic`.
"""

import errno
import os
import select
import socket
import stat
import termios
import threading
import tty
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import parse_qs, urlsplit

#: Reaching a printer on the same network takes milliseconds; a look at it may take a second.
CONNECT_S: Final = 0.7
#: A wait looks this often whether the link was aborted by another thread.
SLICE_S: Final = 0.1
SEND_BUFFER: Final = 8192
READ_SIZE: Final = 4096
BAUD_RATES: Final = {
    rate: getattr(termios, f"B{rate}") for rate in (9600, 19200, 38400, 57600, 115200, 230400)
}


class LinkError(Exception):
    """The link does not do what was asked; the message is evidence for a technician."""


class LinkTimeoutError(LinkError):
    """The other end exists but did nothing until the deadline."""


class LinkGoneError(LinkError):
    """There is no other end: refused, unplugged, closed or reset."""


class LinkUrlError(ValueError):
    """The address of a device cannot be understood; a mistake in the settings."""


@dataclass(frozen=True, slots=True)
class LinkUrl:
    """``tcp://host:port``, ``tty:/dev/ttyUSB0?baud=115200`` or ``usb:/dev/usb/lp0``."""

    scheme: str
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = 115200

    @classmethod
    def parse(cls, url: str) -> "LinkUrl":
        """Parse `url`; raises `LinkUrlError` with what would be right."""
        try:
            parts = urlsplit(url)
            if parts.scheme == "tcp" and parts.hostname and parts.port:
                return cls("tcp", host=parts.hostname, port=parts.port)
            if parts.scheme in {"tty", "usb"} and parts.path.startswith("/"):
                baud = int(parse_qs(parts.query).get("baud", ["115200"])[0])
                if baud in BAUD_RATES:
                    return cls(parts.scheme, path=parts.path, baud=baud)
        except ValueError as error:
            raise LinkUrlError(f"{url}: {error}") from error
        raise LinkUrlError(
            f"{url!r}: expected tcp://HOST:PORT, tty:/dev/NAME?baud=115200 or usb:/dev/usb/lp0"
        )


class FdLink:
    """A byte link that can be opened again after it was lost.

    One thread opens, reads, writes and closes; `abort` alone may be called from another.
    """

    def __init__(self, url: str) -> None:
        self.url = LinkUrl.parse(url)
        self.name = url
        self._fd: int | None = None
        self._aborted = threading.Event()

    def seconds(self, count: int) -> float:
        """How long `count` bytes need on the wire: ten bits each (8N1); 0 where it is no matter."""
        return count * 10 / self.url.baud if self.url.scheme == "tty" else 0.0

    @property
    def is_open(self) -> bool:
        """Whether a descriptor is held; says nothing of the other end."""
        return self._fd is not None

    def open(self) -> None:
        """Open the link unless it is open; at most `CONNECT_S`. Raises `LinkGoneError`."""
        if self._fd is not None:
            return
        if self._aborted.is_set():
            raise LinkGoneError(f"{self.name}: closed")
        try:
            self._fd = self._open_tcp() if self.url.scheme == "tcp" else self._open_device()
        except OSError as error:
            raise LinkGoneError(f"{self.name}: {error.strerror or error}") from error

    def _open_tcp(self) -> int:
        link = socket.create_connection((self.url.host, self.url.port), timeout=CONNECT_S)
        link.settimeout(0)  # never block
        # A status request is three bytes; Nagle's algorithm would hold it behind the picture.
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The kernel would swallow a whole slip, and nobody could tell what the printer took.
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        return link.detach()

    def _open_device(self) -> int:
        fd = os.open(self.url.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            # A plain file would take every slip in silence.
            usable = stat.S_ISCHR(os.fstat(fd).st_mode)
            if usable and self.url.scheme == "tty":
                self._make_raw(fd)
        except termios.error:
            usable = False
        if not usable:
            os.close(fd)
            raise OSError(errno.ENODEV, "not a device of this kind")
        return fd

    def _make_raw(self, fd: int) -> None:
        # Raw, else 0x0D, 0x11 and 0x13 inside a picture are eaten as line ends and flow control.
        tty.setraw(fd)
        attributes = termios.tcgetattr(fd)
        attributes[2] |= termios.CLOCAL | termios.CREAD
        attributes[4] = attributes[5] = BAUD_RATES[self.url.baud]
        termios.tcsetattr(fd, termios.TCSANOW, attributes)

    def close(self) -> None:
        """Let go of the descriptor; what the kernel still holds for a serial line is dropped."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        try:
            if self.url.scheme == "tty":
                # Otherwise close() waits for a printer that has stopped reading.
                termios.tcflush(fd, termios.TCOFLUSH)
        except termios.error:
            pass  # already unplugged: nothing is held
        finally:
            os.close(fd)

    def abort(self) -> None:
        """End every wait of the owning thread with `LinkGoneError`, now and in future."""
        self._aborted.set()

    def wait(self, *, write: bool, deadline: float) -> tuple[bool, bool]:
        """Wait for input, or with `write` also for room; ``(readable, writable)``.

        Raises:
            LinkTimeoutError: neither came until `deadline`.
            LinkGoneError: the link was aborted, is not open, or is broken.
        """
        fd = self._descriptor()
        poll = select.poll()
        poll.register(fd, select.POLLIN | (select.POLLOUT if write else 0))
        while True:
            if self._aborted.is_set():
                raise LinkGoneError(f"{self.name}: closed")
            left = deadline - monotonic()
            events = poll.poll(max(0.0, min(left, SLICE_S)) * 1000)
            if events:
                mask = events[0][1]
                if mask & (select.POLLERR | select.POLLNVAL):
                    raise LinkGoneError(f"{self.name}: link broken")
                # Last words may still lie in the kernel; usblp has none and says both for ever.
                last_words = mask & select.POLLIN and self.url.scheme != "usb"
                if mask & select.POLLHUP and not last_words:
                    raise LinkGoneError(f"{self.name}: hung up")
                return bool(mask & select.POLLIN), bool(mask & select.POLLOUT)
            if left <= 0:
                raise LinkTimeoutError(f"{self.name}: silent")

    def read_now(self) -> bytes:
        """What has arrived, perhaps nothing; raises `LinkGoneError` at the end of the stream."""
        fd = self._descriptor()
        try:
            data = os.read(fd, READ_SIZE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkGoneError(f"{self.name}: {error.strerror}") from error
        if not data and self.url.scheme != "usb":  # usblp passes empty packets on
            raise LinkGoneError(f"{self.name}: closed by the other end")
        return data

    def write_now(self, data: bytes | memoryview) -> int:
        """Hand over as much as there is room for; the number of bytes taken."""
        fd = self._descriptor()
        try:
            return os.write(fd, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkGoneError(f"{self.name}: {error.strerror}") from error

    def send(self, data: bytes, *, deadline: float) -> None:
        """Hand over all of `data`, which says nothing of what the other end did with it."""
        rest = memoryview(data)
        while rest:
            _, writable = self.wait(write=True, deadline=deadline)
            if writable:
                rest = rest[self.write_now(rest) :]
            elif monotonic() >= deadline:  # input alone must not keep us here
                raise LinkTimeoutError(f"{self.name}: takes nothing")

    def recv(self, *, deadline: float) -> bytes:
        """At least one byte, or `LinkTimeoutError`."""
        while True:
            self.wait(write=False, deadline=deadline)
            if data := self.read_now():
                return data
            if monotonic() >= deadline:  # empty packets alone must not keep us here
                raise LinkTimeoutError(f"{self.name}: silent")

    def drain(self) -> bytes:
        """Take away what lies there from before; bounded, for a device may never stop talking."""
        taken = b""
        while len(taken) < 16 * READ_SIZE and (data := self.read_now()):
            taken += data
        return taken

    def _descriptor(self) -> int:
        if self._fd is None:
            raise LinkGoneError(f"{self.name}: not open")
        return self._fd
