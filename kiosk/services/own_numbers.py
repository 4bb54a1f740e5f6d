"""The kiosk's own store: numbers issued while the hub is away, and what is still to be told.

One file, ``kiosk.db``; a row is on the disk before its number is shown.
"""

import datetime as dt
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlite_utils import Database

from kiosk.contract.hub import OfflineTicket, PrintReport, Services
from kiosk.domain.ticket import TicketNumber, business_day, slot_range
from offline_queue.database import immediate, open_database
from offline_queue.moment import Moment, moment

log = structlog.get_logger()

#: The file's name in the data folder.
FILE: Final = "kiosk.db"

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS counter (
    day TEXT NOT NULL, series TEXT NOT NULL, issued INTEGER NOT NULL, PRIMARY KEY (day, series)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS own_ticket (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    handed_in INTEGER NOT NULL DEFAULT 0,
    refused TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS own_ticket_waiting ON own_ticket (seq) WHERE handed_in = 0;
CREATE TABLE IF NOT EXISTS own_moment (
    ticket_id TEXT PRIMARY KEY, series TEXT NOT NULL, nth INTEGER NOT NULL, day TEXT NOT NULL,
    wall_ms INTEGER NOT NULL, boot TEXT NOT NULL, up_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS own_refusal (
    ticket_id TEXT PRIMARY KEY, day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS print_report (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS last_known (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
"""


#: Numbers kept after the hub has them, for whoever asks why one was refused. By their count: a
#: clock that runs ahead must not make a kiosk forget.
KEPT: Final = 5000
#: What a clock and the machine's uptime may differ by before somebody has set the clock; a time
#: server steps by less only where nobody sees it.
CLOCK_HOLDS_MS: Final = 600_000
_DAY_MS: Final = 86_400_000
UNREADABLE: Final = "cannot be read any more"
#: So long staff are told of a number that the hub does not have.
TOLD: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PendingReport:
    """A print result that the hub does not know yet."""

    seq: int
    ticket_id: UUID
    report: PrintReport


class OwnNumbers:
    """Numbers from this kiosk's reserved range. Safe to use from several threads.

    The lock stands before SQLite's own, so that a thread never sleeps in the busy handler.
    """

    def __init__(
        self, path: Path, *, slot: int, moment: Callable[[dt.datetime], Moment] = moment
    ) -> None:
        """`moment`: reads the uptime beside the clock's time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = open_database(path)
        self._database.conn.executescript(_SCHEMA)
        self._range = slot_range(slot)
        self.slot = slot
        self._moment = moment

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def issue(
        self, request_fields: dict[str, object], *, series: str, token: str, now: dt.datetime
    ) -> OfflineTicket:
        """Issue the next number of `series`; one commit holds the counter and the ticket.

        Args:
            request_fields: fields of a `TicketRequest`; its ``ticket_id`` is the key, and a
                second call with it returns the first number.
            series: one letter.
            token: 22 characters, the secret of the follow page.
            now: aware.

        Raises:
            OutOfNumbersError: the range is used up for the day.
        """
        day, here = business_day(now), self._moment(now)
        with self._lock, immediate(self._database) as database:
            known = database.execute(
                "SELECT body FROM own_ticket WHERE ticket_id = ?",
                (str(request_fields["ticket_id"]),),
            ).fetchone()
            if known:
                return OfflineTicket.model_validate_json(known[0])
            nth = _count(database, day, series, at_least=_given(database, day, series, here))
            number = TicketNumber(series, self._range.serial(nth))
            ticket = OfflineTicket.model_validate(
                {
                    **request_fields,
                    "number": str(number),
                    "day": day,
                    "arrived_at": now,
                    "token": token,
                }
            )
            database.execute(
                "INSERT INTO own_ticket (ticket_id, body) VALUES (?, ?)",
                (str(ticket.ticket_id), ticket.model_dump_json()),
            )
            database.execute(
                "INSERT INTO own_moment VALUES (?, ?, ?, ?, ?, ?, ?)",
                (str(ticket.ticket_id), series, nth, day.isoformat(), *astuple(here)),
            )
            return ticket

    def waiting(self, limit: int = 100, *, now: dt.datetime | None = None) -> list[OfflineTicket]:
        """Tickets that the hub does not know yet, oldest first.

        With `now` their day and moment are by the clock as it is now, where it was set since they
        were issued and the machine has run through: its uptime tells how long ago that was.
        """
        with self._lock:
            rows = self._database.execute(
                "SELECT ticket_id, body, wall_ms, boot, up_ms FROM own_ticket"
                " LEFT JOIN own_moment USING (ticket_id)"
                " WHERE handed_in = 0 ORDER BY seq LIMIT ?",
                (limit,),
            ).fetchall()
        here = None if now is None else self._moment(now)
        tickets, unreadable = list[OfflineTicket](), list[tuple[str, str]]()
        for ticket_id, body, *then in rows:
            try:
                ticket = OfflineTicket.model_validate_json(body)
            except ValidationError:
                unreadable.append((ticket_id, UNREADABLE))
            else:
                tickets.append(_retold(ticket, then, here))
        if now is not None and unreadable:
            self.handed_in(unreadable, now=now)
            return self.waiting(limit, now=now)
        return tickets

    def handed_in(
        self, results: Sequence[tuple[UUID | str, str | None]], *, now: dt.datetime
    ) -> None:
        """Note the hub's word on tickets: (id, None) taken over, (id, reason) set aside."""
        with self._lock, immediate(self._database) as database:
            for ticket_id, refused in results:
                database.execute(
                    "UPDATE own_ticket SET handed_in = 1, refused = ? WHERE ticket_id = ?",
                    (refused, str(ticket_id)),
                )
                if refused is not None:
                    log.error("own_number.set_aside", ticket_id=str(ticket_id), why=refused)
                    database.execute(
                        "INSERT OR REPLACE INTO own_refusal VALUES (?, ?)",
                        (str(ticket_id), business_day(now).isoformat()),
                    )
            gone = database.execute(
                "DELETE FROM own_ticket WHERE handed_in = 1"
                " AND seq <= (SELECT max(seq) FROM own_ticket) - ? RETURNING ticket_id",
                (KEPT,),
            ).fetchall()
            for key in gone:
                database.execute("DELETE FROM own_moment WHERE ticket_id = ?", key)
                database.execute("DELETE FROM own_refusal WHERE ticket_id = ?", key)

    def keep_report(self, ticket_id: UUID, report: PrintReport) -> None:
        """Keep a print result until the hub knows it."""
        with self._lock, immediate(self._database) as database:
            database.execute(
                "INSERT INTO print_report (ticket_id, body) VALUES (?, ?)",
                (str(ticket_id), report.model_dump_json()),
            )

    def reports(self, limit: int = 100) -> list[PendingReport]:
        """Print results that the hub does not know yet, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT seq, ticket_id, body FROM print_report ORDER BY seq LIMIT ?", (limit,)
            ).fetchall()
        found = list[PendingReport]()
        for seq, ticket_id, body in rows:
            try:
                report = PrintReport.model_validate_json(body)
                found.append(PendingReport(seq, UUID(ticket_id), report))
            except ValueError:
                log.error("print_report.unreadable", seq=seq)  # noqa: TRY400 - the disk's fault
                self.reported(seq)
        return found

    def reported(self, seq: int) -> None:
        """The hub knows this print result."""
        with self._lock, immediate(self._database) as database:
            database.execute("DELETE FROM print_report WHERE seq = ?", (seq,))

    def remember_services(self, services: Services) -> None:
        """Keep what the office offers, for a start without the hub; writes only a change."""
        still = tuple(item.model_copy(update={"waiting": 0}) for item in services.services)
        body = services.model_copy(update={"services": still}).model_dump_json(
            exclude={"now", "day"}
        )
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM last_known WHERE name = 'services'"
            ).fetchone()
            if row and row[0] == body:
                return
            with immediate(self._database) as database:
                database.execute(
                    "INSERT OR REPLACE INTO last_known VALUES ('services', ?)", (body,)
                )

    def known_services(self, now: dt.datetime) -> Services | None:
        """What the office offered when the hub was last seen; None if it never was."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM last_known WHERE name = 'services'"
            ).fetchone()
        if row is None:
            return None
        stored = json.loads(row[0]) | {"now": now, "day": business_day(now)}
        return Services.model_validate(stored)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A number that was given to somebody and that the hub does not have."""

    number: str  # "A503"; of a row that cannot be read any more its key
    day: dt.date  # on which it was set aside
    why: str


def set_aside(path: Path, *, now: dt.datetime) -> list[SetAside]:
    """What was set aside in the last `TOLD`, the newest first; of `OwnNumbers`' file or none.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    if not path.exists():
        return []
    with closing(open_database(path)) as database:
        if "own_refusal" not in database.table_names():  # of an older version of this program
            return []
        rows = database.execute(
            "SELECT ticket_id, body, day, refused FROM own_refusal JOIN own_ticket"
            " USING (ticket_id) WHERE day > ? AND day <= ? ORDER BY seq DESC",
            ((business_day(now) - TOLD).isoformat(), business_day(now).isoformat()),
        ).fetchall()
    return [
        SetAside(_number_in(body) or ticket_id, dt.date.fromisoformat(day), why)
        for ticket_id, body, day, why in rows
    ]


def _number_in(body: str) -> str | None:
    try:
        return OfflineTicket.model_validate_json(body).number
    except ValidationError:
        return None


def _set_since(then: Moment, here: Moment) -> dt.datetime | None:
    """When `then` was by the clock of `here`; None where the clock was not set in between, or the
    machine was off, so that nobody knows how long.
    """
    age_ms = here.up_ms - then.up_ms
    if then.boot != here.boot or abs(here.wall_ms - then.wall_ms - age_ms) <= CLOCK_HOLDS_MS:
        return None
    return dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=here.wall_ms - age_ms)


def _retold(ticket: OfflineTicket, then: Sequence[Any], here: Moment | None) -> OfflineTicket:
    """The ticket with its day and moment by the clock of `here`."""
    wall_ms, boot, up_ms = then
    if here is None or wall_ms is None:  # or issued by an older version of this program
        return ticket
    at = _set_since(Moment(wall_ms, boot, up_ms), here)
    if at is None:
        return ticket
    return ticket.model_copy(update={"arrived_at": at, "day": business_day(at)})


def _given(database: Database, day: dt.date, series: str, here: Moment) -> int:
    """How many numbers of `day` were given out under another day's name, before the clock was set:
    nobody may hold the same one.
    """
    rows = database.execute(
        "SELECT nth, wall_ms, boot, up_ms FROM own_moment"
        " WHERE series = ? AND day <> ? AND boot = ? AND up_ms > ?",
        (series, day.isoformat(), here.boot, here.up_ms - _DAY_MS),
    ).fetchall()
    times = ((nth, _set_since(Moment(*then), here)) for nth, *then in rows)
    return max((nth + 1 for nth, at in times if at and business_day(at) == day), default=0)


def _count(database: Database, day: dt.date, series: str, *, at_least: int) -> int:
    """Count one number more; how many were given out before."""
    (issued,) = database.execute(
        "INSERT INTO counter VALUES (:day, :series, :least + 1)"
        " ON CONFLICT (day, series) DO UPDATE SET issued = max(issued, :least) + 1"
        " RETURNING issued",
        {"day": day.isoformat(), "series": series, "least": at_least},
    ).fetchone()
    return int(issued) - 1
