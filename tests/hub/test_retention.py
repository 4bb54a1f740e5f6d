"""Old numbers go in small steps while nobody waits; what the office may count stays."""

import asyncio
import datetime as dt
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import build
from kiosk.contract.hub import TicketRequest
from kiosk.domain.ticket import business_day
from kiosk.hub import retention
from kiosk.hub.retention import STEP, day_counts, remove_old, remove_step
from kiosk.hub.store import Reader, migrations, open_store
from kiosk.hub.tickets import issue
from kiosk.hub.writer import Writer
from kiosk.services.office import read_office
from kiosk.web.moments import to_us
from offline_queue.database import open_database, sqlite3
from tests.hub.conftest import MORNING
from tests.support import aside

OFFICE = read_office("ward")
KEEP = 90
EVERYTHING = dt.date(2000, 1, 1)
SECRET = "follow-page-secret-{:04d}"

_TICKET = (
    "INSERT INTO ticket VALUES (?, ?, 'A', ?, ?, ?, 'k1', 'vi', ?, ?, ?, ?, ?, 1, ?,"
    " 'printed', 'H3K-7QP-2MR')"
)


def history(path: Path, *, days: int, a_day: int) -> None:
    """A hub's file with this many days that ended yesterday."""
    connection = open_store(path)
    connection.execute("BEGIN IMMEDIATE")
    today, number = business_day(MORNING), 0
    for back in range(days, 0, -1):
        day = (today - dt.timedelta(days=back)).isoformat()
        at = to_us(MORNING - dt.timedelta(days=back))
        connection.execute("INSERT INTO office_day VALUES (?, ?, ?)", (day, at, at))
        connection.execute("INSERT INTO counter VALUES (?, 'A', ?)", (day, a_day))
        for serial in range(1, a_day + 1):
            number += 1
            key, finished = str(uuid.UUID(int=number)), serial % 3 > 0
            connection.execute(
                _TICKET,
                (
                    *(key, day, serial, "ho-tich" if serial % 2 else "cu-tru", serial % 5 == 0),
                    *(SECRET.format(number), "finished" if finished else "closed", serial),
                    *(at, at + 60_000_000 * serial if finished else None),
                    "1" if finished else None,
                ),
            )
            for kind in ("issued", "called", "started", "finished") if finished else ("issued",):
                connection.execute(
                    "INSERT INTO event (at, day, ticket_id, kind, desk, clerk)"
                    " VALUES (?, ?, ?, ?, '1', 'lan')",
                    (at, day, key, kind),
                )
            if finished:
                connection.execute("INSERT INTO deed VALUES (?, '1', ?, ?)", (key, key, at))
    connection.execute(
        "INSERT INTO help_call (kiosk, screen, at, seen_at, seen_by) VALUES ('k', 's', 1, 2, 'lan')"
    )
    connection.execute("COMMIT")
    connection.close()


async def _no_pause(_: float) -> None:
    await asyncio.sleep(0)


def tidied(path: Path, now: dt.datetime = MORNING, **between: Callable[..., object]) -> int:
    async def scene() -> int:
        writer, reader = Writer(path), Reader(path)
        try:
            return await remove_old(
                writer,
                reader,
                clock=lambda: now,
                keep_days=KEEP,
                sleep=between.get("sleep", _no_pause),  # type: ignore[arg-type]
            )
        finally:
            await asyncio.to_thread(writer.close)
            await asyncio.to_thread(reader.close)

    return aside.run(scene())


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    database = open_database(path)
    try:
        return list(database.execute(sql).fetchall())
    finally:
        database.close()


def counted(path: Path) -> list[object]:
    database = open_database(path)
    try:
        return list(day_counts(database.conn, since=EVERYTHING))
    finally:
        database.close()


def test_old_days_become_counts_and_leave_no_secret_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=100, a_day=21)
    before = counted(path)
    assert tidied(path) == 10 * 21 + 1  # ten days and one call for help
    oldest = (business_day(MORNING) - dt.timedelta(days=KEEP)).isoformat()
    for table in ("ticket", "event"):
        assert asked(path, f"SELECT min(day) FROM {table}") == [(oldest,)]  # noqa: S608
    assert asked(path, "SELECT count(*) FROM deed") == asked(
        path, "SELECT count(*) FROM ticket WHERE state = 'finished'"
    )
    assert asked(path, "SELECT count(*) FROM help_call") == [(0,)]
    assert counted(path) == before
    assert asked(path, "PRAGMA foreign_key_check") == []
    assert asked(path, "SELECT count(*) FROM removing") == [(0,)]
    # What keeps a clock that jumps back from giving a number twice is still there.
    assert asked(path, "SELECT count(*) FROM counter") == [(100,)]
    kept = path.read_bytes()
    assert SECRET.format(1).encode() not in kept
    assert SECRET.format(100 * 21).encode() in kept
    assert tidied(path) == 0


def test_nothing_goes_while_somebody_waits(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=100, a_day=21)

    async def somebody_comes(_: float) -> None:
        connection = open_store(path)
        connection.execute("BEGIN IMMEDIATE")
        request = TicketRequest(ticket_id=uuid.uuid4(), service_id="ho-tich", kiosk_id="k1")
        issue(connection, request, office=OFFICE, now=MORNING, new_token=lambda: "t" * 22)
        connection.execute("COMMIT")
        connection.close()

    assert tidied(path, sleep=somebody_comes) == 21  # one day, one step
    assert tidied(path) == 0


def test_a_clock_that_jumps_years_ahead_removes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=44, a_day=3)  # a newer day than half of KEEP has opened since none of them
    far = MORNING + dt.timedelta(days=3650)
    assert tidied(path, far) == 1  # the call for help of 1970
    assert asked(path, "SELECT count(*) FROM ticket") == [(44 * 3,)]


def test_no_other_hand_can_remove_a_number_or_what_happened_to_it(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=2, a_day=2)
    connection = open_store(path)
    for sql in ("DELETE FROM event", "DELETE FROM ticket", "UPDATE event SET clerk = NULL"):
        with pytest.raises(sqlite3.Error):
            connection.execute(sql)
    connection.close()


def test_a_hub_of_the_version_before_is_brought_up_with_all_its_numbers(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    database = open_database(path)
    for number in range(1, 4):
        database.conn.executescript(migrations()[number])
    database.execute("PRAGMA user_version=3")
    database.execute(_TICKET, ("t", "2026-01-02", 1, "ho-tich", 0, "s", "finished", 1, 1, 2, "1"))
    database.close()
    connection = open_store(path)
    assert len(day_counts(connection, since=EVERYTHING)) == 1
    assert connection.execute("PRAGMA user_version").fetchone()[0] == max(migrations())
    connection.close()


def test_a_step_is_short_for_whoever_takes_a_number_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=60, a_day=STEP)
    connection = open_store(path)
    took = []
    for _ in range(10):
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        work = partial(remove_step, now=MORNING + dt.timedelta(days=KEEP), keep_days=KEEP)
        assert work(connection) == STEP
        connection.execute("COMMIT")
        took.append(time.perf_counter() - started)
    connection.close()
    assert sorted(took)[5] < 0.1  # a touch is answered within 150 ms; measured: 4 ms


def test_the_office_reads_its_counts_also_of_days_that_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    history(path, days=3, a_day=6)
    environment = {"KIOSK_PATHS__DATA": str(tmp_path)}
    done = CliRunner().invoke(
        build(), ["hub", "counts", "--days", "3660", "--json"], env=environment
    )
    assert done.exit_code == 0
    assert done.output.count('"day"') == len(counted(path)) > 6
    assert '"mean_wait_s": 60' in done.output
    assert retention.LOOK_S >= 60
