"""A staff card to print and cut out: the size of an identity card (ISO/IEC 7810, ID-1)."""

from typing import Final

import segno
from PIL import Image, ImageDraw

from kiosk.domain.staff import SignedCard
from kiosk.slips.paper import Face, font
from kiosk.texts import text

DPI: Final = 300
_MM: Final = DPI / 25.4
SIZE: Final = (round(85.6 * _MM), round(53.98 * _MM))
_MARGIN: Final = round(3 * _MM)
_INK, _PAPER = (20, 33, 61), (255, 255, 255)


def draw(signed: SignedCard, *, office: str) -> Image.Image:
    """The front of the card: code at the left, who and until when at the right, 300 dpi."""
    picture = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline=_INK, width=3)
    side = _code(picture, signed.token)
    left = side + _MARGIN
    card = signed.card
    lines: tuple[tuple[str, Face, int], ...] = (
        (text(f"staff_card.{card.role}", "vi"), "head", 44),
        (card.staff_id, "strong", 52),
        (text("staff_card.until", "vi", day=f"{card.expires:%d/%m/%Y}"), "body", 34),
        (office, "body", 30),
        (text("staff_card.lost", "vi"), "body", 26),
    )
    y = _MARGIN * 2
    for words, face, size in lines:
        for line in _wrapped(words, face, size, SIZE[0] - left - _MARGIN):
            pen.text((left, y), line, fill=_INK, font=font(face, size))
            y += round(size * 1.3)
        y += round(size * 0.35)
    return picture


def _code(picture: Image.Image, token: str) -> int:
    """Paste the QR symbol at the left; returns where its quiet zone ends."""
    matrix = segno.make_qr(token, error="m", boost_error=False).matrix
    scale = (SIZE[1] - 2 * _MARGIN) // (len(matrix) + 8)  # 4 modules of quiet zone each side
    side = scale * (len(matrix) + 8)
    top = (SIZE[1] - side) // 2
    pen = ImageDraw.Draw(picture)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                x, y = _MARGIN + (column + 4) * scale, top + (row + 4) * scale
                pen.rectangle((x, y, x + scale - 1, y + scale - 1), fill=(0, 0, 0))
    return _MARGIN + side


def _wrapped(words: str, face: Face, size: int, width: int) -> list[str]:
    made, lines = font(face, size), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if made.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
