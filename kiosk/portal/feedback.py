"""What clerks do with feedback: read it, and say that it was answered."""

import datetime as dt

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.domain.dossier import Status
from kiosk.domain.feedback import FEEDBACK, MOVES
from kiosk.portal import tables
from kiosk.portal.problems import ProblemError
from kiosk.portal.reading import note_deed, own_row
from kiosk.portal.roles import Deed, Staff
from kiosk.portal.statuses import announce_status
from kiosk.portal.store import Store, stamp


class FeedbackWork:
    """The use case. Safe to use from several threads; blocks on the disk."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def seen(self, staff: Staff, feedback_id: str) -> None:
        """A clerk has read it (*đã xem*)."""
        self._move(staff, Deed.FEEDBACK_SEEN, feedback_id, Status.IN_PROGRESS)

    def answered(self, staff: Staff, feedback_id: str) -> None:
        """The office has answered (*đã trả lời*), by the way the person has named."""
        self._move(staff, Deed.FEEDBACK_ANSWERED, feedback_id, Status.SETTLED)

    def _move(self, staff: Staff, deed: Deed, feedback_id: str, to: Status) -> None:
        """Raises `ProblemError`: ``role``, ``not-found``, ``wrong-state``."""
        staff.require(deed)
        now: dt.datetime = self._clock()
        with self._store.write() as connection:
            row = own_row(connection, staff, feedback_id)
            if row["procedure"] == FEEDBACK and row["status"] == to:
                return  # a second click
            if row["procedure"] != FEEDBACK or (row["status"], to) not in MOVES:
                raise ProblemError("wrong-state", "no feedback, or not at this step")
            connection.execute(
                sa.update(tables.dossier)
                .where(tables.dossier.c.id == feedback_id)
                .values(status=int(to), status_at=stamp(now))
            )
            announce_status(connection, feedback_id)
            note_deed(connection, staff, deed, now=now, dossier_id=feedback_id)


def deeds(status: Status) -> frozenset[str]:
    """What the page of feedback offers now."""
    names = {Status.IN_PROGRESS: "seen", Status.SETTLED: "answered"}
    return frozenset(names[to] for start, to in MOVES if start is status)
