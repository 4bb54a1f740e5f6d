"""Members of staff: who they are, their role and office, signing in and out."""

import datetime as dt
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from kiosk.clock import Clock
from kiosk.contract.hub import Words
from kiosk.portal import tables
from kiosk.portal.problems import ProblemError
from kiosk.portal.roles import Role, Staff
from kiosk.portal.store import Store, note_audit, one
from kiosk.web import accounts
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff at a page; `csrf` must come back with every form."""

    staff: Staff
    csrf: str
    office: Words  # its name


def _plain(connection: Connection) -> sqlite3.Connection:
    """The SQLite connection below, for `kiosk.web.accounts`; in the same transaction."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def tie_to_sites(connection: Connection, name: str, office_id: str, sites: Sequence[str]) -> None:
    """Let `name` write notices for these sites alone; raises `AccountError` for a foreign one."""
    table, site = tables.staff_site, tables.site
    connection.execute(sa.delete(table).where(table.c.name == name))
    for each in sites:
        known = sa.select(site.c.id).where(site.c.id == each, site.c.office_id == office_id)
        if connection.execute(known).first() is None:
            raise accounts.AccountError(f"the office '{office_id}' has no site '{each}'")
        connection.execute(sa.insert(table).values(name=name, site_id=each))


def sites_of(connection: Connection, name: str) -> frozenset[str]:
    """The sites `name` writes notices for."""
    table = tables.staff_site
    found = connection.execute(sa.select(table.c.site_id).where(table.c.name == name))
    return frozenset(found.scalars())


class StaffRoom:
    """The use case. Safe to use from several threads."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._turns = threading.Semaphore(accounts.HASHES_AT_ONCE)

    def add(
        self,
        name: str,
        password: str,
        *,
        role: Role,
        office_id: str,
        sites: Sequence[str] = (),
    ) -> None:
        """Add a member of staff, or change password, role, office and sites of a known one.

        Raises:
            AccountError: name, password, office or sites cannot be used.
        """
        if (role is Role.NOTICES) != bool(sites):
            raise accounts.AccountError("the role 'notices', and no other, needs sites")
        now, table = self._clock(), tables.staff
        with self._store.write() as connection:
            office = sa.select(tables.office.c.id).where(tables.office.c.id == office_id)
            if connection.execute(office).first() is None:
                raise accounts.AccountError(f"there is no office '{office_id}'")
            accounts.add_user(_plain(connection), name, password, now=now)
            connection.execute(sa.delete(table).where(table.c.name == name))
            connection.execute(sa.insert(table).values(name=name, role=role, office_id=office_id))
            tie_to_sites(connection, name, office_id, sites)
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="staff-added",
                office_id=office_id,
                detail={"name": name, "role": role, "sites": list(sites)},
            )

    def sign_in(self, typed_name: str, password: str, *, address: str) -> str:
        """Check a password; returns the secret for the session cookie.

        Raises:
            ProblemError: ``wrong-name-or-password``, ``too-many-attempts``, ``busy``.
        """
        name = accounts.account_name(typed_name)
        if not self._turns.acquire(timeout=accounts.TURN_WAIT_S):
            raise ProblemError("busy", "many sign in at once", retry_after_s=2)
        try:
            now = self._clock()
            with self._store.read() as connection:
                wait = accounts.wait_left(_plain(connection), name, address, now=now)
                stored = accounts.stored_password(_plain(connection), name)
            if wait:
                seconds = ceil(wait.total_seconds())
                raise ProblemError("too-many-attempts", f"{seconds} s", retry_after_s=seconds)
            if not accounts.right_password(stored, password):
                with self._store.write() as connection:
                    accounts.note_failure(_plain(connection), name, address, now=now)
                raise ProblemError("wrong-name-or-password")
        finally:
            self._turns.release()
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        with self._store.write() as connection:
            accounts.start_session(
                _plain(connection), name, address, token=token, csrf=csrf, now=now
            )
            self._note(connection, name, "signed-in", now)
        return token

    def who(self, token: str) -> SignedIn | None:
        """The member of staff a cookie stands for, None if it opens nothing (any more)."""
        if not token:
            return None
        now = self._clock()
        with self._store.read() as connection:
            session = accounts.session_of(_plain(connection), token, now=now)
            if session is None:
                return None
            staff, office = tables.staff, tables.office
            row = one(
                connection,
                sa.select(staff, office.c.name_vi, office.c.name_en)
                .join(office, office.c.id == staff.c.office_id)
                .where(staff.c.name == session.user),
            )
            sites = sites_of(connection, session.user)
        if row is None:
            return None
        if to_us(now) - session.seen_at > accounts.SEEN_EVERY // dt.timedelta(microseconds=1):
            with self._store.write() as connection:
                accounts.keep_session(_plain(connection), session, now=now)
        person = Staff(session.user, Role(row["role"]), row["office_id"], session.key, sites)
        return SignedIn(person, session.csrf, Words(vi=row["name_vi"], en=row["name_en"]))

    def sign_out(self, token: str) -> None:
        """End a session."""
        now = self._clock()
        with self._store.write() as connection:
            session = accounts.session_of(_plain(connection), token, now=now)
            if session is not None:
                accounts.end_session(_plain(connection), session)
                self._note(connection, session.user, "signed-out", now)

    @staticmethod
    def _note(connection: Connection, name: str, action: str, now: dt.datetime) -> None:
        office = connection.execute(
            sa.select(tables.staff.c.office_id).where(tables.staff.c.name == name)
        ).scalar_one_or_none()
        note_audit(connection, now=now, actor=f"staff:{name}", action=action, office_id=office)
