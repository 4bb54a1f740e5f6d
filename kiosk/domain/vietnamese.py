"""Vietnamese writing: folding for search, names as forms want them, numbers and dates in words."""

import datetime as dt
import re
import unicodedata
from typing import Final

#: The two letters that no Unicode decomposition turns into a plain one.
_STROKE: Final = str.maketrans("đĐ", "dD")
#: The five tones as loose marks: huyền, sắc, ngã, hỏi, nặng.
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SPACES: Final = re.compile(r"\s+")

#: The ten digits as they are said.
DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def fold(text: str) -> str:
    """`text` as a search key: lower case, no marks, đ as d, runs of white space as one.

    Both ways of placing a tone ("hòa", "hoà") and both Unicode forms give the same key.
    """
    plain = unicodedata.normalize("NFD", text.translate(_STROKE).lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def tidy(text: str) -> str:
    """`text` in NFC without white space at its ends and with single spaces inside."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def form_name(name: str) -> str:
    """A name as official forms print it: capitals with their marks (``NGUYỄN VĂN AN``)."""
    return unicodedata.normalize("NFC", tidy(name).upper())


def name_key(name: str) -> str:
    """`name` for telling two spellings of one name from two names.

    Capitals and spaces do not matter, nor where in its syllable a tone stands ("HÒA" and "HOÀ"
    are one name); marks do: "Nguyen" is not "Nguyễn".
    """
    words = []
    for syllable in unicodedata.normalize("NFD", form_name(name)).split(" "):
        tones = "".join(char for char in syllable if char in _TONES)
        bare = "".join(char for char in syllable if char not in _TONES)
        words.append(unicodedata.normalize("NFC", bare) + tones)
    return " ".join(words)


def is_name(text: str) -> bool:
    """Whether `text` (NFC) can be the name of a person.

    All of Latin is allowed, since names of ethnic minorities carry letters such as ŏ ŭ č ĕ ñ
    and apostrophes or hyphens (``H' Nhuôl Êban``, ``Y-Bhăm``); Cyrillic or Greek letters that
    only look Latin are not, and neither are digits.
    """
    marks = 0
    letters = 0
    for char in text:
        if unicodedata.combining(char):
            marks += 1
            # After NFC a Latin letter keeps at most two loose marks; more is defacement.
            if marks > 2 or not letters:
                return False
            continue
        marks = 0
        if unicodedata.name(char, "").startswith("LATIN "):
            letters += 1
        elif char not in " '’‘ʼ-‐.":
            return False
    return letters > 0


def _under_thousand(number: int, *, full: bool) -> list[str]:
    """Words of 0..999; `full` also says an empty hundred ("không trăm linh năm")."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words: list[str] = []
    if hundreds or full:
        words += [DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones:
            words += ["linh", DIGITS[ones]] if words else [DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return words


def number_in_words(number: int) -> str:
    """`number` (0 … 999 999 999 999) read aloud in Vietnamese, as forms want it for money.

    Raises:
        ValueError: outside that range.
    """
    if not 0 <= number < 10**12:
        raise ValueError("number must be 0 .. 10^12 - 1")
    if number == 0:
        return DIGITS[0]
    words: list[str] = []
    for power, unit in ((9, ["tỷ"]), (6, ["triệu"]), (3, ["nghìn"]), (0, [])):
        group = number // 10**power % 1000
        if group:
            words += [*_under_thousand(group, full=bool(words)), *unit]
    return " ".join(words)


def date_in_words(day: dt.date) -> str:
    """`day` as civil-status forms want it "ghi bằng chữ".

    ``Ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu``. The fourth month is
    "tháng tư", as it is always said and written.
    """
    month = "tư" if day.month == 4 else number_in_words(day.month)
    return f"Ngày {number_in_words(day.day)} tháng {month} năm {number_in_words(day.year)}"
