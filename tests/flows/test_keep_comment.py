"""Who writes and has to leave: the words wait for them, sealed, and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.procedure import Filing
from kiosk.domain.scan_kind import DraftScan
from kiosk.services.catalogue import load_catalogue
from kiosk.services.draft import MOST, DraftShelf
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui.gallery_filing import SampleDossiers
from ui.gallery_office import NOW, StillClock, services
from ui.gallery_say import LONG_WORDS
from ui.ports import FilingPorts, Ports
from ui.stage import Stage
from ui.wiring import Wiring


@pytest.fixture
def shelf(tmp_path: Path) -> DraftShelf:
    """The folder of drafts as the product has it."""
    return DraftShelf(tmp_path, clock=lambda: NOW)


@contextmanager
def app(shelf: DraftShelf) -> Iterator[Stage]:
    behind, office = SampleDossiers(NOW), Office()
    filing = behind.ports(Filing.PORTAL)
    filing = FilingPorts(
        load_catalogue(), Filing.PORTAL, behind, filing.capturing, slips=behind, drafts=shelf
    )
    ports = Ports(tickets=office, feed=office, help=office, known=services(), filing=filing)
    wiring = Wiring(now=lambda: NOW, monotonic=StillClock(), settle_ms=50, animated=False)
    with Stage(ports, Settings(), wiring=wiring) as stage:
        yield stage
    behind.close()


def _write(stage: Stage, words: str) -> None:
    for name in ("attract.begin", "tile.feedback", "option.complaint", "option.waiting"):
        stage.tap(name)
    stage.wait_until(lambda: stage.shows("feedback.box"))
    stage.kiosk.dossier.typing.begin("letters", words, "sentence", max_length=2000)


def offered(stage: Stage) -> bool:
    return bool(stage.kiosk.dossier.keep.property("offered"))


def test_two_thousand_letters_put_aside_outlive_the_app_and_open_once(
    qtbot: QtBot, shelf: DraftShelf, tmp_path: Path
) -> None:
    with app(shelf) as stage:
        _write(stage, LONG_WORDS)
        stage.tap("key.end")
        stage.tap("idle.keep")
        stage.wait_until(lambda: stage.shows("kept.code"))
        kept = stage.kiosk.dossier.keep.view.kept
        assert kept is not None
        assert stage.kiosk.dossier.feedback.words == ""  # nothing of it stays in the app
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "được gọi".encode() not in on_disk
    with app(DraftShelf(tmp_path, clock=lambda: NOW)) as stage:
        keep = stage.kiosk.dossier.keep
        keep.shown(DraftScan(kept.secret))
        stage.wait_until(lambda: stage.shows("feedback.box"))
        assert stage.kiosk.dossier.feedback.words == LONG_WORDS
        stage.tap("primary")
        stage.tap("option.anonymous")
        stage.wait_until(lambda: stage.shows("handed.code"))
        stage.kiosk.session.end()
        keep.shown(DraftScan(kept.secret))
        stage.wait_until(lambda: keep.view.state == "not")


def test_nothing_is_offered_before_there_are_words(qtbot: QtBot, shelf: DraftShelf) -> None:
    with app(shelf) as stage:
        _write(stage, "")
        assert not offered(stage)
        stage.tap("key.a")
        assert offered(stage)
        stage.tap("primary")
        assert offered(stage)
        stage.tap("key.end")
        stage.tap("idle.end")
        stage.wait_until(lambda: stage.shows("attract.begin"))
        assert not offered(stage)


def test_where_nothing_can_be_kept_the_words_are_still_there(
    qtbot: QtBot, shelf: DraftShelf
) -> None:
    for _ in range(MOST):
        shelf.keep(b"feedback\n{}")
    with app(shelf) as stage:
        _write(stage, "lau")
        stage.tap("key.end")
        stage.tap("idle.keep")
        stage.wait_until(lambda: stage.kiosk.dossier.keep.view.state == "not")
        assert "draft.full" in stage.kiosk.dossier.keep.view.why
        stage.kiosk.dossier.keep.back()
        stage.wait_until(lambda: stage.shows("feedback.box"))
        assert stage.kiosk.dossier.feedback.words == "lau"


def test_what_another_version_of_the_app_put_aside_is_refused_and_holds_nobody(
    qtbot: QtBot, shelf: DraftShelf
) -> None:
    kept = shelf.keep(b'{"catalogue": "2026"}')
    with app(shelf) as stage:
        stage.kiosk.dossier.keep.shown(DraftScan(kept.secret))
        stage.wait_until(lambda: stage.kiosk.dossier.keep.view.state == "not")
        assert "draft.changed" in stage.kiosk.dossier.keep.view.why
