"""Whether anybody sits at a desk is never believed of a clock that was set back."""

import datetime as dt

from kiosk.hub.attendance import ATTENDED, Attendance
from tests.hub.conftest import MORNING


def test_a_clock_set_back_does_not_keep_somebody_at_a_desk_who_has_gone() -> None:
    attendance = Attendance()
    attendance.heard(MORNING)
    assert attendance.anybody(MORNING + ATTENDED)
    assert not attendance.anybody(MORNING + ATTENDED + dt.timedelta(seconds=1))
    assert not attendance.anybody(MORNING - dt.timedelta(hours=1))
