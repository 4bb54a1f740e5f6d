"""Routes to sign in and out."""

import asyncio
import datetime as dt
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter, Request, Response

from kiosk.contract.hub import SessionState, SignIn
from kiosk.hub.answers import problems
from kiosk.hub.context import COOKIE, ClerkSession, Hub, HubOf, SignedIn
from kiosk.hub.problems import ProblemError
from kiosk.web import accounts
from kiosk.web.accounts import Session

router = APIRouter(prefix="/v1", tags=["session"])
log = structlog.get_logger()


async def sign_in_session(hub: Hub, credentials: SignIn, address: str) -> tuple[str, Session]:
    """Check a password; returns the cookie's secret and the new session.

    Raises:
        ProblemError: wrong name or password, this address must wait, or many sign in at once.
    """
    name = accounts.account_name(credentials.name)
    async with _turn(hub):
        # The wait is read inside the turn, so that attempts sent at once cannot all pass it.
        now = hub.clock()
        await _check(hub, name, credentials.password, address, now)
    token, csrf = hub.new_token() + hub.new_token(), hub.new_token()
    session = await hub.writer.write(
        lambda connection: accounts.start_session(
            connection, name, address, token=token, csrf=csrf, now=now
        )
    )
    log.info("hub.signed_in", clerk=name, address=address)
    return token, session


@asynccontextmanager
async def _turn(hub: Hub) -> AsyncIterator[None]:
    """One of the few places in which a password is hashed; a flood of attempts is sent away."""
    try:
        async with asyncio.timeout(accounts.TURN_WAIT_S):
            await hub.sign_in_turns.acquire()
    except TimeoutError as error:
        raise ProblemError("busy", "many sign in at once", retry_after_s=2) from error
    try:
        yield
    finally:
        hub.sign_in_turns.release()


async def _check(hub: Hub, name: str, password: str, address: str, now: dt.datetime) -> None:
    wait, stored = await hub.reader.read(
        lambda connection: (
            accounts.wait_left(connection, name, address, now=now),
            accounts.stored_password(connection, name),
        )
    )
    if wait:
        seconds = math.ceil(wait.total_seconds())
        raise ProblemError("too-many-attempts", f"{seconds} s", retry_after_s=seconds)
    if not await asyncio.to_thread(accounts.right_password, stored, password):
        await hub.writer.write(
            lambda connection: accounts.note_failure(connection, name, address, now=now)
        )
        log.info("hub.sign_in_refused", address=address)
        raise ProblemError("wrong-name-or-password")


def set_session_cookie(hub: Hub, response: Response, token: str) -> None:
    """Give the browser its session; scripts cannot read it, foreign pages cannot send it."""
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="strict",
        secure=hub.settings.hub.url.startswith("https:"),
        path="/",
    )


@router.post("/session", responses=problems("wrong-name-or-password", "too-many-attempts", "busy"))
async def sign_in(
    credentials: SignIn, request: Request, response: Response, hub: HubOf
) -> SessionState:
    """Sign a clerk in: sets the session cookie, answers the token for X-CSRF-Token."""
    address = request.client.host if request.client else ""
    token, session = await sign_in_session(hub, credentials, address)
    set_session_cookie(hub, response, token)
    return SessionState(name=session.user, csrf=session.csrf)


@router.get("/session", responses=problems("not-signed-in"))
async def who(session: SignedIn) -> SessionState:
    """Who is signed in here."""
    return SessionState(name=session.user, csrf=session.csrf)


@router.delete("/session", status_code=204, responses=problems("not-signed-in", "csrf", "busy"))
async def sign_out(response: Response, hub: HubOf, session: ClerkSession) -> None:
    """Sign out; the cookie opens nothing any more."""
    await hub.writer.write(lambda connection: accounts.end_session(connection, session))
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
