"""One known clerk for all page tests; a hub for each."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.clock import utc_now
from kiosk.hub.store import store
from kiosk.web.accounts import add_user
from tests.pages.lobby import CLERK, PASSWORD, Lobby


@pytest.fixture(scope="session")
def known_clerk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's file with its clerk: hashing a password for each test would take longer than it."""
    path = tmp_path_factory.mktemp("clerk") / "hub.db"
    with store(path) as connection:
        add_user(connection, CLERK, PASSWORD, now=utc_now())
    return path


@pytest.fixture
def closed_lobby(tmp_path: Path, known_clerk: Path, browser: Browser) -> Iterator[Lobby]:
    """An office whose hub does not run yet; afterwards its hub and all pages are gone."""
    shutil.copy(known_clerk, tmp_path / "hub.db")
    office = Lobby(tmp_path)
    yield office
    for context in browser.contexts:
        context.close()
    office.close()
    office.stop(signal.SIGKILL)  # nothing to save, and tests must not wait for a calm end


@pytest.fixture
def lobby(closed_lobby: Lobby) -> Lobby:
    closed_lobby.open()
    return closed_lobby
