"""What every test needs: a screen that is memory only, and Hypothesis profiles."""

import gc
import os
from collections.abc import Generator, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QSG_RENDER_LOOP", "basic")

import pytest
import structlog
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from devices import keep_going
from devices.health import Health
from devices.keep_going import DEATHS
from tests.pages.lobby import chromium
from tests.support.crashed_browser import BROWSER, pytest_runtest_protocol

__all__ = ["pytest_runtest_protocol"]

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True)
hypothesis_settings.register_profile("nightly", max_examples=5000, deadline=None)
hypothesis_settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--device`` names the real hardware; ``--accept-golden`` keeps pictures as they are now."""
    parser.addoption("--device", help="URL of a real printer, e.g. usb:/dev/usb/lp0")
    parser.addoption("--accept-golden", action="store_true", help="accept pictures as drawn")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded stays to the end: garbage is looked for only among what the tests make."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: the browser's client keeps an event loop running to the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def _logs_do_not_outlive_a_test() -> Iterator[None]:
    """A test that sets the log up writes to its own captured stream, which is closed after it."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _no_part_of_the_app_dies_unseen() -> Iterator[None]:
    """What a thread meets is begun anew there; a test that put no defect in fails of it."""
    DEATHS.begin()
    yield
    died = DEATHS.health
    DEATHS.begin()
    assert died.code is None, died.evidence


@pytest.fixture
def told() -> Iterator[list[Health]]:
    """What is told of the app's parts, by a test that puts a defect in."""
    heard: list[Health] = []
    DEATHS.begin(heard.append)
    yield heard
    DEATHS.begin()


@pytest.fixture
def died(monkeypatch: pytest.MonkeyPatch, told: list[Health]) -> list[Health]:
    """As `told`; what stopped begins anew at once."""
    monkeypatch.setattr(keep_going, "PAUSE_S", (0.01, 0.02))
    return told


@pytest.fixture(scope="session", autouse=True)
def _half_the_disk_is_free() -> Iterator[None]:
    """Kiosk and portal turn people away on a full disk; how full this machine's is now, tests do
    not ask. Who wants a full one makes one.
    """
    real = os.statvfs

    def half_free(path: str | bytes | os.PathLike[str] | int) -> os.statvfs_result:
        figures = list(real(path))
        figures[3] = figures[4] = figures[2] // 2  # f_bfree, f_bavail of f_blocks, as statvfs(3)
        return os.statvfs_result(figures)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "statvfs", half_free)
        yield


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """The one browser of a run: its client allows only one at a time."""
    with chromium() as running:
        pytestconfig.stash[BROWSER] = running
        yield running
