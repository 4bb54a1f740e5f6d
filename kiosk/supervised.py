"""What the service manager is told: ready, alive, stopping (sd_notify(3), systemd 252).

Outside a service nothing is said: without ``NOTIFY_SOCKET`` every method does nothing.
"""

import os
import socket
from collections.abc import Mapping
from typing import Final

import structlog

MICROSECONDS: Final = 1_000_000

log = structlog.get_logger()


class Supervisor:
    """The manager's socket, as the environment of this process names it."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        environment = os.environ if environment is None else environment
        self._address = environment.get("NOTIFY_SOCKET", "")
        limit = environment.get("WATCHDOG_USEC", "")
        # Twice within the limit, as sd_watchdog_enabled(3) advises.
        self.every_s = int(limit) / MICROSECONDS / 2 if limit.isdecimal() and int(limit) else None

    def ready(self) -> None:
        """The first request can be answered, or the first picture is on the screen."""
        self._say("READY=1")

    def alive(self) -> None:
        """Whoever calls this has just proved that it works."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """The end was asked for."""
        self._say("STOPPING=1")

    def _say(self, word: str) -> None:
        if not self._address:
            return
        # A leading @ stands for the zero byte of an abstract address.
        name = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                channel.settimeout(0)  # the GUI thread never waits, not for systemd either
                channel.connect(name)
                channel.send(word.encode())
        except OSError as error:
            log.warning("supervisor.not_told", word=word, why=error.strerror)
