"""What is on a page, read once: things to touch, words, signs, and what lies over what."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetricsF
from PySide6.QtQuick import QQuickItem

ICONS: Final = frozenset({"remixicon", "Material Design Icons"})
#: Of a colour that hides what is under it; a scrim at 0.45 already makes a page a background.
HIDES: Final = 0.3


@dataclass(frozen=True, slots=True)
class Target:
    """Something to touch. `key`: of the keyboard; `place`: in the order of painting."""

    name: str
    rect: QRectF
    spoken: str
    key: bool
    letter: bool
    border: float
    focused: bool
    item: QQuickItem
    place: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text. `ink` is where it is painted; `inked` how far its own marks reach (top, bottom)
    and `tallest` how far ẪỖỆ would (in the line being written), all in pixels of the window.
    """

    name: str
    text: str
    rect: QRectF
    ink: QRectF
    inked: tuple[float, float]
    tallest: float
    cap: float
    wanted: tuple[float, float]  # what the words need, unwrapped width and height
    truncated: bool
    key: bool
    sample: str  # the size or theme that a choice shows, whatever is chosen now
    typed: bool
    holder: QRectF | None
    enabled: bool
    faded: bool
    item: QQuickItem
    place: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A glyph of an icon font."""

    name: str
    rect: QRectF
    faded: bool
    place: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A place that takes touches, or else a box that hides."""

    name: str
    rect: QRectF
    takes: bool
    item: QQuickItem
    place: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything on one page."""

    window: QRectF
    targets: tuple[Target, ...]
    words: tuple[Words, ...]
    signs: tuple[Sign, ...]
    boxes: tuple[tuple[str, QRectF], ...]
    covers: tuple[Cover, ...]

    def over(self, place: int, at: QPointF, *, touch: bool = False) -> Cover | None:
        """What was painted later and hides (or takes the touch at) this point."""
        for cover in reversed(self.covers):
            if cover.place <= place:
                return None
            if cover.takes is touch and cover.rect.contains(at):
                return cover
        return None


def look_at(root: QQuickItem) -> Seen:
    """Read the page under `root`, the window's content."""
    targets: list[Target] = []
    words: list[Words] = []
    signs: list[Sign] = []
    boxes: list[tuple[str, QRectF]] = []
    covers: list[Cover] = []
    for place, item in enumerate(_painted(root)):
        if item.property("facePressed") is not None:
            if item.isEnabled():
                targets.append(_target(item, place))
        elif item.inherits("QQuickMouseArea"):
            if item.isEnabled():
                covers.append(_cover(item, place, takes=True))
        elif item.inherits("QQuickRectangle"):
            if item.property("radius") and item.isEnabled() and not _is_face(item):
                boxes.append((name_of(item), scene(item)))
            if _hides(item):
                covers.append(_cover(item, place, takes=False))
        elif item.property("text"):
            _read_text(item, place, words, signs)
    window = QRectF(0, 0, root.width(), root.height())
    parts = (tuple(targets), tuple(words), tuple(signs), tuple(boxes), tuple(covers))
    return Seen(window, *parts)


def _read_text(item: QQuickItem, place: int, words: list[Words], signs: list[Sign]) -> None:
    font = item.property("font")
    if not isinstance(font, QFont):
        return
    if font.family() in ICONS:
        signs.append(Sign(name_of(item), scene(item), _faded(item), place))
    else:
        words.append(_words(item, font, place))


def _painted(item: QQuickItem) -> Iterator[QQuickItem]:
    """Shown items in the order of painting."""
    if not item.isVisible() or item.opacity() <= 0:
        return
    yield item
    for child in sorted(item.childItems(), key=QQuickItem.z):
        yield from _painted(child)


def scene(item: QQuickItem, rect: QRectF | None = None) -> QRectF:
    """A rectangle of an item, its whole without, in the window."""
    return item.mapRectToScene(rect or QRectF(0, 0, item.width(), item.height()))


def name_of(item: QQuickItem) -> str:
    """How the person who mends the page finds it: the nearest name, and its words."""
    named: QQuickItem | None = item
    while named is not None and not named.objectName():
        named = named.parentItem()
    words = str(item.property("text") or item.property("label") or "")[:40]
    return f"{named.objectName() if named else '?'} {words!r}"


def _key_of(item: QQuickItem) -> QQuickItem | None:
    """The key of the keyboard that this is, or stands on."""
    at: QQuickItem | None = item
    while at is not None and at.property("wordy") is None:
        at = at.parentItem()
    return at


def _sample(item: QQuickItem) -> str:
    """Of the sheet *Cỡ chữ*: ``size.4``'s "4", ``theme.soft``'s "soft"; else nothing."""
    at: QQuickItem | None = item
    while at is not None and not at.objectName().startswith(("size.", "theme.")):
        at = at.parentItem()
    return at.objectName().partition(".")[2] if at is not None else ""


def _target(item: QQuickItem, place: int) -> Target:
    told = QAccessible.queryAccessibleInterface(item)
    key = item.property("wordy")
    return Target(
        name=name_of(item),
        rect=scene(item),
        spoken=told.text(QAccessible.Text.Name),
        key=key is not None,
        letter=key is False,
        border=float(item.property("edgeWidth") or 0),
        focused=item.hasActiveFocus(),
        item=item,
        place=place,
    )


def _cover(item: QQuickItem, place: int, *, takes: bool) -> Cover:
    return Cover(name_of(item), scene(item), takes, item, place)


def _is_face(item: QQuickItem) -> bool:
    """Whether a box is what a target looks like: the target itself is measured."""
    return item.parentItem().property("facePressed") is not None


def _hides(item: QQuickItem) -> bool:
    colour = item.property("color")
    return isinstance(colour, QColor) and colour.alphaF() * _opacity(item) >= HIDES


def _faded(item: QQuickItem) -> bool:
    """Whether it is drawn as something that cannot be used now."""
    return not item.isEnabled() and _opacity(item) < 1


def _opacity(item: QQuickItem) -> float:
    opacity = 1.0
    at: QQuickItem | None = item
    while at is not None:
        opacity *= at.opacity()
        at = at.parentItem()
    return opacity


def _number(item: QQuickItem, name: str) -> float:
    value = item.property(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _words(item: QQuickItem, font: QFont, place: int) -> Words:
    rest = _number(item, "rest")  # of `Prose`, which Qt takes for less than it is
    height = _number(item, "contentHeight") + rest
    width = _number(item, "contentWidth")
    lines = max(1, int(_number(item, "lineCount")))
    cap, first, over, under = _reach(font.key(), str(item.property("text")), font)
    baseline = _number(item, "baselineOffset")
    if abs(item.height() - item.implicitHeight()) < 1:
        baseline += rest / 2
    last = baseline + height * (lines - 1) / lines
    align = int(_number(item, "sides")) or 1
    spare = item.width() - width
    left = spare / 2 if align & 4 else spare if align & 2 else 0.0
    top = max(0.0, baseline - cap)
    body = QRectF(left, top, width, height * (lines - 1) / lines + cap)
    origin, holder = scene(item), _holder(item)
    ink, typed = scene(item, body), item.property("truncated") is None
    rect = origin
    if typed and holder is not None:  # of a long answer its end is seen
        rect, ink = origin.intersected(holder), ink.intersected(holder)
    padding = _number(item, "topPadding") + _number(item, "bottomPadding")
    return Words(
        name=name_of(item),
        text=str(item.property("text")),
        rect=rect,
        ink=ink,
        inked=(origin.top() + baseline + over, origin.top() + last + under),
        tallest=origin.top() + (last if typed else baseline) + first,
        cap=cap,
        wanted=(width, height + padding),
        truncated=bool(item.property("truncated")),
        key=_key_of(item) is not None,
        sample=_sample(item),
        typed=typed,
        holder=holder,
        enabled=item.isEnabled(),
        faded=_faded(item),
        item=item,
        place=place,
    )


@lru_cache(maxsize=4096)
def _reach(_key: str, text: str, font: QFont) -> tuple[float, float, float, float]:
    """Capital height; how far ẪỖỆ, and this text's own marks, stand over and under the baseline."""
    metrics = QFontMetricsF(font)
    own = metrics.tightBoundingRect(text)
    over, under = min(0.0, own.top()), max(0.0, own.bottom())
    return metrics.capHeight(), metrics.tightBoundingRect("ẪỖỆ").top(), over, under


def _holder(item: QQuickItem) -> QRectF | None:
    """The nearest box drawn round the words."""
    parent: QQuickItem | None = item.parentItem()
    while parent is not None and parent.property("radius") is None:
        parent = parent.parentItem()
    return scene(parent) if parent is not None else None


def inside(item: QQuickItem, ancestor: QQuickItem) -> bool:
    """Whether `item` is `ancestor` or drawn as part of it."""
    at: QQuickItem | None = item
    while at is not None and at is not ancestor:
        at = at.parentItem()
    return at is not None
