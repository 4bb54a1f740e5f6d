"""Where things stand on pages on which an answer is typed, on every panel."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from ui.audit.campaign import look_over
from ui.audit.plan import PANELS, Panel, State
from ui.audit.seen import scene as place
from ui.gallery import SCENES
from ui.stage import Stage

#: How near what is amiss stands to the field that it is about.
NEAR_MM = 6.0
#: Least air between the way back and the line that says how far along one is.
CLEAR_MM = 1.2


def box(stage: Stage, name: str) -> QRectF:
    item = stage.find(name)
    assert item is not None, name
    return place(item)


def shown(name: str, panel: Panel) -> Iterator[Stage]:
    scene = next(each for each in SCENES if each.name == name)
    for _, stage in look_over(scene, (State(panel, 1, "light", "vi"),)):
        yield stage


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_what_is_amiss_stands_at_its_field(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("longest-date-wrong", panel):
        field, amiss = box(stage, "field"), box(stage, "filing.problem")
        upright = panel.size[0] < panel.size[1]
        gap = field.top() - amiss.bottom() if upright else amiss.top() - field.bottom()
        assert 0 < gap * panel.mm_per_px <= NEAR_MM


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_the_way_back_is_clear_of_the_line_of_progress(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("longest-date", panel):
        air = box(stage, "progress").top() - box(stage, "back").bottom()
        assert air * panel.mm_per_px >= CLEAR_MM


@pytest.mark.parametrize("name", ["longest-date", "longest-text-vi", "longest-textarea"])
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_how_to_answer_is_said_on_every_panel(qtbot: QtBot, panel: Panel, name: str) -> None:
    for stage in shown(name, panel):
        said = [each for each in ("asked.body", "filing.note") if stage.shows(each)]
        assert len(said) == 1
        assert stage.text(said[0]) == str(stage.kiosk.dossier.filing.note)
