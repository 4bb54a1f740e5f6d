"""A hub runs for months: a bad hour of its disk ends nothing that it does by itself."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from kiosk.hub import app as hub_app
from kiosk.hub.app import create_app, store_path
from kiosk.hub.store import store
from kiosk.hub.writer import StoreBusyError
from kiosk.settings import Paths, Settings
from offline_queue.database import sqlite3
from tests.hub.conftest import MovableClock
from tests.support import aside


def _days(settings: Settings) -> list[str]:
    with store(store_path(settings)) as connection:
        return [row[0] for row in connection.execute("SELECT day FROM office_day ORDER BY day")]


def test_after_a_night_with_a_full_disk_days_turn_and_old_numbers_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_app, "NEW_DAY_CHECK_S", 0.02)
    monkeypatch.setattr(hub_app, "LOOK_S", 0.02)
    settings, clock = Settings(paths=Paths(data=tmp_path)), MovableClock()
    app = create_app(settings, clock=clock)

    async def scene() -> None:
        async with app.router.lifespan_context(app):
            await aside.until(lambda: _days(settings) == ["2026-03-02"])
            writer = app.state.hub.writer
            full = "CREATE TRIGGER full BEFORE {} BEGIN SELECT RAISE(FAIL, 'full'); END"

            def fill(connection: sqlite3.Connection) -> None:
                connection.execute(full.format("INSERT ON office_day"))
                connection.execute(
                    "CREATE TRIGGER full_too BEFORE DELETE ON help_call"
                    " BEGIN SELECT RAISE(FAIL, 'full'); END"
                )
                connection.execute(
                    "INSERT INTO help_call (kiosk, screen, at, seen_at) VALUES ('k', 's', 0, 1)"
                )

            await writer.write(fill)
            clock.now += dt.timedelta(days=1)
            await asyncio.sleep(0.3)
            assert _days(settings) == ["2026-03-02"]
            await writer.write(lambda connection: connection.execute("DROP TRIGGER full") and None)
            await writer.write(
                lambda connection: connection.execute("DROP TRIGGER full_too") and None
            )
            await aside.until(lambda: _days(settings) == ["2026-03-02", "2026-03-03"])
            await aside.until(lambda: _help_calls(settings) == 0)

    aside.run(scene())


def _help_calls(settings: Settings) -> int:
    with store(store_path(settings)) as connection:
        return int(connection.execute("SELECT count(*) FROM help_call").fetchone()[0])


def test_a_disk_that_is_full_in_the_middle_of_a_job_is_busy_and_no_fault_of_ours(
    tmp_path: Path,
) -> None:
    app = create_app(Settings(paths=Paths(data=tmp_path)))

    async def scene() -> None:
        async with app.router.lifespan_context(app):
            writer = app.state.hub.writer
            pages = await writer.write(
                lambda connection: connection.execute("PRAGMA page_count").fetchone()[0]
            )
            writer._connection.execute(f"PRAGMA max_page_count={pages}")
            with pytest.raises(StoreBusyError, match="full"):
                await writer.write(
                    lambda connection: connection.execute(
                        "INSERT INTO help_call (kiosk, screen, at) VALUES ('k', ?, 0)",
                        ("x" * 100_000,),
                    )
                )

    aside.run(scene())
