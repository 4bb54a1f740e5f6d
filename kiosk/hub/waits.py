"""What the hub knows for a forecast of the wait: the line, the desks at work, past visits."""

import datetime as dt
import random
from collections import deque
from collections.abc import Callable
from typing import Final

from kiosk.contract.hub import Wait
from kiosk.domain.calling import Person, calling_order
from kiosk.domain.forecast import AtWork, forecast
from kiosk.domain.services import Desk, Office
from kiosk.domain.ticket import business_day
from kiosk.hub.desk import current
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

#: A forecast is played anew this often at most: a full office changes many times a second.
FRESH: Final = dt.timedelta(seconds=10)
#: A desk that has called nobody for so long is not at work, unless somebody sits there.
IDLE: Final = dt.timedelta(minutes=30)
#: Visits that are remembered of each service, and the events among which they are looked for.
KEPT, EVENTS = 60, 3000
_SHORTEST_S, _LONGEST_S = 10.0, 3 * 3600.0  # a slip of the clerk's finger; a forgotten ticket


class Waits:
    """The forecasts of one hub; `attended` says whether any desk's page is open."""

    def __init__(
        self,
        office: Office,
        *,
        interleave: int,
        attended: Callable[[dt.datetime], bool],
        chance: random.Random | None = None,
    ) -> None:
        self._office, self._interleave, self._attended = office, interleave, attended
        self._chance = chance or random.Random()  # noqa: S311 - not a secret
        self._told: dict[str, Wait] = {}
        self._told_at: dt.datetime | None = None

    def now(self, connection: sqlite3.Connection, now: dt.datetime) -> dict[str, Wait]:
        """Ranges by service, at most `FRESH` old; {} where nobody can know."""
        if self._told_at is None or abs(now - self._told_at) >= FRESH:
            self._told, self._told_at = self._play(connection, now), now
        return self._told

    def _play(self, connection: sqlite3.Connection, now: dt.datetime) -> dict[str, Wait]:
        if not self._attended(now):
            return {}
        day = business_day(now).isoformat()
        line = _line(connection, day, self._interleave)
        desks = [_at_work(connection, desk, day, now) for desk in self._office.desks]
        working = [desk for desk in desks if desk is not None]
        if not line or not working:
            return {}
        ranges = forecast(line, working, _past(connection), self._chance)
        return {service: Wait(low=low, high=high) for service, (low, high) in ranges.items()}


def _line(connection: sqlite3.Connection, day: str, interleave: int) -> list[str]:
    """The service of everybody who waits, in calling order."""
    rows = connection.execute(
        "SELECT place, priority, service FROM ticket WHERE state = 'waiting' AND day = ?", (day,)
    ).fetchall()
    services = {place: service for place, _priority, service in rows}
    people = (Person(place, bool(priority)) for place, priority, _service in rows)
    return [services[one.place] for one in calling_order(people, interleave=interleave)]


def _at_work(
    connection: sqlite3.Connection, desk: Desk, day: str, now: dt.datetime
) -> AtWork | None:
    services = frozenset(desk.services)
    sits = current(connection, day, desk.id)
    if sits is not None:
        since = (to_us(now) - (sits.called_at or sits.arrived_at)) / 1e6
        return AtWork(services, sits.service, max(0.0, since))
    last = connection.execute(
        "SELECT max(called_at) FROM ticket WHERE day = ? AND desk = ?", (day, desk.id)
    ).fetchone()[0]
    return AtWork(services) if last and last >= to_us(now - IDLE) else None


def _past(connection: sqlite3.Connection) -> dict[str, deque[float]]:
    """What the latest visits lasted in seconds, from the call to the end, by service."""
    rows = connection.execute(
        "SELECT event.kind, event.at, event.desk, ticket_id, ticket.service FROM event"
        " JOIN ticket USING (ticket_id) WHERE seq > (SELECT max(seq) FROM event) - ?"
        " AND kind IN ('called', 'finished', 'no_show', 'parked') ORDER BY seq",
        (EVENTS,),
    )
    called: dict[tuple[str, str], int] = {}
    past: dict[str, deque[float]] = {}
    for kind, at, desk, ticket_id, service in rows:
        if kind == "called":
            called[desk, ticket_id] = at
        elif (begun := called.pop((desk, ticket_id), None)) is not None:
            lasted = (at - begun) / 1e6
            if _SHORTEST_S <= lasted <= _LONGEST_S:
                past.setdefault(service, deque(maxlen=KEPT)).append(lasted)
    return past
