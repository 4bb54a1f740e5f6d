"""Ways that must stay short, counted on the real app by what its controls are called."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.services.catalogue import load_catalogue
from tests.bench.bench_personas import PERSONAS, dossier, number
from tests.bench.bench_steps import GOAL
from ui import gallery_filing
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged


def test_a_number_is_two_taps_on_two_pages(qtbot: QtBot) -> None:
    way = number()
    assert [visit.taps for visit in way.visits] == [1, 1, 0]
    assert sum(visit.keys for visit in way.visits) == 0
    quick, typical, first_timer = (way.seconds(who) for who in PERSONAS)
    assert quick <= 8.5  # of the goal of 8: the questions of both pages are read
    assert typical <= 15
    assert first_timer <= 35


def test_the_reference_dossier_stays_within_its_goals(qtbot: QtBot) -> None:
    way, person = dossier()
    assert len(person.screens) <= 13  # one more than the goal
    assert person.taps <= GOAL["taps"]
    assert person.characters <= GOAL["characters"]
    for who in PERSONAS:
        assert who.dossier_s is None or way.seconds(who) <= who.dossier_s


def test_the_search_is_indexed_before_a_letter_is_typed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = replace(load_catalogue())
    monkeypatch.setattr(gallery_filing, "load_catalogue", lambda: fresh)
    scene = next(scene for scene in SCENES if scene.name == "file-choose")
    with staged(scene, Look()) as (stage, office, clock):
        assert "search" not in vars(fresh)  # nobody has asked for it
        scene.act(stage, office, clock)
        stage.wait_until(lambda: "search" in vars(fresh))
