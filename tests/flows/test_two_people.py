"""Two people, one after the other within a second: nothing of the first is the second's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from devices.sim.scene import Subject
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.services.catalogue import load_catalogue
from kiosk.services.code_watch import REPEAT_S
from ui import flow
from ui import gallery_filing as gf
from ui.case import Case
from ui.flow import Kind, Step
from ui.gallery import SCENES
from ui.gallery_camera import CARD
from ui.gallery_filing import SampleDossiers
from ui.gallery_office import NOW, SampleOffice, StillClock
from ui.gallery_stage import Look, staged
from ui.stage import Stage, run_for

TURN_S = 10.0  # a worker waits this long for the test to let it go on


@dataclass
class Two:
    """One kiosk whose storage can be made to hesitate."""

    stage: Stage
    dossiers: SampleDossiers
    clock: StillClock

    def slow(self, name: str) -> tuple[Event, Callable[[], int]]:
        """The storage's `name` waits for the event; the count tells how many are done."""
        gate, real, done = Event(), getattr(self.dossiers, name), []

        def hesitating(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - handed on
            gate.wait(TURN_S)
            answer = real(*given, **named)
            done.append(answer)
            return answer

        setattr(self.dossiers, name, hesitating)
        return gate, lambda: len(done)

    def walks(self) -> bool:
        """Whether somebody is in the middle of a dossier."""
        return self.stage.kiosk.dossier.filing.view.walk is not None

    def second_comes(self) -> None:
        """The first one leaves, the second begins at once."""
        self.stage.tap("key.end")
        if self.stage.kiosk.session.view.sheet == "end":
            self.stage.tap("idle.end")  # and not put aside
        self.dossiers.camera.subject = Subject.EMPTY

    def settle(self, count: Callable[[], int], wanted: int) -> None:
        self.stage.wait_until(lambda: count() >= wanted, TURN_S)
        run_for(100)  # both answers cross to the screen's thread


@pytest.fixture
def two(qtbot: QtBot) -> Iterator[Two]:
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, office, clock):
        assert isinstance(office, SampleOffice)
        yield Two(stage, office.dossiers, clock)


def test_a_page_that_is_sealed_after_its_person_left_is_thrown_away(two: Two) -> None:
    gf.shot(two.stage, two.dossiers)
    gate, stored = two.slow("capture")
    thrown: list[object] = []
    two.dossiers.discard = thrown.extend  # type: ignore[method-assign, assignment]
    two.stage.tap("scan.keep")
    two.second_comes()
    gf.shot(two.stage, two.dossiers)
    two.stage.tap("scan.keep")  # now the second waits at the same paper, busy
    gate.set()
    two.settle(stored, 2)
    two.stage.wait_until(lambda: len(thrown) == 1, TURN_S)
    two.stage.wait_until(lambda: two.stage.kiosk.dossier.paper.view.pages, TURN_S)
    assert len(two.stage.kiosk.dossier.paper.view.pages) == 1


def test_a_dossier_that_is_stored_after_its_person_left_is_not_shown_to_the_next(
    two: Two,
) -> None:
    gf.declared(two.stage, two.dossiers)
    gate, stored = two.slow("submit")
    two.stage.tap("primary")
    two.stage.wait_until(lambda: two.stage.shows("handed.storing"))
    two.second_comes()
    gf.declared(two.stage, two.dossiers)
    two.stage.tap("primary")
    two.stage.wait_until(lambda: two.stage.shows("handed.storing"))
    first = two.stage.kiosk.dossier.filing.view.ids
    gate.set()
    two.settle(stored, 2)
    handed = two.stage.kiosk.dossier.handed_in
    two.stage.wait_until(lambda: handed.view.stored is not None, TURN_S)
    shown = handed.view.stored
    assert shown is not None
    assert first is not None
    assert shown.dossier_id == first.dossier_id


def test_pages_of_a_dossier_that_is_being_stored_are_not_thrown_away_before_it_is(
    two: Two,
) -> None:
    gf.declared(two.stage, two.dossiers)
    gate, stored = two.slow("submit")
    pages = two.stage.kiosk.dossier.paper.view.pages
    thrown: list[tuple[object, int]] = []
    two.dossiers.discard = lambda gone: thrown.append((gone, stored()))  # type: ignore[method-assign, assignment]
    two.stage.tap("primary")
    two.stage.wait_until(lambda: two.stage.shows("handed.storing"))
    two.second_comes()
    run_for(100)  # other workers are free
    gate.set()
    two.stage.wait_until(lambda: thrown, TURN_S)
    assert thrown == [(pages, 1)], "and storage then keeps those that its dossier names"


def test_nothing_of_a_card_or_an_answer_is_left_when_the_next_begins(two: Two) -> None:
    gf.typed(two.stage, two.dossiers)
    two.second_comes()
    view = two.stage.kiosk.dossier.filing.view
    assert view.walk is None
    assert two.stage.kiosk.dossier.typing.view.text == ""
    gf.card_page(two.stage, two.dossiers)
    assert not two.stage.shows("card.name")


def test_a_form_that_was_walked_away_from_asks_then_forgets_all_of_it(two: Two) -> None:
    thrown: list[object] = []
    two.dossiers.discard = thrown.extend  # type: ignore[method-assign, assignment]
    gf.check(two.stage, two.dossiers)
    session = two.stage.kiosk.session
    two.clock.seconds += 119
    session.tick()
    assert not two.stage.shows("idle.stay")
    two.clock.seconds += 2
    session.tick()
    assert two.stage.shows("idle.stay")
    two.stage.tap("idle.stay")
    assert two.walks()
    two.clock.seconds += 121
    session.tick()
    two.clock.seconds += 31
    session.tick()
    assert session.view.page == "attract"
    assert not two.walks()
    assert two.stage.kiosk.dossier.paper.view.pages == ()
    two.stage.wait_until(lambda: len(thrown) == 1, TURN_S)


def test_the_app_may_be_stopped_on_any_page(qtbot: QtBot) -> None:
    """No timer and no look-out asks for anything once the app is taken down."""
    for name in ("file-card", "file-scan", "file-done", "track-code"):
        scene = next(scene for scene in SCENES if scene.name == name)
        with staged(scene, Look()) as (stage, office, clock):
            scene.act(stage, office, clock)
            kiosk = stage.kiosk
        kiosk.dossier.handed_in.ask()
        run_for(150)  # a frame is looked at for codes eight times a second
        assert kiosk.dossier.handed_in.view.stored is None


def test_a_card_left_lying_is_not_read_for_the_next_person_of_the_form(two: Two) -> None:
    catalogue = load_catalogue()
    procedure, read = catalogue.procedures["1.004837"], parse_card(CARD.encode())
    assert isinstance(read, Card)
    case = Case(procedure, catalogue.forms[procedure.forms[0]], NOW.date(), cards={"nyc": read})
    filing = two.stage.kiosk.dossier.filing
    filing.stand_at(replace(flow.begin(case), at=Step(Kind.CARD, "gh")))
    two.dossiers.camera.subject = Subject.CARD
    two.stage.wait_until(lambda: two.stage.shows("card.hint"), TURN_S)
    assert two.stage.text("card.hint").startswith("Đây là thẻ vừa đọc cho người trước.")
    assert not two.stage.shows("card.name")

    two.dossiers.camera.subject = Subject.EMPTY
    run_for(round(REPEAT_S * 1000) + 300)  # taken away, and shown once more: it is meant
    two.dossiers.camera.subject = Subject.CARD
    two.stage.wait_until(lambda: two.stage.shows("card.name"), TURN_S)
