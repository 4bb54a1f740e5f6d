"""A few procedures each day, walked to their end: the short form of `make every-procedure`."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.clock import utc_now
from kiosk.services.catalogue import load_catalogue
from tests.support.procedure_visit import visit
from tests.support.procedure_world import World

CODES = sorted(load_catalogue().procedures)


@pytest.mark.timeout(180)
def test_today_s_procedures_end_where_they_must_and_arrive_as_they_were_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    day = utc_now().toordinal()
    with World.open(tmp_path) as world:
        for number in range(2):
            code = CODES[(2 * day + number) % len(CODES)]
            found = visit(world, code, "quick")
            assert found.good, found
        found = visit(world, CODES[day % len(CODES)], "reader")
        assert found.good, found
