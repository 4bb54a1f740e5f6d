"""A code belongs to the page and the person it was shown to, and to nobody after them."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from devices.scanner.api import Scan as RawScan
from kiosk.domain.scan_kind import LinkScan, Scan, UnknownScan
from kiosk.services.code_watch import CodeWatch, Looks
from ui.screens.lookout import Scans


def test_a_code_on_its_way_to_a_page_that_ended_is_told_to_nobody(qtbot: QtBot) -> None:
    parent, told, tell = QObject(), list[Scan](), list[Callable[[Scan], None]]()

    def watch(on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        tell.append(on_scan)
        return lambda: None

    scans = Scans(parent)
    scans.came.connect(told.append)
    scans.begin(watch)
    tell[0](LinkScan())
    scans.begin(watch)  # the next page, before the first one's code has crossed over
    tell[1](UnknownScan())
    QCoreApplication.processEvents()
    assert told == [UnknownScan()]
    tell[1](LinkScan())
    scans.end()
    QCoreApplication.processEvents()
    assert told == [UnknownScan()]


def test_a_code_that_the_scanner_began_before_the_page_came_is_not_its() -> None:
    scans = list[Scan]()
    before = monotonic()
    watch = CodeWatch(None, Looks(), scans.append)
    assert not watch.heard(RawScan(b"x", "tty", before, before - 0.01))
    assert watch.heard(RawScan(b"x", "tty", monotonic(), monotonic()))
    watch.close()
    assert not watch.heard(RawScan(b"y", "tty", monotonic(), monotonic()))
    assert len(scans) == 1
