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
from ui.suggesting import SUGGESTED

#: How near what is amiss stands to the field that it is about.
NEAR_MM = 6.0
#: Least air between the way back and the line that says how far along one is.
CLEAR_MM = 1.2
UPRIGHT = [panel for panel in PANELS if panel.size[0] < panel.size[1]]
ACROSS = [panel for panel in PANELS if panel not in UPRIGHT]


def box(stage: Stage, name: str) -> QRectF:
    item = stage.find(name)
    assert item is not None, name
    return place(item)


def shown(name: str, panel: Panel, size: int = 1) -> Iterator[Stage]:
    scene = next(each for each in SCENES if each.name == name)
    for _, stage in look_over(scene, (State(panel, size, "light", "vi"),)):
        yield stage


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_what_is_amiss_stands_at_its_field(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("longest-date-wrong", panel):
        field, amiss = box(stage, "field"), box(stage, "filing.problem")
        upright = panel.size[0] < panel.size[1]
        gap = field.top() - amiss.bottom() if upright else amiss.left() - field.right()
        assert 0 < gap * panel.mm_per_px <= NEAR_MM
        assert upright or amiss.top() == field.top()


@pytest.mark.parametrize("panel", ACROSS, ids=lambda panel: panel.name)
def test_figures_across_are_one_block_with_their_field(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("longest-phone", panel):
        field, left, right = box(stage, "field"), box(stage, "key.1"), box(stage, "key.3")
        assert abs(left.left() - field.left()) <= 1
        assert abs(right.right() - field.right()) <= 1
        assert box(stage, "secondary").top() == box(stage, "primary").top()


@pytest.mark.parametrize("panel", UPRIGHT, ids=lambda panel: panel.name)
def test_a_suggestion_alone_is_as_wide_as_the_field(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("file-registry", panel):
        field = box(stage, "field")
        names = {item.objectName() for item in stage.items()}
        (only,) = (name for name in names if name.startswith(SUGGESTED))
        chip = box(stage, only)
        assert (chip.left(), chip.width()) == (field.left(), field.width())


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_the_way_back_is_clear_of_the_line_of_progress(qtbot: QtBot, panel: Panel) -> None:
    for stage in shown("longest-date", panel):
        air = box(stage, "progress").top() - box(stage, "back").bottom()
        assert air * panel.mm_per_px >= CLEAR_MM


@pytest.mark.parametrize(
    "name",
    ["longest-date", "longest-phone", "longest-email", "longest-text-vi", "longest-textarea"],
)
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_how_to_answer_is_said_on_every_panel(qtbot: QtBot, panel: Panel, name: str) -> None:
    for stage in shown(name, panel):
        said = [each for each in ("asked.body", "filing.note") if stage.shows(each)]
        assert len(said) == 1
        assert stage.text(said[0]) == str(stage.kiosk.dossier.filing.note)


@pytest.mark.parametrize(("panel", "size"), [("15.6-landscape", 0), ("21.5-landscape", 1)])
def test_across_help_stands_under_a_suggestion(qtbot: QtBot, panel: str, size: int) -> None:
    (wide,) = (each for each in ACROSS if each.name == panel)
    for stage in shown("file-registry", wide, size):
        (only,) = (item for item in stage.items() if item.objectName().startswith(SUGGESTED))
        help_ = box(stage, "filing.asked")
        assert place(only).bottom() < help_.top() < help_.bottom() < box(stage, "primary").top()
        assert stage.text("asked.body") == str(stage.kiosk.dossier.filing.note)
        assert not stage.shows("filing.note")
        assert stage.text("asked.head") == str(stage.kiosk.dossier.filing.lead)
