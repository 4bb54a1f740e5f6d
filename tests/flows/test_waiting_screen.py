"""The waiting screen says what works here, before somebody walks up."""

from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.procedure import Filing
from kiosk.texts import text
from ui.audit.campaign import look_over
from ui.audit.plan import EVERY, PANELS, USUAL, Panel, State
from ui.gallery import SCENES, Scene
from ui.screens.office import LINES, Line
from ui.stage import PORTRAIT, Stage

SENTENCES: tuple[tuple[str, tuple[Line, ...], str], ...] = (
    ("attract", ("hub",), "outage.office_hub"),
    ("attract", ("portal",), "outage.portal_portal"),
    ("attract", LINES, "outage.office_portal"),
    ("building-attract-quiet", ("hub",), "outage.building_hub"),
    ("building-attract", LINES, "outage.building_portal"),
)


def _scene(name: str) -> Scene:
    (found,) = (scene for scene in SCENES if scene.name == name)
    return found


def _without(lost: tuple[Line, ...], panel: Panel = USUAL.panel) -> State:
    return State(panel, USUAL.size, USUAL.theme, USUAL.language, lost)


@pytest.mark.parametrize(("name", "lost", "key"), SENTENCES)
def test_what_works_without_a_line_is_told_before_somebody_touches(
    qtbot: QtBot, name: str, lost: tuple[Line, ...], key: str
) -> None:
    for _, stage in look_over(_scene(name), (_without(lost), _without(lost, PANELS[4]))):
        assert stage.text("attract.offline") == text(key, "vi")
    for _, stage in look_over(_scene(name), (USUAL,)):
        assert not stage.shows("attract.offline")


def test_numbers_called_stay_to_be_read_unless_they_are_not_known(qtbot: QtBot) -> None:
    for _, stage in look_over(_scene("attract"), (_without(("portal",)),)):
        assert stage.shows("serving")
    for _, stage in look_over(_scene("attract"), (_without(("hub",)),)):
        assert not stage.shows("serving")


def test_a_touch_on_the_band_begins_as_one_anywhere(qtbot: QtBot) -> None:
    for _, stage in look_over(_scene("attract"), (_without(LINES),)):
        stage.tap("attract.offline")
        stage.wait_until(partial(stage.shows, "tile.number"))


def test_only_a_kiosk_that_takes_dossiers_offers_to_follow_one(qtbot: QtBot) -> None:
    for filing, offered in ((Filing.PORTAL, True), (Filing.GUIDE, False)):
        for _, stage in look_over(replace(_scene("attract"), filing=filing), (USUAL,)):
            assert (text("home.track", "vi") in _said(stage)) is offered
            assert (text("home.information", "vi") in _said(stage)) is not offered


def test_a_building_offers_no_number_where_none_is_given(qtbot: QtBot) -> None:
    for name, numbers in (("attract", True), ("building-attract-quiet", False)):
        for _, stage in look_over(_scene(name), (USUAL,)):
            assert ("Lấy số" in _said(stage)) is numbers


def _said(stage: Stage) -> str:
    return " ".join(str(item.property("text") or "") for item in stage.items())


def test_upright_a_lost_line_is_told_in_every_size(qtbot: QtBot) -> None:
    states = [
        State(state.panel, state.size, "light", state.language, LINES)
        for state in EVERY
        if state.theme == "light" and state.panel.size == PORTRAIT
    ]
    for state, stage in look_over(_scene("services"), states):
        word = text("frame.offline", state.language)
        assert word in _said(stage), state.name
