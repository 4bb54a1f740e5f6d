"""What is heard of a page: its lines as they come and go, and what stands on its controls.

Works on the tree of items as it is drawn, so that nothing is spoken which a sighted person
could not read at that moment.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from kiosk.texts import text
from ui import spoken
from ui.ports import Language

#: Title and first lines: some twenty seconds. Then comes what can be pressed, then the rest.
PAGE_LETTERS: Final = 420
#: Calls of other people, at the edge of the page.
ASIDE: Final = frozenset({"serving"})
_CODE: Final = re.compile(
    r"(?<![\w-])(?=[A-Z0-9-]*\d)(?=[0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])"
)
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d{7,}(?!\d)")
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_DATE: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_FIGURES: Final = re.compile(r"\w*\d[\w:]*")
_END: Final = (".", "!", "?", ":", ";", "…")


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page now, without what is being typed."""

    lines: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()  # those of them that warn
    typed: str = ""
    controls: int = 0

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.lines[0] if self.lines else ""

    @property
    def shape(self) -> tuple[str, ...]:
        """The lines without their figures: a count that moves is no news."""
        return tuple(_FIGURES.sub("#", line) for line in self.lines)

    def beyond(self, before: "Page") -> list[str]:
        """The lines that `before` had not."""
        known = set(before.shape)
        pairs = zip(self.lines, self.shape, strict=True)
        return [line for line, shape in pairs if shape not in known]

    @property
    def head(self) -> tuple[str, ...]:
        """Title and first lines, whole sentences as far as they fit."""
        count, letters = 0, 0
        for line in self.lines:
            letters += len(line)
            if count and letters > PAGE_LETTERS:
                break
            count += 1
        return self.lines[:count]

    @property
    def rest(self) -> tuple[str, ...]:
        """What the head leaves; heard by who waits."""
        return self.lines[len(self.head) :]


def read_page(layer: QQuickItem, *around: QQuickItem) -> Page:
    """Everything that `layer` (a page, a sheet, a question) says, from top to bottom.

    `around`: what stands outside of it and is said after it, as a band that the line is down.
    """
    found = sorted(_texts(layer), key=lambda one: one[0])
    for band in around:
        found += _texts(band)
    items = [item for part in (layer, *around) for item in _painted(part)]
    typed = [str(item.property("text") or "") for item in items if _is_field(item)]
    controls = sum(is_control(item) and item.isEnabled() for item in items)
    warn = tuple(words for item in items if (words := _said(item, QAccessible.Role.AlertMessage)))
    lines = tuple(words for _, words in found)
    return Page(lines, warn, typed[0] if typed else "", controls)


def read_control(item: QQuickItem, controls: Sequence[QQuickItem], language: Language) -> str:
    """What `ui.spoken` says of it among the `controls` of its page, then what stands on it."""
    told = spoken.control(item, controls)
    written = [words for _, words in sorted(_texts(item, inside=True), key=lambda one: one[0])]
    # Its label stands on it too; Qt gives a voice also what is said to be ignored.
    parts = [spoken.say(told, language)]
    parts += [words for words in written if words not in {told.name, told.detail}]
    if not item.isEnabled():
        parts.append(text("voice.unusable", language))
    return joined(parts)


def joined(parts: Iterable[str]) -> str:
    """Sentences with a pause between them."""
    words = [part.strip() for part in parts if part.strip()]
    return " ".join(word if word.endswith(_END) else f"{word}." for word in words)


def spelled(words: str, language: Language) -> str:
    """Codes letter by letter and in their groups, long numbers digit by digit, times as said."""
    words = _CODE.sub(lambda code: ", ".join(map(" ".join, code[0].split("-"))), words)
    words = _LONG_NUMBER.sub(lambda number: " ".join(number[0]), words)
    if language == "vi":
        words = _DATE.sub(lambda day: f"ngày {int(day[1])} tháng {int(day[2])} năm {day[3]}", words)
        words = _TIME.sub(lambda at: f"{int(at[1])} giờ {int(at[2])} phút", words)
    return words


def is_control(item: QQuickItem) -> bool:
    """Whether it is something to press."""
    return item.property("facePressed") is not None


def _texts(layer: QQuickItem, *, inside: bool = False) -> Iterator[tuple[tuple[int, int], str]]:
    for item in _painted(layer, over=not inside):
        if (item is layer and inside) or is_control(item):
            continue
        words = _said(item, *spoken.READ_ROLES)
        if words:
            at = item.mapToScene(QPointF(0, 0))
            yield (round(at.y()), round(at.x())), words


def _said(item: QQuickItem, *roles: QAccessible.Role) -> str:
    told = _told(item)
    if told is None or told.role() not in roles:
        return ""
    return told.text(QAccessible.Text.Name)


def _painted(item: QQuickItem, *, over: bool = True) -> Iterator[QQuickItem]:
    """Shown items; `over`: without what stands on a control."""
    if not item.isVisible() or item.objectName() in ASIDE:
        return
    yield item
    if over and is_control(item):
        return
    for child in item.childItems():
        yield from _painted(child, over=over)


def _told(item: QQuickItem) -> QAccessibleInterface | None:
    # None for what says that it is not to be spoken (`Accessible.ignored`), whatever the stub says.
    return QAccessible.queryAccessibleInterface(item)


def _is_field(item: QQuickItem) -> bool:
    told = _told(item)
    return told is not None and told.role() == QAccessible.Role.EditableText
