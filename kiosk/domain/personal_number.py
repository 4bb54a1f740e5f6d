"""The twelve-digit personal number (*số định danh cá nhân*) and what can be read from it.

``PPP G YY NNNNNN``: place of birth registration, century and sex, year of birth, serial.
Sources: Luật Căn cước 26/2023/QH15, Điều 12; TT 07/2016/TT-BCA, annex (place codes and the
table of century and sex). The number has no check digit, so a wrong digit is not detectable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

#: ASCII digits only: `str.isdigit` would let Arabic or full-width digits through.
_TWELVE_DIGITS: Final = re.compile(r"[0-9]{12}")

#: The 63 place codes of TT 07/2016/TT-BCA. The merger of provinces on 1/7/2025 changed none:
#: the code says where a birth was registered, not where that place lies today.
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "001": "Hà Nội",
        "002": "Hà Giang",
        "004": "Cao Bằng",
        "006": "Bắc Kạn",
        "008": "Tuyên Quang",
        "010": "Lào Cai",
        "011": "Điện Biên",
        "012": "Lai Châu",
        "014": "Sơn La",
        "015": "Yên Bái",
        "017": "Hòa Bình",
        "019": "Thái Nguyên",
        "020": "Lạng Sơn",
        "022": "Quảng Ninh",
        "024": "Bắc Giang",
        "025": "Phú Thọ",
        "026": "Vĩnh Phúc",
        "027": "Bắc Ninh",
        "030": "Hải Dương",
        "031": "Hải Phòng",
        "033": "Hưng Yên",
        "034": "Thái Bình",
        "035": "Hà Nam",
        "036": "Nam Định",
        "037": "Ninh Bình",
        "038": "Thanh Hóa",
        "040": "Nghệ An",
        "042": "Hà Tĩnh",
        "044": "Quảng Bình",
        "045": "Quảng Trị",
        "046": "Thừa Thiên Huế",
        "048": "Đà Nẵng",
        "049": "Quảng Nam",
        "051": "Quảng Ngãi",
        "052": "Bình Định",
        "054": "Phú Yên",
        "056": "Khánh Hòa",
        "058": "Ninh Thuận",
        "060": "Bình Thuận",
        "062": "Kon Tum",
        "064": "Gia Lai",
        "066": "Đắk Lắk",
        "067": "Đắk Nông",
        "068": "Lâm Đồng",
        "070": "Bình Phước",
        "072": "Tây Ninh",
        "074": "Bình Dương",
        "075": "Đồng Nai",
        "077": "Bà Rịa - Vũng Tàu",
        "079": "Thành phố Hồ Chí Minh",
        "080": "Long An",
        "082": "Tiền Giang",
        "083": "Bến Tre",
        "084": "Trà Vinh",
        "086": "Vĩnh Long",
        "087": "Đồng Tháp",
        "089": "An Giang",
        "091": "Kiên Giang",
        "092": "Cần Thơ",
        "093": "Hậu Giang",
        "094": "Sóc Trăng",
        "095": "Bạc Liêu",
        "096": "Cà Mau",
    }
)


class Sex(StrEnum):
    """The two words a card carries."""

    MALE = "Nam"
    FEMALE = "Nữ"


class NumberDoubt(StrEnum):
    """A number and a card that do not agree. Never a reason to refuse: a lawful change of sex
    leaves the number as it is, and births abroad have place codes that are not published.
    """

    SEX = "number_sex"
    BIRTH_YEAR = "number_birth_year"
    PLACE_UNKNOWN = "number_place_unknown"


@dataclass(frozen=True, slots=True, order=True)
class PersonalNumber:
    """A well-formed personal number. Its `repr` is masked, so a traceback tells nothing.

    Raises:
        ValueError: not twelve ASCII digits. The message never repeats what was given.
    """

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _TWELVE_DIGITS.fullmatch(self.digits):
            raise ValueError("a personal number is twelve digits")

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"PersonalNumber({self.masked})"

    @property
    def masked(self) -> str:
        """For screens, slips and overviews: the last four digits only."""
        return "*" * 8 + self.digits[-4:]

    @property
    def place(self) -> str | None:
        """Name of the place of birth registration; None if the code is not of the 63."""
        return PLACES.get(self.digits[:3])

    @property
    def sex(self) -> Sex:
        """Sex at registration: even digits are male, odd ones female."""
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """Year of birth: 0-1 is the 1900s, 2-3 the 2000s, … 8-9 the 2300s."""
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    def doubts(self, *, sex: Sex, birth_year: int) -> tuple[NumberDoubt, ...]:
        """What in the number contradicts a card that says `sex` and `birth_year`."""
        found: list[NumberDoubt] = []
        if self.sex is not sex:
            found.append(NumberDoubt.SEX)
        if self.birth_year != birth_year:
            found.append(NumberDoubt.BIRTH_YEAR)
        if self.place is None:
            found.append(NumberDoubt.PLACE_UNKNOWN)
        return tuple(found)
