"""Nobody gets behind the app: chance presses keys and glass (the long form: make lockdown)."""

import random

import pytest
from pytestqt.qtbot import QtBot

from tests.support.lockdown import Hands, chords, escapes
from tests.support.people import People
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged

PAGES = {scene.name: scene for scene in SCENES}


@pytest.mark.parametrize("page", ["home", "file-typed"])
def test_no_chord_and_no_hand_gets_behind_the_app(qtbot: QtBot, page: str) -> None:
    with staged(PAGES[page], Look()) as (stage, office, clock):
        PAGES[page].act(stage, office, clock)
        stage.kiosk.window.requestActivate()
        rng = random.Random(page)
        assert [*chords(stage, rng, 300)] == []
        assert [*Hands(stage, rng).touch(200)] == []
        stage.kiosk.session.end()
        stage.tap("attract.begin")  # and it still does what it is for
        assert stage.shows("tile.number")


def test_a_window_that_is_gone_would_be_seen(qtbot: QtBot) -> None:
    scene = PAGES["home"]
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        assert escapes(stage) == []
        stage.kiosk.window.hide()
        assert "the window is gone" in escapes(stage)


def test_people_come_and_go_and_the_app_is_itself_again(qtbot: QtBot) -> None:
    """Twelve of those of ``make soak``; memory is judged there, over thousands."""
    with People(random.Random(7)) as people:
        for _ in range(12):
            people.serve_one()
        people.rest()
        people.forget_fonts()
        session = people.stage.kiosk.session
        assert (session.view.size, session.view.theme, session.view.page) == (1, "light", "attract")
    assert sum(people.kinds.values()) == 12
