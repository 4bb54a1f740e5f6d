"""The app on a screen that is memory only: for tours, galleries and tests."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Self, cast

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.settings import Settings
from ui.app import Kiosk
from ui.ports import Ports
from ui.wiring import Wiring

#: Longer than any page change or number taken from a live hub, on a machine with other work too.
LIMIT_S: Final = 15.0
PORTRAIT: Final = (1080, 1920)
LANDSCAPE: Final = (1920, 1080)
POLL_MS: Final = 5
SLOWEST_POLL_MS: Final = 20  # what takes long is asked for less often: asking costs the app time
IMAGE_READY: Final = 1  # Image.Ready
FRAMES: Final = 30  # the deepest page comes to rest in six
PLACINGS: Final = 3  # a column in a column in a sheet is placed from the inside out


class StageError(AssertionError):
    """Something a person would see or touch did not come in time."""


def run_for(milliseconds: int) -> None:
    """Let the app run, its threads too: `QTest.qWait` keeps Python's lock, so they would stand.

    The timer is told whose `quit` it is: PySide 6.11 loses the name of a method of Qt (53 bytes)
    whenever a signal is connected to it, and a timer without an owner connects one each time.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


class Stage:
    """One app, its window shown at `size`, its feeds running; use as a context manager."""

    def __init__(
        self,
        ports: Ports,
        settings: Settings,
        *,
        size: tuple[int, int] = PORTRAIT,
        wiring: Wiring | None = None,
    ) -> None:
        self.kiosk = Kiosk(ports, settings, wiring or Wiring(animated=False))
        self.kiosk.window.resize(*size)

    def __enter__(self) -> Self:
        self.kiosk.start()
        self.kiosk.window.show()
        if not QTest.qWaitForWindowExposed(self.kiosk.window):
            raise StageError("the window was not shown")
        return self

    def __exit__(self, *_: object) -> None:
        self.kiosk.stop()

    def items(self) -> Iterator[QQuickItem]:
        """Every item that is shown, delegates included."""
        waiting = [self.kiosk.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting.extend(item.childItems())

    def find(self, name: str) -> QQuickItem | None:
        """The one shown item with this objectName, or None; two are a defect."""
        found = [item for item in self.items() if item.objectName() == name]
        if len(found) > 1:
            raise StageError(f"{len(found)} visible items are called {name!r}")
        return found[0] if found else None

    def shows(self, name: str) -> bool:
        """Whether an item of this name is shown."""
        return self.find(name) is not None

    def text(self, name: str) -> str:
        """The words of an item: its text, or the name it has for a screen reader."""
        item = self.find(name)
        if item is None:
            raise StageError(f"{name!r} is not shown")
        value = item.property("text")
        return str(item.property("label") if value is None else value)

    def wait_until(self, predicate: Callable[[], object], timeout: float = LIMIT_S) -> None:
        """Let the app run until `predicate` is true.

        Raises:
            StageError: it is still false after `timeout` seconds.
        """
        begin = time.monotonic()
        while not predicate():
            waited = time.monotonic() - begin
            if waited > timeout:
                raise StageError(f"not within {timeout} s: {predicate}")
            run_for(max(POLL_MS, min(SLOWEST_POLL_MS, int(waited * 100))))

    def tap(self, name: str, *, times: int = 1) -> None:
        """Touch the middle of an item as a finger does, once it is there and can be touched."""
        self.wait_until(lambda: self._touchable(name))
        at = self.centre(name)
        for _ in range(times):
            QTest.mouseClick(
                self.kiosk.window,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
                at,
            )

    def centre(self, name: str) -> QPoint:
        """Where the middle of an item is in the window, in pixels.

        Raises:
            StageError: it is not shown, or not inside the window.
        """
        item = self.find(name)
        if item is None:
            raise StageError(f"{name!r} is not shown")
        for _ in range(PLACINGS):
            for shown in list(self.items()):
                shown.ensurePolished()  # rows and columns place what is in them before a frame
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        if not self.kiosk.window.contentItem().contains(QPointF(at)):
            raise StageError(f"{name!r} is outside the window at {at}")
        return at

    def pictures_loaded(self) -> bool:
        """Whether every picture on the page is decoded.

        Its progress is of no use: a picture in a data address is fetched at once, and decoded up
        to 20 ms later. One that cannot be decoded never is.
        """
        return _loaded(self.items())

    def settle(self) -> None:
        """Let the page come to rest: everything in its place, every picture loaded.

        A page is laid out from the inside out and over several frames; a citizen sees them pass
        in a tenth of a second, a picture must not be taken of one of them.

        Raises:
            StageError: something still moves after `FRAMES` frames.
        """
        before = None
        for _ in range(FRAMES):
            QCoreApplication.processEvents()
            shown = list(self.items())
            if not _loaded(shown):
                self.wait_until(self.pictures_loaded)
                continue
            for item in shown:
                item.ensurePolished()
            now = [_place(item) for item in shown]
            if now == before:
                return
            before = now
        raise StageError(f"the page still moves after {FRAMES} frames")

    def image(self) -> QImage:
        """What is on the screen now."""
        self.settle()
        return self.kiosk.window.grabWindow()

    def grab(self, path: Path) -> Path:
        """Save what is on the screen now as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.image().save(str(path)):
            raise StageError(f"cannot write {path}")
        return path

    def _touchable(self, name: str) -> bool:
        item = self.find(name)
        return item is not None and item.isEnabled() and item.width() > 0 and item.height() > 0


def _loaded(shown: Iterable[QQuickItem]) -> bool:
    pictures = (item for item in shown if item.inherits("QQuickImage"))
    asked = (item for item in pictures if not item.property("source").isEmpty())
    return all(_status(item) == IMAGE_READY for item in asked)


def _status(image: QQuickItem) -> object:
    """`Image.status`, which only QML can read: the type of its values is not public."""
    context = qmlContext(image)
    if context is None:
        raise StageError(f"{image.objectName()!r} is no item of a page")
    found = cast(tuple[object, bool], QQmlExpression(context, image, "status").evaluate())
    return found[0]


def _place(item: QQuickItem) -> tuple[float, float, float, float]:
    return item.x(), item.y(), item.width(), item.height()
