"""What the screens need from the rest of the product; the composition root fills it in.

The GUI thread never waits: each docstring says on which thread a call runs and may call back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from devices.health import Health
from kiosk.contract.hub import BoardState, Services
from kiosk.services.print_slip import PrintNews
from kiosk.services.take_ticket import TakenTicket, TicketRefusedError

Language = Literal["vi", "en"]

__all__ = [
    "HelpLine",
    "HubFeed",
    "Language",
    "Ports",
    "PrintNews",
    "PrinterWatch",
    "SlipDesk",
    "TakenTicket",
    "TicketRefusedError",
    "TicketTaker",
]


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
