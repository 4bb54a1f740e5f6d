"""Feedback to an office (*góp ý, phản ánh, kiến nghị*): what it is about, and what becomes of it.

It travels as a dossier does, sealed to the office, with a code of its own; it is no dossier: no
clerk receives it, no term runs, and nobody's name need stand in it.
"""

import datetime as dt
from enum import StrEnum
from typing import Final

from kiosk.domain.dossier import Status

#: Stands where a dossier has its procedure. No procedure of the national catalogue has field 0.
FEEDBACK: Final = "0.000001"

#: Characters (NFC) of what somebody writes.
LONGEST: Final = 2000

#: One machine takes so many in an hour; more is a game or a queue of people, and both can wait
#: or write at the desk. Per machine, as nobody says who they are.
PER_HOUR: Final = 20
HOUR: Final = dt.timedelta(hours=1)


class Tone(StrEnum):
    """What it is."""

    PRAISE = "praise"
    COMPLAINT = "complaint"
    PROPOSAL = "proposal"


class Subject(StrEnum):
    """What it is about."""

    STAFF = "staff"
    WAITING = "waiting"
    CLEAN = "clean"
    PROCEDURE = "procedure"
    KIOSK = "kiosk"
    OTHER = "other"


#: Every move of feedback at the office: read, then answered; or answered at once.
MOVES: Final = frozenset(
    {
        (Status.SENT, Status.IN_PROGRESS),
        (Status.SENT, Status.SETTLED),
        (Status.IN_PROGRESS, Status.SETTLED),
    }
)


def told_key(status: int) -> str:
    """Key of the sentence for who has code and secret; an unknown number promises nothing."""
    known: dict[int, str] = {
        Status.SENT: "sent",
        Status.IN_PROGRESS: "seen",
        Status.SETTLED: "answered",
    }
    return f"feedback.told_{known.get(status, 'sent')}"
