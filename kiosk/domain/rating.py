"""What a person may say of a visit with one touch: how it was, and perhaps what made it so."""

from enum import IntEnum, StrEnum
from typing import Final


class Score(IntEnum):
    """Five faces, worst to best."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


class Occasion(StrEnum):
    """What had just been brought to its end."""

    NUMBER = "number"  # a number was taken
    DOSSIER = "dossier"  # a dossier was handed in
    RESULT = "result"  # tracking showed how a dossier ended


class Reason(StrEnum):
    """What the score is about; a person may choose several, or none."""

    STAFF = "staff"
    WAITING = "waiting"
    GUIDANCE = "guidance"
    PROCEDURE = "procedure"
    PLACE = "place"
    KIOSK = "kiosk"


#: Faces of fewer ratings than this are not shown to the office: with one visitor of a service a
#: day, the day and the service alone would say who it was.
SHOWN_FROM: Final = 5
