"""Answers as people read them, and what fingers typed as answers. The two undo each other.

What is shown on the check page is what is sealed and sent (S9): `shown` in Vietnamese.
"""

import datetime as dt
import re
from typing import Final, Literal

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.vietnamese import form_name, tidy

Language = Literal["vi", "en"]

YES_NO: Final = {"vi": ("Không", "Có"), "en": ("No", "Yes")}
#: Kinds of answers of which a screen shows the last digits only (S6).
NUMBERS: Final = frozenset({FieldKind.PERSONAL_NUMBER})
_DIGITS: Final = re.compile(r"\D")


def shown(item: Field, value: Value, language: Language = "vi") -> str:
    """`value` as a person reads it: 14/02/1985, the words of a choice, an address in a line."""
    if isinstance(value, Address):
        return ", ".join(part for part in (value.detail, value.commune, value.province) if part)
    if isinstance(value, bool):
        return YES_NO[language][value]
    for option in item.options:
        if option.value == value:
            return option.label.in_language(language)
    if isinstance(value, int):
        number = f"{value:,}".replace(",", ".")
        return f"{number} đồng" if item.kind is FieldKind.MONEY else number
    return _text(item, value)


def _text(item: Field, value: str) -> str:
    if item.kind is FieldKind.DATE:
        return _day(value)
    if item.kind is FieldKind.DATETIME:
        day, _, time = value.partition("T")
        return f"{_day(day)} {time}".strip()
    return form_name(value) if item.kind is FieldKind.NAME or item.capitals else value


def _day(text: str) -> str:
    try:
        return f"{dt.date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text  # a year alone, or what somebody typed and will be asked to look at again


def to_type(item: Field, value: Value | None) -> str:
    """The keys that give `value`, to go on typing where somebody stopped."""
    if value is None or isinstance(value, Address):
        return ""
    if item.kind in {FieldKind.DATE, FieldKind.DATETIME, FieldKind.TIME}:
        return _DIGITS.sub("", shown(item, value))
    return str(value)


def typed(item: Field, text: str) -> Value | None:
    """What was typed as an answer; None for nothing.

    Never guesses: what makes no date stays as it was typed, so that the check says so.
    """
    text = tidy(text) if item.kind is not FieldKind.TEXTAREA else text.strip()
    if not text:
        return None
    digits = _DIGITS.sub("", text)
    match item.kind:
        case FieldKind.DATE:
            return _typed_day(item, digits)
        case FieldKind.DATETIME:
            return f"{_typed_day(item, digits[:8])}T{_typed_time(digits[8:])}"
        case FieldKind.TIME:
            return _typed_time(digits)
        case FieldKind.INT | FieldKind.MONEY:
            return int(digits) if digits else None
        case _:
            return form_name(text) if item.kind is FieldKind.NAME else text


def _typed_day(item: Field, digits: str) -> str:
    if len(digits) == 4 and item.card is CardFact.BIRTH:
        return digits  # only the year of birth is known, as on old papers
    return f"{digits[4:]}-{digits[2:4]}-{digits[:2]}" if len(digits) == 8 else digits


def _typed_time(digits: str) -> str:
    return f"{digits[:2]}:{digits[2:]}" if len(digits) == 4 else digits


#: What says who somebody is or where to be found.
IDENTITY: Final = frozenset(
    {
        FieldKind.NAME,
        FieldKind.PHONE,
        FieldKind.EMAIL,
        FieldKind.ADDRESS,
        FieldKind.PERSONAL_NUMBER,
    }
)


def masked_words(words: str) -> str:
    """The first letter of each word only: enough for who knows it, and for nobody else."""
    return " ".join(word[:1] + "•" * (len(word) - 1) for word in words.split())


def masked_number(number: str) -> str:
    """A personal number with its last four digits only (S6)."""
    return "•" * max(0, len(number) - 4) + number[-4:]
