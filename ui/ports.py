"""What the screens need from the rest of the product; the composition root fills it in.

The GUI thread never waits: each docstring says on which thread a call runs and may call back.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from devices.health import Health
from kiosk.contract.hub import BoardState, Services, Words

Language = Literal["vi", "en"]
Refusal = Literal["service_closed", "out_of_numbers", "unavailable"]


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """A number that is stored, so it may be shown.

    `ahead` is None where nobody can know it (the kiosk numbered by itself);
    `origin` tells who gave the number out.
    """

    ticket_id: UUID
    number: str
    service: Words
    arrived_at: dt.datetime
    ahead: int | None
    follow_url: str  # "" when there is no page to follow it on
    origin: Literal["hub", "kiosk"]


class TicketRefusedError(Exception):
    """No number was given out, for a reason a person can be told (`Refusal`, or a newer word)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TicketTaker(Protocol):
    """Gives out numbers."""

    def take(
        self, service_id: str, *, priority: bool, ticket_id: UUID, language: Language
    ) -> TakenTicket:
        """One stored number; blocks for some seconds at most, called on a worker thread.

        The same `ticket_id` always answers with the same number.

        Raises:
            TicketRefusedError: the service is closed, its numbers are used up, or neither
                hub nor kiosk can store one.
        """
        ...


@dataclass(frozen=True, slots=True)
class PrintNews:
    """What became of a slip; `citizen_key` names a sentence of ``faults.*.toml``, if any."""

    state: Literal["printed", "not_started", "unconfirmed"]
    citizen_key: str | None = None


class SlipDesk(Protocol):
    """Draws and prints slips."""

    def print(
        self, ticket: TakenTicket, language: Language, on_result: Callable[[PrintNews], None]
    ) -> None:
        """Print one slip; returns at once and calls `on_result` once, on any thread."""
        ...


class HubFeed(Protocol):
    """What the office's hub says: services and, again and again, the board."""

    def start(
        self,
        on_state: Callable[[Services | BoardState], None],
        on_link: Callable[[bool], None],
    ) -> None:
        """Listen on a thread of its own; both are called on that thread."""
        ...

    def stop(self) -> None:
        """Stop listening; returns within seconds."""
        ...


class HelpLine(Protocol):
    """Calls a member of staff to the kiosk."""

    def call(self, screen: str) -> bool:
        """Whether a desk was told; blocks for some seconds at most, on a worker thread."""
        ...


class PrinterWatch(Protocol):
    """Tells how the slip printer is."""

    def start(self, on_health: Callable[[Health], None]) -> None:
        """Call `on_health` now and after every change, on any thread."""
        ...

    def stop(self) -> None:
        """Stop watching."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """All of the above. `known` is what the kiosk knows of the office before the hub speaks;

    `slips` and `printer` are None on a machine without a printer.
    """

    tickets: TicketTaker
    feed: HubFeed
    help: HelpLine
    known: Services | None = None
    slips: SlipDesk | None = None
    printer: PrinterWatch | None = None
