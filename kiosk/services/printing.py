"""Print slips: drawn and read back on a thread of their own, then printed; and what came of it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import structlog
from PIL import Image

from devices.faults import FAULTS, SLIP_UNREADABLE
from devices.keep_going import DEATHS
from devices.printer import raster
from devices.printer.api import PrintOutcome, PrintResult
from devices.worker import PrinterBusyError, PrinterWorker
from kiosk.slips.check import Slip, SlipUnreadableError, checked
from kiosk.slips.composer import SlipTooLongError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PrintNews:
    """What became of a slip: `code` for the technician, `citizen_key` for the screen."""

    state: Literal["printed", "not_started", "unconfirmed"]
    citizen_key: str | None = None
    code: str | None = None


OnNews = Callable[[PrintNews], None]

#: The printer is taken by others, or the app ends.
NOT_NOW: Final = PrintNews("not_started", "printer_down")
#: What should stand on the paper cannot be drawn, or not be read from it.
NOT_DRAWN: Final = PrintNews("not_started", SLIP_UNREADABLE.citizen_key, SLIP_UNREADABLE.code)
_DRAWING: Final = "draw-slip"
#: After the start: the first frame comes first.
WARM_AFTER_S: Final = 2.0


class Printing:
    """One printer's slips; what is printed is on the disk and on the screen already.

    Drawing has a thread of its own, because a slip takes some 40 ms to draw and read back.
    """

    def __init__(self, printer: PrinterWorker, *, warm_after_s: float = WARM_AFTER_S) -> None:
        self._printer = printer
        self._warm_after_s = warm_after_s
        self._wanted = threading.Event()
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix=_DRAWING)

    def close(self) -> None:
        """Let the slip being drawn finish; start no other."""
        self._wanted.set()
        self._drawing.shutdown(wait=True, cancel_futures=True)

    def warm(self, slip: Slip) -> None:
        """Draw `slip` soon, for nobody, unless another is wanted first: the first one loads fonts,
        decoder and the printer's commands, 0.3 s beside the page of whoever took the first number.
        """
        self._drawing.submit(self._draw_for_nobody, slip).add_done_callback(_tell_undrawn)

    def _draw_for_nobody(self, slip: Slip) -> None:
        if self._wanted.wait(self._warm_after_s):
            return
        checked(slip)
        raster.job_class()

    def print(self, slip: Slip, on_news: OnNews) -> None:
        """Print in the background; `on_news` comes once, whatever happens, from another thread."""
        self._wanted.set()
        try:
            drawing = self._drawing.submit(checked, slip)
        except RuntimeError:  # closed: the app is on its way out
            on_news(NOT_NOW)
            return
        drawing.add_done_callback(lambda drawn: self._drawn(slip, drawn, on_news))

    def _drawn(self, slip: Slip, drawn: Future[Image.Image], on_news: OnNews) -> None:
        if drawn.cancelled():
            on_news(NOT_NOW)
            return
        kind = type(slip).__name__
        error = drawn.exception()
        if error is not None:
            self._failed(kind, error, on_news)
            return

        def printed(outcome: PrintOutcome) -> None:
            result, code = outcome.result.value, outcome.health.code
            log.info("slip.done", kind=kind, result=result, code=code)
            on_news(_news_of(outcome))

        try:
            self._printer.submit(drawn.result(), printed)
        except PrinterBusyError:
            log.warning("slip.printer_busy", kind=kind)
            on_news(NOT_NOW)
        except Exception as ours:  # noqa: BLE001 - a defect: nobody waits for ever for a slip
            self._failed(kind, ours, on_news)

    @staticmethod
    def _failed(kind: str, error: BaseException, on_news: OnNews) -> None:
        log.error("slip.not_drawn", kind=kind, **_told(error))
        DEATHS.job(_DRAWING, error)
        on_news(NOT_DRAWN)


def _told(error: BaseException) -> dict[str, object]:
    """For the log: what nobody expected by its traceback alone, for its words may quote a slip."""
    expected = isinstance(error, SlipUnreadableError | SlipTooLongError)
    return {"why": str(error)} if expected else {"exc_info": error}


def _tell_undrawn(drawn: Future[None]) -> None:
    """The sample that was drawn for nobody: the first real slip may fail in the same way."""
    error = None if drawn.cancelled() else drawn.exception()
    if error is not None:
        log.error("slip.sample_not_drawn", **_told(error))
        DEATHS.job(_DRAWING, error)


def _news_of(outcome: PrintOutcome) -> PrintNews:
    """What the screen says of what the driver found."""
    code = outcome.health.code
    if outcome.result is PrintResult.PRINTED:
        return PrintNews("printed", code=code)
    fault = FAULTS.get(code) if code else None
    state: Literal["not_started", "unconfirmed"] = (
        "not_started" if outcome.result is PrintResult.NOT_STARTED else "unconfirmed"
    )
    return PrintNews(state, fault.citizen_key if fault else "printer_down", code)
