"""What a page must hold: sizes, gaps, words that fit, names, contrasts.

Source of the limits: 20 mm targets for people who stand (touch studies of kiosks), letter keys
15 mm (ten of 20 mm do not fit the smallest panel), 2.54 mm gaps and contrasts of 10:1 and 20:1
(voting machine guidelines), 3:1 for what is not text (WCAG 2.2, 1.4.11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from ui.audit.pixels import Pixels, best_edge, ink_contrast
from ui.audit.plan import CAPS_MM
from ui.audit.seen import Seen, Target, Words, inside, look_at
from ui.stage import Stage

TARGET_MM: Final = 20.0
LETTER_MM: Final = 15.0
BIG_MM: Final = 30.0  # of *Nút to*, but for the keyboard: people with tremor get better up to it
#: Of *Tầm với thấp*, above the floor (EN 301 549 5.1, ADA 308).
REACH_MM: Final = (380.0, 1220.0)
GAP_MM: Final = 2.54
SLACK_PX: Final = 1.5  # rounding of positions to whole pixels
#: Captions may be a fifth smaller than the chosen size, but capitals are 4.8 mm at least (ADA
#: 707.7.2) in all sizes but S, which a person chooses to see more at once.
CAPTION: Final = 0.8
CAPTION_MM: Final = 4.8
KEY_CAP_MM: Final = 5.2  # larger words do not fit a key; the field shows them in full size
#: Least contrast of words by theme, and what rounding of colours may take from it.
WORDS_CONTRAST: Final = {"light": 10.0, "dark": 10.0, "contrast": 20.0, "soft": 4.5}
ROUNDED: Final = 0.98
#: A dot or a comma of small letters covers hardly one whole pixel; its colour is that of its word.
DOT_ROUNDED: Final = 0.94
SIGN_CONTRAST: Final = 3.0
WHOLE: Final = 0.8  # of the window: a target this large is the page itself and has no edge


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong, in words for the person who mends the page, and where."""

    rule: str
    what: str
    where: QRectF


def violations(stage: Stage, mm_per_px: float) -> list[Violation]:
    """Everything wrong with the page that is shown."""
    session = stage.kiosk.session
    stage.image()  # lays everything out; what follows from that is drawn the second time
    image = stage.image()
    seen = look_at(stage.kiosk.window.contentItem())
    pixels = Pixels(image)
    return [
        *_targets(seen, mm_per_px),
        *_eases(seen, stage, mm_per_px),
        *_covered(seen),
        *_texts(seen),
        *_capitals(seen, int(session.property("size")), mm_per_px),
        *_contrasts(seen, pixels, session.view.theme),
        *_edges(seen, pixels, mm_per_px),
    ]


def _targets(seen: Seen, mm_per_px: float) -> Iterator[Violation]:
    gap = GAP_MM / mm_per_px
    for target in seen.targets:
        rect = target.rect
        side = min(rect.width(), rect.height())
        least = (LETTER_MM if target.letter else TARGET_MM) / mm_per_px
        if side < least - SLACK_PX:
            yield Violation("target", f"{target.name} is {side * mm_per_px:.1f} mm", rect)
        if not seen.window.adjusted(-1, -1, 1, 1).contains(rect):
            yield Violation("off-screen", target.name, rect)
        if not target.spoken:
            yield Violation("nameless", target.name, rect)
    for one, other in combinations(seen.targets, 2):
        here, there = one.rect, other.rect
        if here.contains(there) or there.contains(here):
            continue  # the language keys on the attract screen, which is one button
        grown = here.adjusted(-gap + SLACK_PX, -gap + SLACK_PX, gap - SLACK_PX, gap - SLACK_PX)
        if here.adjusted(SLACK_PX, SLACK_PX, -SLACK_PX, -SLACK_PX).intersects(there):
            yield Violation("overlap", f"{one.name} and {other.name}", here.united(there))
        elif grown.intersects(there):
            yield Violation("gap", f"{one.name} and {other.name}", here.united(there))


def _eases(seen: Seen, stage: Stage, mm_per_px: float) -> Iterator[Violation]:
    """What *Tầm với thấp* and *Nút to* promise; a target that is the page reaches everywhere."""
    view, mount = stage.kiosk.session.view, stage.kiosk.mount_mm
    low, high = (seen.window.height() - (edge - mount) / mm_per_px for edge in REACH_MM)
    for target in seen.targets:
        rect = target.rect
        if _area(rect) > WHOLE * _area(seen.window) * WHOLE:
            continue
        if view.reach and (rect.top() < high - SLACK_PX or rect.bottom() > low + SLACK_PX):
            yield Violation("reach", target.name, rect)
        side = min(rect.width(), rect.height())
        if view.big and not target.key and side < BIG_MM / mm_per_px - SLACK_PX:
            yield Violation("big", f"{target.name} is {side * mm_per_px:.1f} mm", rect)


def _covered(seen: Seen) -> Iterator[Violation]:
    """Targets that something lies on, and cards and fields that a target lies half across."""
    for target in seen.targets:
        for at in _probes(target.rect):
            over = seen.over(target.place, at) or seen.over(target.place, at, touch=True)
            if over is None or inside(over.item, target.item):
                continue
            if not _nested(seen, target, at):
                yield Violation("covered", f"{target.name} by {over.name}", target.rect)
                break
    for name, box in seen.boxes:
        for target in seen.targets:
            both = box.intersected(target.rect)
            if both.width() <= SLACK_PX or both.height() <= SLACK_PX:
                continue
            if not box.contains(target.rect) and not target.rect.contains(box):
                yield Violation("covered", f"{name} by {target.name}", box)


def _probes(rect: QRectF) -> Iterator[QPointF]:
    for x, y in ((0.5, 0.5), (0.2, 0.25), (0.8, 0.25), (0.2, 0.75), (0.8, 0.75)):
        yield QPointF(rect.x() + rect.width() * x, rect.y() + rect.height() * y)


def _nested(seen: Seen, target: Target, at: QPointF) -> bool:
    """Whether the page itself is the target: what stands on it may take its own touches."""
    whole = _area(target.rect) > WHOLE * _area(seen.window) * WHOLE
    return whole and at != target.rect.center()


def _area(rect: QRectF) -> float:
    return rect.width() * rect.height()


def _texts(seen: Seen) -> Iterator[Violation]:
    shown = [words for words in seen.words if words.enabled and words.text]
    plain = [words for words in shown if not words.typed]
    for words in plain:
        yield from _fits(words, seen.window)
    for words in shown:
        if words.typed and words.holder is not None and words.tallest < words.holder.top():
            yield Violation("marks", f"{words.name}: ẪỖỆ would leave the field", words.rect)
    for one, other in combinations(plain, 2):
        both = one.ink.intersected(other.ink)
        if both.width() > SLACK_PX and both.height() > SLACK_PX:
            yield Violation("overlap", f"{one.name} and {other.name}", one.ink.united(other.ink))


def _fits(words: Words, window: QRectF) -> Iterator[Violation]:
    rect, (width, height) = words.rect, words.wanted
    if words.truncated or width > rect.width() + SLACK_PX:
        yield Violation("cut", f"{words.name} is {width:.0f} px in {rect.width():.0f}", rect)
    if height > rect.height() + SLACK_PX:
        what = f"{words.name} is {height:.0f} px in {rect.height():.0f} high"
        yield Violation("cut", what, rect)
    top, bottom = words.inked
    if top < rect.top() - SLACK_PX:
        what = f"{words.name}: marks stand {rect.top() - top:.0f} px above the item"
        yield Violation("marks", what, rect)
    room = window if words.holder is None else words.holder
    near = room.adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
    if top < near.top() or bottom > near.bottom():
        yield Violation("marks", f"{words.name}: marks leave the card", rect)
    if not near.contains(words.ink):
        yield Violation("outside", f"{words.name} leaves its card", words.ink)
    if not window.adjusted(-1, -1, 1, 1).contains(words.ink):
        yield Violation("off-screen", words.name, words.ink)


def _capitals(seen: Seen, size: int, mm_per_px: float) -> Iterator[Violation]:
    least = max(CAPTION_MM, CAPTION * CAPS_MM[size]) if size > 0 else CAPS_MM[0]
    for words in seen.words:
        if words.sample:
            continue  # shows another size
        wanted = min(least, KEY_CAP_MM) if words.key else least
        # Font sizes are whole pixels: half of one, at this capital height, may be lost.
        if words.text and words.cap < wanted / mm_per_px - 0.5:
            what = f"{words.name}: capitals of {words.cap * mm_per_px:.2f} mm, {wanted:.2f} wanted"
            yield Violation("capitals", what, words.rect)


def _contrasts(seen: Seen, pixels: Pixels, theme: str) -> Iterator[Violation]:
    for words in seen.words:
        over = seen.over(words.place, words.ink.center())
        if over is not None:
            scrim = over.rect.contains(
                seen.window
            )  # of a sheet: the page behind may be read or not
            if words.enabled and not scrim and not inside(over.item, words.item):
                yield Violation("covered", f"{words.name} by {over.name}", words.rect)
            continue
        found = ink_contrast(pixels, _strokes(words)) if words.text.strip() else None
        least = WORDS_CONTRAST[words.sample if words.sample in WORDS_CONTRAST else theme]
        if words.faded:  # a key that cannot be used now: WCAG 2.2, 1.4.3 asks nothing of it
            continue
        rounded = ROUNDED if any(letter.isalnum() for letter in words.text) else DOT_ROUNDED
        if found is not None and found < least * rounded:
            yield Violation("contrast", f"{words.name}: {found:.1f}:1, {least:g} wanted", words.ink)
    for sign in seen.signs:
        if sign.faded or seen.over(sign.place, sign.rect.center()) is not None:
            continue
        found = ink_contrast(pixels, sign.rect)
        if found is not None and found < SIGN_CONTRAST:
            what = f"sign of {sign.name}: {found:.1f}:1, {SIGN_CONTRAST:g} wanted"
            yield Violation("sign", what, sign.rect)


def _strokes(words: Words) -> QRectF:
    """Where strokes may be: an underscore is all below the letters' own box."""
    top, bottom = words.inked
    reach = QRectF(words.ink.left(), top, words.ink.width(), bottom - top).united(words.ink)
    return reach.adjusted(0, -words.cap * 0.1, 0, words.cap * 0.25).intersected(words.rect)


def _edges(seen: Seen, pixels: Pixels, mm_per_px: float) -> Iterator[Violation]:
    """A target must be told from what surrounds it, by its border or by its face."""
    beside = min(4.0, GAP_MM / mm_per_px / 2)
    for target in seen.targets:
        if target.focused or _area(target.rect) > WHOLE * _area(seen.window) * WHOLE:
            continue
        found = best_edge(pixels, target.rect, target.border, beside)
        if found is not None and found < SIGN_CONTRAST:
            what = f"{target.name}: edge of {found:.1f}:1, {SIGN_CONTRAST:g} wanted"
            yield Violation("edge", what, target.rect)
