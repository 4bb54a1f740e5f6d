"""Messages between kiosk, desk, board and hub (HTTP, JSON, ``/v1``).

Times are RFC 3339 with an offset. Errors are `Problem` documents (RFC 9457).
"""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kiosk.domain.rating import Occasion, Reason
from kiosk.domain.ticket import TicketState


class Message(BaseModel):
    """Base of every message: frozen, unknown fields of a newer peer are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Words(Message):
    """One text in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `language` ("vi" or "en"), Vietnamese where English is missing."""
        return self.en if language == "en" and self.en else self.vi


class Wait(Message):
    """How long somebody waits who comes now, in minutes; one in five waits less, one more."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(ge=1)]


class Service(Message):
    """A service that gives out numbers."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    series: Annotated[str, Field(pattern=r"^[A-Z]$")]
    name: Words
    hint: Words
    waiting: int = 0
    wait: Wait | None = None  # only where enough is known; true for a minute
    open: bool = True


class Services(Message):
    """What the office offers now. `day` is the business day of the hub."""

    office: Words
    day: dt.date
    now: AwareDatetime
    services: tuple[Service, ...]


PrintState = Literal["queued", "printed", "not_started", "unconfirmed", "unwanted"]


#: Code of the dossier that was handed in before the number was taken, as it is printed. It opens
#: nothing by itself: the desk's clerk reads it on the portal, the person with the slip's secret.
DossierOf = Annotated[str | None, Field(pattern=r"^[0-9A-Z]{3}(-[0-9A-Z]{3}){2}$")]


class TicketRequest(Message):
    """Take a number. `ticket_id` (UUIDv7, minted at the first tap) is the idempotency key."""

    ticket_id: UUID
    service_id: str
    priority: bool = False  # self-declared on the kiosk; the desk confirms
    kiosk_id: Annotated[str, Field(max_length=40)]
    language: Literal["vi", "en"] = "vi"
    dossier: DossierOf = None


class Ticket(Message):
    """A number as the kiosk, the desk and the slip know it."""

    ticket_id: UUID
    number: str  # "A001"
    service_id: str
    service: Words
    priority: bool
    state: TicketState
    day: dt.date
    arrived_at: AwareDatetime
    ahead: int  # people waiting before this one, at the moment of the answer
    token: str  # 22 characters; the secret of the follow page
    follow_url: str  # what the QR says: <base>/t/<token>
    desk: str | None = None
    print_state: PrintState = "queued"
    dossier: DossierOf = None


class PrintReport(Message):
    """What became of a slip; `printed` only when the printer confirmed it."""

    result: PrintState
    cause: str | None = None


class OfflineTicket(TicketRequest):
    """A number that a cut-off kiosk issued from its own range."""

    number: str
    day: dt.date
    arrived_at: AwareDatetime  # the kiosk's clock
    token: str
    print_state: PrintState = "queued"


class ImportRequest(Message):
    """Numbers handed in after the line is back; `sent_at` lets the hub correct the clock."""

    kiosk_id: str
    slot: Annotated[int, Field(ge=1, le=25)]
    sent_at: AwareDatetime
    tickets: Annotated[tuple[OfflineTicket, ...], Field(max_length=100)]


class ImportResult(Message):
    """One word for each ticket of an import, in order. No `ticket_id`: it had none to be read."""

    ticket_id: UUID | None
    result: Literal["imported", "known", "refused"]
    why: str | None = None


class ImportAnswer(Message):
    """Answer to an import: `results` in the order of the request's tickets."""

    results: tuple[ImportResult, ...]


class Call(Message):
    """A number called to a desk, as the board shows it."""

    number: str
    desk: str
    desk_name: Words
    service_id: str
    called_at: AwareDatetime
    times: int  # 1 for the first call, 2 after one recall ...


class BoardState(Message):
    """All that a board or kiosk shows; sent whole at connect and after every change.

    Holds no ticket id and no token: the stream is public in the waiting room.
    `calls`: newest first, at most 6; `serving` numbers with their desks; `waiting` by service id.
    `waits`: by service id, only where enough is known; true for a minute after `now`.
    """

    epoch: str  # changes when the hub restarts
    seq: int
    day: dt.date
    now: AwareDatetime
    calls: tuple[Call, ...]
    serving: tuple[Call, ...]
    waiting: dict[str, int]
    waits: dict[str, Wait] = Field(default_factory=dict)


class Waiting(Message):
    """One person in the line, as the desk page shows it."""

    ticket_id: UUID
    number: str
    service_id: str
    priority: bool
    arrived_at: AwareDatetime
    state: TicketState
    print_state: PrintState


class DeskState(Message):
    """What one desk's page shows; only for a signed-in clerk."""

    desk: str
    desk_name: Words
    current: Ticket | None
    waiting: tuple[Waiting, ...]  # in calling order
    parked: tuple[Waiting, ...]
    done_today: int


class DeskAction(Message):
    """Body of an action on a ticket at a desk; `to_service` only for a transfer."""

    desk: str
    to_service: str | None = None


class HelpCall(Message):
    """Somebody at a kiosk asks for help; carries no personal data."""

    kiosk_id: str
    screen: Annotated[str, Field(max_length=40)]


class HelpCallState(HelpCall):
    """A call for help. `seen_by` is the clerk who took it; over without one: withdrawn.

    `ahead` counts older calls that nobody took yet. `attended` is false while no desk's page is
    open anywhere, so that nobody is told to wait for somebody who is not there.
    """

    id: int
    at: AwareDatetime
    seen_at: AwareDatetime | None = None
    seen_by: str | None = None
    ahead: Annotated[int, Field(ge=0)] = 0
    attended: bool = True


class HelpCalls(Message):
    """Calls for help nobody has taken yet, oldest first."""

    calls: tuple[HelpCallState, ...]


class Rating(Message):
    """How a visit was, without a word about whose. `rating_id` is the idempotency key.

    It is made from the transaction's id with a key that never leaves the kiosk: nobody who holds
    the hub's file can find the ticket or dossier by it. There is no time beside the day, and no
    kiosk. `service` is the id of a service, or the number of a procedure.
    """

    rating_id: UUID
    day: dt.date
    occasion: Occasion
    service: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{0,40}$")]
    score: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[tuple[Reason, ...], Field(max_length=6)] = ()


class SignIn(Message):
    """A clerk's name and password; over HTTP on loopback or the office's own network."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class SessionState(Message):
    """Who is signed in, and the token that every POST of a desk must carry (X-CSRF-Token)."""

    name: str
    csrf: str


class Health(Message):
    """Whether the hub can give out numbers now (`ok`), and what it holds."""

    ok: bool
    version: str
    db: bool
    day: dt.date
    waiting: dict[str, int]


class Problem(Message):
    """RFC 9457 problem document. `code` is stable; `title` and `detail` are for people."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
