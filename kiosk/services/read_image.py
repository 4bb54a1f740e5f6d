"""Pictures from outside, opened within limits, and the QR code in them.

A picture of 10 KB may unpack to hundreds of megabytes; its size is known before it is
unpacked. Only the two formats that cameras and phones give are tried at all.
"""

import io
import unicodedata
import warnings
from pathlib import Path
from typing import IO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from devices import qr

FORMATS: Final = ("PNG", "JPEG")
MOST_PIXELS: Final = 24_000_000  # a document camera has 8 to 13 million
MOST_BYTES: Final = 32_000_000


class ImageRefusedError(Exception):
    """The picture is not taken, or says nothing that can be used; the message says why."""


def open_picture(path: Path) -> Image.Image:
    """The picture in grey; raises `ImageRefusedError` before anything large is unpacked."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImageRefusedError(f"more than {MOST_BYTES} bytes")
    except OSError as error:
        raise ImageRefusedError(error.strerror or "damaged picture") from error
    return _unpacked(path).convert("L")


def colour_picture(content: bytes) -> Image.Image:
    """The picture in these bytes, upright, in colours; raises `ImageRefusedError` as above."""
    if len(content) > MOST_BYTES:
        raise ImageRefusedError(f"more than {MOST_BYTES} bytes")
    picture = _unpacked(io.BytesIO(content))
    upright = _upright(picture)
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its camera was held; a broken note on that is no loss."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - Pillow names no closed set of errors for broken notes
        return picture


def _unpacked(source: Path | IO[bytes]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken notes, which are no loss
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ImageRefusedError(f"{picture.width}x{picture.height}: too many pixels")
                picture.load()
                return picture
    except UnidentifiedImageError as error:
        raise ImageRefusedError("neither PNG nor JPEG") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefusedError("too many pixels") from error
    except OSError as error:
        raise ImageRefusedError(error.strerror or "damaged picture") from error
    except (ValueError, SyntaxError, EOFError) as error:  # how Pillow reports broken chunks
        raise ImageRefusedError("damaged picture") from error


def qr_text(path: Path, engine: str = "zxing") -> str:
    """The text of the only QR code on the picture, strict UTF-8, NFC.

    Raises:
        ImageRefusedError: no picture, no code, several different ones, or no UTF-8.
    """
    found = set(qr.ENGINES[engine](open_picture(path)))
    if not found:
        raise ImageRefusedError("no code found")
    if len(found) > 1:
        raise ImageRefusedError(f"{len(found)} different codes")
    try:
        return unicodedata.normalize("NFC", found.pop().decode("utf-8", "strict"))
    except UnicodeDecodeError as error:
        raise ImageRefusedError("the code is not UTF-8") from error
