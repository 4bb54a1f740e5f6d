"""A scanner on a serial line (USB-CDC or RS-232), over the byte link of all devices.

Never as a keyboard: a keyboard sends keys, not letters, so Vietnamese is lost, and whoever
shows it a code types into the machine.
"""

import threading
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final

import structlog

from devices.faults import SCANNER_ABSENT, SCANNER_LOST, SCANNER_NOISE
from devices.health import Health, State
from devices.keep_going import keep_going
from devices.link import FdLink, LinkGoneError, LinkTimeoutError
from devices.scanner.api import Scan
from devices.scanner.framing import SILENCE_S, Discarded, Framer

log = structlog.get_logger()

STOP_S: Final = 2.0
#: First and longest pause before the line is opened again, as for all devices.
BACKOFF_S: Final = (0.5, 10.0)
#: So many frames in a row that cannot be used are a matter for the technician: wrong baud rate,
#: keyboard mode, or a scanner that was set to another character set.
NOISE_FRAMES: Final = 3
_NOISE: Final = {Discarded.TOO_LONG, Discarded.HALF, Discarded.NOT_TEXT}


class SerialScanner:
    """A `CodeScanner`. Start it once, stop it once.

    Args:
        url: ``tty:/dev/serial/by-id/…?baud=9600``.
        on_scan: called from the scanner's thread with each scan.
        on_health: called from there whenever state or code changes.

    Raises:
        LinkUrlError: the URL cannot be understood.
    """

    def __init__(
        self,
        url: str,
        *,
        on_scan: Callable[[Scan], None],
        on_health: Callable[[Health], None] | None = None,
    ) -> None:
        self._link = FdLink(url)
        self._on_scan = on_scan
        self._on_health = on_health or (lambda _health: None)
        self._framer = Framer()
        self._noise = 0
        self._health = Health(State.UNKNOWN, None, "not started")
        self._stopping, self._forgetting = threading.Event(), threading.Event()
        self._thread = threading.Thread(
            target=partial(keep_going, self._run, ending=self._stopping),
            name="scanner",
            daemon=True,
        )

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def forget(self) -> None:
        """See `CodeScanner`."""
        self._forgetting.set()

    @property
    def health(self) -> Health:
        """See `CodeScanner`. A scanner speaks only when it sees a code, so an open line is ready:
        the name of a USB line exists only while the scanner is plugged in.
        """
        return self._health

    def stop(self) -> bool:
        """See `CodeScanner`."""
        self._stopping.set()
        self._link.abort()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause_s = BACKOFF_S[0]
        fault = SCANNER_ABSENT
        try:
            while not self._stopping.is_set():
                try:
                    self._link.open()
                    self._link.drain()  # what was scanned before anyone listened is nobody's
                    self._framer.restart()
                    self._become(Health(State.READY))
                    pause_s, fault = BACKOFF_S[0], SCANNER_LOST
                    self._listen()
                except LinkGoneError as gone:
                    self._link.close()
                    state = State.ABSENT if fault is SCANNER_ABSENT else State.UNKNOWN
                    self._become(Health(state, fault.code, str(gone)))
                    fault = SCANNER_ABSENT
                self._stopping.wait(pause_s)
                pause_s = min(pause_s * 2, BACKOFF_S[1])
        finally:
            self._link.close()
            self._become(Health(State.UNKNOWN, None, "stopped"))

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                data = self._link.recv(deadline=monotonic() + SILENCE_S)
            except LinkTimeoutError:
                results = self._framer.tick(monotonic())
            else:
                results = self._framer.feed(data, monotonic())
            if self._forgetting.is_set():  # here, for the framer belongs to this thread
                self._forgetting.clear()
                self._framer.forget()
            for result in results:
                self._pass_on(result)

    def _pass_on(self, result: bytes | Discarded) -> None:
        if isinstance(result, Discarded):
            log.info("scanner.discarded", reason=result.value)  # never what it was
            self._noise += result in _NOISE
            if self._noise >= NOISE_FRAMES:
                self._become(Health(State.DEGRADED, SCANNER_NOISE.code, result.value))
            return
        self._noise = 0
        self._become(Health(State.READY))
        framer = self._framer
        self._on_scan(Scan(result, self._link.name, framer.ended_s, framer.began_s))

    def _become(self, health: Health) -> None:
        changed = health.is_news_after(self._health)
        self._health = health
        if changed and not self._stopping.is_set():
            log.info("scanner.health", state=health.state.value, code=health.code)
            self._on_health(health)
