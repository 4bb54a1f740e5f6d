"""Where a dossier stands, who may move it, and what its owner may be told.

The ten statuses and their numbers are those of *TrangThaiHoSo* in the national message that
synchronises dossiers (DongBoHoSoMC, TT 04/2025/TT-VPCP), so that an adapter to a provincial
system never has to translate. No published rule lists the moves between them; `MOVES` is ours
and follows the forms of TT 03/2025/TT-VPCP (receipt, request to complete, refusal, apology,
stop).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Status(IntEnum):
    """The ten statuses of the national message, by its numbers."""

    SENT = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROGRESS = 4
    TO_COMPLETE = 5
    TO_PAY = 6
    WITHDRAWN = 7
    STOPPED = 8
    SETTLED = 9
    HANDED_OVER = 10

    @property
    def vietnamese(self) -> str:
        """Its official name, for clerks and reports; citizens read `Told.text_key`."""
        return _OFFICIAL_NAMES[self]


_OFFICIAL_NAMES: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.SENT: "Mới đăng ký",
        Status.RECEIVED: "Được tiếp nhận",
        Status.NOT_RECEIVED: "Không được tiếp nhận",
        Status.IN_PROGRESS: "Đang xử lý",
        Status.TO_COMPLETE: "Yêu cầu bổ sung giấy tờ",
        Status.TO_PAY: "Yêu cầu thực hiện nghĩa vụ tài chính",
        Status.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
        Status.STOPPED: "Dừng xử lý",
        Status.SETTLED: "Đã xử lý xong",
        Status.HANDED_OVER: "Đã trả kết quả",
    }
)


class Actor(StrEnum):
    """Who moves a dossier."""

    APPLICANT = "applicant"  # at a kiosk or on the follow page, with code and secret
    CLERK = "clerk"  # signed in; *tiếp nhận* is an officer's act and nobody else's
    PAYMENT = "payment"  # the portal's confirmation that money arrived


_CLERK: Final = frozenset({Actor.CLERK})
#: A withdrawal is the applicant's; a clerk records one that was asked for at the counter.
_WITHDRAWAL: Final = frozenset({Actor.APPLICANT, Actor.CLERK})

#: Every allowed move and who may make it.
MOVES: Final[Mapping[tuple[Status, Status], frozenset[Actor]]] = MappingProxyType(
    {
        (Status.SENT, Status.RECEIVED): _CLERK,
        (Status.SENT, Status.NOT_RECEIVED): _CLERK,
        (Status.SENT, Status.TO_COMPLETE): _CLERK,
        (Status.SENT, Status.WITHDRAWN): _WITHDRAWAL,
        (Status.RECEIVED, Status.IN_PROGRESS): _CLERK,
        (Status.RECEIVED, Status.TO_COMPLETE): _CLERK,
        (Status.RECEIVED, Status.TO_PAY): _CLERK,
        (Status.RECEIVED, Status.WITHDRAWN): _WITHDRAWAL,
        (Status.IN_PROGRESS, Status.TO_COMPLETE): _CLERK,
        (Status.IN_PROGRESS, Status.TO_PAY): _CLERK,
        (Status.IN_PROGRESS, Status.WITHDRAWN): _WITHDRAWAL,
        (Status.IN_PROGRESS, Status.STOPPED): _CLERK,
        (Status.IN_PROGRESS, Status.SETTLED): _CLERK,
        # The missing paper came before reception: the dossier waits for a clerk again.
        (Status.TO_COMPLETE, Status.SENT): frozenset({Actor.APPLICANT}),
        (Status.TO_COMPLETE, Status.RECEIVED): _CLERK,
        (Status.TO_COMPLETE, Status.IN_PROGRESS): _CLERK,
        (Status.TO_COMPLETE, Status.WITHDRAWN): _WITHDRAWAL,
        (Status.TO_COMPLETE, Status.STOPPED): _CLERK,
        (Status.TO_PAY, Status.IN_PROGRESS): frozenset({Actor.CLERK, Actor.PAYMENT}),
        (Status.TO_PAY, Status.WITHDRAWN): _WITHDRAWAL,
        (Status.TO_PAY, Status.STOPPED): _CLERK,
        (Status.STOPPED, Status.IN_PROGRESS): _CLERK,
        (Status.SETTLED, Status.HANDED_OVER): _CLERK,
    }
)

#: While a dossier waits for the applicant or is stopped, its term does not run.
CLOCK_STOPPED: Final = frozenset({Status.TO_COMPLETE, Status.TO_PAY, Status.STOPPED})
#: Moves that must carry a reason in words: forms 02, 03 and 05 of TT 03/2025/TT-VPCP have one.
NEEDS_REASON: Final = frozenset({Status.NOT_RECEIVED, Status.TO_COMPLETE, Status.STOPPED})


class MoveRefusal(StrEnum):
    """Why a move was not made."""

    NO_SUCH_MOVE = "no_such_move"
    NOT_THIS_ACTOR = "not_this_actor"
    REASON_MISSING = "reason_missing"


class MoveRefusedError(Exception):
    """The dossier stays where it is."""

    def __init__(self, refusal: MoveRefusal, current: Status, wanted: Status) -> None:
        super().__init__(f"{current.value} -> {wanted.value}: {refusal.value}")
        self.refusal = refusal


def move(
    current: Status, wanted: Status, *, by: Actor, reason: str = "", was_received: bool = True
) -> Status:
    """`wanted`, if `by` may move a dossier there from `current`.

    `was_received`: whether a clerk has accepted it before. A supplement of a dossier that was
    accepted never sends it back to "sent": the clerk who asked takes it up again.

    Raises:
        MoveRefusedError: no such move, not for this actor, or a reason is due and missing.
    """
    allowed = MOVES.get((current, wanted))
    if allowed is None or (wanted is Status.SENT and was_received):
        raise MoveRefusedError(MoveRefusal.NO_SUCH_MOVE, current, wanted)
    if by not in allowed:
        raise MoveRefusedError(MoveRefusal.NOT_THIS_ACTOR, current, wanted)
    if wanted in NEEDS_REASON and not reason.strip():
        raise MoveRefusedError(MoveRefusal.REASON_MISSING, current, wanted)
    return wanted


def moves_from(current: Status, by: Actor) -> tuple[Status, ...]:
    """Where `by` may move a dossier from `current`, in the order of the numbers."""
    return tuple(
        sorted(to for (start, to), actors in MOVES.items() if start is current and by in actors)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the owner of a dossier may be shown; nothing more may be said than this.

    `text_key` is the sentence (assets/i18n/dossier). A due date exists only once an officer
    has accepted the dossier, and is not shown while the term stands still. The reason is the
    clerk's own words.
    """

    text_key: str
    due_date: bool
    reason: bool
    may_complete: bool
    may_withdraw: bool


_TOLD_NOTHING: Final = Told(
    "dossier.told_other", due_date=False, reason=False, may_complete=False, may_withdraw=False
)


def told(number: int) -> Told:
    """What may be said of a dossier in the status of this number to who has its code and secret.

    A number beyond the ten is a newer portal's: nothing is promised of it.
    """
    if number not in frozenset(Status):
        return _TOLD_NOTHING
    status = Status(number)
    return Told(
        text_key=f"dossier.told_{status.value}",
        due_date=status in {Status.RECEIVED, Status.IN_PROGRESS},
        reason=status in NEEDS_REASON,
        may_complete=status is Status.TO_COMPLETE,
        may_withdraw=(status, Status.WITHDRAWN) in MOVES,
    )
