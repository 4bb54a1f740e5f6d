"""What routes and pages work with: the hub of a request, its clerk, a ticket by its secret."""

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from kiosk.clock import Clock
from kiosk.contract.hub import BoardState, DeskState, Ticket, Words
from kiosk.domain.services import Desk, Office
from kiosk.hub import board, rows
from kiosk.hub.announcements import Announcer
from kiosk.hub.attendance import Attendance
from kiosk.hub.bus import Bus
from kiosk.hub.guards import AllowedPeers
from kiosk.hub.problems import ProblemError
from kiosk.hub.rows import TicketRow
from kiosk.hub.store import Reader
from kiosk.hub.waits import Waits
from kiosk.hub.writer import Writer
from kiosk.settings import Settings
from kiosk.web import accounts
from kiosk.web.accounts import Session
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

COOKIE: Final = "kiosk_session"
CSRF_HEADER: Final = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class Hub:
    """One running hub; `new_token` makes a secret of 22 characters (128 bits)."""

    settings: Settings
    office: Office
    clock: Clock
    new_token: Callable[[], str]
    epoch: str
    writer: Writer
    reader: Reader
    bus: Bus
    peers: AllowedPeers
    sign_in_turns: asyncio.Semaphore
    attendance: Attendance
    announcer: Announcer
    waits: Waits

    @property
    def office_name(self) -> Words:
        """The office's name in both languages."""
        return Words(vi=self.settings.site.name_vi, en=self.settings.site.name_en)

    @property
    def follow_base(self) -> str:
        """The base of the address in a ticket's QR, without a slash at the end."""
        return (self.settings.hub.follow_url or self.settings.hub.url).rstrip("/")

    @property
    def interleave(self) -> int:
        """Priority calls in a row before another person is due."""
        return self.settings.hub.interleave

    def ticket(self, connection: sqlite3.Connection, row: TicketRow) -> Ticket:
        """A stored ticket as the contract shows it, with the people ahead of it now."""
        ahead = rows.ahead(connection, row, self.interleave)
        return rows.ticket(row, office=self.office, ahead=ahead, follow_base=self.follow_base)

    async def ticket_by_token(self, token: str) -> Ticket | None:
        """The ticket of a follow page, with its current `ahead`; None for an unknown secret."""

        def read(connection: sqlite3.Connection) -> Ticket | None:
            row = rows.find(connection, "token", token)
            return self.ticket(connection, row) if row else None

        return await self.reader.read(read)

    async def desk_state(self, desk: Desk) -> DeskState:
        """What a desk's page shows now."""
        now = self.clock()
        return await self.reader.read(
            lambda connection: board.desk_state(
                connection,
                desk,
                now,
                office=self.office,
                interleave=self.interleave,
                follow_base=self.follow_base,
            )
        )

    async def board_state(self, seq: int) -> BoardState:
        """What every board shows now."""
        now = self.clock()
        return await self.reader.read(
            lambda connection: board.board_state(
                connection, self.office, now, epoch=self.epoch, seq=seq, waits=self.waits
            )
        )


def new_token() -> str:
    """A secret of 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


async def hub_of(request: Request) -> Hub:  # async, or FastAPI would send it to a thread
    """The hub that serves this request (dependency)."""
    hub: Hub = request.app.state.hub
    return hub


HubOf = Annotated[Hub, Depends(hub_of)]


async def session_of(request: Request, hub: HubOf) -> Session | None:
    """The clerk who sends this request, or None (dependency)."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    now = hub.clock()
    session = await hub.reader.read(
        lambda connection: accounts.session_of(connection, token, now=now)
    )
    if session and to_us(now) - session.seen_at > accounts.SEEN_EVERY // dt.timedelta(
        microseconds=1
    ):
        await hub.writer.write(
            lambda connection: accounts.keep_session(connection, session, now=now)
        )
    return session


MaybeSession = Annotated[Session | None, Depends(session_of)]


async def signed_in(session: MaybeSession) -> Session:
    """The signed-in clerk; otherwise the request is refused (dependency)."""
    if session is None:
        raise ProblemError("not-signed-in")
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


async def clerk_session(request: Request, session: SignedIn) -> Session:
    """The clerk of a POST, who must also send the session's token (dependency)."""
    sent = request.headers.get(CSRF_HEADER, "")
    if not secrets.compare_digest(sent.encode(), session.csrf.encode()):
        raise ProblemError("csrf")
    return session


ClerkSession = Annotated[Session, Depends(clerk_session)]


async def kiosk_only(request: Request, hub: HubOf) -> None:
    """Refuses peers other than the office's kiosks (dependency)."""
    peer = request.client.host if request.client else ""
    if peer not in hub.peers:
        raise ProblemError("kiosk-not-allowed", f"address {peer}")
