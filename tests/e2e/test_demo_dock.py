"""The dock breaks a thing below its real driver, and the app on the screen says so."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.settings import Settings
from kiosk.texts import text
from ui.bootstrap import ports
from ui.demo.dock import DockWindow
from ui.demo.office import DemoOffice
from ui.demo.switches import STAFF, DemoBench
from ui.stage import Stage
from ui.wiring import Wiring

SOON_S = 15.0  # a program starts anew, on a machine that has other work


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DemoOffice]:
    with DemoOffice(tmp_path, Settings()) as running:
        running.dossiers.wait_ready()
        yield running


def press(dock: DockWindow, name: str) -> None:
    """Touch a button of the dock with a finger."""
    dock.window.grabWindow()  # lays everything out
    key = dock.window.findChild(QObject, f"dock.{name}")
    if key is None:  # made by a Repeater: a child of the picture, not of the object
        key = next(item for item in _items(dock) if item.objectName() == f"dock.{name}")
    assert isinstance(key, QQuickItem)
    at = key.mapToScene(QPointF(key.width() / 2, key.height() / 2)).toPoint()
    QTest.mouseClick(dock.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _items(dock: DockWindow) -> Iterator[QQuickItem]:
    waiting = [dock.window.contentItem()]
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(item.childItems())


def codes(dock: DockWindow) -> set[str | None]:
    return {found.code for found in dock.dock.view.findings}


def sentences(dock: DockWindow, code: str) -> tuple[str, str]:
    """What the citizen reads of a fault and what the technician does, as the dock shows them."""
    (fault,) = dock.dock.listed()
    assert fault["code"].startswith(code)
    assert fault["remedy"] == text(f"remedy.{fault['code']}", "vi")
    return fault["citizen"], fault["remedy"]


def staff_comes(stage: Stage, dock: DockWindow, pin: str) -> None:
    """The staff card is shown and the PIN typed: the service page has its rows."""
    press(dock, "staff")
    stage.wait_until(lambda: stage.shows("pin.1"), SOON_S)
    for digit in pin:
        stage.tap(f"pin.{digit}")
    stage.wait_until(lambda: stage.shows("row.printer"))
    assert stage.kiosk.staff.view.staff_id == STAFF


def test_what_is_broken_in_the_dock_shows_in_the_app_with_both_sentences_until_it_is_mended(
    qtbot: QtBot, office: DemoOffice
) -> None:
    assert office.machine is not None
    bench = DemoBench(office)
    wiring = Wiring(settle_ms=200, animated=False)
    stage = Stage(ports(office.machine), office.settings, wiring=wiring)
    with stage, ExitStack() as closing:
        dock = DockWindow(bench, stage.kiosk.texts)
        closing.callback(dock.close)
        dock.show_beside(stage.kiosk.window)
        stage.tap("attract.begin")
        stage.wait_until(lambda: stage.shows("tile.number") and not stage.shows("home.paper"))

        press(dock, "paper")
        stage.wait_until(lambda: stage.shows("home.paper"), SOON_S)
        assert stage.text("home.paper") == text("home.no_paper", "vi")
        stage.wait_until(lambda: codes(dock) == {"PRN-02"}, SOON_S)
        assert sentences(dock, "PRN-02")[0] == text("citizen.paper_out", "vi")
        assert dock.dock.listed()[0]["evidence"]
        press(dock, "paper")
        stage.wait_until(lambda: not stage.shows("home.paper") and not codes(dock), SOON_S)

        press(dock, "hub")
        stage.wait_until(lambda: stage.shows("banner.offline"), SOON_S)
        stage.wait_until(lambda: codes(dock) == {"HUB-01"}, SOON_S)
        assert sentences(dock, "HUB-01")[0] == stage.text("banner.offline")
        press(dock, "hub")
        stage.wait_until(lambda: not stage.shows("banner.offline"), SOON_S)

        parts = {"printer": "PRN-", "camera": "CAM-0", "scanner": "SCN-0", "portal": "AGT-0"}
        for name, code in parts.items():
            press(dock, name)
            stage.wait_until(lambda code=code: code in str(codes(dock)), SOON_S)  # type: ignore[misc]
            assert all(sentences(dock, code))
            press(dock, name)
            stage.wait_until(lambda: not codes(dock), SOON_S)

        staff_comes(stage, dock, bench.pin)
