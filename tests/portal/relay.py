"""A wire between kiosk and portal that can go dead without a word, as a bad line does."""

import contextlib
import socket
import threading
from typing import Final

_AT_ONCE: Final = 64 * 1024
_LOOK_S: Final = 0.2  # how late a connection notices that the relay is closed
_JOIN_S: Final = 5.0


class Relay:
    """Listens on `url` and carries bytes to the port of a portal; `mute` lets none pass.

    A mute relay still accepts connections and keeps those it has: nothing is refused, nothing
    ends, nothing comes.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._mute = threading.Event()
        self._closing = threading.Event()
        self._cut = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_LOOK_S)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def mute(self, on: bool = True) -> None:  # noqa: FBT001, FBT002 - a switch
        """From now on nothing passes, or everything that was held and what follows."""
        if on:
            self._mute.set()
        else:
            self._mute.clear()

    def cut_when_used(self) -> None:
        """End the connection that is used next, before anything of it has passed."""
        self._cut.set()

    def close(self) -> None:
        """End all connections."""
        self._closing.set()
        for thread in self._threads:
            thread.join(_JOIN_S)
            assert not thread.is_alive()
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except TimeoutError:
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._to), timeout=_JOIN_S)
            except OSError:  # the portal is down: so is the line
                near.close()
                continue
            done = threading.Event()
            for source, sink in ((near, far), (far, near)):
                thread = threading.Thread(target=self._carry, args=(source, sink, done))
                self._threads.append(thread)
                thread.start()

    def _carry(self, source: socket.socket, sink: socket.socket, done: threading.Event) -> None:
        source.settimeout(_LOOK_S)
        pause = threading.Event()
        with source, contextlib.suppress(OSError):
            while not self._closing.is_set() and not done.is_set():
                try:
                    data = source.recv(_AT_ONCE)
                except TimeoutError:
                    continue
                if not data or self._cut.is_set():
                    self._cut.clear()
                    break
                while self._mute.is_set() and not self._closing.is_set():
                    pause.wait(_LOOK_S)
                sink.sendall(data)
        done.set()  # the other way ends too, and closes its end
