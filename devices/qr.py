"""QR codes in pictures, as bytes: decoders guess at text, and guess wrong with Vietnamese.

zbar turns about one full identity card payload in twelve into Shift-JIS or Big5 unless it is
told to leave the bytes alone (measured; zbar issue 212). Text is strict UTF-8 or nothing.
"""

from collections.abc import Callable
from ctypes import c_char_p, c_void_p, cast
from ctypes import string_at as bytes_at
from typing import Final

import zxingcpp
from PIL import Image
from pyzbar import wrapper

#: zbar.h, zbar_config_t: ZBAR_CFG_BINARY, "don't convert binary data to text"; since 0.23.1.
#: pyzbar has no name for it.
CFG_BINARY: Final = 4
_FOURCC_Y800: Final = int.from_bytes(b"Y800", "little")


class ZbarError(Exception):
    """zbar cannot work on this machine, or refused the picture."""


def zxing(picture: Image.Image) -> list[bytes]:
    """Payloads of all QR codes that zxing-cpp finds."""
    only_qr = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=only_qr)
    return [code.bytes for code in found]


def zbar(picture: Image.Image) -> list[bytes]:
    """Payloads of all QR codes that zbar finds, bytes untouched; raises `ZbarError`."""
    grey = picture.convert("L")
    pixels = grey.tobytes()
    qr = int(wrapper.ZBarSymbol.QRCODE)
    scanner = wrapper.zbar_image_scanner_create()
    image = wrapper.zbar_image_create()
    try:
        if not scanner or not image:
            raise ZbarError("zbar gives no scanner")
        configure = wrapper.zbar_image_scanner_set_config
        configure(scanner, 0, wrapper.ZBarConfig.CFG_ENABLE, 0)  # symbology 0: all of them
        configure(scanner, qr, wrapper.ZBarConfig.CFG_ENABLE, 1)
        if configure(scanner, qr, CFG_BINARY, 1):
            raise ZbarError("this zbar cannot leave bytes alone; 0.23.1 or newer is needed")
        wrapper.zbar_image_set_format(image, _FOURCC_Y800)
        wrapper.zbar_image_set_size(image, grey.width, grey.height)
        wrapper.zbar_image_set_data(image, cast(c_char_p(pixels), c_void_p), len(pixels), None)
        if wrapper.zbar_scan_image(scanner, image) < 0:
            raise ZbarError("zbar refuses the picture")
        return _payloads(image)
    finally:
        if image:
            wrapper.zbar_image_destroy(image)
        if scanner:
            wrapper.zbar_image_scanner_destroy(scanner)


def _payloads(image: object) -> list[bytes]:
    payloads = []
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        length = wrapper.zbar_symbol_get_data_length(symbol)
        payloads.append(bytes_at(wrapper.zbar_symbol_get_data(symbol), length))
        symbol = wrapper.zbar_symbol_next(symbol)
    return payloads


ENGINES: Final[dict[str, Callable[[Image.Image], list[bytes]]]] = {"zxing": zxing, "pyzbar": zbar}
