"""What the demonstration puts under its camera and before its scanner. The person is invented."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

#: A name and a number that stand nowhere else: whoever finds them in clear has found a leak. No
#: authority numbers births from zero, so nobody has this number.
NAME: Final = "Lê Thị Hoa Mẫu"
NUMBER: Final = "079190000000"
ADDRESS: Final = "Số 8 ngõ 3, Phường Sông Mây, Tỉnh Minh Họa"
PHONE: Final = "0900000079"

#: The QR of her card: seven fields, new cards' order (kiosk.domain.citizen_card).
CARD: Final = f"{NUMBER}||{NAME}|14021990|Nữ|{ADDRESS}|03022026"

Scene = Mapping[str, object]

EMPTY_PLATE: Final[Scene] = MappingProxyType({"subject": "empty"})
IDENTITY_CARD: Final[Scene] = MappingProxyType(
    {"subject": "card", "text": CARD, "fill": 0.86, "angle": 4.0, "seed": 3}
)
#: A hand puts nothing down straight: a few degrees, another place each time.
FIRST_PAGE: Final[Scene] = MappingProxyType(
    {"subject": "page", "page": 1, "fill": 0.86, "angle": 3.0, "seed": 1}
)
SECOND_PAGE: Final[Scene] = MappingProxyType(
    {"subject": "page", "page": 2, "fill": 0.86, "angle": -2.0, "seed": 2}
)


def printed_slip(picture: Path) -> Scene:
    """A slip of the kiosk's own printer, as it was cut: `picture` is the printer's record."""
    return {"subject": "picture", "picture": str(picture), "fill": 0.86, "angle": 2.0}
