"""What the screens need from the rest of the product; the composition root fills it in.

The GUI thread never waits: each docstring says on which thread a call runs and may call back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from devices.health import Health
from devices.voice import Manner
from kiosk.contract.hub import BoardState, Services, Words
from kiosk.domain.notice import Notice, Topic
from kiosk.domain.premises import Premises
from kiosk.domain.procedure import Filing
from kiosk.domain.rating import Occasion, Reason, Score
from kiosk.domain.scan_kind import Scan
from kiosk.domain.staff import StaffCard
from kiosk.services.capture import Capture
from kiosk.services.catalogue import Catalogue
from kiosk.services.code_watch import LOOK_S
from kiosk.services.draft import Kept
from kiosk.services.help_line import HelpNews
from kiosk.services.page_shot import Shot
from kiosk.services.printing import PrintNews
from kiosk.services.readiness import Finding
from kiosk.services.staff_access import PinAnswer
from kiosk.services.submit_dossier import CapturedPage, Declaration, DossierIds, Stored
from kiosk.services.take_ticket import TakenTicket, TicketRefusedError
from kiosk.services.track_dossier import Answer
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from kiosk.slips.draft_slip import DraftSlip

Language = Literal["vi", "en"]

__all__ = [
    "HelpLine",
    "HubFeed",
    "Language",
    "Notices",
    "PortalLine",
    "Ports",
    "PrintNews",
    "PrinterWatch",
    "SlipDesk",
    "TakenTicket",
    "TicketRefusedError",
    "TicketTaker",
    "Voice",
]


class TicketTaker(Protocol):
    """Gives out numbers."""

    def take(
        self,
        service_id: str,
        *,
        priority: bool,
        ticket_id: UUID,
        language: Language,
        dossier: str | None = None,
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


class PortalLine(Protocol):
    """Tells whether dossiers can be sent now."""

    def start(self, on_link: Callable[[bool], None]) -> None:
        """Call `on_link` with each change, on any thread; nothing while it is not known."""
        ...

    def attend(self, *, somebody: bool) -> None:
        """Whether somebody is at the kiosk, who wants to know; returns at once."""
        ...

    def stop(self) -> None:
        """Stop looking; returns within seconds."""
        ...


class HelpLine(Protocol):
    """Calls a member of staff to the kiosk."""

    def call(self, screen: str) -> HelpNews:
        """Tell the desks; blocks for some seconds at most, on a worker thread."""
        ...

    def ask(self) -> HelpNews | None:
        """What became of the call, as `call`; None while nobody can say."""
        ...

    def withdraw(self) -> None:
        """Help is not needed any more, as `call`."""
        ...


class PrinterWatch(Protocol):
    """Tells how the slip printer is."""

    def start(self, on_health: Callable[[Health], None]) -> None:
        """Call `on_health` now and after every change, on any thread."""
        ...

    def stop(self) -> None:
        """Stop watching."""
        ...


class Ratings(Protocol):
    """Keeps how visits were; every call is a short commit, made on a worker thread."""

    def open(self, occasion: Occasion, transaction: UUID) -> bool:
        """Whether this transaction may still be rated."""
        ...

    def rate(self, occasion: Occasion, transaction: UUID, *, service: str, score: Score) -> None:
        """Store a rating; a second one of the transaction is not kept."""
        ...

    def settle(self, occasion: Occasion, transaction: UUID, reasons: tuple[Reason, ...]) -> None:
        """The person has left: add the reasons to the rating."""
        ...


class Dossiers(Protocol):
    """Keeps, sends and follows dossiers; every call blocks and is made on a worker thread.

    `NotTakenError` says why nothing was taken; nothing half stored stays then.
    """

    def office(self, receiving: str) -> Words | None:
        """Who receives, by the catalogue's word for it; returns at once."""
        ...

    def guide_url(self, procedure: str, receiving: str) -> str:
        """The public page of a procedure, for a phone; "" for none; returns at once."""
        ...

    def ready(self, receiving: str) -> None:
        """Asked before anything personal is; raises `NotTakenError`."""
        ...

    def capture(self, receiving: str, pdf: bytes, *, requirement: str, page: int) -> CapturedPage:
        """One page, sealed and stored; raises `NotTakenError`."""
        ...

    def discard(self, pages: tuple[CapturedPage, ...]) -> None:
        """Pages that were not handed in go for good."""
        ...

    def submit(
        self,
        receiving: str,
        ids: DossierIds,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """Hand in; raises `NotTakenError`."""
        ...

    def supplement(
        self,
        receiving: str,
        ids: DossierIds,
        delivery_id: UUID,
        declaration: Declaration,
        pages: tuple[CapturedPage, ...],
    ) -> Stored:
        """Hand in what was asked for; raises `NotTakenError`."""
        ...

    def give_feedback(self, ids: DossierIds, declaration: Declaration) -> Stored:
        """Store feedback for the kiosk's own office; raises `NotTakenError`."""
        ...

    def track(self, code: str, secret: str) -> Answer:
        """What may be said; up to half a minute while the portal thinks."""
        ...


class Capturing(Protocol):
    """Camera and scanner."""

    def watch_codes(
        self, on_scan: Callable[[Scan], None], *, every_s: float = LOOK_S
    ) -> Callable[[], None]:
        """Report what is shown from now on, on any thread, until the answer is called.

        The camera is looked through every `every_s` seconds.
        """
        ...

    def scan_page(self) -> Shot:
        """Take the page under the camera; some seconds, on a worker thread.

        Raises:
            CameraAwayError: no picture came.
        """
        ...


class DossierSlips(Protocol):
    """Prints what belongs to a dossier."""

    def print(
        self, slip: DossierSlip | ChecklistSlip | DraftSlip, on_news: Callable[[PrintNews], None]
    ) -> None:
        """Returns at once and calls `on_news` once, on any thread."""
        ...


class Notices(Protocol):
    """The shelf of notices. Every call returns at once, on any thread, the GUI's too."""

    def showing(self, topic: Topic | None = None) -> tuple[Notice, ...]:
        """What may be shown now, urgent first, then newest. Ask again before each showing: a
        notice ends by the clock alone. A picture's file may be gone by then.
        """
        ...

    def shown(self, notice_id: str) -> None:
        """Count: the notice was on the screen once more."""
        ...

    def opened(self, notice_id: str) -> None:
        """Count: somebody opened the notice to read it."""
        ...

    def when_changed(self, call: Callable[[], None]) -> None:
        """Call `call` after notices came or went with a new set, on a thread of the shelf."""
        ...


class Voice(Protocol):
    """Speaks to one person, through headphones. Every call returns at once, on any thread."""

    def start(self, on_health: Callable[[Health], None]) -> None:
        """Call `on_health` after every change, on any thread."""
        ...

    def say(self, words: str, language: Language, manner: Manner, /) -> None:
        """Speak instead of whatever is spoken now."""
        ...

    def hush(self) -> None:
        """Be silent now."""
        ...


class StaffPort(Protocol):
    """The service pages; every call but `in_use`, `watch` and `parts` blocks, on a worker."""

    @property
    def in_use(self) -> bool:
        """Whether any staff card was admitted here."""
        ...

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Report what is shown from now on, on any thread, until the answer is called."""
        ...

    def present(self, token: str) -> StaffCard:
        """A card was shown; raises `CardRefusedError`."""
        ...

    def open(self, staff_id: str, pin: str) -> PinAnswer:
        """Look at a PIN."""
        ...

    def note(self, staff_id: str, what: str, detail: str = "") -> None:
        """Write a deed into the kiosk's log."""
        ...

    def parts(self) -> tuple[str, ...]:
        """The parts that are checked, in order."""
        ...

    def look(self, part: str) -> Finding:
        """How a part is; disturbs nothing."""
        ...

    def test(self, staff_id: str, part: str) -> Finding:
        """Do the real thing once; a code is waited for up to 20 s."""
        ...

    def reprint(self, staff_id: str) -> PrintNews | None:
        """The last number's slip again, marked; None when there is none."""
        ...


class Drafts(Protocol):
    """Forms that were put aside; every call blocks and is made on a worker thread.

    `kiosk.services.draft.DraftError` says why nothing was kept or nothing opens.
    """

    def keep(self, plain: bytes) -> Kept:
        """Seal and store."""
        ...

    def take(self, secret: str) -> bytes:
        """What was put aside; it opens once."""
        ...

    def sweep(self) -> int:
        """What has run out goes."""
        ...


@dataclass(frozen=True, slots=True)
class FilingPorts:
    """What handing in needs. `dossiers` is None where nothing can be taken (the site only
    guides, or is not enrolled); `capturing` without camera and scanner; `compared` where entries
    that nobody has verified are offered too (`kiosk.domain.procedure.way`).
    """

    catalogue: Catalogue
    filing: Filing
    dossiers: Dossiers | None = None
    capturing: Capturing | None = None
    preview: Capture | None = None  # whose camera the pages show
    slips: DossierSlips | None = None
    drafts: Drafts | None = None
    compared: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """All of the above. `known` is what the kiosk knows of the office before the hub speaks;

    `slips` and `printer` are None on a machine without a printer; `filing` where nothing about
    dossiers is set up; `notices` where there is no shelf, `staff` where nobody looks after the
    kiosk on its screen (scenes of the gallery), `ratings` where nobody is asked how it was;
    `premises` where the settings' own are read, `voice` where nobody is spoken to, `line` where
    no dossier is sent.
    """

    tickets: TicketTaker
    feed: HubFeed
    help: HelpLine
    known: Services | None = None
    slips: SlipDesk | None = None
    printer: PrinterWatch | None = None
    filing: FilingPorts | None = None
    notices: Notices | None = None
    staff: StaffPort | None = None
    ratings: Ratings | None = None
    premises: Premises | None = None
    voice: Voice | None = None
    line: PortalLine | None = None
