"""Print what belongs to a dossier: drawn and read back on a thread of its own, then printed."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import structlog
from PIL import Image

from devices.faults import SLIP_UNREADABLE
from devices.printer.api import PrintOutcome
from devices.worker import PrinterBusyError, PrinterWorker
from kiosk.services.print_slip import PrintNews, news_of
from kiosk.slips.check import SlipUnreadableError, checked
from kiosk.slips.composer import SlipTooLongError
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip, draw
from kiosk.slips.draft_slip import DraftSlip

log = structlog.get_logger()

OnNews = Callable[[PrintNews], None]
#: The printer is taken by others, or the app ends.
NOT_NOW: Final = PrintNews("not_started", "printer_down")


class PrintDossier:
    """The use case; what is printed is on the disk and on the screen already."""

    def __init__(self, printer: PrinterWorker) -> None:
        self._printer = printer
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="draw-dossier")

    def close(self) -> None:
        """Let the slip being drawn finish; start no other."""
        self._drawing.shutdown(wait=True, cancel_futures=True)

    def print(self, slip: DossierSlip | ChecklistSlip | DraftSlip, on_news: OnNews) -> None:
        """Print in the background; `on_news` comes once, whatever happens, from another thread."""
        try:
            drawing = self._drawing.submit(_draw, slip)
        except RuntimeError:  # closed: the app is on its way out
            on_news(NOT_NOW)
            return
        drawing.add_done_callback(lambda drawn: self._drawn(drawn, on_news))

    def _drawn(self, drawn: Future[Image.Image], on_news: OnNews) -> None:
        if drawn.cancelled():
            on_news(NOT_NOW)
            return
        error = drawn.exception()
        if error is not None:
            expected = isinstance(error, SlipUnreadableError | SlipTooLongError)
            log.error(
                "dossier_slip.not_drawn", why=str(error), exc_info=None if expected else error
            )
            fault = SLIP_UNREADABLE
            on_news(PrintNews("not_started", fault.citizen_key, fault.code))
            return

        def printed(outcome: PrintOutcome) -> None:
            log.info("dossier_slip.done", result=outcome.result.value, code=outcome.health.code)
            on_news(news_of(outcome))

        try:
            self._printer.submit(drawn.result(), printed)
        except PrinterBusyError:
            log.warning("dossier_slip.printer_busy")
            on_news(NOT_NOW)


def _draw(slip: DossierSlip | ChecklistSlip | DraftSlip) -> Image.Image:
    if isinstance(slip, ChecklistSlip) and not slip.follow_url:
        return draw(slip)
    return checked(slip)
