"""The words on the screen, in the language of the moment."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk import texts
from kiosk.domain.compounds import COMPOUNDS
from ui.ports import Language

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("owned by Python")
class Texts(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """`Words.qml` hands `language` back in every call, so that bindings follow a switch.

    Signals:
        languageChanged: every text on the screen has another value now.
    """

    languageChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = "vi"

    def switch(self, language: Language) -> None:
        """Show everything in `language`, at once."""
        if language != self._language:
            self._language = language
            self.languageChanged.emit()

    @property
    def spoken(self) -> Language:
        """The language of the moment, for Python."""
        return self._language

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._language

    @Property("QStringList", constant=True)  # type: ignore[arg-type]  # stub
    def compounds(self) -> list[str]:
        """Words of two syllables that `Lines.qml` keeps on one line."""
        return sorted(COMPOUNDS)

    @Slot(str, str, "QVariantMap", result=str)
    def text(self, language: str, key: str, values: dict[str, Any]) -> str:
        """The text of `key`; numbers from QML arrive as floats and are shown whole."""
        whole = {k: int(v) if isinstance(v, float) else v for k, v in values.items()}
        return texts.text(key, language, **whole)
