"""The window: fonts, engine, and what a public touch screen must not let through."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from ui.heap import hold_heap
from ui.navigator import Navigator
from ui.pictures import serve_pictures
from ui.screens.main import App

QML: Final = Path(__file__).parent / "qml"
#: Loaded by path, so that a picture looks the same on every machine.
FONTS: Final = (
    ("fontpkg_noto_sans", "files/NotoSans[[]wdth,wght].ttf"),
    ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-SemiBold.ttf"),
    ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-Bold.ttf"),
    ("qtawesome", "fonts/remixicon-*.ttf"),
    ("qtawesome", "fonts/materialdesignicons6-*.ttf"),  # for one glyph: a finger that taps
)
#: What a person without a touch screen, or with two switches, needs; nothing else gets in.
ALLOWED_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Shift,  # half of Shift+Tab
    }
)
CHORDS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut})
_PRESENCE: Final = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
)


class FontMissingError(Exception):
    """An installed package has no font file where it had one when we pinned it."""


def make_application() -> QGuiApplication:
    """The one application of the process, with our name (it names the QML cache's folder)."""
    hold_heap()
    running = QGuiApplication.instance()
    application = running if isinstance(running, QGuiApplication) else QGuiApplication(["kiosk"])
    application.setApplicationName("kiosk-mot-cua")
    load_fonts()
    application.setFont(_letters())
    return application


def _letters() -> QFont:
    """What every text of the screens inherits: drawn alike on every machine.

    Without a word of ours the system's font settings decide about hinting and coloured edges.
    Hinted outlines differ by what was drawn before; coloured edges suit a panel whose stripes
    stand upright, and a kiosk's are often turned.
    """
    font = QFont("Noto Sans")
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    strategy = QFont.StyleStrategy
    font.setStyleStrategy(strategy.PreferAntialias | strategy.NoSubpixelAntialias)
    return font


def load_fonts() -> None:
    """Register the fonts of the screens.

    Raises:
        FontMissingError: a package is incomplete.
    """
    for package, pattern in FONTS:
        spec = find_spec(package)
        roots = (spec.submodule_search_locations if spec else None) or []
        files = [path for root in roots for path in Path(root).glob(pattern)]
        if not files or QFontDatabase.addApplicationFont(str(files[0])) < 0:
            raise FontMissingError(f"{package}: {pattern}")


class Guard(QObject):
    """Event filter of the window (of the window only: an application filter costs 3 % CPU).

    Swallows chords, keys that no page needs, and attempts to close; tells `on_presence` of
    every touch and key. Context menus and a second finger have nothing to act on: every
    target is a `MouseArea`, which follows one point and the first button alone.
    """

    def __init__(self, on_presence: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_presence = on_presence
        self.navigator: Navigator | None = None
        self.closing_allowed = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True swallows the event."""
        del watched
        kind = event.type()
        if kind in _PRESENCE:
            self._on_presence()
            if kind != QEvent.Type.KeyPress and self.navigator is not None:
                self.navigator.touched()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            if event.modifiers() & CHORDS or event.key() not in ALLOWED_KEYS:
                return True
            return kind == QEvent.Type.KeyPress and self._led(event)
        if kind == QEvent.Type.Close:
            if not self.closing_allowed:
                event.ignore()
            return not self.closing_allowed
        return False

    def _led(self, event: QKeyEvent) -> bool:
        if self.navigator is None or event.key() == Qt.Key.Key_Shift:
            return False
        return self.navigator.used(event.key())


class NoWindowError(Exception):
    """The QML did not make a window; Qt has said why on standard error."""


def open_window(app: App, parent: QObject) -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Load ``Main.qml`` with `app` as its singleton; the window is not shown yet.

    Raises:
        NoWindowError: the QML is broken.
    """
    engine = QQmlApplicationEngine(parent)
    app.serve(engine)
    serve_pictures(engine)
    engine.addImportPath(os.fspath(QML))
    engine.loadFromModule("Kiosk.Screens", "Main")
    windows = [root for root in engine.rootObjects() if isinstance(root, QQuickWindow)]
    if not windows:
        raise NoWindowError
    return engine, windows[0]
