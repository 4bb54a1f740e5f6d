"""Ratings on the kiosk: on the disk before the person is thanked, then handed to the hub.

One file, ``ratings.db``. A transaction's id is never written: what stands here is made from it by
HMAC-SHA-256, enough to refuse a second rating and no more. What ends at one kiosk (a number, a
hand-in) has a random key of that kiosk. A result is told at whichever kiosk somebody asks, so its
key is the same everywhere: the hub, which never learns a dossier's id, counts it once.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import threading
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError

from kiosk.contract.hub import Rating
from kiosk.domain.rating import Occasion, Reason, Score
from kiosk.domain.ticket import business_day
from offline_queue.database import immediate, open_database

log = structlog.get_logger()

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS own_key (
    id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS rating (
    rating_id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'waiting', 'done')),
    body TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rating_waiting ON rating (state);
"""
_EVERYWHERE: Final = b"kiosk: the rating of a result"  # no secret: a dossier's id is one

#: A dossier is followed for months after its end; after this nobody is asked about it again.
_KEPT: Final = dt.timedelta(days=400)


class OwnRatings:
    """Safe to use from several threads; the lock stands before SQLite's own."""

    def __init__(self, path: Path, *, now: dt.datetime) -> None:
        """Open (or create) the file; what an interrupted visit left may be handed in."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = open_database(path)
        self._database.conn.executescript(_SCHEMA)
        with immediate(self._database) as database:
            database.execute("UPDATE rating SET state = 'waiting' WHERE state = 'open'")
            old = (business_day(now) - _KEPT).isoformat()
            database.execute("DELETE FROM rating WHERE state = 'done' AND day < ?", (old,))
            database.execute(
                "INSERT INTO own_key VALUES (1, ?) ON CONFLICT DO NOTHING",
                (secrets.token_bytes(32),),
            )
            self._key: bytes = database.execute("SELECT key FROM own_key").fetchone()[0]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def rating_id(self, occasion: Occasion, transaction: UUID) -> UUID:
        """The only name that a transaction has in a rating (RFC 9562, version 8)."""
        key = _EVERYWHERE if occasion is Occasion.RESULT else self._key
        digest = hmac.digest(key, f"{occasion}:{transaction}".encode(), hashlib.sha256)
        bits = int.from_bytes(digest[:16])
        bits = bits & ~(0xF << 76) | 8 << 76
        bits = bits & ~(0x3 << 62) | 2 << 62
        return UUID(int=bits)

    def rated(self, occasion: Occasion, transaction: UUID) -> bool:
        """Whether this transaction has its rating."""
        with self._lock:
            found = self._database.execute(
                "SELECT 1 FROM rating WHERE rating_id = ?",
                (str(self.rating_id(occasion, transaction)),),
            ).fetchone()
        return found is not None

    def rate(
        self,
        occasion: Occasion,
        transaction: UUID,
        *,
        service: str,
        score: Score,
        now: dt.datetime,
    ) -> None:
        """Store a rating; it stays open for reasons until `settle`. A second one is not kept."""
        rating = Rating(
            rating_id=self.rating_id(occasion, transaction),
            day=business_day(now),
            occasion=occasion,
            service=service,
            score=score,
        )
        with self._lock, immediate(self._database) as database:
            database.execute(
                "INSERT INTO rating VALUES (?, ?, 'open', ?) ON CONFLICT DO NOTHING",
                (str(rating.rating_id), rating.day.isoformat(), rating.model_dump_json()),
            )

    def settle(
        self, occasion: Occasion, transaction: UUID, reasons: tuple[Reason, ...] = ()
    ) -> None:
        """The person is done: add the reasons; the rating may be handed in now."""
        key = str(self.rating_id(occasion, transaction))
        with self._lock, immediate(self._database) as database:
            row = database.execute(
                "SELECT body FROM rating WHERE rating_id = ? AND state = 'open'", (key,)
            ).fetchone()
            if row is None:
                return
            rating = Rating.model_validate_json(row[0]).model_copy(update={"reasons": reasons})
            database.execute(
                "UPDATE rating SET state = 'waiting', body = ? WHERE rating_id = ?",
                (rating.model_dump_json(), key),
            )

    def waiting(self, limit: int = 100) -> list[Rating]:
        """Ratings that the hub does not know yet; in the order of their random ids."""
        with self._lock:
            rows = self._database.execute(
                "SELECT rating_id, body FROM rating WHERE state = 'waiting'"
                " ORDER BY rating_id LIMIT ?",
                (limit,),
            ).fetchall()
        found = list[Rating]()
        for rating_id, body in rows:
            try:
                found.append(Rating.model_validate_json(body))
            except ValidationError:
                log.error("rating.unreadable", rating_id=rating_id)  # noqa: TRY400 - the disk's
                self.handed_in(rating_id)
        return found

    def handed_in(self, rating_id: UUID | str) -> None:
        """The hub has it (or will never take it): only the id stays, against doubles."""
        with self._lock, immediate(self._database) as database:
            database.execute(
                "UPDATE rating SET state = 'done', body = NULL WHERE rating_id = ?",
                (str(rating_id),),
            )
