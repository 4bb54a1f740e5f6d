"""The paper in a citizen's hand: whole, readable, short, and saying what is true."""

import datetime as dt
import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from devices import faults, qr
from kiosk.domain.compounds import together
from kiosk.slips import check
from kiosk.slips.composer import SlipTooLongError
from kiosk.slips.paper import (
    MAX_HEIGHT,
    WIDTH,
    Box,
    Code,
    Face,
    Layout,
    Line,
    balanced,
    clean,
    font,
    mm,
    paint,
    width_of,
)
from kiosk.slips.ticket_slip import TicketSlip, draw, layout
from ui.gallery_slips import ENGLISH, WARD

#: A slip is drawn for each: a quarter of the examples of tests that draw nothing.
few = settings(max_examples=settings().max_examples // 4)
URL = WARD.follow_url
LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
    "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỲỸỴẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰ"
)
words = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=20).map(
    lambda parts: " ".join(parts)[:100].strip()
)
slips = st.builds(
    TicketSlip,
    office=words.map(lambda name: name[:70]),
    number=st.from_regex(r"[A-Z][0-9]{3,4}", fullmatch=True),
    service=words,
    at=st.datetimes(dt.datetime(2001, 1, 1), dt.datetime(2099, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    ahead=st.none() | st.integers(0, 9999),
    follow_url=st.text("abcdefghijklmnopqrstuvwxyz0123456789.:", min_size=1, max_size=90).map(
        lambda host: f"https://{host}/t/AbCdEfGhIjKlMnOpQrSt_-"
    ),
    language=st.sampled_from(["vi", "en"]),
    offline=st.booleans(),
    reprint=st.booleans(),
    priority=st.booleans(),
    hotline=st.sampled_from(["", "1900 1234", "024 3825 1234 (giờ hành chính)"]),
)  # fmt: skip


def said(slip: TicketSlip) -> str:
    """All words on the slip in reading order, lines joined."""
    return " ".join(mark.text for mark in layout(slip).marks if isinstance(mark, Line))


def boxes(made: Layout) -> list[tuple[int, int, int, int]]:
    """Ink of every line and code, and every rule that is not a frame."""
    found = []
    for mark in made.marks:
        if isinstance(mark, Line):
            found.append(mark.ink)
        elif isinstance(mark, Code):
            found.append((mark.left, mark.top, mark.left + mark.side, mark.top + mark.side))
        elif not mark.border and mark.bottom - mark.top <= 3:
            found.append((mark.left, mark.top, mark.right, mark.bottom))
    return found


@few
@given(slips)
def test_whatever_the_names_nothing_is_clipped_overlaps_or_gets_too_long(slip: TicketSlip) -> None:
    made = layout(slip)
    assert made.height <= MAX_HEIGHT
    there = boxes(made)
    for left, top, right, bottom in there:
        assert mm(1) <= left <= right <= WIDTH - mm(1)
        assert 0 <= top <= bottom <= made.height
    for one, other in itertools.combinations(there, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    spoken = said(slip).replace(" ", "")
    for part in (slip.office, slip.number, slip.service, slip.hotline):
        assert clean(part).replace(" ", "") in spoken


@few
@given(slips)
def test_every_slips_code_is_read_back_letter_for_letter(slip: TicketSlip) -> None:
    picture = check.checked(slip)
    assert picture.mode == "1"
    assert picture.width == WIDTH
    assert qr.zxing(picture) == [slip.follow_url.encode()]


@few
@given(slips)
def test_the_number_is_twelve_millimetres_high_and_a_module_half_a_millimetre(
    slip: TicketSlip,
) -> None:
    marks = layout(slip).marks
    number = next(m for m in marks if isinstance(m, Line) and m.text == slip.number)
    _, top, _, bottom = font("head", number.size).getbbox("H", anchor="ls")
    assert bottom - top >= mm(12) - 1  # one dot of rounding
    code = next(m for m in marks if isinstance(m, Code))
    assert code.dots >= 4
    quiet = 4 * code.dots
    around = (code.left - quiet, code.top - quiet, code.left + code.side + quiet, code.top)
    picture = paint(layout(slip)).convert("L")
    side = picture.crop((max(0, around[0]), code.top, code.left, code.top + code.side))
    right = picture.crop(
        (code.left + code.side, code.top, code.left + code.side + quiet, code.top + code.side)
    )
    assert side.getextrema() == right.getextrema() == (255, 255)


def test_marks_stacked_on_capitals_are_whole() -> None:
    """Drawn alone with room to spare, each line has the same ink as on the slip."""
    slip = replace(WARD, office="ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ", service="ỨỪỬỮỰ ẤẦẨẪẬ ỚỜỞỠỢ " * 4)
    made = layout(slip)
    picture = paint(made).convert("L")
    for mark in made.marks:
        if not isinstance(mark, Line) or mark.text == slip.number:
            continue
        roomy = Image.new("L", (WIDTH, 300), 255)
        draw_on = ImageDraw.Draw(roomy)
        draw_on.text((mark.x, 150), mark.text, 0, font(mark.face, mark.size), anchor="ls")
        left, top, right, bottom = mark.ink
        alone = roomy.crop((left, top - mark.baseline + 150, right, bottom - mark.baseline + 150))
        alone = alone.point(lambda value: 255 if value > 140 else 0)
        on_slip = picture.crop((left, top, right, bottom))
        assert ImageChops.difference(alone, on_slip).getbbox() is None, mark.text


@given(words, st.sampled_from(["head", "body", "strong"]), st.integers(18, 40))
def test_a_line_is_as_wide_as_its_letters(text: str, face: Face, size: int) -> None:
    """Else lines set from the widths of letters would run over the margin."""
    assert abs(font(face, size).getlength(text) - width_of(text, face, size)) < 1


def test_a_word_of_two_syllables_is_not_torn_where_the_lines_are_no_more_for_it() -> None:
    words = "Giấy giới thiệu của đơn vị quân đội cấp trung đoàn trở lên"
    assert balanced(words, "body", 26, 490) == [
        "Giấy giới thiệu của đơn vị",
        "quân đội cấp trung đoàn trở lên",
    ]
    assert not together("quân,", "đội")


def test_what_the_slip_says_of_the_queue() -> None:
    assert "Trước ông/bà có 12 người đang chờ." in said(WARD)
    assert "Không có ai chờ trước ông/bà." in said(replace(WARD, ahead=0))
    assert "chờ trước" not in said(replace(WARD, ahead=None)).lower()
    assert "1 person is waiting before you." in said(replace(ENGLISH, ahead=1))
    assert "25/11/2026 10:03" in re.sub(r" +", " ", said(WARD))  # office time, not UTC


def test_a_slip_says_when_it_is_a_reprint_or_was_issued_without_the_network() -> None:
    assert "BẢN IN LẠI" not in said(WARD)
    assert said(replace(WARD, reprint=True)).startswith("BẢN IN LẠI")
    assert "Cấp khi mất mạng" in said(replace(WARD, offline=True))
    assert "ƯU TIÊN" in said(replace(WARD, priority=True))
    frames = [m for m in layout(replace(WARD, reprint=True)).marks if isinstance(m, Box)]
    assert any(frame.border for frame in frames)


def test_names_in_decomposed_letters_or_with_control_characters_print_the_same() -> None:
    import unicodedata

    hostile = replace(
        WARD,
        office=unicodedata.normalize("NFD", WARD.office),
        service="Khai sinh,\x1b@ kết\u202e hôn,\nkhai tử\u0007".replace("\x1b@", ""),
    )
    assert draw(hostile).tobytes() == draw(WARD).tobytes()


@pytest.mark.parametrize("url", ["", "http://kiosk/t/ông", "http://k/\n", "h" * 201])
def test_an_address_that_no_code_should_carry_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="follow_url"):
        replace(WARD, follow_url=url)


def test_texts_that_cannot_fit_are_refused_and_not_cut() -> None:
    with pytest.raises(SlipTooLongError):
        layout(replace(WARD, service="Đăng ký " * 120))


def test_a_slip_whose_code_says_something_else_is_never_printed() -> None:
    with pytest.raises(check.SlipUnreadableError, match="something else") as caught:
        check.read_back(draw(WARD), URL + "x")
    assert caught.value.fault is faults.SLIP_UNREADABLE
    assert "AbCdEf" not in str(caught.value)  # the secret of the follow page


def test_a_slip_whose_code_is_spoilt_is_never_printed() -> None:
    picture = draw(WARD)
    code = next(m for m in layout(WARD).marks if isinstance(m, Code))
    picture.paste(0, (code.left, code.top, code.left + 60, code.top + 60))
    with pytest.raises(check.SlipUnreadableError, match="0 codes"):
        check.read_back(picture, URL)
