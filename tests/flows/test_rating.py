"""How was it? After the result, with one touch, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.rating import Occasion, Reason, Score
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui.gallery_office import NOW, StillClock, services
from ui.ports import Ports
from ui.stage import Stage
from ui.wiring import Wiring


@dataclass
class Remembered:
    """Ratings that a test can look at."""

    said: list[tuple[Occasion, UUID, str, Score]] = field(default_factory=list)
    reasons: list[tuple[Reason, ...]] = field(default_factory=list)
    known: set[UUID] = field(default_factory=set)

    def open(self, occasion: Occasion, transaction: UUID) -> bool:
        del occasion
        return transaction not in self.known

    def rate(self, occasion: Occasion, transaction: UUID, *, service: str, score: Score) -> None:
        self.said.append((occasion, transaction, service, score))

    def settle(self, occasion: Occasion, transaction: UUID, reasons: tuple[Reason, ...]) -> None:
        del occasion, transaction
        self.reasons.append(reasons)


@dataclass
class Lobby:
    stage: Stage
    office: Office
    clock: StillClock
    ratings: Remembered

    def take_number(self) -> None:
        for name in ("attract.begin", "tile.number", "service.ho-tich"):
            self.stage.tap(name)
        self.stage.wait_until(lambda: self.stage.shows("done.close"))

    def asked(self) -> None:
        self.take_number()
        self.stage.tap("done.close")
        self.stage.wait_until(lambda: self.stage.shows("face.5"))

    def quiet(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.stage.kiosk.session.tick()


@pytest.fixture
def lobby(qtbot: QtBot, office: Office, clock: StillClock) -> Iterator[Lobby]:
    ratings = Remembered()
    ports = Ports(
        tickets=office, feed=office, help=office, known=services(), slips=office, ratings=ratings
    )
    wiring = Wiring(now=lambda: NOW, monotonic=clock, settle_ms=50, animated=False)
    with Stage(ports, Settings(), wiring=wiring) as stage:
        stage.wait_until(lambda: stage.kiosk.office.view.counted)
        yield Lobby(stage, office, clock, ratings)


def test_one_touch_after_the_number_rates_the_visit(lobby: Lobby) -> None:
    lobby.asked()
    lobby.stage.tap("face.4", times=20)
    lobby.stage.wait_until(lambda: lobby.ratings.said)
    ticket = lobby.office.asked[0][2]
    assert lobby.ratings.said == [(Occasion.NUMBER, ticket, "ho-tich", Score.GOOD)]


def test_reasons_go_with_the_rating_when_the_person_leaves(lobby: Lobby) -> None:
    lobby.asked()
    lobby.stage.tap("face.1")
    for name in ("reason.waiting", "reason.staff", "reason.place", "reason.place"):
        lobby.stage.tap(name)
    assert lobby.ratings.reasons == []
    lobby.stage.tap("rating.close")
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    lobby.stage.wait_until(lambda: lobby.ratings.reasons)
    assert lobby.ratings.reasons == [(Reason.STAFF, Reason.WAITING)]


def test_who_does_not_answer_is_left_in_peace_after_ten_seconds(lobby: Lobby) -> None:
    lobby.asked()
    lobby.quiet(9.5)
    assert lobby.stage.shows("face.5")
    lobby.quiet(0.6)
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    assert not lobby.stage.shows("idle.title")
    assert lobby.ratings == Remembered()


def test_skipping_keeps_nothing(lobby: Lobby) -> None:
    lobby.asked()
    lobby.stage.tap("rating.close")
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    assert lobby.ratings == Remembered()


def test_nobody_is_asked_twice_about_the_same_number(lobby: Lobby) -> None:
    lobby.take_number()
    lobby.ratings.known.add(lobby.office.asked[0][2])
    lobby.stage.tap("done.close")
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))


def test_nobody_is_asked_before_there_is_a_result(lobby: Lobby) -> None:
    lobby.stage.tap("attract.begin")
    lobby.stage.kiosk.dossier.rating.afterNumber()
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    assert not lobby.stage.shows("face.5")


def test_the_next_person_meets_no_rating_of_the_one_before(lobby: Lobby) -> None:
    lobby.asked()
    lobby.stage.tap("face.2")
    lobby.stage.tap("reason.kiosk")
    lobby.quiet(11)
    lobby.asked()
    assert lobby.stage.kiosk.dossier.rating.view.reasons == ()
    assert len(lobby.ratings.reasons) == 1


def test_a_quick_goodbye_does_not_overtake_the_face(lobby: Lobby) -> None:
    """The disk is slow for the face; what ends the rating waits for it."""
    order: list[str] = []
    gate = Event()

    def slowly(*_given: object, **_named: object) -> None:
        gate.wait(2)
        order.append("rate")

    lobby.ratings.rate = slowly  # type: ignore[method-assign]  # a disk that takes its time
    lobby.ratings.settle = lambda *_given: order.append("settle")  # type: ignore[method-assign]
    lobby.asked()
    lobby.stage.tap("face.5")
    lobby.stage.tap("rating.close")
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    gate.set()
    lobby.stage.wait_until(lambda: len(order) == 2)
    assert order == ["rate", "settle"]
