"""Looks at a page as a measuring person would: sizes, gaps, and words that do not fit.

Source of the limits: 20 mm targets for people who stand (touch studies of kiosks), 2.54 mm
gaps (voting machine guidelines), no cut or touching words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQuick import QQuickItem

from ui.stage import Stage

TARGET_MM: Final = 20.0
GAP_MM: Final = 2.54
SLACK_PX: Final = 1.5  # rounding of positions to whole pixels
ICONS: Final = frozenset({"remixicon", "Material Design Icons"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong, in words for the person who mends the page."""

    rule: str
    what: str


def violations(stage: Stage, mm_per_px: float) -> list[Violation]:
    """Everything wrong with the page that is shown."""
    front = list(_front(stage))
    window = QRectF(0, 0, stage.kiosk.window.width(), stage.kiosk.window.height())
    return [
        *_target_violations(front, window, mm_per_px),
        *_text_violations(front, window),
        *_covered_violations(front),
        *_name_violations(front),
    ]


def _front(stage: Stage) -> Iterator[QQuickItem]:
    """What is shown and can be reached: a sheet hides the page behind it."""
    for item in stage.items():
        if item.isEnabled() and item.opacity() > 0:
            yield item


def _scene(item: QQuickItem, rect: QRectF | None = None) -> QRectF:
    return item.mapRectToScene(rect or QRectF(0, 0, item.width(), item.height()))


def _is_target(item: QQuickItem) -> bool:
    return item.property("facePressed") is not None


def _is_words(item: QQuickItem) -> bool:
    if item.property("truncated") is None or not item.property("text"):
        return False
    font = item.property("font")
    return isinstance(font, QFont) and font.family() not in ICONS


def _name(item: QQuickItem) -> str:
    named: QQuickItem | None = item
    while named is not None and not named.objectName():
        named = named.parentItem()
    words = str(item.property("text") or item.property("label") or "")[:40]
    return f"{named.objectName() if named else '?'} {words!r}"


def _target_violations(
    items: list[QQuickItem], window: QRectF, mm_per_px: float
) -> Iterator[Violation]:
    targets = [(item, _scene(item)) for item in items if _is_target(item)]
    smallest, gap = TARGET_MM / mm_per_px, GAP_MM / mm_per_px
    for item, rect in targets:
        if min(rect.width(), rect.height()) < smallest - SLACK_PX:
            side = min(rect.width(), rect.height()) * mm_per_px
            yield Violation("target", f"{_name(item)} is {side:.1f} mm")
        if not window.adjusted(-1, -1, 1, 1).contains(rect):
            yield Violation("off-screen", _name(item))
    for (one, here), (other, there) in combinations(targets, 2):
        if here.contains(there) or there.contains(here):
            continue  # the language keys on the attract screen, which is one button
        grown = here.adjusted(-gap + SLACK_PX, -gap + SLACK_PX, gap - SLACK_PX, gap - SLACK_PX)
        if grown.intersects(there):
            yield Violation("gap", f"{_name(one)} and {_name(other)}")


def _covered_violations(items: list[QQuickItem]) -> Iterator[Violation]:
    """Fields and cards that a target lies half across."""
    targets = [(item, _scene(item)) for item in items if _is_target(item)]
    boxes = [item for item in items if item.property("radius") and not _is_target(item)]
    for box in boxes:
        here = _scene(box)
        for target, there in targets:
            both = here.intersected(there)
            if both.width() <= SLACK_PX or both.height() <= SLACK_PX:
                continue
            if not here.contains(there) and not there.contains(here):
                yield Violation("covered", f"{_name(box)} by {_name(target)}")


def _text_violations(items: list[QQuickItem], window: QRectF) -> Iterator[Violation]:
    painted: list[tuple[QQuickItem, QRectF]] = []
    for item in items:
        if not _is_words(item):
            continue
        width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
        padding = float(item.property("topPadding")) + float(item.property("bottomPadding"))
        if item.property("truncated") or width > item.width() + SLACK_PX:
            yield Violation("cut", f"{_name(item)} is {width:.0f} px in {item.width():.0f}")
        if height + padding > item.height() + SLACK_PX:
            yield Violation("cut", f"{_name(item)} is {height:.0f} px in {item.height():.0f} high")
        ink = _ink_top(item)
        if ink < -SLACK_PX:
            yield Violation("marks", f"{_name(item)}: marks stand {-ink:.0f} px above the item")
        rect = _scene(item, _painted(item, width, height))
        painted.append((item, rect))
        holder = _holder(item)
        room = window if holder is None else _scene(holder)
        if not room.adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX).contains(rect):
            yield Violation("outside", f"{_name(item)} leaves its card")
    for (one, here), (other, there) in combinations(painted, 2):
        both = here.intersected(there)
        if both.width() > SLACK_PX and both.height() > SLACK_PX:
            yield Violation("overlap", f"{_name(one)} and {_name(other)}")


def _painted(item: QQuickItem, width: float, height: float) -> QRectF:
    """Where the words are inside the item; a line's own leading may touch the next item."""
    align = int(item.property("sides") or 1)
    spare = item.width() - width
    left = spare / 2 if align & 4 else spare if align & 2 else 0.0
    top = max(0.0, float(item.property("baselineOffset")) - _metrics(item).capHeight())
    lines = max(1, int(item.property("lineCount")))
    return QRectF(left, top, width, height * (lines - 1) / lines + _metrics(item).capHeight())


def _metrics(item: QQuickItem) -> QFontMetricsF:
    font = item.property("font")
    return QFontMetricsF(font if isinstance(font, QFont) else QFont())


def _ink_top(item: QQuickItem) -> float:
    """Top of the highest mark over the item's own top, in pixels; negative sticks out."""
    baseline = float(item.property("baselineOffset"))
    words = str(item.property("text"))
    return baseline + min(0.0, float(_metrics(item).tightBoundingRect(words).top()))


def _holder(item: QQuickItem) -> QQuickItem | None:
    """The nearest box drawn round the words."""
    parent: QQuickItem | None = item.parentItem()
    while parent is not None and parent.property("radius") is None:
        parent = parent.parentItem()
    return parent


def _name_violations(items: list[QQuickItem]) -> Iterator[Violation]:
    for item in items:
        if _is_target(item) and not item.property("label"):
            yield Violation("nameless", _name(item))
