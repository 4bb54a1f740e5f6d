"""What a voice says of a page and of the control that has the focus.

Read from the accessible tree (`QAccessible`), so that a voice, a screen reader and the eye are
told the same: name, then state, then the place among its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from kiosk.texts import text
from ui.ports import Language

#: Roles whose state is said.
CHECKED_ROLES: Final = frozenset({QAccessible.Role.RadioButton, QAccessible.Role.CheckBox})
#: What only stands there to be read.
READ_ROLES: Final = frozenset({QAccessible.Role.StaticText, QAccessible.Role.AlertMessage})
ALONE: Final = "key."  # keys of the keyboard and of the bottom bar are not counted


@dataclass(frozen=True, slots=True)
class Control:
    """One control as the accessible tree has it; `place` of `count` is among its kind."""

    name: str
    detail: str = ""
    checked: bool | None = None  # None: it is pressed, not chosen
    place: int = 1
    count: int = 1


def say(control: Control, language: Language) -> str:
    """For example "Chữ lớn, đã chọn, nút 3 trong 5"."""
    parts = [control.name, control.detail]
    if control.checked is not None:
        parts.append(text("spoken.chosen" if control.checked else "spoken.not_chosen", language))
    if control.count > 1:
        parts.append(text("spoken.place", language, n=control.place, of=control.count))
    return ", ".join(part.strip().rstrip(".") or part for part in parts if part.strip())


def control(item: QQuickItem, controls: Sequence[QQuickItem]) -> Control:
    """`item` as it would be said, among the `controls` of its page in reading order."""
    told = QAccessible.queryAccessibleInterface(item)
    kind, chosen = _kind(item), bool(told.state().checked)
    alike = [one for one in controls if kind and _kind(one) == kind]
    return Control(
        name=told.text(QAccessible.Text.Name),
        detail=told.text(QAccessible.Text.Description),
        checked=chosen if chosen or told.role() in CHECKED_ROLES else None,
        place=alike.index(item) + 1 if item in alike else 1,
        count=max(1, len(alike)),
    )


def page(items: Sequence[QQuickItem], language: Language) -> str:
    """The words that only stand on the page, from the top; then how many controls there are."""
    words = [(item.mapToScene(item.boundingRect().topLeft()), _words(item)) for item in items]
    words.sort(key=lambda word: (word[0].y(), word[0].x()))
    said = [own.strip().rstrip(".") for _at, own in words]
    count = sum(item.property("facePressed") is not None for item in items)
    return ". ".join([*filter(None, said), text("spoken.controls", language, n=count)])


def _words(item: QQuickItem) -> str:
    """What only stands there to be read. No interface is kept: Qt ends them with their item."""
    if not item.property("text"):
        return ""
    told: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)
    plain = told is not None and told.role() in READ_ROLES
    return told.text(QAccessible.Text.Name) if told is not None and plain else ""


def _kind(item: QQuickItem) -> str:
    """Controls of one list share the first part of their name: ``option.self``, ``size.2``."""
    kind, dot, _own = item.objectName().rpartition(".")
    return "" if item.objectName().startswith(ALONE) else kind + dot
