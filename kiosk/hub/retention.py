"""Old numbers go, counts stay: small steps through the one writer, while nobody waits.

A number names nobody, but its row holds the secret of its follow page, perhaps the code of a
dossier, and in its events the clerk who called it. A deed of an office may be complained about
for 90 days (Law on Complaints 02/2011/QH13, article 9); after that the purpose has ended, and
with it the storing (Law 91/2025/QH15).
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from kiosk.clock import Clock
from kiosk.domain.ticket import business_day
from kiosk.hub.store import Reader
from kiosk.hub.writer import StoreBusyError, Writer
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

#: Tickets a step: 6 ms of the writer's time (measured with 40,000 tickets, a busy machine).
STEP: Final = 50
#: Between steps, so that whoever comes now is served between them.
PAUSE_S: Final = 0.2
#: How often it is looked whether there is something to remove and nobody waits.
LOOK_S: Final = 900.0
#: Calls for help and failed sign-ins a step.
_ROWS: Final = 500

log = structlog.get_logger()


def quiet(connection: sqlite3.Connection, now: dt.datetime) -> bool:
    """Whether nobody waits or is at a desk: before opening, at lunch, in the evening."""
    open_ticket = connection.execute(
        "SELECT 1 FROM ticket WHERE state IN ('waiting', 'called', 'serving', 'parked')"
        " AND day = ? LIMIT 1",
        (business_day(now).isoformat(),),
    ).fetchone()
    return open_ticket is None


def remove_step(connection: sqlite3.Connection, *, now: dt.datetime, keep_days: int) -> int:
    """Count and remove a few old tickets with all that hangs on them; how many rows went.

    A day goes when it is older than `keep_days` and the office has opened on at least half as
    many days since: a clock that jumps ahead by years therefore removes nothing of value. What
    makes numbers unique (`counter`, `office_day`) stays for ever: it is a few bytes a day.
    """
    limit = business_day(now) - dt.timedelta(days=keep_days)
    day = connection.execute("SELECT min(day) FROM ticket").fetchone()[0]
    if day is None or day >= limit.isoformat() or _opened_since(connection, day) < keep_days // 2:
        return _remove_traces(connection, limit)
    connection.execute("PRAGMA secure_delete=ON")  # written over, not only unlinked
    connection.execute("INSERT INTO removing (day) VALUES (?)", (day,))
    chosen = [
        row[0]
        for row in connection.execute(
            "SELECT ticket_id FROM ticket WHERE day = ? ORDER BY series, serial LIMIT ?",
            (day, STEP),
        )
    ]
    for ticket_id in chosen:
        _count(connection, ticket_id)
        connection.execute("DELETE FROM deed WHERE ticket_id = ?", (ticket_id,))
        connection.execute("DELETE FROM event WHERE ticket_id = ?", (ticket_id,))
        connection.execute("DELETE FROM ticket WHERE ticket_id = ?", (ticket_id,))
    connection.execute("DELETE FROM removing")
    connection.execute("PRAGMA secure_delete=OFF")
    return len(chosen)


def _opened_since(connection: sqlite3.Connection, day: str) -> int:
    found = connection.execute("SELECT count(*) FROM office_day WHERE day > ?", (day,)).fetchone()
    return int(found[0])


def _count(connection: sqlite3.Connection, ticket_id: str) -> None:
    connection.execute(
        "INSERT INTO day_count (day, service, priority, tickets, called, finished, wait_s)"
        " SELECT day, service, priority, 1, called_at IS NOT NULL, state = 'finished',"
        " coalesce(max(0, called_at - arrived_at) / 1000000, 0) FROM ticket WHERE ticket_id = ?"
        " ON CONFLICT (day, service, priority) DO UPDATE SET tickets = tickets + excluded.tickets,"
        " called = called + excluded.called, finished = finished + excluded.finished,"
        " wait_s = wait_s + excluded.wait_s",
        (ticket_id,),
    )


def _remove_traces(connection: sqlite3.Connection, limit: dt.date) -> int:
    """Old calls for help name a clerk, failed sign-ins an address."""
    before = to_us(dt.datetime.combine(limit, dt.time(), dt.UTC))
    gone = connection.execute(
        "DELETE FROM help_call WHERE id IN (SELECT id FROM help_call"
        " WHERE at < ? AND seen_at IS NOT NULL ORDER BY id LIMIT ?)",
        (before, _ROWS),
    ).rowcount
    gone += connection.execute(
        "DELETE FROM sign_in_failure WHERE (name, address) IN"
        " (SELECT name, address FROM sign_in_failure WHERE last_at < ? LIMIT ?)",
        (before, _ROWS),
    ).rowcount
    return gone


async def remove_old(
    writer: Writer,
    reader: Reader,
    *,
    clock: Clock,
    keep_days: int,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> int:
    """Remove what may go, until nothing is left, somebody comes, or the disk is busy."""
    gone = 0
    while await reader.read(partial(quiet, now=clock())):
        try:
            step = await writer.write(partial(remove_step, now=clock(), keep_days=keep_days))
        except StoreBusyError as error:  # whoever is at a desk goes first; looked at again later
            log.info("hub.removal_put_off", why=str(error))
            break
        if step == 0:
            break
        gone += step
        await sleep(PAUSE_S)
    if gone:
        log.info("hub.removed", rows=gone, keep_days=keep_days)
    return gone


@dataclass(frozen=True, slots=True)
class DayCount:
    """One line of one service on one day; `wait_s` is the sum over those called."""

    day: str
    service: str
    priority: bool
    tickets: int
    called: int
    finished: int
    wait_s: int


def day_counts(connection: sqlite3.Connection, *, since: dt.date) -> list[DayCount]:
    """Counts of days gone and of days kept, in the order of days."""
    rows = connection.execute(
        "SELECT day, service, priority, sum(tickets), sum(called), sum(finished), sum(wait_s)"
        " FROM (SELECT * FROM day_count WHERE day >= ?1 UNION ALL"
        " SELECT day, service, priority, 1, called_at IS NOT NULL, state = 'finished',"
        " coalesce(max(0, called_at - arrived_at) / 1000000, 0) FROM ticket WHERE day >= ?1)"
        " GROUP BY day, service, priority ORDER BY day, service, priority",
        (since.isoformat(),),
    ).fetchall()
    return [DayCount(day, service, bool(line), *rest) for day, service, line, *rest in rows]
