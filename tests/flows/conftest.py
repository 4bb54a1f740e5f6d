"""A kiosk on a screen in memory, with an office behind it that a test can turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.services.help_line import HelpNews
from kiosk.settings import Settings
from ui.gallery_office import NOW, PRINTED, SampleOffice, StillClock, from_hub, services
from ui.ports import Language, Ports, PrintNews, TakenTicket
from ui.stage import PORTRAIT, Stage
from ui.wiring import Wiring

TURN_S = 5  # a worker waits this long for the test to let it go on


@dataclass
class Office(SampleOffice):
    """Remembers what it was asked; `gate` holds a taken number back until it is opened."""

    answer: Callable[[UUID], TakenTicket] = from_hub
    news: PrintNews | None = PRINTED
    asked: list[tuple[str, bool, UUID, Language]] = field(default_factory=list)
    dossiers_asked: list[str | None] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    withdrawn: int = 0
    gate: Event = field(default_factory=Event)
    on_result: Callable[[PrintNews], None] | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def take(
        self,
        service_id: str,
        *,
        priority: bool,
        ticket_id: UUID,
        language: Language,
        dossier: str | None = None,
    ) -> TakenTicket:
        self.dossiers_asked.append(dossier)
        self.asked.append((service_id, priority, ticket_id, language))
        self.gate.wait(TURN_S)
        return self.answer(ticket_id)

    def print(
        self, ticket: TakenTicket, language: Language, on_result: Callable[[PrintNews], None]
    ) -> None:
        self.printed.append(ticket.number)
        self.on_result = on_result
        super().print(ticket, language, on_result)

    def call(self, screen: str) -> HelpNews:
        self.helped.append(screen)
        return super().call(screen)

    def withdraw(self) -> None:
        self.withdrawn += 1


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


Open = Callable[..., Stage]


@pytest.fixture
def open_stage(qtbot: QtBot, office: Office, clock: StillClock) -> Iterator[Open]:
    """Opens stages, and takes them down with the test."""
    opened: list[Stage] = []

    def make(size: tuple[int, int] = PORTRAIT, *, printer: bool = True) -> Stage:
        ports = Ports(
            tickets=office,
            feed=office,
            help=office,
            known=services(),
            slips=office if printer else None,
        )
        wiring = Wiring(now=lambda: NOW, monotonic=clock, settle_ms=50, animated=False)
        stage = Stage(ports, Settings(), size=size, wiring=wiring)
        opened.append(stage)
        stage.__enter__()
        stage.wait_until(lambda: stage.kiosk.office.view.counted)
        return stage

    yield make
    for stage in opened:
        stage.__exit__(None, None, None)


@pytest.fixture
def stage(open_stage: Open) -> Stage:
    return open_stage()
