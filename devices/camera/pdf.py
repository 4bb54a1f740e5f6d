"""One PDF of straight pages, as a portal takes it: small, in true size, without a date.

img2pdf (LGPL-3.0, used as a library) puts the JPEG or fax data into the file as they are; with
its own engine, so that the same pages give the same bytes on every machine.
"""

import io
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import cv2
import img2pdf
import numpy as np
from PIL import Image

from devices.camera.images import Bgr
from devices.camera.rectify import Sheet, ink

#: A dossier of 20 pages goes over 1 Mbit/s in under a minute.
PAGE_BYTES: Final = 300_000
#: JPEG quality, best first; only a page full of pictures gets below the first.
QUALITIES: Final = (60, 50, 40, 30)


class Ink(StrEnum):
    """How the pages are kept."""

    COLOUR = "colour"  # JPEG: red seals stay red
    TEXT = "text"  # black and white, CCITT group 4: a tenth of the size, for text only


class PageTooLargeError(Exception):
    """A page stays above `PAGE_BYTES` even at the lowest quality that can be read."""


def to_pdf(pages: Sequence[Bgr], sheet: Sheet, *, ink_kind: Ink = Ink.COLOUR) -> bytes:
    """The PDF of straight pages, one sheet of paper each, standing or lying as they are.

    Args:
        pages: at least one, from `straighten`.
        sheet: which paper; the pages of the PDF have its size, whatever their pixels.
        ink_kind: see `Ink`.

    Raises:
        PageTooLargeError: see there.
        ValueError: no page was given.
    """
    if not pages:
        raise ValueError("a PDF has at least one page")
    coded = [_jpeg(page) if ink_kind is Ink.COLOUR else _fax(page) for page in pages]
    short, long = sheet.size_mm
    standing = (img2pdf.mm_to_pt(short), img2pdf.mm_to_pt(long))

    def layout(width: int, height: int, _dpi: object) -> tuple[float, float, float, float]:
        paper = standing if height >= width else standing[::-1]
        return (*paper, *paper)

    made = img2pdf.convert(coded, layout_fun=layout, engine=img2pdf.Engine.internal, nodate=True)
    return bytes(made)


def _jpeg(page: Bgr) -> bytes:
    calm = denoised(page)
    size = 0
    for quality in QUALITIES:
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        ok, coded = cv2.imencode(".jpg", calm, options)
        if not ok:
            raise ValueError(f"a picture of shape {page.shape} cannot be coded")
        size = coded.size
        if size <= PAGE_BYTES:
            return coded.tobytes()
    raise PageTooLargeError(f"{size} bytes at quality {QUALITIES[-1]}")


def denoised(page: Bgr) -> Bgr:
    """The page without the grain of the sensor, which costs more bytes than the writing does."""
    return np.asarray(cv2.bilateralFilter(page, 5, 18, 3), np.uint8)


def _fax(page: Bgr) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(ink(page)).convert("1").save(stream, "TIFF", compression="group4")
    return stream.getvalue()
