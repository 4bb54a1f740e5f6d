"""A QR code on the screen, for a phone held before it."""

import segno


def code_picture(said: str) -> str:
    """What a code says, as a picture (PNG in a data address), black on white."""
    return str(segno.make(said, error="m").png_data_uri(scale=8, border=3))
