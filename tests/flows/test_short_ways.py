"""Ways that must stay short, counted on the real app by what its controls are called."""

from pytestqt.qtbot import QtBot

from tests.bench.bench_personas import PERSONAS, dossier, number
from tests.bench.bench_steps import GOAL


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
