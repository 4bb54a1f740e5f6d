"""Codes of dossiers: our own, and those of the agencies' systems.

Our code ``XXX-XXX-XXX`` is eight random characters and one check character. It stands beside
the official *mã hồ sơ*, which only an agency's system may give out, and can never be taken for
one: every official code contains a run of six digits for its date.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: 31 characters: I L O U Z are left out because people take them for 1 1 0 V 2.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
CODE_LENGTH: Final = 9
SECRET_LENGTH: Final = 4  # 31^4 = 923 521; the portal limits tries, the code is the other half

_MODULUS: Final = len(ALPHABET)  # prime, which is what makes the proofs below hold
_LOOK_ALIKE: Final = str.maketrans("ILOUZ", "110V2")
#: What people and scanners put between the groups; phones like to write real dashes.
_BETWEEN: Final = re.compile(r"[\s\-\u2010-\u2015\u2212._]+")
_SPACE_OR_DASH: Final = re.compile(r"[\s\-\u2010-\u2015\u2212_]+")
_LONGEST_INPUT: Final = 64  # characters; more is not somebody typing a code

#: A source of randomness: `below(n)` is uniform in 0 … n-1. `secrets.randbelow` in the product.
RandomBelow = Callable[[int], int]


def _weighted_sum(characters: str) -> int:
    """Sum of weight x value, modulo 31; the weights are 1, 2, 3 … from the left.

    A single wrong character changes it by weight x difference, two swapped ones by the product
    of both differences. Neither is a multiple of the prime 31, so both are always caught.
    """
    return (
        sum(weight * ALPHABET.index(char) for weight, char in enumerate(characters, 1)) % _MODULUS
    )


def _check_character(body: str) -> str:
    """The ninth character: with it the weighted sum of all nine is 0."""
    inverse = pow(CODE_LENGTH, -1, _MODULUS)
    return ALPHABET[-_weighted_sum(body) * inverse % _MODULUS]


class CodeProblem(StrEnum):
    """Why something typed or scanned is not one of our codes."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"  # a slip of the finger or of the eye


class BadCodeError(ValueError):
    """Not one of our codes; `problem` says what is wrong with it."""

    def __init__(self, problem: CodeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, order=True)
class DossierCode:
    """One of our codes, e.g. ``H3K-7QP-2MD``; nine characters without dashes inside.

    Raises:
        BadCodeError: wrong length, a character outside the alphabet, or a wrong check.
    """

    characters: str

    def __post_init__(self) -> None:
        if len(self.characters) != CODE_LENGTH:
            raise BadCodeError(CodeProblem.LENGTH)
        if any(char not in ALPHABET for char in self.characters):
            raise BadCodeError(CodeProblem.CHARACTER)
        if _weighted_sum(self.characters) != 0:
            raise BadCodeError(CodeProblem.CHECK)

    def __str__(self) -> str:
        return "-".join(self.characters[start : start + 3] for start in (0, 3, 6))


def mint_code(below: RandomBelow) -> DossierCode:
    """A new code; 31^8 (8.5 x 10^11) are possible. The store still refuses a second of a kind."""
    body = "".join(ALPHABET[below(_MODULUS)] for _ in range(CODE_LENGTH - 1))
    return DossierCode(body + _check_character(body))


def mint_secret(below: RandomBelow) -> str:
    """The four characters printed beside a code; both are needed to follow a dossier."""
    return "".join(ALPHABET[below(_MODULUS)] for _ in range(SECRET_LENGTH))


def _as_typed(text: str) -> str:
    if len(text) > _LONGEST_INPUT:
        raise BadCodeError(CodeProblem.LENGTH)
    return _BETWEEN.sub("", text).upper().translate(_LOOK_ALIKE)


def parse_code(text: str) -> DossierCode:
    """The code somebody typed: any case, with or without dashes, look-alike letters taken as
    the character they are mistaken for.

    Raises:
        BadCodeError: it is not one of our codes.
    """
    return DossierCode(_as_typed(text))


def parse_secret(text: str) -> str:
    """The secret somebody typed, as minted; tolerant like `parse_code`.

    Raises:
        BadCodeError: wrong length or a character outside the alphabet.
    """
    secret = _as_typed(text)
    if len(secret) != SECRET_LENGTH:
        raise BadCodeError(CodeProblem.LENGTH)
    if any(char not in ALPHABET for char in secret):
        raise BadCodeError(CodeProblem.CHARACTER)
    return secret


class Owner(StrEnum):
    """Whose system gave out an official code, by the letter of its agency root."""

    MINISTRY = "ministry"  # G: central systems of the ministries
    PROVINCE = "province"  # H: the province's system for settling procedures
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OfficialCode:
    """A code of the national or of a provincial system; known here, followed there.

    `root` is the agency's first identification part, e.g. ``H56`` or ``G15``
    (QĐ 20/2020/QĐ-TTg); `received` the day in the code.
    """

    text: str
    root: str
    received: dt.date

    @property
    def owner(self) -> Owner:
        """Whose system it is."""
        return {"G": Owner.MINISTRY, "H": Owner.PROVINCE}.get(self.root[0], Owner.OTHER)


# Root to leaf after QĐ 20/2020/QĐ-TTg (H56.14-240823-0001); leaf to root by TT 01/2018/TT-VPCP
# Điều 19 and QCVN 102:2016 (000.00.01.H26-180801-0001); two letters of the owner before the
# serial by TT 03/2025/TT-VPCP Điều 13 as amended by TT 04/2025. Payment systems append the
# moment of payment (yyyyMMddHHmmss).
_OFFICIAL: Final = re.compile(
    r"(?P<code>(?:(?P<root>[A-Z]\d{2})(?:\.\d{2,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.(?P<leaf>[A-Z]\d{2}))"
    r"-(?P<day>\d{6})-(?:[A-Z]{2})?\d{4,8})(?:-\d{14})?",
    re.ASCII,
)


# The same with other signs between its groups, or none.
_TYPED: Final = re.compile(
    r"(?P<code>(?:(?P<root>[A-Z]\d{2})(?:[.-]?\d{2,3}){0,3}|\d{3}[.-]?\d{2}[.-]?\d{2}[.-]?(?P<leaf>[A-Z]\d{2}))"
    r"[.-]?(?P<day>\d{6})[.-]?(?:[A-Z]{2})?[.-]?\d{4,8})",
    re.ASCII,
)


def parse_official(text: str) -> OfficialCode | None:
    """The official code that `text` is, or None. Case and surrounding spaces do not matter."""
    return _official(_OFFICIAL, text)


def _official(pattern: re.Pattern[str], text: str) -> OfficialCode | None:
    if len(text) > _LONGEST_INPUT:
        return None
    match = pattern.fullmatch(text.strip().upper())
    if match is None:
        return None
    day = match["day"]
    try:
        received = dt.date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return None
    return OfficialCode(match["code"], match["root"] or match["leaf"], received)


def read_code(text: str) -> DossierCode | OfficialCode:
    """What a person typed into the tracking field: our code or an official one, which may lack
    the signs between its groups.

    Raises:
        BadCodeError: it is neither.
    """
    official = parse_official(text) or _official(_TYPED, _SPACE_OR_DASH.sub("-", text))
    return official or parse_code(text)
