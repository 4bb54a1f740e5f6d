"""Twelve digits and what the law lets one read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.personal_number import PLACES, NumberDoubt, PersonalNumber, Sex


@pytest.mark.parametrize(
    ("digits", "sex", "year"),
    [
        ("001090123456", Sex.MALE, 1990),
        ("001190123456", Sex.FEMALE, 1990),
        ("079306000123", Sex.FEMALE, 2006),
        ("038203004567", Sex.MALE, 2003),
        ("001412000001", Sex.MALE, 2112),
        ("001999000001", Sex.FEMALE, 2399),
    ],
)
def test_the_fourth_digit_says_sex_and_century(digits: str, sex: Sex, year: int) -> None:
    number = PersonalNumber(digits)
    assert (number.sex, number.birth_year) == (sex, year)


def test_all_63_provinces_of_birth_registration_are_known_and_no_other() -> None:
    assert len(PLACES) == len(set(PLACES.values())) == 63
    assert PersonalNumber("066198000999").place == "Đắk Lắk"
    assert PersonalNumber("003198000999").place is None


@pytest.mark.parametrize("text", ["", "00109012345", "0010901234567", " 01090123456", "٠" * 12])
def test_what_is_not_twelve_digits_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a personal number is twelve digits$"):
        PersonalNumber(text)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_a_screen_shows_the_last_four_digits_only(digits: str) -> None:
    number = PersonalNumber(digits)
    assert number.masked == "********" + digits[8:]
    assert len(number.masked) == 12
    assert str(number) == number.masked
    assert repr(number) == f"PersonalNumber({number.masked})"


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_a_number_never_doubts_itself(digits: str) -> None:
    number = PersonalNumber(digits)
    doubts = number.doubts(sex=number.sex, birth_year=number.birth_year)
    assert doubts in ((), (NumberDoubt.PLACE_UNKNOWN,))
