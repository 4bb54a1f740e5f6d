"""Print a number's slip, and keep what became of it until the hub knows."""

from typing import Literal

import structlog

from kiosk.contract.hub import PrintReport, Words
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.printing import NOT_DRAWN, OnNews, Printing, PrintNews
from kiosk.services.take_ticket import TakenTicket
from kiosk.slips.ticket_slip import TicketSlip
from offline_queue.database import sqlite3

log = structlog.get_logger()


class PrintSlip:
    """The use case; it remembers the last slip, for whoever refilled the printer."""

    def __init__(
        self,
        printing: Printing,
        own: OwnNumbers,
        hand_in: HandIn,
        *,
        office: Words,
        hotline: str,
    ) -> None:
        self._printing = printing
        self._own = own
        self._hand_in = hand_in
        self._office = office
        self._hotline = hotline
        self._last: tuple[TakenTicket, Literal["vi", "en"]] | None = None

    def print(self, ticket: TakenTicket, language: Literal["vi", "en"], on_news: OnNews) -> None:
        """Print in the background; `on_news` comes once, from another thread.

        The ticket must be on the disk and on the screen already.
        """
        self._last = (ticket, language)
        self._print(ticket, language, on_news)

    def reprint(self, on_news: OnNews) -> str | None:
        """Print the last number's slip again, marked as a second copy.

        Returns:
            Its number; None, and no call of `on_news`, when none was asked for since the start.
        """
        if self._last is None:
            return None
        ticket, language = self._last
        self._print(ticket, language, on_news, reprint=True)
        return ticket.number

    def _print(
        self,
        ticket: TakenTicket,
        language: Literal["vi", "en"],
        on_news: OnNews,
        *,
        reprint: bool = False,
    ) -> None:
        try:
            slip = TicketSlip(
                office=self._office.in_language(language),
                number=ticket.number,
                service=ticket.service.in_language(language),
                at=ticket.arrived_at,
                ahead=None if reprint else ticket.ahead,  # true only when it was taken
                follow_url=ticket.follow_url,
                language=language,
                offline=ticket.origin == "kiosk",
                reprint=reprint,
                priority=ticket.priority,
                hotline=self._hotline,
            )
        except ValueError as error:  # `hub.follow_url` is too long for a code on a slip
            log.error("slip.not_drawn", number=ticket.number, why=str(error))  # noqa: TRY400
            self._record(ticket, NOT_DRAWN, on_news)
            return
        self._printing.print(slip, lambda news: self._record(ticket, news, on_news))

    def _record(self, ticket: TakenTicket, news: PrintNews, on_news: OnNews) -> None:
        try:
            self._own.keep_report(ticket.ticket_id, PrintReport(result=news.state, cause=news.code))
            self._hand_in.wake()
        except sqlite3.Error as error:  # a full disk; the person and the printer go on
            log.error("slip.report_not_kept", number=ticket.number, why=str(error))  # noqa: TRY400
        finally:  # also after a defect of ours: nobody waits for ever for a slip
            on_news(news)
