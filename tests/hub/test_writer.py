"""Many jobs, one commit; what fails is undone alone."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from kiosk.hub.store import NewerStoreError, migrations, open_store
from kiosk.hub.writer import BACKLOG, StoreBusyError, Writer
from offline_queue.database import open_database, sqlite3
from tests.support import aside

_DAY = "INSERT INTO office_day (day, opened_at, last_place) VALUES (?, 0, 0)"


def _add_day(connection: sqlite3.Connection, day: str) -> None:
    connection.execute(_DAY, (day,))


def _days(path: Path) -> list[str]:
    database = open_database(path)
    try:
        return [row[0] for row in database.execute("SELECT day FROM office_day ORDER BY day")]
    finally:
        database.close()


def test_a_job_that_fails_leaves_nothing_and_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "h.db"

    def good(day: str) -> object:
        return lambda connection: connection.execute(_DAY, (day,)) and day

    def bad(connection: sqlite3.Connection) -> None:
        connection.execute(_DAY, ("half",))
        raise ZeroDivisionError

    async def scene() -> list[object]:
        writer = Writer(path)
        jobs = [good(f"d{n:02d}") for n in range(20)]
        jobs[7] = bad
        jobs[9] = good("d00")  # breaks a unique index
        try:
            return await asyncio.gather(
                *(writer.write(job) for job in jobs),  # type: ignore[arg-type]
                return_exceptions=True,
            )
        finally:
            await asyncio.to_thread(writer.close)

    results = aside.run(scene())
    assert isinstance(results[7], ZeroDivisionError)
    assert isinstance(results[9], sqlite3.IntegrityError)
    assert _days(path) == [f"d{n:02d}" for n in range(20) if n not in {7, 9}]


def test_jobs_that_came_together_share_one_commit(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    commits = 0

    async def scene() -> None:
        nonlocal commits

        def committed() -> None:
            nonlocal commits
            commits += 1

        writer = Writer(path, after_commit=committed)
        blocker = open_database(path)
        blocker.execute("BEGIN IMMEDIATE")  # hold the first commit up until all have come
        jobs = [asyncio.create_task(writer.write(partial(_add_day, day=str(n)))) for n in range(40)]
        await asyncio.sleep(0.1)
        blocker.rollback()
        blocker.close()
        await asyncio.gather(*jobs)
        await asyncio.to_thread(writer.close)

    aside.run(scene())
    assert len(_days(path)) == 40
    assert commits <= 3


def test_when_the_disk_holds_all_up_the_hub_says_busy_instead_of_growing(tmp_path: Path) -> None:
    async def scene() -> None:
        writer = Writer(tmp_path / "h.db")
        blocker = open_database(tmp_path / "h.db")
        blocker.execute("BEGIN IMMEDIATE")
        jobs = [
            asyncio.create_task(writer.write(lambda connection: connection.total_changes))
            for _ in range(BACKLOG + 200)
        ]
        await asyncio.sleep(0.1)
        refused = [job for job in jobs if job.done()]
        blocker.rollback()
        blocker.close()
        results = await asyncio.gather(*jobs, return_exceptions=True)
        await asyncio.to_thread(writer.close)
        assert 100 <= len(refused) <= 200
        assert sum(isinstance(result, StoreBusyError) for result in results) == len(refused)

    aside.run(scene())


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    open_store(path).close()
    database = open_database(path)
    assert database.execute("PRAGMA user_version").fetchone()[0] == max(migrations())
    database.execute("PRAGMA user_version=999")
    database.close()
    with pytest.raises(NewerStoreError, match="version 999"):
        open_store(path)


def test_every_table_is_strict(tmp_path: Path) -> None:
    connection = open_store(tmp_path / "h.db")
    loose = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND strict = 0 AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    connection.close()
    assert loose == []
