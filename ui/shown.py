"""Answers as people read them, and what fingers typed as answers. The two undo each other.

What is shown on the check page is what is sealed and sent (S9): `shown` in Vietnamese.
"""

import re
from typing import Final, Literal

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.vietnamese import form_name, tidy

Language = Literal["vi", "en"]

YES_NO: Final = {"vi": ("Không", "Có"), "en": ("No", "Yes")}
#: Kinds of answers of which a screen shows the last digits only (S6).
NUMBERS: Final = frozenset({FieldKind.PERSONAL_NUMBER})
LAST: Final = 4
_OF_DIGITS: Final = frozenset({FieldKind.DATE, FieldKind.DATETIME, FieldKind.TIME})
_DIGITS: Final = re.compile(r"[^0-9]")
#: A whole number as the pad writes it, or with its thousands apart; no more than a form has room.
_WHOLE: Final = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([. ][0-9]{3}){1,4}")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


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
    # Also of a day that is in no calendar: it is shown again as it was typed.
    found = _ISO.fullmatch(text)
    return "/".join(reversed(found.groups())) if found else text


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
    if item.kind in _OF_DIGITS:
        return _typed_moment(item, _DIGITS.sub("", text)) or text
    if item.kind in {FieldKind.INT, FieldKind.MONEY}:
        return int(_DIGITS.sub("", text)) if _WHOLE.fullmatch(text) else text
    return form_name(text) if item.kind is FieldKind.NAME else text


def _typed_moment(item: Field, digits: str) -> str:
    if item.kind is FieldKind.DATE or not digits:
        return _typed_day(item, digits)
    if item.kind is FieldKind.DATETIME:
        return f"{_typed_day(item, digits[:8])}T{_typed_time(digits[8:])}"
    return _typed_time(digits)


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
    return "•" * max(0, len(number) - LAST) + number[-LAST:]


def last_digits(number: str) -> str:
    """Those four, one by one, as a voice says them."""
    return " ".join(number[-LAST:])
