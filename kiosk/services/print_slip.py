"""Print a ticket's slip, and record what became of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import structlog
from PIL import Image

from devices.faults import FAULTS, SLIP_UNREADABLE
from devices.printer.api import PrintOutcome, PrintResult
from devices.worker import PrinterBusyError, PrinterWorker
from kiosk.contract.hub import PrintReport, Words
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.take_ticket import TakenTicket
from kiosk.slips.check import SlipUnreadableError, checked
from kiosk.slips.composer import SlipTooLongError
from kiosk.slips.ticket_slip import TicketSlip

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PrintNews:
    """What became of a slip: `code` for the technician, `citizen_key` for the screen."""

    state: Literal["printed", "not_started", "unconfirmed"]
    citizen_key: str | None = None
    code: str | None = None


def news_of(outcome: PrintOutcome) -> PrintNews:
    """What the screen says of what the driver found."""
    code = outcome.health.code
    fault = FAULTS.get(code) if code else None
    if outcome.result is PrintResult.PRINTED:
        return PrintNews("printed", code=code)
    state: Literal["not_started", "unconfirmed"] = (
        "not_started" if outcome.result is PrintResult.NOT_STARTED else "unconfirmed"
    )
    return PrintNews(state, fault.citizen_key if fault else "printer_down", code)


class PrintSlip:
    """Draws on a thread of its own, because a slip takes some 40 ms to draw and read back."""

    def __init__(
        self,
        printer: PrinterWorker | None,
        own: OwnNumbers,
        hand_in: HandIn,
        *,
        office: Words,
        hotline: str,
    ) -> None:
        self._printer = printer
        self._own = own
        self._hand_in = hand_in
        self._office = office
        self._hotline = hotline
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="draw-slip")
        self._last: tuple[TakenTicket, Literal["vi", "en"]] | None = None

    def close(self) -> None:
        """Let the slip being drawn finish; start no other."""
        self._drawing.shutdown(wait=True, cancel_futures=True)

    def print(
        self,
        ticket: TakenTicket,
        language: Literal["vi", "en"],
        on_news: Callable[[PrintNews], None],
    ) -> None:
        """Print in the background; `on_news` comes once, from another thread.

        The ticket must be on the disk and on the screen already.
        """
        self._last = (ticket, language)
        self._drawing.submit(self._print, ticket, language, on_news)

    def reprint(self, on_news: Callable[[PrintNews], None]) -> str | None:
        """Print the last number's slip again, marked as a second copy, for whoever refilled.

        Returns:
            Its number; None, and no call of `on_news`, when none was asked for since the start.
        """
        if self._last is None:
            return None
        ticket, language = self._last
        self._drawing.submit(self._print, ticket, language, on_news, reprint=True)
        return ticket.number

    def _print(
        self,
        ticket: TakenTicket,
        language: Literal["vi", "en"],
        on_news: Callable[[PrintNews], None],
        *,
        reprint: bool = False,
    ) -> None:
        if self._printer is None:
            self._record(ticket, PrintNews("not_started", "no_printer"), on_news)
            return
        try:
            slip = self._draw(ticket, language, reprint=reprint)
        except (SlipUnreadableError, SlipTooLongError) as error:
            log.error("slip.not_drawn", number=ticket.number, why=str(error))  # noqa: TRY400
            news = PrintNews("not_started", SLIP_UNREADABLE.citizen_key, SLIP_UNREADABLE.code)
            self._record(ticket, news, on_news)
            return
        try:
            self._printer.submit(slip, lambda outcome: self._printed(ticket, outcome, on_news))
        except PrinterBusyError:
            log.warning("slip.printer_busy", number=ticket.number)
            self._record(ticket, PrintNews("not_started", "printer_down"), on_news)

    def _draw(
        self, ticket: TakenTicket, language: Literal["vi", "en"], *, reprint: bool
    ) -> Image.Image:
        return checked(
            TicketSlip(
                office=getattr(self._office, language),
                number=ticket.number,
                service=getattr(ticket.service, language),
                at=ticket.arrived_at,
                ahead=None if reprint else ticket.ahead,  # true only when it was taken
                follow_url=ticket.follow_url,
                language=language,
                offline=ticket.origin == "kiosk",
                reprint=reprint,
                priority=ticket.priority,
                hotline=self._hotline,
            )
        )

    def _printed(
        self, ticket: TakenTicket, outcome: PrintOutcome, on_news: Callable[[PrintNews], None]
    ) -> None:
        log.info(
            "slip.done",
            number=ticket.number,
            result=outcome.result.value,
            code=outcome.health.code,
        )
        self._record(ticket, news_of(outcome), on_news)

    def _record(
        self, ticket: TakenTicket, news: PrintNews, on_news: Callable[[PrintNews], None]
    ) -> None:
        self._own.keep_report(ticket.ticket_id, PrintReport(result=news.state, cause=news.code))
        self._hand_in.wake()
        on_news(news)
