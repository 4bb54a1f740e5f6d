"""What is typed is what is shown, and what is shown is what is sent."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.answer_kinds import Address, problem_key
from kiosk.domain.form import CardFact, Field, FieldKind, Option
from kiosk.domain.words import Words
from ui.shown import masked_number, shown, to_type, typed

LABEL = Words("Mục", "Item")
TODAY = dt.date(2026, 11, 25)


def field(kind: FieldKind) -> Field:
    return Field("x", LABEL, kind)


@given(st.dates(dt.date(1900, 1, 1), TODAY))
def test_a_date_typed_in_eight_digits_is_that_day(day: dt.date) -> None:
    item = field(FieldKind.DATE)
    value = typed(item, f"{day:%d%m%Y}")
    assert value == day.isoformat()
    assert shown(item, value) == f"{day:%d/%m/%Y}"
    assert typed(item, to_type(item, value)) == value


def test_a_day_that_does_not_exist_stays_for_the_person_to_see() -> None:
    item = field(FieldKind.DATE)
    for text in ("31022020", "3102", "99999999", "0"):
        value = typed(item, text)
        assert value is not None
        assert problem_key(item, value, today=TODAY) == "form.date"
        assert to_type(item, value).strip("-") != ""


def test_a_year_alone_is_a_birth_and_nothing_else() -> None:
    birth = replace(field(FieldKind.DATE), card=CardFact.BIRTH)
    assert typed(birth, "1945") == "1945"
    assert problem_key(birth, "1945", today=TODAY) == ""
    assert shown(birth, "1945") == "1945"
    assert problem_key(field(FieldKind.DATE), typed(field(FieldKind.DATE), "1945"), today=TODAY)


def test_a_moment_and_a_time_are_typed_in_digits() -> None:
    moment = field(FieldKind.DATETIME)
    assert typed(moment, "150320260930") == "2026-03-15T09:30"
    assert shown(moment, "2026-03-15T09:30") == "15/03/2026 09:30"
    assert typed(moment, to_type(moment, "2026-03-15T09:30")) == "2026-03-15T09:30"
    assert typed(field(FieldKind.TIME), "0930") == "09:30"
    assert problem_key(field(FieldKind.TIME), typed(field(FieldKind.TIME), "93"), today=TODAY)


def test_choices_and_addresses_are_shown_in_words() -> None:
    item = Field("x", LABEL, FieldKind.SELECT, options=(Option(3, Words("Đã ly hôn", "Divorced")),))
    assert shown(item, 3) == "Đã ly hôn"
    assert shown(item, 3, "en") == "Divorced"
    place = Address("Tỉnh A", "Xã B", "Thôn C")
    assert shown(field(FieldKind.ADDRESS), place) == "Thôn C, Xã B, Tỉnh A"
    assert shown(field(FieldKind.BOOL), value=False) == "Không"
    assert shown(field(FieldKind.MONEY), 1_500_000) == "1.500.000 đồng"


def test_nothing_typed_is_no_answer() -> None:
    for kind in FieldKind:
        assert typed(field(kind), "   ") is None


def test_only_the_end_of_a_number_is_shown() -> None:
    assert masked_number("079185012345") == "••••••••2345"
