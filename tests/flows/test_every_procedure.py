"""The reference case, walked to its end: the short form of `make every-procedure`."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.procedure_visit import visit
from tests.support.procedure_world import World

CODE = "2.000635"  # a copy of a civil-status extract


@pytest.mark.timeout(180)
def test_the_reference_case_ends_where_it_must_and_arrives_as_it_was_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with World.open(tmp_path) as world:
        for manner in ("quick", "reader"):
            found = visit(world, CODE, manner)
            assert found.good, found
