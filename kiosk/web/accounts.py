"""Clerks and their sessions: argon2id, tokens kept as hashes, a growing wait after errors."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

# OWASP Password Storage Cheat Sheet: argon2id, m=19 MiB, t=2, p=1.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
HASHES_AT_ONCE: Final = 2  # 38 MiB at most, however many people sign in
TURN_WAIT_S: Final = 5.0  # for a turn at the password check (some 50 ms each); then "busy"

SHORTEST_PASSWORD: Final = 8  # NIST SP 800-63B, 3.1.1.2
USER_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")

SESSION_AGE: Final = dt.timedelta(hours=12)  # one working day; the next starts with a sign-in
SESSION_IDLE: Final = dt.timedelta(hours=2)  # longer than a lunch break
SEEN_EVERY: Final = dt.timedelta(minutes=1)  # writing each request down would wear the flash

FREE_FAILURES: Final = 5  # typing errors of a person
FIRST_WAIT: Final = dt.timedelta(seconds=30)
LONGEST_WAIT: Final = dt.timedelta(minutes=15)
FORGET_FAILURES: Final = dt.timedelta(hours=24)
FAILURES_KEPT: Final = 10_000  # names and addresses; invented names must not fill the disk


class AccountError(Exception):
    """A user cannot be added; the message says why."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in clerk; `csrf` must come back with every POST."""

    user: str
    csrf: str
    key: str  # hash of the cookie: names the session, opens nothing
    seen_at: int


def hash_token(token: str) -> str:
    """The form in which a session's cookie is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_user(connection: sqlite3.Connection, name: str, password: str, *, now: dt.datetime) -> None:
    """Add a clerk, or give a known one a new password (which ends their sessions).

    Raises:
        AccountError: the name or the password cannot be used.
    """
    if not USER_NAME.fullmatch(name):
        raise AccountError("a name has 1 to 40 of a-z, 0-9, dot, - and _")
    if not SHORTEST_PASSWORD <= len(password) <= 200:
        raise AccountError(f"a password has {SHORTEST_PASSWORD} to 200 characters")
    connection.execute(
        "INSERT INTO user (name, password, added_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET password = excluded.password",
        (name, _HASHER.hash(password), to_us(now)),
    )
    connection.execute("DELETE FROM session WHERE user = ?", (name,))


def user_names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Names of all clerks."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM user ORDER BY name"))


def account_name(typed: str) -> str:
    """The account that somebody means; "" for what no account can be called.

    Failed attempts are kept by this name: what is invented takes one short row, however long it is.
    """
    name = typed.strip().lower()
    return name if USER_NAME.fullmatch(name) else ""


def stored_password(connection: sqlite3.Connection, name: str) -> str | None:
    """The stored hash of a clerk's password."""
    row = connection.execute("SELECT password FROM user WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def right_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the stored one; takes as long for a name that nobody has.

    Takes about 30 ms and 19 MiB: never on the event loop.
    """
    try:
        _HASHER.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def wait_after(failures: int) -> dt.timedelta:
    """How long a name is closed to an address after so many failures in a row."""
    if failures < FREE_FAILURES:
        return dt.timedelta(0)
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def wait_left(
    connection: sqlite3.Connection, name: str, address: str, *, now: dt.datetime
) -> dt.timedelta:
    """How long this address must still wait before it may try this name again."""
    row = connection.execute(
        "SELECT failures, last_at FROM sign_in_failure WHERE name = ? AND address = ?",
        (name, address),
    ).fetchone()
    if row is None:
        return dt.timedelta(0)
    since = dt.timedelta(microseconds=to_us(now) - row[1])
    if since < -LONGEST_WAIT:  # the clock was set back: nobody is shut out until it is late again
        return dt.timedelta(0)
    return max(wait_after(row[0]) - max(since, dt.timedelta(0)), dt.timedelta(0))


def note_failure(
    connection: sqlite3.Connection, name: str, address: str, *, now: dt.datetime
) -> None:
    """Count a failed attempt; attempts of yesterday, and the oldest of very many, are forgotten."""
    at = to_us(now)
    connection.execute(
        "DELETE FROM sign_in_failure WHERE last_at < ?", (to_us(now - FORGET_FAILURES),)
    )
    connection.execute(
        "INSERT INTO sign_in_failure (name, address, failures, last_at) VALUES (?, ?, 1, ?)"
        " ON CONFLICT (name, address) DO UPDATE SET failures = failures + 1, last_at = ?",
        (name, address, at, at),
    )
    connection.execute(
        "DELETE FROM sign_in_failure WHERE last_at < (SELECT last_at FROM sign_in_failure"
        " ORDER BY last_at DESC LIMIT 1 OFFSET ?)",
        (FAILURES_KEPT - 1,),
    )


def start_session(
    connection: sqlite3.Connection,
    user: str,
    address: str,
    *,
    token: str,
    csrf: str,
    now: dt.datetime,
) -> Session:
    """Begin a session for a clerk whose password was right; old sessions are cleared away."""
    at = to_us(now)
    connection.execute(
        "DELETE FROM sign_in_failure WHERE name = ? AND address = ?", (user, address)
    )
    connection.execute(
        "DELETE FROM session WHERE started_at < ? OR seen_at < ?",
        (to_us(now - SESSION_AGE), to_us(now - SESSION_IDLE)),
    )
    key = hash_token(token)
    connection.execute(
        "INSERT INTO session (token, user, csrf, started_at, seen_at) VALUES (?, ?, ?, ?, ?)",
        (key, user, csrf, at, at),
    )
    return Session(user, csrf, key, at)


def session_of(connection: sqlite3.Connection, token: str, *, now: dt.datetime) -> Session | None:
    """The session that a cookie opens, if it has not run out."""
    key = hash_token(token)
    row = connection.execute(
        "SELECT user, csrf, seen_at FROM session WHERE token = ? AND started_at > ?"
        " AND seen_at > ?",
        (key, to_us(now - SESSION_AGE), to_us(now - SESSION_IDLE)),
    ).fetchone()
    return Session(row[0], row[1], key, row[2]) if row else None


def keep_session(connection: sqlite3.Connection, session: Session, *, now: dt.datetime) -> None:
    """The clerk is at work: the idle time starts anew."""
    connection.execute("UPDATE session SET seen_at = ? WHERE token = ?", (to_us(now), session.key))


def end_session(connection: sqlite3.Connection, session: Session) -> None:
    """Sign out."""
    connection.execute("DELETE FROM session WHERE token = ?", (session.key,))
