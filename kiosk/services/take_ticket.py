"""Take a number: from the hub, or from this kiosk's own range while the hub is away."""

import base64
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import structlog

from kiosk.clock import Clock
from kiosk.contract.hub import Services, Ticket, TicketRequest, Words
from kiosk.domain.ticket import OutOfNumbersError
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError
from kiosk.services.own_numbers import OwnNumbers

log = structlog.get_logger()


class TicketRefusedError(Exception):
    """No number can be given; `code` is stable: ``out-of-numbers``, ``unknown-service`` ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """A number that stands on the disk, wherever it was issued.

    `ahead` is None when the kiosk issued it itself: it does not know the line.
    """

    ticket_id: UUID
    number: str
    service: Words
    arrived_at: dt.datetime
    ahead: int | None
    follow_url: str  # "" when there is no page to follow it on
    origin: Literal["hub", "kiosk"]
    priority: bool = False


def new_token() -> str:
    """22 characters (128 bits, RFC 4648 base64url): the secret of a ticket's follow page."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


class TakeTicket:
    """The use case. Blocks for at most the hub's time limit; call it on a worker thread."""

    def __init__(
        self,
        hub: HubClient,
        own: OwnNumbers,
        *,
        offered: Callable[[], Services],
        follow_url: str,
        clock: Clock,
    ) -> None:
        self._hub = hub
        self._own = own
        self._offered = offered
        self._follow_url = follow_url.rstrip("/")
        self._clock = clock

    def take(
        self,
        service_id: str,
        *,
        priority: bool,
        ticket_id: UUID,
        language: Literal["vi", "en"],
        dossier: str | None = None,
    ) -> TakenTicket:
        """Take a number. `ticket_id` is minted at the first tap and is the idempotency key.

        Args:
            dossier: our code of a dossier handed in before, which the desk will open.

        Raises:
            TicketRefusedError: the hub said no, or the kiosk's own range is used up.
        """
        request = TicketRequest(
            ticket_id=ticket_id,
            service_id=service_id,
            priority=priority,
            kiosk_id=self._hub.kiosk_id,
            language=language,
            dossier=dossier,
        )
        try:
            ticket = self._hub.take(request)
        except HubRefusedError as error:
            log.warning("ticket.refused", code=error.problem.code, service=service_id)
            raise TicketRefusedError(error.problem.code) from error
        except HubUnreachableError as error:
            log.warning("ticket.hub_away", why=str(error), service=service_id)
            return self._issue_here(request)
        return _from_hub(ticket)

    def _issue_here(self, request: TicketRequest) -> TakenTicket:
        services = {service.id: service for service in self._offered().services}
        service = services.get(request.service_id)
        if service is None:
            raise TicketRefusedError("unknown-service")
        try:
            ticket = self._own.issue(
                request.model_dump(), series=service.series, token=new_token(), now=self._clock()
            )
        except OutOfNumbersError as error:
            raise TicketRefusedError("out-of-numbers") from error
        log.info("ticket.issued_here", number=ticket.number, service=service.id)
        return TakenTicket(
            ticket_id=ticket.ticket_id,
            number=ticket.number,
            service=service.name,
            priority=ticket.priority,
            arrived_at=ticket.arrived_at,
            ahead=None,
            follow_url=f"{self._follow_url}/t/{ticket.token}",
            origin="kiosk",
        )


def _from_hub(ticket: Ticket) -> TakenTicket:
    return TakenTicket(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        service=ticket.service,
        priority=ticket.priority,
        arrived_at=ticket.arrived_at,
        ahead=ticket.ahead,
        follow_url=ticket.follow_url,
        origin="hub",
    )
