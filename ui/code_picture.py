"""A QR code on the screen, for a phone held before it."""

import io

import segno

from ui.pictures import address


def code_picture(said: str) -> str:
    """What a code says, as a picture (its address), black on white."""
    file = io.BytesIO()
    segno.make(said, error="m").save(file, kind="png", scale=8, border=3)
    return address(file.getvalue())
