"""One thread that owns a printer: prints what is handed to it, looks at it in between.

The screen never waits for a device; it reads the health last told and gets each outcome by a
call from this thread.
"""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog
from PIL import Image

from devices.health import Health, State
from devices.keep_going import keep_going
from devices.printer.api import PrintOutcome, PrintResult, SlipPrinter

log = structlog.get_logger()

#: A roll that was changed shows on screen before the technician has closed the door.
POLL_S: Final = 2.0
#: More slips than this do not wait: each citizen stands there, and prints take a second.
QUEUE_SIZE: Final = 4
#: `stop` waits no longer; the link is aborted, so that a wait ends in a tenth of that.
STOP_S: Final = 2.0
UNASKED: Final = Health(State.UNKNOWN, None, "not asked yet")
_DIED: Final = Health(State.UNKNOWN, None, "the printer's thread met a defect")


class PrinterBusyError(Exception):
    """Too many slips wait already; nothing was taken on."""


@dataclass(frozen=True, slots=True)
class _Job:
    slip: Image.Image
    on_done: Callable[[PrintOutcome], None]


class PrinterWorker:
    """Serves one printer from `start` to `stop`.

    Attributes:
        health: the health told last; `UNKNOWN` before the first look.
    """

    def __init__(
        self,
        printer: SlipPrinter,
        *,
        on_health: Callable[[Health], None],
        poll_s: float = POLL_S,
    ) -> None:
        """`on_health` and every `on_done` are called from the worker's thread."""
        self.health = UNASKED
        self._printer = printer
        self._on_health = on_health
        self._poll_s = poll_s
        self._jobs: queue.Queue[_Job | None] = queue.Queue(maxsize=QUEUE_SIZE + 1)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin with a look at the printer."""
        self._thread.start()

    def submit(self, slip: Image.Image, on_done: Callable[[PrintOutcome], None]) -> None:
        """Print `slip` after those before it; `on_done` gets its outcome, exactly once.

        Raises:
            ValueError: the picture is not mode "1" or not as wide as the paper.
            PrinterBusyError: `QUEUE_SIZE` slips wait already, or the worker was stopped.
        """
        if slip.mode != "1" or slip.width != self._printer.width_dots:
            raise ValueError(f"mode {slip.mode}, {slip.width} dots wide")
        with self._lock:
            if self._stopping.is_set() or self._jobs.qsize() >= QUEUE_SIZE:
                raise PrinterBusyError
            self._jobs.put_nowait(_Job(slip, on_done))

    def stop(self) -> bool:
        """End within `STOP_S`; slips that still wait are told "not started".

        Returns:
            Whether the thread has ended.
        """
        with self._lock:
            if not self._stopping.is_set():
                self._stopping.set()
                self._jobs.put_nowait(None)  # one place is kept for this
        self._printer.close()
        if self._thread.ident is not None:
            self._thread.join(timeout=STOP_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        keep_going(self._serve, ending=self._stopping)
        with suppress(queue.Empty):
            while True:  # whom a stop met in the pause after a defect
                if (job := self._jobs.get_nowait()) is not None:
                    job.on_done(PrintOutcome(PrintResult.NOT_STARTED, self.health, 0.0))

    def _serve(self) -> None:
        try:
            self._look_and_print()
        except Exception:  # a defect of ours: say that nobody watches the printer, and end
            self._tell(_DIED)
            raise

    def _look_and_print(self) -> None:
        self._tell(self._printer.status())
        while True:
            try:
                job = self._jobs.get(timeout=self._poll_s)
            except queue.Empty:
                self._tell(self._printer.status())
                continue
            if job is None:
                return
            if self._stopping.is_set():
                job.on_done(PrintOutcome(PrintResult.NOT_STARTED, self.health, 0.0))
            else:
                self._print(job)

    def _print(self, job: _Job) -> None:
        # Whatever happens to this thread, whoever waits for the slip is told once.
        outcome = PrintOutcome(PrintResult.UNCONFIRMED, _DIED, 0.0)
        try:
            outcome = self._printer.print_slip(job.slip)
            log.info(
                "printer.slip",
                result=outcome.result.value,
                ms=round(outcome.ms),
                code=outcome.health.code,
                evidence=outcome.health.evidence,
            )
            self._tell(outcome.health)
        finally:
            job.on_done(outcome)

    def _tell(self, health: Health) -> None:
        """Pass on what changed."""
        changed = health.is_news_after(self.health)
        self.health = health
        if changed and not self._stopping.is_set():
            log.info(
                "printer.health",
                state=health.state.value,
                code=health.code,
                evidence=health.evidence,
            )
            self._on_health(health)
