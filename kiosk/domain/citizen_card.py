"""The QR code of the citizen's identity card (CCCD from 2021, *thẻ căn cước* from 1/7/2024).

The payload is UTF-8 text, fields joined by ``|``: number, old nine-digit number, name, birth,
sex, residence, issue date. The 2021 card (TT 06/2021/TT-BCA) has exactly these seven; the 2024
card (TT 16/2024/TT-BCA) adds four, usually empty. There is no header, no checksum and **no
signature**: anyone can print such a code, so a card read here never proves identity by itself.

Nothing here writes a log, and no `repr` or error shows what a card said.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.domain.personal_number import NumberDoubt, PersonalNumber, Sex
from kiosk.domain.vietnamese import is_name

#: Bytes. A real payload has 100-300; a QR code that a card has room for holds under 1 KiB.
MAX_PAYLOAD: Final = 1024
#: Characters. The longest name accepted by the population database's forms is about 100.
MAX_NAME: Final = 100
MAX_ADDRESS: Final = 300

#: First day of the new card, of its QR layout and of its issuer (Luật Căn cước 26/2023/QH15).
NEW_CARD_DAY: Final = dt.date(2024, 7, 1)

#: What scanners leave around a payload: BOM, NUL, and the ends of lines.
_FRAMING: Final = "\ufeff\x00\r\n\t"
_NINE_DIGITS: Final = re.compile(r"[0-9]{9}")
_TWELVE_DIGITS: Final = re.compile(r"[0-9]{12}")
_DATE: Final = re.compile(r"(\d{2})(\d{2})(\d{4})|(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_YEAR_ONLY: Final = re.compile(r"(?:0000)?(\d{4})", re.ASCII)


class Reason(StrEnum):
    """Why a payload is not accepted as a card; stable, for screens and for technicians."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_UTF8 = "not_utf8"
    HIDDEN_CHARACTER = "hidden_character"  # control, bidirectional, invisible or unassigned
    DAMAGED_TEXT = "damaged_text"  # U+FFFD: something on the way could not read the letters
    NOT_A_CARD = "not_a_card"  # another kind of code altogether
    FIELD_COUNT = "field_count"
    OLD_NUMBER = "old_number"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ADDRESS = "address"
    ISSUE_DATE = "issue_date"


@dataclass(frozen=True, slots=True)
class Refused:
    """Not a card that can be used. Carries no part of the payload."""

    reason: Reason


class Generation(StrEnum):
    """Which of the two cards it is, named as the card itself is headed."""

    CCCD = "Căn cước công dân"
    CAN_CUOC = "Căn cước"

    @property
    def issuer(self) -> str:
        """Who issues it, as forms ask for *nơi cấp*."""
        if self is Generation.CAN_CUOC:
            return "Bộ Công an"
        return "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


class CardDoubt(StrEnum):
    """Something a clerk should compare with the card itself; never a refusal."""

    OLD_NUMBER_MISSING = "old_number_missing"  # six fields: a tool on the way dropped one
    BIRTH_YEAR_ONLY = "birth_year_only"
    ISSUED_BEFORE_BIRTH = "issued_before_birth"


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth; `day` is None where only the year is known."""

    year: int
    day: dt.date | None = None

    def __str__(self) -> str:
        return self.day.strftime("%d/%m/%Y") if self.day else str(self.year)

    def surely_under(self, years: int, today: dt.date) -> bool:
        """Whether somebody born then is younger than this, also if it was on 1 January."""
        return today < birthday(self.day or dt.date(self.year, 1, 1), years)


def birthday(born: dt.date, age: int) -> dt.date:
    """Born on 29 February: the later day, 1 March, so that nobody is told too early."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)


@dataclass(frozen=True, slots=True)
class Card:
    """What the QR code of a card says. All texts are NFC; its `repr` shows no personal data.

    `address` is kept as printed: communes merged in 2025 are mapped elsewhere, never here.
    `extra` are the fields after the seventh. The law names what they may hold (a cancelled
    number, the parents of a child under 14) but no text gives their order: show nothing of it.
    """

    number: PersonalNumber = field(repr=False)
    old_number: str = field(repr=False)  # nine digits, or empty
    name: str = field(repr=False)
    birth: Birth = field(repr=False)
    sex: Sex = field(repr=False)
    address: str = field(repr=False)
    issued: dt.date = field(repr=False)
    generation: Generation
    extra: tuple[str, ...] = field(default=(), repr=False)
    doubts: tuple[CardDoubt | NumberDoubt, ...] = ()

    @property
    def degraded(self) -> bool:
        """Whether a field was lost on the way, so that the rest was shifted into place."""
        return CardDoubt.OLD_NUMBER_MISSING in self.doubts


def parse_card(payload: bytes) -> Card | Refused:
    """The card that `payload` (as the scanner gave it) describes, or why there is none."""
    text = _clean(payload)
    if isinstance(text, Refused):
        return text
    fields = [part.strip() for part in text.split("|")]  # empty fields count: never drop them
    if len(fields) == 1 or not _TWELVE_DIGITS.fullmatch(fields[0]):
        return Refused(Reason.NOT_A_CARD)
    shifted = len(fields) == 6 and bool(fields[1]) and not fields[1].isdecimal()
    if shifted:
        fields.insert(1, "")
    if len(fields) < 7:
        return Refused(Reason.FIELD_COUNT)
    return _card(fields, shifted=shifted)


def _clean(payload: bytes) -> str | Refused:
    """The text of a payload, framing removed, in NFC and free of anything invisible."""
    if len(payload) > MAX_PAYLOAD:
        return Refused(Reason.TOO_LONG)
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return Refused(Reason.NOT_UTF8)
    text = unicodedata.normalize("NFC", text.strip(_FRAMING + " "))
    if not text:
        return Refused(Reason.EMPTY)
    if "\ufffd" in text:
        return Refused(Reason.DAMAGED_TEXT)
    # C: control, format (bidi and zero-width among them), private, unassigned;
    # Zl and Zp: the line and paragraph separators.
    if any(unicodedata.category(char)[0] == "C" or char in "\u2028\u2029" for char in text):
        return Refused(Reason.HIDDEN_CHARACTER)
    return text


def _card(fields: list[str], *, shifted: bool) -> Card | Refused:
    number, old_number, name, birth_text, sex_text, address, issued_text = fields[:7]
    birth, sex, issued = _birth(birth_text), _sex(sex_text), _date(issued_text)
    sound = {
        Reason.OLD_NUMBER: not old_number or bool(_NINE_DIGITS.fullmatch(old_number)),
        Reason.NAME: len(name) <= MAX_NAME and is_name(name),
        Reason.BIRTH: birth is not None,
        Reason.SEX: sex is not None,
        Reason.ADDRESS: 0 < len(address) <= MAX_ADDRESS,
        Reason.ISSUE_DATE: issued is not None,
    }
    if birth is None or sex is None or issued is None or not all(sound.values()):
        return Refused(next(reason for reason, ok in sound.items() if not ok))
    personal_number = PersonalNumber(number)
    doubts: list[CardDoubt | NumberDoubt] = []
    if shifted:
        doubts.append(CardDoubt.OLD_NUMBER_MISSING)
    if birth.day is None:
        doubts.append(CardDoubt.BIRTH_YEAR_ONLY)
    if issued < (birth.day or dt.date(birth.year, 1, 1)):
        doubts.append(CardDoubt.ISSUED_BEFORE_BIRTH)
    doubts += personal_number.doubts(sex=sex, birth_year=birth.year)
    new = len(fields) >= 8 or issued >= NEW_CARD_DAY
    return Card(
        number=personal_number,
        old_number=old_number,
        name=name,
        birth=birth,
        sex=sex,
        address=address,
        issued=issued,
        generation=Generation.CAN_CUOC if new else Generation.CCCD,
        extra=tuple(fields[7:]),
        doubts=tuple(doubts),
    )


def _date(text: str) -> dt.date | None:
    """``ddMMyyyy`` or ``dd/MM/yyyy``; None for anything that is not a day from 1900 on."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups() if part is not None)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if year >= 1900 else None


def _birth(text: str) -> Birth | None:
    """A full date, or the year alone (``1950``, ``00001950``) as some old people's cards say."""
    day = _date(text)
    if day is not None:
        return Birth(day.year, day)
    match = _YEAR_ONLY.fullmatch(text)
    if match is None or int(match[1]) < 1900:
        return None
    return Birth(int(match[1]))


def _sex(text: str) -> Sex | None:
    return next((sex for sex in Sex if sex.casefold() == text.casefold()), None)
