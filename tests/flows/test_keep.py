"""Somebody has to leave for a moment: the form waits for them, and for nobody else."""

from pytestqt.qtbot import QtBot

from kiosk.domain.scan_kind import DraftScan
from ui import gallery_filing as gf
from ui.flow import Kind
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged
from ui.stage import Stage


def gone(stage: Stage) -> bool:
    return stage.kiosk.dossier.filing.view.walk is None


def test_a_form_is_put_aside_and_goes_on_with_its_slip_only(qtbot: QtBot) -> None:
    chosen = next(one for one in SCENES if one.name == "file-kept")
    with staged(chosen, Look()) as (stage, office, clock):
        chosen.act(stage, office, clock)
        filing = stage.kiosk.dossier.filing
        assert gone(stage)  # nothing of the form is on the screen any more
        assert "09:56" in stage.text("kept.until")
        stage.tap("kept.done")
        stage.wait_until(lambda: stage.shows("attract.begin"))
        assert stage.kiosk.dossier.keep.view.kept is None
        stage.kiosk.dossier.keep.shown(DraftScan("B" * 22))
        stage.wait_until(lambda: stage.kiosk.dossier.keep.view.state == "not", gf.WAIT_S)
        assert stage.shows("kept.not")
        assert "draft.gone" in stage.kiosk.dossier.keep.view.why
        stage.kiosk.session.end()
        stage.kiosk.dossier.keep.shown(DraftScan("A" * 22))
        stage.wait_until(lambda: filing.view.walk is not None, gf.WAIT_S)
        walk = filing.view.walk
        assert walk is not None
        assert walk.at.kind is Kind.QUESTION
        assert walk.case.cards
        assert stage.kiosk.session.view.page == "filing"


def test_who_ends_without_keeping_leaves_nothing(qtbot: QtBot) -> None:
    chosen = next(one for one in SCENES if one.name == "file-ending")
    with staged(chosen, Look()) as (stage, office, clock):
        chosen.act(stage, office, clock)
        stage.tap("idle.end")
        stage.wait_until(lambda: stage.shows("attract.begin"))
        assert stage.kiosk.dossier.filing.view.walk is None


def test_who_goes_on_finds_the_form_as_it_was(qtbot: QtBot) -> None:
    chosen = next(one for one in SCENES if one.name == "file-ending")
    with staged(chosen, Look()) as (stage, office, clock):
        chosen.act(stage, office, clock)
        before = stage.kiosk.dossier.filing.view.walk
        stage.tap("idle.stay")
        stage.wait_until(lambda: not stage.shows("idle.keep"))
        assert stage.kiosk.dossier.filing.view.walk == before
