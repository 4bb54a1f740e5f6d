"""Another procedure each day, walked to its end: the short form of `make every-procedure`."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.clock import utc_now
from kiosk.services.catalogue import load_catalogue
from tests.support.procedure_visit import visit
from tests.support.procedure_world import World

CODES = sorted(load_catalogue().procedures)


@pytest.mark.timeout(180)
def test_today_s_procedure_ends_where_it_must_and_arrives_as_it_was_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    code = CODES[utc_now().toordinal() % len(CODES)]
    with World.open(tmp_path) as world:
        for manner in ("quick", "reader"):
            found = visit(world, code, manner)
            assert found.good, found
