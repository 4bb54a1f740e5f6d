"""What the pages' own engine complains about: a binding loop, a picture that is not there."""

from typing import Final, Self

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LOUD: Final = frozenset({QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})
#: Of a path the part that a person who mends the page looks for.
PAGES: Final = "/qml/Kiosk/"


class Heard:
    """Collects warnings of Qt and QML while it is entered."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def __enter__(self) -> Self:
        self._before = qInstallMessageHandler(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        qInstallMessageHandler(self._before)

    def take(self) -> list[str]:
        """What was said since the last time, each once."""
        said, self._said = self._said, []
        return list(dict.fromkeys(said))

    def _hear(self, kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
        del context
        if kind in LOUD:
            first, *_ = (words or "").splitlines() or [""]
            self._said.append(first.partition(PAGES)[2] or first)
