"""The bytes that leave for the printer, against the manual and not against our own encoder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.printer import raster
from devices.printer.profile import Profile, UnknownProfileError, load_profiles, profile
from devices.printer.replies import Replies, health_of_asb, health_of_status
from devices.sim.decoder import Cut, Question, SlipDecoder, Unknown

GENERIC = profile("generic-80mm")


def decode(data: bytes, width: int) -> tuple[list[Image.Image | None], bool]:
    """Pictures cut off, and whether the last thing was the question for the barrier."""
    events = SlipDecoder(width).feed(data)
    assert not [event for event in events if isinstance(event, Unknown)]
    return [e.picture for e in events if isinstance(e, Cut)], isinstance(events[-1], Question)


rows = st.lists(
    st.one_of(
        st.just(bytes(72)),
        st.binary(min_size=72, max_size=72),
        st.sampled_from([b"\x10\x04\x01" * 24, b"\x10\x14\x08\x10\x05\x01" * 12, b"\x1d\x56" * 36]),
    ),
    min_size=1,
    max_size=12,
)


@given(blocks=st.lists(st.tuples(rows, st.integers(1, 60)), min_size=1, max_size=6))
def test_any_picture_comes_out_dot_for_dot_and_never_as_a_command(
    blocks: list[tuple[list[bytes], int]],
) -> None:
    ink = b"".join(row * times for block, times in blocks for row in block) + b"\xff" * 72
    picture = Image.frombytes("1", (576, len(ink) // 72), ink.translate(raster.INVERTED))
    safe = raster.without_real_time_bytes(picture)
    data = raster.encode(safe, GENERIC)
    assert not re.search(rb"\x10[\x04\x05\x14]", data)
    pictures, barrier = decode(data, 576)
    assert barrier
    assert [p.tobytes() for p in pictures if p] == [safe.tobytes()]


def test_no_picture_command_is_longer_than_a_band_or_a_multiple_of_48(slip: Image.Image) -> None:
    tall = Image.new("1", (576, 960), 0)
    for picture in (slip, tall):
        data = raster.encode(raster.without_real_time_bytes(picture), GENERIC)
        heights = [
            int.from_bytes(h, "little")
            for h in re.findall(rb"\x1dv0\x00\x48\x00([\x00-\xff]{2})", data)
        ]
        assert heights
        assert all(height <= GENERIC.band_rows and height % 48 for height in heights)


def test_the_library_that_builds_the_bytes_prints_nothing_and_dithers_nothing(
    slip: Image.Image, capsys: pytest.CaptureFixture[str]
) -> None:
    data = raster.encode(raster.without_real_time_bytes(slip), GENERIC)
    assert capsys.readouterr().out == ""
    assert data.startswith(b"\x1b@\x1da\x0e\x1dP\xcb\xcb")
    assert data.endswith(b"\x1dVB\x00\x1dr\x01")
    assert len(data) < 50_000  # 45 KB is the median of real slips


@pytest.mark.parametrize("each", load_profiles().values(), ids=lambda each: each.name)
def test_every_profile_prints_a_picture_of_its_own_width(each: Profile) -> None:
    picture = Image.new("1", (each.width_dots, 300), 1)
    picture.paste(0, (8, 100, each.width_dots - 9, 290))
    pictures, _ = decode(raster.encode(picture, each), each.width_dots)
    if each.dpi == 203:  # the decoder's head; another would feed by its own unit
        assert [p.tobytes() for p in pictures if p] == [picture.tobytes()]
    with pytest.raises(raster.SlipShapeError):
        raster.encode(Image.new("1", (each.width_dots - 8, 8), 1), each)


def test_a_wrong_profile_name_is_told_with_those_that_exist() -> None:
    with pytest.raises(UnknownProfileError, match="generic-80mm"):
        profile("generic")


def test_paper_feed_is_in_dots_whatever_the_printer_takes_for_a_unit() -> None:
    """Epson's own unit is half a dot: without GS P a slip would come out squeezed."""
    picture = Image.new("1", (576, 400), 1)
    picture.paste(0, (0, 0, 576, 1))
    picture.paste(0, (0, 399, 576, 400))
    data = raster.encode(picture, GENERIC)
    squeezed, _ = decode(data.replace(b"\x1dP\xcb\xcb", b""), 576)
    right, _ = decode(data, 576)
    assert squeezed[0] is not None
    assert right[0] is not None
    assert squeezed[0].height < 210
    assert right[0].height == 400


@given(st.lists(st.integers(1, 5)), st.lists(st.booleans()))
def test_automatic_status_in_any_pieces_is_never_taken_for_a_barrier(
    cuts: list[int], real_time: list[bool]
) -> None:
    """Its later bytes look just like the answer to GS r."""
    stream = b"".join(b"\x10\x00\x00\x0f" + (b"\x12" if also else b"") for also in real_time)
    replies = Replies()
    position = 0
    for size in [*cuts, len(stream)]:
        replies.feed(stream[position : position + size])
        position += size
    assert replies.barriers == 0
    assert len(replies.status) == sum(real_time)


@given(st.binary(max_size=40))
def test_no_answer_has_the_fixed_bits_of_two_kinds(noise: bytes) -> None:
    replies = Replies()
    replies.feed(noise)
    assert all(byte & 0x93 == 0x12 for byte in replies.status)
    assert replies.barriers + len(replies.status) + replies.ignored <= len(noise)


def test_an_open_cover_is_named_before_the_paper_that_its_sensor_misses() -> None:
    assert health_of_status(0x1A, 0x36, 0x12, 0x72).code == "PRN-03"
    assert health_of_asb(b"\x38\x00\x0c\x0f").code == "PRN-03"


PRINTS_ONE_SLIP = """
import sys
import ui.app
assert not {"cv2", "escpos.capabilities"} & set(sys.modules), "the first frame waits for them"
from PIL import Image
from devices.printer import profile, raster
generic = profile.profile("generic-80mm")
print(len(raster.encode(Image.new("1", (generic.width_dots, 80), 0), generic)))
"""


def test_the_first_frame_waits_for_no_slip_and_a_slip_leaves_no_file_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINTS_ONE_SLIP],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 80 * GENERIC.width_dots // 8
    assert list(tmp_path.iterdir()) == []
