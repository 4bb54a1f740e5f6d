"""Codes read from frames: the right bytes, no guessed letters, and nothing said aloud."""

import logging

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.camera.images import Gray
from devices.camera.qr import (
    ENGINES,
    QrEngine,
    QrReader,
    RawCode,
    Zbar,
    Zxing,
    read_still,
    utf8_text,
)
from devices.sim.scene import (
    SPECIMEN_CARD,
    Plate,
    Scene,
    Subject,
    add_noise,
    shoot,
    still,
)
from tests.bench.bench_camera import CODES, HARDER, varied


def drawn(data: bytes, scale: int = 4) -> Gray:
    modules = np.array(list(segno.make(data, error="m", mode="byte", micro=False).matrix), np.uint8)
    padded = np.pad(1 - modules, 4, constant_values=1) * np.uint8(255)
    return np.asarray(padded.repeat(scale, 0).repeat(scale, 1), np.uint8)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "scene",
    [
        Scene(subject=Subject.CARD, fill=0.62),
        Scene(subject=Subject.CARD, fill=0.62, angle=90),
        Scene(subject=Subject.CARD, fill=0.7, angle=203, tilt=0.15, plate=Plate.WOOD),
        Scene(subject=Subject.CARD, fill=0.7, angle=-31, light=0.35),
    ],
    ids=["straight", "quarter turn", "upside down, tilted, on wood", "dim"],
)
def test_the_code_of_a_card_is_read_however_the_card_lies(scene: Scene, name: str) -> None:
    codes = read_still(shoot(scene).frame, ENGINES[name]())
    assert [code.text for code in codes] == [SPECIMEN_CARD]


@pytest.mark.parametrize("text", ["Nguyễn Thị Nữ", "Lý Chính Thắng", "Đặng Ngọc Ẩn|Nữ|â"])
@pytest.mark.parametrize("name", ENGINES)
def test_vietnamese_names_come_back_letter_by_letter(name: str, text: str) -> None:
    """Left to guess, zbar returns two names of three as Japanese or Chinese."""
    (code,) = read_still(drawn(text.encode()), ENGINES[name]())
    assert (code.data, code.text) == (text.encode(), text)


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_come_back_as_they_were_by_both_engines(data: bytes) -> None:
    # Symbology and character set are no concern of ours: ESC/POS, NUL and CRLF are data too.
    for engine in (Zxing(), Zbar()):
        assert [code.data for code in engine.codes(drawn(data))] == [data], engine.name


def test_bytes_that_are_not_utf8_have_no_text() -> None:
    assert utf8_text("Nữ".encode("cp1258", "ignore") + b"\xff") is None
    (code,) = read_still(drawn(b"0790|\xc3\x28|x"))
    assert code.text is None
    assert code.data == b"0790|\xc3\x28|x"


def test_decomposed_letters_become_composed_ones() -> None:
    assert utf8_text("Nguye\u0302\u0303n".encode()) == "Nguyễn"


def test_other_kinds_of_codes_are_not_read() -> None:
    for kind in (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Code128):
        code = zxingcpp.create_barcode("012345678901", kind)
        picture = np.array(zxingcpp.write_barcode_to_image(code, scale=4))
        padded = np.pad(picture, 20, constant_values=255)
        assert zxingcpp.read_barcodes(padded), "the picture must hold a readable code"
        assert read_still(padded) == []
        assert read_still(padded, Zbar()) == []


def test_what_a_code_says_is_in_no_repr_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    (code,) = read_still(drawn(SPECIMEN_CARD.encode()))
    assert "079099012345" not in f"{code!r} {code} {Zxing().codes(drawn(b'079099012345'))}"
    assert "079099012345" not in caplog.text


class _Blind:
    """An engine that sees nothing and remembers the sizes of what it was shown."""

    name = "blind"

    def __init__(self) -> None:
        self.seen: list[int] = []

    def codes(self, gray: Gray) -> list[RawCode]:
        self.seen.append(gray.shape[1])
        return []


def tries(reader: QrReader, engine: _Blind, at_s: float) -> list[int]:
    engine.seen.clear()
    reader.read(np.zeros((48, 64), np.uint8), at_s=at_s)
    return list(engine.seen)


def test_a_reader_tries_harder_the_longer_a_citizen_waits() -> None:
    engine = _Blind()
    reader = QrReader(engine)
    assert [tries(reader, engine, 0.1 * n) for n in range(3)] == [[64], [64], [64, 64]]
    assert [tries(reader, engine, 2 + 0.1 * n) for n in range(3)] == [[64], [64], [64, 64, 128]]
    reader.reset()
    assert [tries(reader, engine, 9 + 0.1 * n) for n in range(3)] == [[64], [64], [64, 64]]


@pytest.mark.parametrize("condition", sorted(set(CODES) - set(HARDER)))
def test_a_card_is_read_within_a_second_however_it_is_turned(condition: str) -> None:
    """Ten frames; how many milliseconds they are is measured by ``make bench``."""
    for number in range(3):
        scene = varied(CODES[condition], 100 + number)
        picture, reader = still(scene).frame, QrReader()
        shown = (add_noise(picture, scene.noise, scene.seed + frame) for frame in range(10))
        reads = (reader.read(frame, at_s=0.1 * number) for number, frame in enumerate(shown))
        assert [code.text for code in next(filter(None, reads))] == [SPECIMEN_CARD]


def test_a_blurred_card_is_read_within_three_frames() -> None:
    # Defocus of sigma 1.6 px on modules of about 3 px: the plain pass reads it in no frame.
    scene = Scene(subject=Subject.CARD, fill=0.95, blur=1.6)
    frame = shoot(scene).frame
    assert Zxing().codes(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)) == []
    reader = QrReader()
    read = [reader.read(frame, at_s=0.1 * n) for n in range(3)]
    assert [code.text for codes in read for code in codes] == [SPECIMEN_CARD]


def test_an_enlarged_code_is_reported_where_it_was() -> None:
    class OnlyLarge:
        name = "only large"

        def codes(self, gray: Gray) -> list[RawCode]:
            return Zxing().codes(gray) if gray.shape[0] > 2000 else []

    engine: QrEngine = OnlyLarge()
    frame = shoot(Scene(subject=Subject.CARD, fill=0.6, size=(1600, 1200))).frame
    (direct,), (enlarged,) = read_still(frame), read_still(frame, engine)
    assert direct.corners is not None
    assert enlarged.corners is not None
    assert np.abs(direct.corners - enlarged.corners).max() < 3.0
