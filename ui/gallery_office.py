"""The office behind the gallery's pages: one that stands still and answers as a scene says."""

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from kiosk.contract.hub import BoardState, Call, Service, Services, Wait, Words
from kiosk.paths import asset
from kiosk.services.help_line import HelpNews
from kiosk.settings import Settings, Site
from ui import gallery_filing as gf
from ui.ports import Language, PrintNews, TakenTicket, TicketRefusedError

NOW: Final = dt.datetime(2026, 3, 9, 2, 41, tzinfo=dt.UTC)  # 09:41 in the office
UP, DOWN = True, False  # of the line to the hub
#: A quarter of an hour before the desks close for noon, and half an hour after.
BEFORE_NOON: Final = dt.datetime(2026, 3, 9, 4, 15, tzinfo=dt.UTC)
NOON: Final = dt.datetime(2026, 3, 9, 5, 0, tzinfo=dt.UTC)
SETTINGS: Final = Settings(
    site=Site(province="Tỉnh Lào Cai", commune="Phường Sông Mây", premises="ward")
)
BUILDING: Final = Settings(
    site=Site(
        profile="building",
        name_vi="Chung cư Sông Mây (minh họa)",
        name_en="Song May Apartments (demonstration)",
        province="Tỉnh Lào Cai",
        commune="Phường Sông Mây",
    )
)
WAITING: Final = {"ho-tich": 5, "cu-tru": 3, "chung-thuc": 11, "dat-dai": 1, "xa-hoi": 0}
WAITS: Final = {
    "ho-tich": Wait(low=10, high=20),
    "cu-tru": Wait(low=0, high=10),
    "chung-thuc": Wait(low=35, high=60),
}


#: A call that desks show, with one person before.
TOLD: Final = HelpNews("told", ahead=1)


@dataclass
class StillClock:
    """A monotonic clock that moves only when told."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class SampleOffice:
    """An office that stands still; implements every port of the screens."""

    answer: Callable[[UUID], TakenTicket]
    news: PrintNews | None = None
    help: HelpNews = TOLD
    dossiers: gf.SampleDossiers = field(default_factory=lambda: gf.SampleDossiers(NOW))
    at: dt.datetime = NOW
    on_state: Callable[[Services | BoardState], None] = field(default=lambda _state: None)
    on_link: Callable[[bool], None] = field(default=lambda _up: None)

    def take(
        self,
        service_id: str,
        *,
        priority: bool,
        ticket_id: UUID,
        language: Language,
        dossier: str | None = None,
    ) -> TakenTicket:
        """The scene's answer."""
        del service_id, priority, language, dossier
        return self.answer(ticket_id)

    def print(
        self, ticket: TakenTicket, language: Language, on_result: Callable[[PrintNews], None]
    ) -> None:
        """The scene's news, or none yet."""
        del ticket, language
        if self.news is not None:
            on_result(self.news)

    def call(self, screen: str) -> HelpNews:
        """What the scene has to say."""
        del screen
        return self.help

    def ask(self) -> HelpNews:
        """The same."""
        return self.help

    def withdraw(self) -> None:
        """Nobody hears it."""

    def start(
        self,
        on_state: Callable[[Services | BoardState], None],
        on_link: Callable[[bool], None],
    ) -> None:
        """Say once what goes on."""
        self.on_state, self.on_link = on_state, on_link
        on_link(UP)
        on_state(services(at=self.at))
        on_state(board(at=self.at))

    def stop(self) -> None:
        """Nothing runs."""


def services(*closed: str, at: dt.datetime = NOW) -> Services:
    """The services of the demonstration ward; those of `closed` give out no numbers."""
    table = tomllib.loads(asset("services", "ward.toml").read_text(encoding="utf-8"))
    return Services(
        office=Words(vi="Phường Sông Mây (đơn vị minh họa)", en="Song May Ward (demonstration)"),
        day=at.date(),
        now=at,
        services=tuple(
            Service(**entry, open=entry["id"] not in closed) for entry in table["service"]
        ),
    )


def board(*first: Call, at: dt.datetime = NOW) -> BoardState:
    """What the board shows; calls of `first` are the newest."""
    calls = (*first, called("A007", "1"), called("B003", "2"), called("E002", "3"))
    return BoardState(
        epoch="sample",
        seq=1,
        day=at.date(),
        now=at,
        calls=calls,
        serving=calls,
        waiting=WAITING,
        waits=WAITS,
    )


def called(number: str, desk: str) -> Call:
    """One call to a desk."""
    name = Words(vi=f"Quầy {desk}", en=f"Desk {desk}")
    return Call(
        number=number, desk=desk, desk_name=name, service_id="ho-tich", called_at=NOW, times=1
    )


def from_hub(ticket_id: UUID) -> TakenTicket:
    """A number of the hub."""
    return TakenTicket(
        ticket_id=ticket_id,
        number="A012",
        service=Words(vi="Khai sinh, kết hôn, khai tử", en="Birth, marriage and death"),
        arrived_at=NOW,
        ahead=11,
        follow_url="http://192.168.1.10:8460/t/AAAAAAAAAAAAAAAAAAAAAA",
        origin="hub",
    )


def from_kiosk(ticket_id: UUID) -> TakenTicket:
    """A number of the kiosk's own range."""
    return TakenTicket(
        ticket_id=ticket_id,
        number="A501",
        service=Words(vi="Khai sinh, kết hôn, khai tử", en="Birth, marriage and death"),
        arrived_at=NOW,
        ahead=None,
        follow_url="",
        origin="kiosk",
    )


def refusal(code: str) -> Callable[[UUID], TakenTicket]:
    """An office that refuses."""

    def answer(_ticket_id: UUID) -> TakenTicket:
        raise TicketRefusedError(code)

    return answer


PRINTED: Final = PrintNews("printed")
