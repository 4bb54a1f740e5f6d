"""Words, names, numbers and dates as Vietnamese writes them."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.vietnamese import date_in_words, fold, form_name, is_name, number_in_words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đăng ký  Khai Sinh", "dang ky khai sinh"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        (unicodedata.normalize("NFD", "Đắk Lắk"), "dak lak"),
        ("H' Nhuôl Êban", "h' nhuol eban"),
    ],
)
def test_a_search_key_has_no_marks(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_the_unicode_form_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Nguyễn Văn An", "NGUYỄN VĂN AN"),
        ("  đỗ   thị  ước ", "ĐỖ THỊ ƯỚC"),
        ("H' Nhuôl Êban", "H' NHUÔL ÊBAN"),
        (unicodedata.normalize("NFD", "Phượng"), "PHƯỢNG"),
        ("An", "AN"),
    ],
)
def test_a_form_prints_a_name_in_capitals_with_its_marks(name: str, printed: str) -> None:
    assert form_name(name) == printed
    assert unicodedata.is_normalized("NFC", form_name(name))


def test_names_of_all_peoples_are_names_and_codes_are_not() -> None:
    assert all(map(is_name, ["An", "H' Nhuôl Êban", "Y-Bhăm", "Kpă Y Lŏng", "Ksor H’Bŭ Ñun"]))
    assert not any(map(is_name, ["", " ", "-", "A1", "Аn", "安", "A<b>", "\u0301A", "An\u200b"]))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1905, "một nghìn chín trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (50_000_000, "năm mươi triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (
            999_999_999_999,
            " ".join(
                [f"chín trăm chín mươi chín {u}".strip() for u in ("tỷ", "triệu", "nghìn", "")]
            ),
        ),
    ],
)
def test_a_number_is_read_aloud(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_that_no_form_needs_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        number_in_words(number)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_numbers_never_read_alike(one: int, other: int) -> None:
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


def test_a_birthday_is_written_in_words_as_the_form_wants_it() -> None:
    assert date_in_words(dt.date(2026, 3, 15)) == (
        "Ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu"
    )
    assert date_in_words(dt.date(2000, 4, 30)) == "Ngày ba mươi tháng tư năm hai nghìn"
