"""Where a dossier stands: the national status codes and the moves between them (stand-in)."""

from enum import IntEnum


class DossierStatus(IntEnum):
    """National codes."""

    REGISTERED = 1
    ACCEPTED = 2
    REFUSED = 3
    PROCESSING = 4
    NEEDS_SUPPLEMENT = 5
    NEEDS_PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    RESULT_READY = 9
    RETURNED = 10


_MOVES = {
    1: {2, 3, 5, 7},
    2: {4, 5, 6, 7},
    4: {5, 6, 7, 8, 9},
    5: {1, 2, 4, 7, 8},
    6: {4, 7, 8},
    8: {4},
    9: {10},
}


def may_move(present: DossierStatus, to: DossierStatus) -> bool:
    """Whether the step is allowed."""
    return to in _MOVES.get(present, set())
