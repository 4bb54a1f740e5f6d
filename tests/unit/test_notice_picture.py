"""The picture of a notice: whatever its file holds beside the picture goes, or does no harm."""

import io

import pytest
from PIL import Image, PngImagePlugin

from kiosk.services.notice_picture import draw_anew

CANARY = b"CHIM-VANH-KHUYEN"


def picture() -> Image.Image:
    return Image.linear_gradient("L").convert("RGB")


def notes() -> Image.Exif:
    found = Image.Exif()
    found[0x010E], found[0x0112] = CANARY.decode(), 6  # description; held upright
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_nothing_that_a_program_hid_in_the_file_gets_to_a_kiosk(kind: str) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", CANARY.decode())
    out = io.BytesIO()
    picture().save(out, kind, exif=notes(), pnginfo=words, comment=CANARY, icc_profile=CANARY * 20)
    assert CANARY in out.getvalue() or kind == "PNG"  # a profile of a PNG is packed
    drawn = draw_anew(out.getvalue()).content
    assert CANARY not in drawn
    with Image.open(io.BytesIO(drawn)) as again:
        again.load()
        assert not {"icc_profile", "exif", "comment", "Author"} & again.info.keys()


@pytest.mark.parametrize("at", range(12))
def test_a_broken_note_of_how_the_camera_was_held_costs_no_picture(at: int) -> None:
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=notes())
    spoilt = bytearray(out.getvalue())
    spoilt[spoilt.index(b"Exif\0\0") + 6 + at] ^= 0xFF
    assert draw_anew(bytes(spoilt)).signed.media == "image/jpeg"
