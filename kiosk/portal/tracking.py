"""Following a dossier by code and secret; made so that guessing does not pay.

A wrong code and a wrong secret get the same answer after the same work, and both count. What a
right pair tells is a state and dates, never a name or an address.
"""

import datetime as dt
import hashlib
import threading
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from kiosk.clock import Clock
from kiosk.contract.hub import Words
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier_code import BadCodeError, DossierCode, parse_code, parse_secret
from kiosk.domain.tracking_secret import same_check, secret_check
from kiosk.portal import tables
from kiosk.portal.problems import ProblemError
from kiosk.portal.statuses import status_change
from kiosk.portal.store import Store, moment, one, rows, stamp

# Five typing errors are a person's; a guesser of 920,000 secrets gets 480 tries a day from it.
TRIES: Final = 5
# One address may stand for a whole waiting room or a kiosk; it gets more, not endless tries.
TRIES_OF_ADDRESS: Final = 30
PAUSE: Final = dt.timedelta(minutes=15)
FORGET: Final = dt.timedelta(hours=1)  # but never a pause before its end
SET_RIGHT: Final = dt.timedelta(minutes=5)  # what a time server corrects in one step

# One check takes 16 MiB and 40 ms: two at once leave the other core to the clerks.
CHECKS_AT_ONCE: Final = 2
CHECK_WAIT_S: Final = 5.0

_NO_CHECK: Final = "0" * 64
_NOBODYS: Final = DossierCode("0" * 9)  # its check is right; one in 8.5 x 10^11 is minted


class Tracking:
    """The use case. Safe to use from several threads; takes some 50 ms of a core."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._turns = threading.Semaphore(CHECKS_AT_ONCE)

    def track(self, typed_code: str, secret: str, *, address: str) -> Tracked:
        """The state of the dossier that code and secret open.

        Raises:
            ProblemError: ``not-found`` for any wrong pair, ``too-many-attempts``, ``busy``.
        """
        code, secret = _as_asked(typed_code, secret)
        if not self._turns.acquire(timeout=CHECK_WAIT_S):
            raise ProblemError("busy", "many ask at once", retry_after_s=5)
        try:
            counters = {_who("code", str(code)): TRIES, _who("address", address): TRIES_OF_ADDRESS}
            self._refuse_paused(counters)
            check = secret_check(code, secret)
            with self._store.read() as connection:
                found = self._find(connection, str(code))
            right = same_check(check, found[0] if found else _NO_CHECK)
            if found is None or not right:
                self._count(counters)
                raise ProblemError("not-found", "no dossier has this code and secret")
            return found[1]
        finally:
            self._turns.release()

    def _find(self, connection: Connection, code: str) -> tuple[str, Tracked] | None:
        dossier, office = tables.dossier, tables.office
        query = (
            sa.select(dossier, office.c.name_vi, office.c.name_en)
            .join(office, office.c.id == dossier.c.office_id)
            .where(dossier.c.code == code)
        )
        row = one(connection, query)
        if row is None:
            return None
        now_known = status_change(row)
        received_at = moment(row["received_at"])
        assert received_at is not None  # noqa: S101 - NOT NULL in the table
        return row["secret_check"], Tracked(
            procedure=row["procedure"],
            office=Words(vi=row["name_vi"], en=row["name_en"]),
            received_at=received_at,
            status_at=now_known.at,
            **now_known.model_dump(exclude={"at"}),
        )

    def _refuse_paused(self, counters: Mapping[str, int]) -> None:
        now = self._clock()
        table = tables.guess
        query = sa.select(table).where(
            table.c.who.in_(list(counters)),
            table.c.pause_until > stamp(now),
            # One that ends later than any we set tells of a clock that was set back.
            table.c.pause_until <= stamp(now + PAUSE + SET_RIGHT),
        )
        with self._store.read() as connection:
            paused = rows(connection, query)
        if paused:
            until = max(moment(row["pause_until"]) or now for row in paused)
            raise ProblemError(
                "too-many-attempts", retry_after_s=int((until - now).total_seconds()) + 1
            )

    def _count(self, counters: Mapping[str, int]) -> None:
        now = self._clock()
        table = tables.guess
        with self._store.write() as connection:
            over = sa.or_(table.c.pause_until.is_(None), table.c.pause_until <= stamp(now))
            connection.execute(sa.delete(table).where(table.c.first_at < stamp(now - FORGET), over))
            for who, limit in counters.items():
                row = one(connection, sa.select(table).where(table.c.who == who))
                failures = 1 if row is None else row["failures"] + 1
                pause = stamp(now + PAUSE) if failures >= limit else None
                if row is None:
                    change: sa.Insert | sa.Update = sa.insert(table).values(
                        who=who, failures=failures, first_at=stamp(now), pause_until=pause
                    )
                else:  # after a pause counting begins anew
                    change = (
                        sa.update(table)
                        .where(table.c.who == who)
                        .values(failures=0 if pause else failures, pause_until=pause)
                    )
                connection.execute(change)


def _as_asked(typed_code: str, typed_secret: str) -> tuple[DossierCode, str]:
    """Code and secret as minted; what can be neither stands as a pair nobody has."""
    try:
        return parse_code(typed_code), parse_secret(typed_secret)
    except BadCodeError:
        try:
            return parse_code(typed_code), "-"
        except BadCodeError:
            return _NOBODYS, "-"


def _who(kind: str, value: str) -> str:
    """A key that tells neither a code nor an address to a reader of the file."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"
