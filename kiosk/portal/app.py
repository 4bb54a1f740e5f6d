"""The portal as one ASGI application; the only place where its parts are put together."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import structlog
import uuid_utils as uuid
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError

from kiosk.clock import Clock, utc_now
from kiosk.contract.notices import NoticeCounts, NoticeSet
from kiosk.contract.portal import (
    PART_BYTES,
    Commit,
    EnrolRequest,
    Heartbeat,
    Manifest,
    TrackRequest,
)
from kiosk.portal import (
    routes_bring,
    routes_devices,
    routes_dossiers,
    routes_notice_feed,
    routes_notices,
    routes_staff,
    routes_track,
    setup,
)
from kiosk.portal.abandoned import Abandoned
from kiosk.portal.blobs import Fence, LocalBlobs, NoSpaceError
from kiosk.portal.casework import Casework
from kiosk.portal.context import Portal
from kiosk.portal.device_gate import DeviceGate
from kiosk.portal.export import Export
from kiosk.portal.feedback import FeedbackWork
from kiosk.portal.intake import Intake
from kiosk.portal.notice_feed import NoticeFeed
from kiosk.portal.notices import NoticeDesk
from kiosk.portal.office_keys import Vault
from kiosk.portal.problems import ProblemError
from kiosk.portal.procedures import CatalogueProcedures, Procedures
from kiosk.portal.reading import Reading
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.registry import Registry
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import Store, StoreBusyError
from kiosk.portal.tracking import Tracking
from kiosk.portal.web.refusals import refusal_page
from kiosk.settings import Settings
from kiosk.web.application import Limits, Refusals, application
from kiosk.web.guards import LOOPBACK, hostname
from kiosk.web.problems import answer
from kiosk.web.proxies import TrustedProxies

#: Above the largest body a route takes: one part of a sealed page.
BODY_LIMIT: Final = PART_BYTES + 4096

_ROUTERS: Final = (
    routes_devices.router,
    routes_dossiers.router,
    routes_notice_feed.router,
    routes_track.router,
    routes_bring.router,
    routes_notices.router,
    routes_staff.router,
)

#: Bodies that routes read themselves.
_BODIES: Final = (Manifest, Commit, EnrolRequest, Heartbeat, TrackRequest, NoticeSet, NoticeCounts)

#: What people see in a browser.
_PAGES: Final = ("/staff", "/d")

#: Nothing presses: what may go has lain for weeks.
TIDY_EVERY_S: Final = 3600.0
TIDY_STEP_S: Final = 1.0
#: How much longer than it may a key that nobody uses lies in memory.
KEYS_EVERY_S: Final = 60.0

log = structlog.get_logger()

#: A disk does not empty itself; somebody has to come.
FULL_RETRY_S: Final = 60


def folder_of(settings: Settings) -> Path:
    """Where the portal's keys, file and blobs lie; `portal.db` is relative to `paths.data`."""
    return settings.paths.data / settings.portal.db


def known_hosts(settings: Settings) -> frozenset[str]:
    """Host names under which this portal may be asked (against DNS rebinding)."""
    named = (hostname(settings.portal.listen), urlsplit(settings.portal.url).hostname or "")
    return LOOPBACK | {name.lower() for name in named if name}


def assemble(settings: Settings, *, clock: Clock, procedures: Procedures) -> Portal:
    """Open the portal's folder and put the parts together.

    Raises:
        FileNotFoundError: the folder was never set up.
    """
    folder = folder_of(settings)
    signer = PortalSigner.load(folder / setup.RECEIPT_KEY)
    store = Store(folder / setup.STORE)
    blobs = LocalBlobs(folder / setup.BLOBS)
    registry = Registry(store, signer)
    reading = Reading(store, blobs, Vault(), clock=clock)
    return Portal(
        clock=clock,
        secure=settings.portal.url.startswith("https:"),
        store=store,
        signer=signer,
        gate=DeviceGate(registry, base_url=settings.portal.url, clock=clock),
        fence=Fence(),
        registry=registry,
        intake=Intake(
            store,
            blobs,
            signer,
            clock=clock,
            free_bytes=lambda: shutil.disk_usage(folder).free,
        ),
        abandoned=Abandoned(store, blobs, clock=clock, keep_days=settings.portal.unfinished_days),
        tracking=Tracking(store, clock=clock),
        procedures=procedures,
        reading=reading,
        casework=Casework(store, clock=clock, procedures=procedures),
        feedback=FeedbackWork(store, clock=clock),
        export=Export(store, reading, procedures, clock=clock),
        staff=StaffRoom(store, clock=clock),
        notices=NoticeDesk(store, clock=clock, new_id=lambda: str(uuid.uuid7())),
        notice_feed=NoticeFeed(store, signer, clock=clock),
    )


def create_app(
    settings: Settings, *, clock: Clock = utc_now, procedures: Procedures | None = None
) -> FastAPI:
    """The portal's application: opens its folder at start-up, closes it at the end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.portal = portal = assemble(
            settings, clock=clock, procedures=procedures or CatalogueProcedures.load()
        )
        tasks = [asyncio.create_task(work) for work in (_tidy(portal), _forget_keys(portal))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            portal.store.close()

    app = application(
        "Kiosk Một Cửa portal",
        "Sealed dossiers, their receiving offices and what came of them",
        lifespan=lifespan,
        routers=_ROUTERS,
        limits=Limits(
            known_hosts(settings),
            BODY_LIMIT,
            larger={routes_notices.PATH: routes_notices.UPLOAD_LIMIT},
        ),
        refusals=Refusals(ProblemError, busy=StoreBusyError, page=refusal_page, people=_PAGES),
        models=_BODIES,
    )
    app.add_middleware(TrustedProxies, trusted=settings.portal.trusted_proxies)
    app.add_exception_handler(NoSpaceError, _full)
    return app


async def _tidy(portal: Portal) -> None:
    """Remove what kiosks left unfinished; steps of some milliseconds, with pauses between them."""
    after = ""
    while True:
        await asyncio.sleep(TIDY_STEP_S if after else TIDY_EVERY_S)
        try:
            _, after = await run_in_threadpool(portal.abandoned.remove_step, after)
        except (StoreBusyError, SQLAlchemyError, OSError) as error:  # kiosks go first; again later
            log.warning("portal.tidying_put_off", why=type(error).__name__)
            after = ""


async def _forget_keys(portal: Portal) -> None:
    """An office whose staff went home without locking it stays open for nobody."""
    while True:
        await asyncio.sleep(KEYS_EVERY_S)
        portal.reading.forget_idle()


async def _full(request: Request, error: Exception) -> Response:
    return answer(request, ProblemError("no-space", str(error), retry_after_s=FULL_RETRY_S))
