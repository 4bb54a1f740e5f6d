"""A portal runs for months: what it does by itself goes on, and no key stays open unused."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from kiosk.clock import utc_now
from kiosk.portal import app as portal_app
from kiosk.portal import setup
from kiosk.portal.app import create_app
from kiosk.portal.office_keys import IDLE, LockedError, Vault, seal_note
from kiosk.settings import Paths, Settings
from kiosk.settings import Portal as PortalTable
from offline_queue.database import open_database
from tests.portal.conftest import START, Clock
from tests.portal.world import PASSPHRASE, RunningPortal, office_key, procedures
from tests.support import aside


def application(folder: Path, clock: Callable[[], dt.datetime]) -> FastAPI:
    settings = Settings(portal=PortalTable(db=str(folder)), paths=Paths(data=folder))
    return create_app(settings, clock=clock, procedures=procedures())


def test_tidying_goes_on_after_a_look_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(portal_app, "TIDY_EVERY_S", 0.02)
    folder = RunningPortal(tmp_path / "portal").folder
    app = application(folder, utc_now)
    said = ""

    def put_off() -> bool:
        nonlocal said
        said += "".join(capfd.readouterr())
        return said.count("portal.tidying_put_off") >= 2

    async def scene() -> None:
        async with app.router.lifespan_context(app):
            database = open_database(folder / setup.STORE)
            database.execute("ALTER TABLE part RENAME TO part_away")
            await aside.until(put_off)
            database.execute("ALTER TABLE part_away RENAME TO part")
            database.close()

    aside.run(scene())


def test_an_offices_key_leaves_the_memory_though_nobody_asks_for_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_app, "KEYS_EVERY_S", 0.02)
    clock, key = Clock(), office_key()
    app = application(RunningPortal(tmp_path / "portal").folder, clock)

    async def scene() -> None:
        async with app.router.lifespan_context(app):
            vault: Vault = app.state.portal.reading._vault
            vault.unlock("lan", [key.wrapped], PASSPHRASE, now=clock())
            clock.later(seconds=IDLE.total_seconds() + 1)
            await aside.until(lambda: not vault._open)

    aside.run(scene())


def test_a_clock_that_was_set_back_leaves_no_key_open_for_longer() -> None:
    key, vault = office_key(), Vault()
    sealed = seal_note("Ghi chú", [key.recipient])
    vault.unlock("lan", [key.wrapped], PASSPHRASE, now=START)
    assert vault.read("lan", sealed, now=START - dt.timedelta(seconds=2)).decode() == "Ghi chú"
    with pytest.raises(LockedError):
        vault.read("lan", sealed, now=START - dt.timedelta(days=1))
