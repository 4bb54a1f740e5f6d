"""What each kind of field accepts."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.personal_number import PersonalNumber
from kiosk.domain.vietnamese import is_name, tidy


@dataclass(frozen=True, slots=True)
class Address:
    """An address of two levels, as in force since 1/7/2025."""

    province: str
    commune: str
    detail: str = ""  # house number, street, hamlet


Value = str | int | bool | Address

#: Characters; names of 100 are accepted, an official form has room for no longer answers.
MAX_NAME: Final = 100
MAX_TEXT: Final = 300
MAX_TEXTAREA: Final = 2000
#: Copies, people, workers: more than this was meant otherwise.
MAX_COUNT: Final = 999
#: Đồng; twelve digits can still be written in words on a form.
MAX_MONEY: Final = 10**12 - 1
_OLDEST: Final = dt.date(1900, 1, 1)
#: A term of residence or a start of business lies within this many years.
_YEARS_AHEAD: Final = 50

#: The country code, as people write it before a number: +84, 0084, 84, also with a zero after it.
_COUNTRY: Final = re.compile(r"^(?:\+84|0084|84)0?(?=[2-9])")
#: Mobile numbers have ten digits since 2018 (03, 05, 07, 08, 09), fixed lines eleven (02x).
_PHONE: Final = re.compile(r"0[35789][0-9]{8}|02[0-9]{8,9}")
_PHONE_FILLER: Final = re.compile(r"[\s.\-()]+")
# One @, dots only between other signs, no spaces: a typing aid. Only a letter proves an address.
_EMAIL: Final = re.compile(
    r"(?=.{1,64}@)[^@\s<>\"(),;:.]+(\.[^@\s<>\"(),;:.]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}", re.ASCII
)
#: Letters and signs of Unicode that show nothing: Hangul fillers, the empty Braille cell.
_EMPTY: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR: Final = re.compile(r"[0-9]{4}")


def is_blank(value: Value | None) -> bool:
    """Whether a field was left open. False and 0 are answers."""
    if isinstance(value, Address):
        return not (value.province.strip() or value.commune.strip() or value.detail.strip())
    return value is None or (isinstance(value, str) and not value.strip())


def plain_phone(text: str) -> str:
    """A telephone number without spaces, dots and the country code."""
    return _COUNTRY.sub("0", _PHONE_FILLER.sub("", text))


def problem_key(item: Field, value: Value | None, *, today: dt.date) -> str:
    """Key of the sentence that says what is wrong with `value`, or empty if nothing is."""
    if item.kind is FieldKind.ADDRESS:
        return _address(value)
    if item.kind in {FieldKind.SELECT, FieldKind.RADIO}:
        return _option(item, value)
    if item.kind in {FieldKind.INT, FieldKind.MONEY}:
        return _number(item, value, MAX_MONEY if item.kind is FieldKind.MONEY else MAX_COUNT)
    if item.kind is FieldKind.BOOL:
        return "" if isinstance(value, bool) else "form.answer_kind"
    return _text(item, value, today)


def _option(item: Field, value: Value | None) -> str:
    fits = value in [option.value for option in item.options] and not isinstance(value, bool)
    return "" if fits else "form.option"


def _text(item: Field, value: Value | None, today: dt.date) -> str:
    if not isinstance(value, str):
        return "form.answer_kind"
    if not _visible_only(value, multiline=item.kind is FieldKind.TEXTAREA):
        return "form.hidden_character"
    if item.kind in {FieldKind.DATE, FieldKind.DATETIME}:
        return _date(item, value, today)
    return _TEXT_CHECKS[item.kind](unicodedata.normalize("NFC", value))


def _visible_only(text: str, *, multiline: bool) -> bool:
    allowed = "\n" if multiline else ""
    return all(
        (unicodedata.category(char)[0] != "C" and char not in _EMPTY) or char in allowed
        for char in text
    )


def _prose(text: str, most: int) -> str:
    if len(text) > most:
        return "form.too_long"
    return "" if any(char.isalnum() for char in text) else "form.words"


def _address(value: Value | None) -> str:
    if not isinstance(value, Address):
        return "form.answer_kind"
    if not value.province.strip():
        return "form.address_province"
    if not value.commune.strip():
        return "form.address_commune"
    parts = (value.province, value.commune, value.detail)
    if not all(_visible_only(part, multiline=False) for part in parts):
        return "form.hidden_character"
    # A house may have no number, so the rest of an address may be open, but dashes say nothing.
    return next((key for part in parts if part.strip() and (key := _prose(part, MAX_TEXT))), "")


def _number(item: Field, value: Value | None, most: int) -> str:
    if isinstance(value, str):
        return "form.number"
    if isinstance(value, bool) or not isinstance(value, int):
        return "form.answer_kind"
    if 0 <= value < item.least:
        return "form.number_least"
    return "" if 0 <= value <= most else "form.number_range"


def _date(item: Field, text: str, today: dt.date) -> str:
    if item.card is CardFact.BIRTH and _YEAR.fullmatch(text):
        return "" if 1900 <= int(text) <= today.year else "form.date"
    day_text, _, time_text = text.partition("T")
    timed = item.kind is FieldKind.DATETIME
    if not _DATE.fullmatch(day_text) or timed != bool(_TIME.fullmatch(time_text)):
        return "form.date"
    try:
        day = dt.date.fromisoformat(day_text)
    except ValueError:
        return "form.date"
    if day < _OLDEST or day.year > today.year + _YEARS_AHEAD:
        return "form.date"
    return "form.date_ahead" if item.past and day > today else ""


def _name(text: str) -> str:
    if len(tidy(text)) > MAX_NAME:
        return "form.name_long"
    return "" if is_name(tidy(text)) else "form.name_letters"


def _is_email(text: str) -> bool:
    # A letter with its mark got in by the Telex of the keyboard; offices write to plain addresses.
    return text.isascii() and _EMAIL.fullmatch(text) is not None


def _personal_number(text: str) -> str:
    try:
        PersonalNumber(text.strip())
    except ValueError:
        return "form.personal_number"
    return ""


_TEXT_CHECKS: Final[Mapping[FieldKind, Callable[[str], str]]] = {
    FieldKind.NAME: _name,
    FieldKind.TEXT: lambda text: _prose(text, MAX_TEXT),
    FieldKind.TEXTAREA: lambda text: _prose(text, MAX_TEXTAREA),
    FieldKind.TIME: lambda text: "" if _TIME.fullmatch(text) else "form.time",
    FieldKind.PHONE: lambda text: "" if _PHONE.fullmatch(plain_phone(text)) else "form.phone",
    FieldKind.EMAIL: lambda text: "" if _is_email(text.strip()) else "form.email",
    FieldKind.PERSONAL_NUMBER: _personal_number,
}
