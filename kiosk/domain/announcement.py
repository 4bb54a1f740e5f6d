"""How a called number and a desk are said aloud, as Vietnamese waiting rooms are used to.

A number is read digit by digit, never as "one hundred and forty-five": what is heard is then
what stands on the slip. Letters go by their Vietnamese names.
"""

import re
from types import MappingProxyType
from typing import Final, Literal

from kiosk.domain.vietnamese import DIGITS, number_in_words

Spoken = Literal["vi", "en"]

_ENGLISH: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
#: The letters' names when an alphabet is recited; a synthetic voice reads a bare "W" as English.
_LETTERS: Final = MappingProxyType(
    {
        "A": "a",
        "B": "bê",
        "C": "xê",
        "D": "dê",
        "Đ": "đê",
        "E": "e",
        "F": "ép",
        "G": "giê",
        "H": "hát",
        "I": "i",
        "J": "gi",
        "K": "ca",
        "L": "lờ",
        "M": "mờ",
        "N": "nờ",
        "O": "o",
        "P": "pê",
        "Q": "quy",
        "R": "rờ",
        "S": "sờ",
        "T": "tê",
        "U": "u",
        "V": "vê",
        "W": "vê kép",
        "X": "ích",
        "Y": "i dài",
        "Z": "dét",
    }
)


def said_number(number: str, language: Spoken) -> str:
    """``A045`` as ``a, không bốn lăm``; in English ``A, zero four five``.

    The comma is the short pause between the series and its digits.
    """
    series = "".join(each for each in number if not each.isdigit())
    digits = "".join(each for each in number if each.isdigit())
    if language == "en":
        return f"{series}, {' '.join(_ENGLISH[int(each)] for each in digits)}"
    letters = " ".join(_LETTERS.get(each, each) for each in series)
    return f"{letters}, {_digitwise(digits)}"


def _digitwise(digits: str) -> str:
    words = [DIGITS[int(each)] for each in digits]
    # After another digit a last five is "lăm": "bốn lăm", never "bốn năm", which is also
    # "four years"; after a zero it stays "năm".
    if digits[-1:] == "5" and digits[-2:-1] not in ("", "0"):
        words[-1] = "lăm"
    return " ".join(words)


def said_desk(name: str, language: Spoken) -> str:
    """``Quầy 3`` as ``quầy ba``: numbers up to 99 by their words, longer ones digit by digit."""
    if language == "en":
        return name
    lowered = name[:1].lower() + name[1:]
    return re.sub(r"[0-9]+", lambda found: _counted(found[0]), lowered)


def _counted(digits: str) -> str:
    if len(digits) != 2 or digits[0] == "0":
        return _digitwise(digits)
    return number_in_words(int(digits))
