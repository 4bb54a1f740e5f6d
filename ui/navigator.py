"""Four keys and one to press: moves the focus over what can be touched on the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtQuick import QQuickItem, QQuickWindow

from ui.focus import Box, Move, reading_order, step
from ui.screens.session import Session

MOVES: Final = {
    Qt.Key.Key_Left: Move.LEFT,
    Qt.Key.Key_Right: Move.RIGHT,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Tab: Move.RIGHT,  # a switch box that sends Tab goes through all of them too
    Qt.Key.Key_Backtab: Move.LEFT,
}
PAGE, BACK = "page", "back"
TITLES: Final = ("title", "home.greeting", "notice.title", "sheetTitle", "idle.title")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen, as far as the focus must know."""

    page: str = ""
    over: str = ""
    heading: str = ""
    language: str = ""


class NoPageError(Exception):
    """The window has no place for pages; its QML is another one."""


class Navigator(QObject):
    """Puts the focus where a key leads, and on the new page when the page changed.

    Only while keys are used (`Session.keyed`): a finger needs no focus and sees none.
    """

    def __init__(
        self,
        window: QQuickWindow,
        session: Session,
        language: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._language = window, session, language
        self._shown = Shown()
        self._left: QQuickItem | None = None  # what had the focus before a sheet came
        page = window.findChild(QQuickItem, PAGE)
        if page is None:
            raise NoPageError
        self._page: QQuickItem = page
        window.frameSwapped.connect(self.follow, Qt.ConnectionType.QueuedConnection)
        self._page.enabledChanged.connect(self.follow)

    def used(self, key: int) -> bool:
        """A key went down: True when it led somewhere and nothing else may have it."""
        self._session.keys(used=True)
        move = MOVES.get(Qt.Key(key))
        controls = self.controls()
        at = next((item for item in controls if item.hasActiveFocus()), None)
        if not controls:
            return True
        if at is None:
            self._focus(self._first(controls))
            return True
        if not self._over():
            self._left = at
        if move is None:
            return False  # the control itself takes it
        self._focus(controls[step([box_of(item) for item in controls], controls.index(at), move)])
        return True

    def touched(self) -> None:
        """A finger: the ring goes."""
        self._session.keys(used=False)

    def controls(self) -> list[QQuickItem]:
        """What can be touched now, in reading order: of a sheet alone while one is there."""
        found = [item for item in self._items() if _can_be_pressed(item)]
        return [found[index] for index in reading_order([box_of(item) for item in found])]

    def follow(self) -> None:
        """The page, or a sheet over it, may be another one now."""
        if not self._session.view.keyed or (not self._over() and not self._page.isEnabled()):
            return  # a page that has just come takes no press yet
        last, now = self._shown, self._look()
        self._shown = now
        moved = (now.page, now.over) != (last.page, last.over)
        turned = now.heading != last.heading and now.language == last.language
        controls = self.controls()
        if not moved and not turned and any(item.hasActiveFocus() for item in controls):
            return
        returns = last.over and not now.over and now.page == last.page
        if returns and self._left is not None and self._left in controls:
            self._focus(self._left)
        elif controls:
            self._focus(self._first(controls))

    def _look(self) -> Shown:
        named = {item.objectName(): item for item in self._items() if item.objectName() in TITLES}
        words = " ".join(str(named[name].property("text")) for name in TITLES if name in named)
        return Shown(self._session.view.page, self._over(), words, self._language())

    def _items(self) -> Iterator[QQuickItem]:
        waiting = [self._window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.isEnabled():
                yield item
                waiting.extend(item.childItems())

    def _over(self) -> str:
        return "asking" if self._session.property("asking") else self._session.view.sheet

    def _first(self, controls: list[QQuickItem]) -> QQuickItem:
        """In reading order; not the way back, which stands before everything."""
        return next((item for item in controls if item.objectName() != BACK), controls[0])

    def _focus(self, item: QQuickItem) -> None:
        item.forceActiveFocus(Qt.FocusReason.TabFocusReason)


def _can_be_pressed(item: QQuickItem) -> bool:
    pressable = item.property("facePressed") is not None
    return pressable and item.isVisible() and item.isEnabled() and item.width() > 0


def box_of(item: QQuickItem) -> Box:
    """Where a control is in the window, in pixels."""
    rect = item.mapRectToScene(item.boundingRect())
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())
