"""Somebody has something to say: in a few touches, with or without a name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.procedure import Filing
from kiosk.domain.scan_kind import CardScan, Scan
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import Fault
from kiosk.services.submit_dossier import Declaration, DossierIds, Stored
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui.gallery_camera import CARD
from ui.gallery_filing import SampleDossiers
from ui.gallery_office import NOW, StillClock, services
from ui.ports import FilingPorts, Ports
from ui.stage import Stage
from ui.wiring import Wiring


@dataclass
class Office_(SampleDossiers):  # noqa: N801 - the office of these tests
    """Remembers what it was given."""

    at: datetime = NOW
    given: list[tuple[DossierIds, Declaration]] = field(default_factory=list)
    on_scan: Callable[[Scan], None] | None = None

    def give_feedback(self, ids: DossierIds, declaration: Declaration) -> Stored:
        stored = super().give_feedback(ids, declaration)
        self.given.append((ids, declaration))
        return stored

    def looking(self) -> bool:
        return self.on_scan is not None

    def show(self, scan: Scan) -> None:
        assert self.on_scan is not None
        self.on_scan(scan)

    def watch_codes(
        self, on_scan: Callable[[Scan], None], *, every_s: float = 0.0
    ) -> Callable[[], None]:
        del every_s
        self.on_scan = on_scan

        def end() -> None:
            self.on_scan = None

        return end


@dataclass
class Lobby:
    stage: Stage
    behind: Office_
    clock: StillClock

    def tap(self, *names: str, times: int = 1) -> None:
        for name in names:
            self.stage.tap(name, times=times)

    def write(self, word: str) -> None:
        self.tap("attract.begin", "tile.feedback", "option.complaint", "option.staff")
        self.tap(*(f"key.{letter}" for letter in word))

    def stored(self) -> Declaration:
        self.stage.wait_until(lambda: self.stage.shows("handed.code"))
        ((_, declaration),) = self.behind.given
        return declaration


def _open(behind: Office_, clock: StillClock, *, filing: Filing = Filing.PORTAL) -> Stage:
    office = Office()
    dossiers = behind if filing is Filing.PORTAL else None
    ports = Ports(
        tickets=office,
        feed=office,
        help=office,
        known=services(),
        filing=FilingPorts(load_catalogue(), filing, dossiers, behind),  # type: ignore[arg-type] # no scanner of pages here
    )
    wiring = Wiring(now=lambda: NOW, monotonic=clock, settle_ms=50, animated=False)
    return Stage(ports, Settings(), wiring=wiring)


@pytest.fixture
def lobby(qtbot: QtBot, clock: StillClock) -> Iterator[Lobby]:
    behind = Office_()
    with _open(behind, clock) as stage:
        stage.wait_until(lambda: stage.kiosk.office.view.counted)
        yield Lobby(stage, behind, clock)


def test_an_insult_goes_through_like_any_other_word_and_without_a_name(lobby: Lobby) -> None:
    lobby.write("ngu")
    lobby.tap("primary", "option.anonymous")
    said = lobby.stored()
    assert said.answers == {"tone": "Chê, chưa hài lòng", "subject": "Cán bộ", "text": "Ngu"}
    assert said.owner is None
    assert lobby.stage.text("handed.head") == "Đã lưu góp ý"
    assert not lobby.stage.shows("handed.number")


def test_twenty_presses_on_send_give_one_comment(lobby: Lobby) -> None:
    lobby.write("a")
    lobby.tap("primary")
    lobby.tap("option.anonymous", times=20)
    assert lobby.stored().answers["text"] == "A"


def test_who_wants_an_answer_types_name_and_telephone(lobby: Lobby) -> None:
    lobby.write("a")
    lobby.tap("primary", "option.named", "primary")
    assert "họ tên" in lobby.stage.text("asked.head")
    lobby.tap("key.a", "key.n", "primary", "key.0", "key.9", "primary")
    said = lobby.stored()
    assert said.owner is not None
    assert (said.owner.full_name, said.owner.phone, said.owner.number) == ("AN", "09", "")
    assert said.identity == "NHAP_TAY"


def test_who_shows_a_card_need_not_type(lobby: Lobby) -> None:
    card = parse_card(CARD.encode())
    assert isinstance(card, Card)
    lobby.write("a")
    assert not lobby.behind.looking()  # no card is looked for before somebody wants it
    lobby.tap("primary", "option.named")
    lobby.stage.wait_until(lobby.behind.looking)
    lobby.behind.show(CardScan(card))
    lobby.stage.wait_until(lambda: "Trần Thị Mây" in lobby.stage.text("asked.head"))
    lobby.tap("primary", "primary")
    said = lobby.stored()
    assert said.owner is not None
    assert (said.owner.full_name, said.identity) == ("Trần Thị Mây", "QR_CCCD")


def test_a_name_that_was_begun_does_not_go_with_an_anonymous_comment(lobby: Lobby) -> None:
    lobby.write("a")
    lobby.tap("primary", "option.named", "key.a", "key.n", "primary")
    lobby.tap("back", "back", "option.anonymous")
    assert lobby.stored().owner is None


def test_nothing_that_was_written_stays_for_the_next_person(lobby: Lobby) -> None:
    lobby.write("abc")
    lobby.tap("key.end")
    lobby.stage.wait_until(lambda: lobby.stage.shows("attract.begin"))
    assert lobby.stage.kiosk.dossier.typing.view.text == ""
    assert lobby.stage.kiosk.dossier.feedback._ids is None  # code and secret of the comment
    lobby.tap("attract.begin", "tile.feedback", "option.praise", "option.kiosk", "primary")
    assert "Chưa có chữ nào" in lobby.stage.text("feedback.lead")
    assert lobby.behind.given == []


def test_going_back_keeps_what_was_written(lobby: Lobby) -> None:
    lobby.write("abc")
    lobby.tap("back", "option.waiting")
    assert lobby.stage.kiosk.dossier.typing.view.text == "Abc"


def test_a_machine_that_took_many_says_so_in_calm_words(lobby: Lobby) -> None:
    lobby.behind.fault = Fault.TOO_MUCH_FEEDBACK
    lobby.write("a")
    lobby.tap("primary", "option.anonymous")
    lobby.stage.wait_until(lambda: lobby.stage.shows("notice.body"))
    assert "sau một giờ" in lobby.stage.text("notice.body")
    assert lobby.stage.text("notice.title") == "Chưa nhận được góp ý"


def test_where_nothing_can_be_sent_the_tile_says_where_to_go(
    qtbot: QtBot, clock: StillClock
) -> None:
    with _open(Office_(), clock, filing=Filing.GUIDE) as stage:
        stage.tap("attract.begin")
        stage.tap("tile.feedback")
        stage.wait_until(lambda: stage.shows("notice.body"))
        assert "ở quầy" in stage.text("notice.body")
