"""Contrasts of what was really drawn (WCAG 2 formula), from the pixels of the window.

The ground of a text is the commonest colour of its rectangle; its ink the strongest of the
pixels that are not ground. Edges of strokes are mixed with the ground (antialiasing), so a mean
over all ink would blame thin letters for a colour that is right.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

INK: Final = 1.15  # a contrast under it is ground, or the shade of an antialiased edge
STRONGEST: Final = 0.05  # of the ink; at 11 px hardly more is a whole pixel of a stroke
ROWS: Final = 48  # of a text are enough: a stroke is higher than the lines left out


def _light() -> NDArray[np.float32]:
    part = np.arange(256) / 255
    linear = np.where(part <= 0.03928, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


LIGHT: Final = _light()


class Pixels:
    """A picture of the window as numbers."""

    def __init__(self, image: QImage) -> None:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.height, self.width = image.height(), image.width()
        flat = np.frombuffer(image.constBits(), np.uint32)
        self._colours = flat.reshape(self.height, image.bytesPerLine() // 4)[:, : self.width]
        self._image = image  # owns the memory

    def crop(self, rect: QRectF) -> NDArray[np.uint32]:
        """The part of the picture in `rect`; empty when outside."""
        top, bottom = max(0, int(rect.top())), min(self.height, int(rect.bottom()) + 1)
        left, right = max(0, int(rect.left())), min(self.width, int(rect.right()) + 1)
        return self._colours[top : max(top, bottom), left : max(left, right)]


def luminance(colours: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Relative luminance, 0 to 1."""
    red, green, blue = (LIGHT[(colours >> shift) & 255] for shift in (16, 8, 0))
    mixed: NDArray[np.float32] = (0.2126 * red + 0.7152 * green + 0.0722 * blue).astype(np.float32)
    return mixed


def ratio(light: NDArray[np.float32], ground: float) -> NDArray[np.float32]:
    """Contrast of each pixel with the ground, 1 to 21."""
    high, low = np.maximum(light, ground), np.minimum(light, ground)
    found: NDArray[np.float32] = ((high + 0.05) / (low + 0.05)).astype(np.float32)
    return found


def _commonest(colours: NDArray[np.uint32]) -> np.uint32:
    coarse = ((colours >> 9) & 0x7C00) | ((colours >> 6) & 0x3E0) | ((colours >> 3) & 0x1F)
    fullest = np.bincount(coarse.ravel(), minlength=1).argmax()
    values, counts = np.unique(colours[coarse == fullest][:500], return_counts=True)
    return np.uint32(values[counts.argmax()])


def ink_contrast(pixels: Pixels, rect: QRectF) -> float | None:
    """Contrast of the words or the sign in `rect` with its ground; None: nothing of it is seen.

    One colour all over is a contrast of 1: words were to be there.
    """
    colours = pixels.crop(rect)
    if colours.size == 0:
        return None
    colours = colours[:: max(1, colours.shape[0] // ROWS)]
    ground = float(luminance(np.array([_commonest(colours)], np.uint32))[0])
    found = ratio(luminance(colours), ground).ravel()
    ink = found[found > INK]
    if ink.size == 0:
        return 1.0
    return float(np.quantile(ink, 1 - STRONGEST))


def best_edge(pixels: Pixels, rect: QRectF, border: float, beside: float) -> float | None:
    """The weakest side's contrast between what is `beside` pixels away and the edge or face.

    Sides at the window's rim have nothing beside them; None when all have not.
    """
    deep = border + 3
    middle = rect.center()
    sides = (
        QRectF(rect.left() - beside, middle.y(), beside + deep, 0),
        QRectF(rect.right() - deep, middle.y(), beside + deep, 0),
        QRectF(middle.x(), rect.top() - beside, 0, beside + deep),
        QRectF(middle.x(), rect.bottom() - deep, 0, beside + deep),
    )
    found = []
    for place, side in enumerate(sides):
        line = pixels.crop(side).ravel()
        if line.size < beside + border:
            continue
        light = luminance(line if place % 2 == 0 else line[::-1])
        found.append(float(ratio(light, float(light[0])).max()))
    return min(found) if found else None
