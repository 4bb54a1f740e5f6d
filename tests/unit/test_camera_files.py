"""Files in and out: pictures that attack their decoder, and PDFs opened again."""

import io
import struct
import subprocess
import zlib
from time import monotonic
from typing import cast

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.camera import decode_worker
from devices.camera.decode_worker import MAX_FILE_BYTES, PictureRefusedError, Reason, decode
from devices.camera.pdf import PAGE_BYTES, Ink, PageTooLargeError, to_pdf
from devices.camera.rectify import Sheet
from devices.camera.scan import scan
from devices.sim.scene import Plate, Scene, shoot


def coded(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of one bit a pixel, all of them there, in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_pictures_of_both_kinds_come_back_pixel_by_pixel_and_the_right_way_up() -> None:
    picture = Image.new("RGB", (40, 20), (200, 30, 10))
    picture.putpixel((0, 0), (0, 0, 255))
    assert decode(coded(picture, "PNG"))[0, 0].tolist() == [255, 0, 0]
    exif = Image.Exif()
    exif[0x0112] = 6  # held a quarter turn: rotate clockwise to see it upright
    turned = decode(coded(picture, "JPEG", exif=exif))
    assert turned.shape == (40, 20, 3)
    assert np.abs(turned[30, 10].astype(int) - (10, 30, 200)).max() < 12


@pytest.mark.parametrize("times", [1, 2, 10])
def test_a_bomb_is_refused_before_it_is_unpacked(times: int) -> None:
    bomb = png_bomb(6000, 4001 * times)
    assert len(bomb) < 40_000
    started = monotonic()
    with pytest.raises(PictureRefusedError) as refused:
        decode(bomb)
    assert refused.value.reason is Reason.TOO_MANY_PIXELS
    assert monotonic() - started < 5.0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\xff" * (MAX_FILE_BYTES + 1), Reason.FILE_TOO_LARGE),
        (b"%PDF-1.7 not a picture", Reason.NOT_A_PICTURE),
        (coded(Image.new("RGB", (9, 9)), "GIF"), Reason.NOT_A_PICTURE),
        (coded(Image.new("RGB", (9, 9)), "WEBP"), Reason.NOT_A_PICTURE),
        (coded(Image.new("RGB", (99, 99)), "JPEG")[:400], Reason.DAMAGED),
        (coded(Image.effect_noise((99, 99), 50), "PNG")[:3000], Reason.DAMAGED),
    ],
    ids=["empty", "huge", "pdf", "gif", "webp", "half a jpeg", "half a png"],
)
def test_what_is_no_whole_picture_is_refused_by_name(data: bytes, reason: Reason) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        decode(data)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MEMORY_BYTES", 96 * 2**20, {Reason.TOO_MUCH_MEMORY, Reason.DECODER_DIED}),
        ("CPU_S", 1, {Reason.TOO_LONG}),
    ],
)
def test_a_worker_that_reaches_its_limit_dies_alone(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: set[Reason]
) -> None:
    """The real child with its real limits, only lower, and a busy loop where a decoder hangs."""
    source = decode_worker.__file__
    code = (
        f"import runpy; child = runpy.run_path({source!r}); names = child['_child'].__globals__;"
        f"names[{limit!r}] = {value};"
        "names['_decoded'] = (lambda real: lambda data: real(data) if "
        f"{limit!r} != 'CPU_S' else any(iter(int, 1)))(names['_decoded']);"
        "child['_child']()"
    )
    real = subprocess.run
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **options: real([command[0], "-c", code], **options),
    )
    with pytest.raises(PictureRefusedError) as refused:
        decode(coded(Image.new("RGB", (4800, 4800)), "JPEG"))
    assert refused.value.reason in reason


def test_a_decoder_that_crashes_is_a_named_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **options: real([command[0], "-c", crash], **options),
    )
    with pytest.raises(PictureRefusedError, match="decoder_died: exit status -11"):
        decode(coded(Image.new("RGB", (9, 9)), "PNG"))


@pytest.mark.parametrize(
    "answer",
    [b"7\n", b'{"refused":"taken over"}\n', b'{"height":-1,"width":-3}\n123456789', b"[" * 99_999],
)
def test_a_decoder_that_a_picture_took_over_can_only_be_refused(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess[bytes]([], 0, answer)
    monkeypatch.setattr(subprocess, "run", lambda *_, **_options: done)
    with pytest.raises(PictureRefusedError, match="decoder_died"):
        decode(b"a picture")


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_file_with_broken_bytes_gives_pixels_or_a_named_refusal(data: st.DataObject) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64), np.uint8)  # the same each time
    kind = data.draw(st.sampled_from(["PNG", "JPEG"]))
    whole = bytearray(coded(Image.fromarray(noise), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    reasons: set[Reason] = set()
    try:
        assert decode(bytes(whole)).shape[2] == 3
    except PictureRefusedError as refused:
        reasons.add(refused.reason)
    assert reasons <= {Reason.DAMAGED, Reason.NOT_A_PICTURE, Reason.TOO_MANY_PIXELS}


@pytest.fixture(scope="module")
def pages() -> list[np.ndarray]:
    found = []
    for scene in (Scene(plate=Plate.WOOD), Scene(page=2, angle=90)):
        page = scan(shoot(scene).frame, sheet=Sheet.A4).page
        assert page is not None
        found.append(page)
    return found


@pytest.mark.parametrize(("kind", "limit"), [(Ink.COLOUR, PAGE_BYTES), (Ink.TEXT, 40_000)])
def test_a_pdf_opens_again_with_pages_of_a4_standing_and_lying(
    pages: list[np.ndarray], kind: Ink, limit: int
) -> None:
    data = to_pdf(pages, Sheet.A4, ink_kind=kind)
    assert len(data) < 2 * limit
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
        images = [next(iter(page.get_images().values())) for page in pdf.pages]
        seen = [pikepdf.PdfImage(cast(pikepdf.Stream, image)).as_pil_image() for image in images]
        assert "/CreationDate" not in pdf.docinfo
    assert np.allclose(boxes, [(0, 0, 595.28, 841.89), (0, 0, 841.89, 595.28)], atol=0.01)
    assert [picture.size for picture in seen] == [(1654, 2339), (2339, 1654)]
    assert seen[0].mode == ("RGB" if kind is Ink.COLOUR else "1")
    assert 0.6 < np.asarray(seen[0].convert("L")).mean() / 255 < 1.0


def test_the_same_pages_give_the_same_bytes(pages: list[np.ndarray]) -> None:
    assert to_pdf(pages[:1], Sheet.A4) == to_pdf(pages[:1], Sheet.A4)


def test_a_page_that_stays_too_large_is_refused_and_so_is_no_page() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (2339, 1654, 3), np.uint8)
    with pytest.raises(PageTooLargeError):
        to_pdf([noise], Sheet.A4)
    with pytest.raises(ValueError, match="at least one page"):
        to_pdf([], Sheet.A4)
