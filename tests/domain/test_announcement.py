"""Numbers and desks as a waiting room hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.announcement import said_desk, said_number


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("A045", "a, không bốn lăm"),
        ("B105", "bê, một không năm"),
        ("C005", "xê, không không năm"),
        ("D515", "dê, năm một lăm"),
        ("X221", "ích, hai hai một"),
    ],
)
def test_a_number_is_read_digit_by_digit(number: str, said: str) -> None:
    assert said_number(number, "vi") == said


def test_in_english_the_digits_are_words_too() -> None:
    assert said_number("A045", "en") == "A, zero four five"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Quầy 3", "quầy ba"),
        ("Quầy 15", "quầy mười lăm"),
        ("Quầy 21", "quầy hai mươi mốt"),
        ("Quầy 10", "quầy mười"),
        ("Phòng 105", "phòng một không năm"),
        ("Bàn tiếp dân", "bàn tiếp dân"),
    ],
)
def test_a_desk_is_called_by_its_name(name: str, said: str) -> None:
    assert said_desk(name, "vi") == said


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_numbers_never_sound_the_same(one: int, other: int) -> None:
    said = [said_number(f"A{n:03d}", "vi") for n in (one, other)]
    assert (said[0] == said[1]) == (one == other)
    assert all(len(each.split()) == 4 for each in said)
