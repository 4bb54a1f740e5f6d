"""The picture of a notice, made small and plain before anybody signs it.

It is drawn anew: what a camera or a drawing program hides in a file (place, owner, thumbnail)
does not get to a kiosk, nor does a file that only looks like a picture.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import Final

from PIL import Image

from kiosk.contract.notices import MAX_PICTURE_BYTES, NoticePicture
from kiosk.services.read_image import ImageRefusedError, colour_picture

#: Above the width of the largest panel in use (1080x1920, upright): more cannot be seen.
MOST_SIDE: Final = 1600  # pixels
_QUALITIES: Final = (88, 75, 60)  # JPEG; lettering shows rings below


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is signed, stored and shown."""

    signed: NoticePicture
    content: bytes


def draw_anew(content: bytes) -> Drawn:
    """The picture in `content` (PNG or JPEG), at most `MOST_SIDE` wide and high.

    Raises:
        ImageRefusedError: it is no such picture, or too large to be opened.
    """
    picture = colour_picture(content)
    picture.info = {}  # what is not dots: colour profiles, words, notes of the camera
    picture.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    if content.startswith(b"\x89PNG"):  # drawn, not photographed: keep its sharp edges
        plain = _encoded(picture, "PNG", optimize=True)
        if len(plain) <= MAX_PICTURE_BYTES // 2:
            return _drawn(plain, "image/png")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    for quality in _QUALITIES:
        plain = _encoded(paper, "JPEG", quality=quality, progressive=False)
        if len(plain) <= MAX_PICTURE_BYTES:
            return _drawn(plain, "image/jpeg")
    raise ImageRefusedError("too much detail to be made small")


def _encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _drawn(content: bytes, media: str) -> Drawn:
    digest = hashlib.sha256(content).hexdigest()
    found = {"sha256": digest, "size": len(content), "media": media}
    return Drawn(NoticePicture.model_validate(found), content)
