"""Whoever stands at home may be another person: what was begun before is not theirs."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from devices.sim.scene import Subject
from kiosk.contract.agent import Following
from kiosk.domain.dossier_code import parse_code
from kiosk.domain.scan_kind import SlipScan
from kiosk.services.track_dossier import Answer
from ui import gallery_filing as gf
from ui.gallery import SCENES
from ui.gallery_filing import SampleDossiers
from ui.gallery_office import SampleOffice
from ui.gallery_stage import Look, staged
from ui.stage import Stage, run_for

TURN_S = 10.0  # a worker waits this long for the test to let it go on


@pytest.fixture
def home(qtbot: QtBot) -> Iterator[tuple[Stage, SampleDossiers]]:
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, office, _clock):
        assert isinstance(office, SampleOffice)
        yield stage, office.dossiers


def home_again(stage: Stage) -> None:
    """As somebody does who presses *Quay lại* until it does not lead further."""
    dossier, session = stage.kiosk.dossier, stage.kiosk.session
    for _ in range(60):
        match session.view.page:
            case "home":
                return
            case "filing":
                dossier.filing.back()
            case "track":
                dossier.track.back()
            case "feedback":
                dossier.feedback.back()
            case _:
                session.back()
    raise AssertionError(f"no way home from {session.view.page}")


def scanned(stage: Stage, dossiers: SampleDossiers) -> None:
    """A page is kept, as on the page *scan*."""
    paper = stage.kiosk.dossier.paper
    dossiers.camera.subject = Subject.PAGE
    paper.begin("ly_hon", "ttpvhcc")
    paper.shoot()
    stage.wait_until(lambda: paper.view.shot is not None, TURN_S)
    paper.keep()
    stage.wait_until(lambda: len(paper.view.pages) == 1, TURN_S)


def say(stage: Stage) -> None:
    """Feedback without a name is written and sent."""
    kiosk = stage.kiosk
    feedback = kiosk.dossier.feedback
    feedback.open()
    for key in ("complaint", "waiting"):
        feedback.choose(key)
    kiosk.dossier.typing.press("a")
    feedback.go()
    feedback.choose("anonymous")
    handed = kiosk.dossier.handed_in
    stage.wait_until(lambda: handed.view.state == "done", TURN_S)


def test_pages_go_with_the_form_that_is_given_up_and_at_home_at_the_latest(
    home: tuple[Stage, SampleDossiers],
) -> None:
    stage, dossiers = home
    thrown: list[object] = []
    dossiers.discard = thrown.extend  # type: ignore[method-assign, assignment]
    filing, paper = stage.kiosk.dossier.filing, stage.kiosk.dossier.paper
    filing.openProcedure("1.004873")
    stage.wait_until(lambda: filing.view.walk is not None, TURN_S)
    scanned(stage, dossiers)
    kept = paper.view
    while filing.view.walk is not None:
        filing.back()
    assert stage.kiosk.session.view.page == "filing"
    assert paper.view.pages == ()  # of the procedure before, not of the one chosen next
    filing.openProcedure("1.004873")
    paper._become(kept)
    home_again(stage)
    assert paper.view.pages == ()
    stage.wait_until(lambda: len(thrown) == 2, TURN_S)


def test_the_code_of_a_dossier_is_not_shown_to_whoever_sends_something_next(
    home: tuple[Stage, SampleDossiers],
) -> None:
    stage, _dossiers = home
    handed, ticket = stage.kiosk.dossier.handed_in, stage.kiosk.ticket
    say(stage)
    first = handed.view.stored
    assert first is not None
    ticket.openFor(str(first.code))  # the way to a number, and back from there
    home_again(stage)
    assert handed.view.stored is None
    say(stage)
    assert handed.view.stored is not first


def test_a_name_is_never_longer_than_a_form_takes(home: tuple[Stage, SampleDossiers]) -> None:
    """Else the form refuses it, nothing is sent, and what refused it ends in the journal."""
    stage, _dossiers = home
    kiosk = stage.kiosk
    feedback, typing = kiosk.dossier.feedback, kiosk.dossier.typing
    feedback.open()
    for key in ("complaint", "waiting"):
        feedback.choose(key)
    typing.press("a")
    feedback.go()
    feedback.choose("named")
    for _ in range(60):
        for key in "Y-Bham":
            typing.press(key)
    feedback.go()
    feedback.go()
    stage.wait_until(lambda: kiosk.dossier.handed_in.view.state == "done", TURN_S)


def test_a_number_is_not_linked_with_the_dossier_of_who_was_here_before(
    home: tuple[Stage, SampleDossiers],
) -> None:
    stage, _dossiers = home
    kiosk = stage.kiosk
    kiosk.ticket.openFor(gf.CODE)
    home_again(stage)
    kiosk.session.takeNumber()  # from a page that leads to the desk
    assert kiosk.ticket.view.dossier == ""


def test_an_answer_for_who_had_the_secret_is_not_shown_to_who_has_only_the_code(
    home: tuple[Stage, SampleDossiers],
) -> None:
    stage, dossiers = home
    gate = Event()

    def hesitating(code: str, secret: str) -> Answer:
        if secret == gf.SECRET:
            gate.wait(TURN_S)
            return Following(where="portal", stored_at=dossiers.at)
        Event().wait(TURN_S / 20)  # the second answer is later than the first
        return Following(where="unknown")

    dossiers.track = hesitating  # type: ignore[method-assign]
    track, code = stage.kiosk.dossier.track, parse_code(gf.CODE)
    shown: Any = track._shown  # what the look-out calls
    track.open()
    shown(SlipScan(code, gf.SECRET))
    stage.kiosk.session.end()
    track.open()
    shown(SlipScan(code, "AAAA"))
    gate.set()
    run_for(100)
    assert track.view.place == "asking"
    stage.wait_until(lambda: track.view.place == "told", TURN_S)
    assert isinstance(track.view.answer, Following)
    assert track.view.answer.where == "unknown"
