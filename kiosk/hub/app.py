"""The hub as one ASGI application."""

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kiosk import VERSION
from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import BoardState
from kiosk.domain.ticket import business_day
from kiosk.hub import (
    routes_desks,
    routes_help,
    routes_imports,
    routes_public,
    routes_session,
    routes_tickets,
)
from kiosk.hub.accounts import HASHES_AT_ONCE
from kiosk.hub.answers import problem_schema
from kiosk.hub.bus import Bus
from kiosk.hub.context import Hub, new_token
from kiosk.hub.guards import AllowedPeers, Guard, known_hosts
from kiosk.hub.problems import MEDIA_TYPE, ProblemError, document, language_of
from kiosk.hub.store import Reader
from kiosk.hub.tickets import open_day
from kiosk.hub.web import routes as pages
from kiosk.hub.writer import StoreBusyError, Writer
from kiosk.services.office import read_office
from kiosk.settings import Settings
from offline_queue.database import sqlite3

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
        path = store_path(settings)
        path.parent.mkdir(parents=True, exist_ok=True)

        async def read_state(seq: int) -> BoardState:
            return await hub.board_state(seq)  # the hub needs the bus, the bus needs the hub

        bus = Bus(read_state)
        writer = Writer(path, after_commit=bus.changed)
        app.state.hub = hub = Hub(
            settings=settings,
            office=office,
            clock=clock,
            new_token=token,
            epoch=secrets.token_hex(4),
            writer=writer,
            reader=Reader(path),
            bus=bus,
            peers=peers,
            sign_in_turns=asyncio.Semaphore(HASHES_AT_ONCE),
        )
        tasks = (asyncio.create_task(bus.run()), asyncio.create_task(_turn_days(hub)))
        try:
            yield
        finally:
            bus.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(writer.close)
            await asyncio.to_thread(hub.reader.close)

    app = FastAPI(
        title="Kiosk Một Cửa hub",
        version=VERSION,
        summary="Queue numbers, calls and live boards of one office",
        lifespan=lifespan,
        docs_url=None,  # the documentation pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
    )
    for module in (
        routes_public,
        routes_imports,
        routes_tickets,
        routes_help,
        routes_session,
        routes_desks,
        pages,
    ):
        app.include_router(module.router)
    _answer_problems(app)
    app.add_middleware(Guard, hosts=known_hosts(settings))
    app.state.describe = app.openapi
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


async def _turn_days(hub: Hub) -> None:
    """Close what a day left unfinished also when the first request of the next is late."""
    day = None
    while True:
        now = hub.clock()
        if business_day(now) != day:
            with suppress(StoreBusyError):  # tried again at the next check, and by every request
                await hub.writer.write(partial(_open_day, now=now))
                day = business_day(now)
        await asyncio.sleep(NEW_DAY_CHECK_S)


def _open_day(connection: sqlite3.Connection, now: dt.datetime) -> None:
    open_day(connection, now)


def _described(app: FastAPI) -> dict[str, Any]:
    description: dict[str, Any] = app.state.describe()
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = problem_schema()
    for unused in ("HTTPValidationError", "ValidationError"):  # our errors are problems
        schemas.pop(unused, None)
    return description


def _problem(request: Request, error: ProblemError) -> Response:
    language = language_of(request.headers.get("accept-language"))
    headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s else None
    return Response(
        document(error.code, error.detail, language),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def _answer_problems(app: FastAPI) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)  # noqa: S101 - registered for this class
        return _problem(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
        # Where and what, never the value: it may be a secret.
        places = [
            (".".join(str(part) for part in each["loc"]), each["msg"]) for each in error.errors()
        ]
        header = any(place == "header.idempotency-key" for place, _ in places)
        detail = "; ".join(f"{place}: {message}" for place, message in places)[:500]
        return _problem(request, ProblemError("key-missing" if header else "invalid", detail))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
        code = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}.get(
            error.status_code, "bad-request"
        )
        answer = _problem(request, ProblemError(code))
        for name, value in (error.headers or {}).items():  # 405 says what is allowed
            answer.headers[name] = value
        return answer

    async def busy(request: Request, error: Exception) -> Response:
        return _problem(request, ProblemError("busy", str(error), retry_after_s=1))

    async def ours(request: Request, error: Exception) -> Response:
        del error  # the server logs it; a client learns nothing of our insides
        return _problem(request, ProblemError("our-fault"))

    app.add_exception_handler(ProblemError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(StoreBusyError, busy)
    app.add_exception_handler(Exception, ours)
