"""The hub as one ASGI application."""

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from fastapi import FastAPI

from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import BoardState, ImportRequest
from kiosk.domain.services import Office
from kiosk.domain.ticket import business_day
from kiosk.hub import (
    routes_desks,
    routes_help,
    routes_imports,
    routes_public,
    routes_ratings,
    routes_session,
    routes_tickets,
)
from kiosk.hub.announcements import Announcer
from kiosk.hub.attendance import Attendance
from kiosk.hub.bus import Bus
from kiosk.hub.context import Hub, new_token
from kiosk.hub.guards import BODY_LIMIT, AllowedPeers, known_hosts
from kiosk.hub.problems import ProblemError
from kiosk.hub.retention import LOOK_S, remove_old
from kiosk.hub.store import Reader
from kiosk.hub.tickets import open_day
from kiosk.hub.waits import Waits
from kiosk.hub.web import messages, voice
from kiosk.hub.web import ratings as rating_pages
from kiosk.hub.web import routes as pages
from kiosk.hub.writer import StoreBusyError, Writer
from kiosk.services.office import read_office
from kiosk.settings import Settings
from kiosk.web.accounts import HASHES_AT_ONCE
from kiosk.web.application import Limits, Refusals, application
from kiosk.web.proxies import TrustedProxies
from offline_queue.database import sqlite3

_ROUTERS: Final = (
    routes_public.router,
    routes_imports.router,
    routes_tickets.router,
    routes_help.router,
    routes_ratings.router,
    routes_session.router,
    routes_desks.router,
    pages.router,
    rating_pages.router,
    voice.router,
)

NEW_DAY_CHECK_S: Final = 20.0  # how late a board may turn to the new day when nobody comes

log = structlog.get_logger()


def store_path(settings: Settings) -> Path:
    """Where the hub's file lies; `hub.db` is relative to `paths.data`."""
    return settings.paths.data / settings.hub.db


def create_app(
    settings: Settings, *, clock: Clock = utc_now, token: Callable[[], str] = new_token
) -> FastAPI:
    """The hub's application: opens the store at start-up, closes it at the end.

    Raises:
        OfficeError: the list of services has a mistake.
        ValueError: `hub.allow_kiosks` has an entry that is no address.
    """
    office = read_office(settings.site.services)
    peers = AllowedPeers(settings.hub.allow_kiosks)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        hub = assemble(settings, office=office, peers=peers, clock=clock, token=token)
        app.state.hub = hub
        app.state.close_streams = hub.bus.close
        async with _at_work(hub):
            yield

    app = application(
        "Kiosk Một Cửa hub",
        "Queue numbers, calls and live boards of one office",
        lifespan=lifespan,
        routers=_ROUTERS,
        limits=Limits(known_hosts(settings), BODY_LIMIT),
        refusals=Refusals(ProblemError, busy=StoreBusyError, page=messages.refused),
        models=(ImportRequest,),
        hidden=("Envelope",),
    )
    app.add_middleware(TrustedProxies, trusted=())  # none: one address is written in one way
    return app


def assemble(
    settings: Settings,
    *,
    office: Office,
    peers: AllowedPeers,
    clock: Clock,
    token: Callable[[], str],
) -> Hub:
    """Open the hub's file and put the parts together."""
    path = store_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)

    async def read_state(seq: int) -> BoardState:
        return await hub.board_state(seq)  # the hub needs the bus, the bus needs the hub

    bus = Bus(read_state)
    attendance = Attendance()
    hub = Hub(
        settings=settings,
        office=office,
        clock=clock,
        new_token=token,
        epoch=secrets.token_hex(4),
        writer=Writer(path, after_commit=bus.changed),
        reader=Reader(path),
        bus=bus,
        peers=peers,
        sign_in_turns=asyncio.Semaphore(HASHES_AT_ONCE),
        attendance=attendance,
        announcer=Announcer(settings),
        waits=Waits(office, interleave=settings.hub.interleave, attended=attendance.anybody),
    )
    return hub


@asynccontextmanager
async def _at_work(hub: Hub) -> AsyncIterator[None]:
    """Boards are told and days turned; at the end every write has its outcome."""
    tasks = tuple(
        asyncio.create_task(work) for work in (hub.bus.run(), _turn_days(hub), _forget(hub))
    )
    try:
        yield
    finally:
        hub.bus.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(hub.writer.close)
        await asyncio.to_thread(hub.reader.close)


async def _turn_days(hub: Hub) -> None:
    """Close what a day left unfinished also when the first request of the next is late."""
    day = None
    while True:
        now = hub.clock()
        if business_day(now) != day:
            try:
                await hub.writer.write(partial(_open_day, now=now))
                day = business_day(now)
            except (StoreBusyError, sqlite3.Error) as error:  # tried again, and by every request
                log.warning("hub.day_not_turned", why=str(error))
        await asyncio.sleep(NEW_DAY_CHECK_S)


async def _forget(hub: Hub) -> None:
    """Remove what the office keeps no longer, whenever nobody waits."""
    while True:
        await asyncio.sleep(LOOK_S)  # at the start the office opens: not now
        try:
            await remove_old(
                hub.writer, hub.reader, clock=hub.clock, keep_days=hub.settings.hub.keep_days
            )
        except sqlite3.Error as error:  # a disk that does not answer now; looked at again
            log.warning("hub.removal_failed", why=str(error))


def _open_day(connection: sqlite3.Connection, now: dt.datetime) -> None:
    open_day(connection, now)
