"""The scenes of the gallery: every screen in every state, reached by touches.

The pages are the real ones; only the office behind them is a fixed one, so that the same picture
comes out every time.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from devices.faults import MUTE, PAPER_OUT
from devices.health import Health, State
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier import Status
from kiosk.domain.notice import Notice
from kiosk.domain.procedure import Filing
from kiosk.domain.staff import Role
from kiosk.services.dossier_desk import Fault
from kiosk.services.help_line import HelpNews
from kiosk.services.staff_access import CardRefusal, PinAnswer
from ui import gallery_building as gb
from ui import gallery_filing as gf
from ui import gallery_forms
from ui import gallery_staff as gs
from ui.gallery_keys import ARROW, press
from ui.gallery_longest import longest
from ui.gallery_office import (
    BEFORE_NOON,
    DOWN,
    NOON,
    NOW,
    PRINTED,
    TOLD,
    SampleOffice,
    StillClock,
    board,
    called,
    from_hub,
    from_kiosk,
    refusal,
    services,
)
from ui.gallery_say import FEEDBACK_STEPS, SAY_STEPS
from ui.gallery_voice import VOICE_STEPS
from ui.ports import PrintNews, TakenTicket
from ui.screens.office import LINES
from ui.stage import Stage

Act = Callable[[Stage, SampleOffice, StillClock], None]


@dataclass(frozen=True)
class Scene:
    """One state of one page: how to get there, and what the office answers."""

    name: str
    act: Act
    answer: Callable[[UUID], TakenTicket] = from_hub
    news: PrintNews | None = PRINTED
    help: HelpNews = TOLD
    printer: bool = True
    filing: Filing = Filing.PORTAL
    fault: Fault | None = None
    tracked: Callable[[dt.datetime], Tracked] | None = None
    staff: gs.SampleStaff | None = None
    rated: bool = False
    building: bool = False
    notices: Callable[[dt.datetime], tuple[Notice, ...]] | None = None
    voice: bool = False
    at: dt.datetime = NOW


def _home(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    del office, clock
    stage.tap("attract.begin")
    stage.wait_until(lambda: stage.shows("tile.number"))


def _after_home(*taps: str) -> Callable[[Stage, SampleOffice, StillClock], None]:
    def act(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
        _home(stage, office, clock)
        for tap in taps:
            stage.tap(tap)

    return act


def _take(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _after_home("tile.number", "service.ho-tich")(stage, office, clock)
    stage.wait_until(lambda: stage.shows("done.number") or stage.shows("refused"))
    waiting = "printing" if office.news else "never"
    stage.wait_until(lambda: stage.kiosk.ticket.view.slip != waiting)


def _nothing(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    """The first screen is where it begins."""


def _then(first: Act, more: Callable[[Stage], None]) -> Act:
    def act(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
        first(stage, office, clock)
        more(stage)

    return act


def _lost(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _home(stage, office, clock)
    office.on_link(DOWN)
    stage.kiosk.office.portal_linked(DOWN)
    stage.wait_until(lambda: len(stage.kiosk.office.view.down) == len(LINES))


def _take_lost(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _lost(stage, office, clock)
    stage.tap("tile.number")
    stage.tap("service.ho-tich")
    stage.wait_until(lambda: stage.kiosk.ticket.view.slip == "printed")


def _paper_out(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _home(stage, office, clock)
    stage.kiosk.office.printer_is(Health(State.BLOCKED, PAPER_OUT.code))
    stage.wait_until(lambda: stage.shows("home.paper"))


def _closed(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _after_home("tile.number", "priority")(stage, office, clock)
    stage.kiosk.office.show_state(services("dat-dai"))
    stage.kiosk.office.show_state(board())


def _called(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _take(stage, office, clock)
    office.on_state(board(called("A012", "2")))
    stage.wait_until(lambda: stage.kiosk.ticket.view.desk is not None)


def _idle(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _home(stage, office, clock)
    clock.seconds += 70
    stage.kiosk.session.tick()


def _keys(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _home(stage, office, clock)
    press(stage, ARROW, ARROW)


def _help(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
    _after_home("key.help", "help.call")(stage, office, clock)
    stage.wait_until(lambda: stage.kiosk.helping.view.state not in {"idle", "calling"})


def _staff(act: Callable[[Stage], None]) -> Callable[[Stage, SampleOffice, StillClock], None]:
    return lambda stage, _office, _clock: act(stage)


def _dossier(act: gf.Act) -> Callable[[Stage, SampleOffice, StillClock], None]:
    def acted(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
        del clock
        act(stage, office.dossiers)

    return acted


def _file(name: str, act: gf.Act, **fields: Any) -> Scene:  # noqa: ANN401 - fields of Scene
    return Scene(name, _dossier(act), **fields)


_WANTED: Final = gf.tracked(
    Status.TO_COMPLETE, wanted=("ly_hon",), wanted_by=NOW + dt.timedelta(days=7)
)
_RECEIVED: Final = gf.tracked(
    Status.RECEIVED,
    official_code="H26.14-261125-0001",
    due_at=NOW + dt.timedelta(days=3),
)
FILING_SCENES: Final = (
    _file("file-choose", gf.walk(*gf.CHOOSE)),
    _file("file-search", gf.searched),
    _file(
        "file-search-nearest",
        gf.walk(*gf.CHOOSE, "primary", *(f"key.{key}" for key in "thuongmai")),
    ),
    _file(
        "file-elsewhere",
        gf.walk(
            *(*gf.CHOOSE, "primary", *(f"key.{key}" for key in ("l", "y", "space", *"hon"))),
            "option.elsewhere:ly_hon",
        ),
    ),
    _file("file-events", gf.walk(*gf.CHOOSE, "secondary")),
    _file("file-guide", gf.walk(*gf.WHOM), filing=Filing.GUIDE),
    _file("file-whom", gf.walk(*gf.WHOM)),
    _file("file-fit", gf.walk(*gf.FIT)),
    _file("file-stop", gf.walk(*gf.WHOM, "option.self", "reply.0.no", "reply.1.yes", "primary")),
    _file("file-stop-child", gf.walk(*gallery_forms.CHILD)),
    _file("file-cases", gf.walk(*gf.CASES)),
    _file("file-needs", gf.walk(*gf.NEEDS)),
    _file("file-consent", gf.walk(*gf.CONSENT)),
    _file("file-card", gf.card_page),
    _file("file-card-read", gf.read_card),
    _file("file-typed", gf.typed),
    _file("file-scan", gf.before_scan),
    _file("file-scan-shot", gf.shot),
    _file("file-scan-failed", gf.no_shot),
    _file("file-scan-coarse", gf.coarse),
    _file("file-check", gf.check),
    _file("file-check-look", gf.check_look),
    _file("file-check-mend", gf.check_mend),
    _file("file-leave-out", gf.leave_out),
    _file("file-ending", gf.ending),
    _file("file-kept", gf.kept),
    _file("file-declare", gf.declared),
    _file("file-list", gallery_forms.members),
    _file("file-list-one", gallery_forms.one_member),
    _file("file-list-row", gallery_forms.member),
    _file("file-letters", gallery_forms.other_letters),
    _file("file-commune", gallery_forms.commune),
    _file("file-registry", gallery_forms.registry),
    _file("file-pick", gallery_forms.ethnic),
    _file("file-done", gf.sent_off),
    _file("file-done-printing", gf.sent_off, news=None),
    _file(
        "file-done-no-paper",
        gf.sent_off,
        news=PrintNews("not_started", PAPER_OUT.citizen_key),
    ),
    _file("file-sent", gf.sent_off, tracked=gf.tracked(Status.SENT)),
    _file("file-refused", gf.walk(*gf.WHOM), fault=Fault.DISK_LOW),
    _file("track-code", gf.walk("attract.begin", "tile.track", "key.H", "key.3")),
    _file("track-here", gf.followed),
    _file("track-wanted", gf.followed, tracked=_WANTED),
    _file("track-other-system", gallery_forms.of_another),
    _file("track-received", gf.followed, tracked=_RECEIVED),
)
STAFF_SCENES: Final = (
    Scene(
        "staff-refused",
        _staff(gs.show_card),
        staff=gs.SampleStaff(refusal=CardRefusal.LOCKED),
    ),
    Scene("staff-pin", _staff(gs.show_card), staff=gs.SampleStaff()),
    Scene(
        "staff-pin-wrong",
        _staff(gs.wrong_pin),
        staff=gs.SampleStaff(answer=PinAnswer(right=False, wait_s=15)),
    ),
    Scene("helper-home", _staff(gs.helped), staff=gs.SampleStaff(role=Role.HELPER)),
    Scene("staff-rows", _staff(gs.opened), staff=gs.SampleStaff()),
)
Day = Callable[[dt.datetime], tuple[Notice, ...]]


def _lobby(name: str, act: Callable[[Stage], None], notices: Day | None = gb.sample) -> Scene:
    return Scene(name, _staff(act), building=True, notices=notices)


BUILDING_SCENES: Final = (
    _lobby("building-attract", gb.plays),
    _lobby("building-attract-picture", gb.plays, gb.pictured),
    _lobby("building-attract-quiet", lambda _stage: None, None),
    _lobby("building-home", gb.touch()),
    _lobby("building-home-quiet", gb.touch(), None),
    Scene("building-home-prepare", _staff(gb.touch()), building=True, filing=Filing.PREPARE),
    _lobby("building-home-news", gb.touch(), gb.calm),
    _lobby("inform-notices", gb.touch("tile.notices")),
    _lobby("inform-none", gb.touch("tile.notices"), None),
    _lobby("inform-urgent", gb.touch("tile.notices", "inform.notice:water")),
    _lobby("inform-picture", gb.touch("tile.notices", "inform.notice:lantern")),
    _lobby("inform-menu", gb.touch("tile.more")),
    _lobby("inform-hotlines", gb.touch("tile.more", "inform.place:hotlines"), None),
    _lobby("inform-fire", gb.touch("tile.fire"), None),
    _lobby("inform-hours", gb.touch("tile.more", "inform.place:hours"), None),
    _lobby("inform-queue", gb.touch("tile.more", "inform.place:queue"), None),
    Scene("inform-office", _staff(gb.touch("tile.information")), notices=gb.calm),
)
SCENES: Final = (
    Scene("attract", lambda _stage, _office, _clock: None),
    Scene("home", _home),
    Scene("home-prepare", _home, filing=Filing.PREPARE),
    Scene("home-keys", _keys),
    Scene("home-offline", _lost),
    Scene("home-paper-out", _paper_out),
    Scene("services", _after_home("tile.number")),
    Scene("services-priority-closed", _closed),
    Scene("services-before-break", _after_home("tile.number"), at=BEFORE_NOON),
    Scene("services-in-break", _after_home("tile.number"), at=NOON),
    Scene("done-printing", _take, news=None),
    Scene("done-printed", _take),
    Scene("done-paper-out", _take, news=PrintNews("not_started", PAPER_OUT.citizen_key)),
    Scene("done-printer-mute", _take, news=PrintNews("unconfirmed", MUTE.citizen_key)),
    Scene("done-no-printer", _take, printer=False),
    Scene("done-offline", _take_lost, answer=from_kiosk),
    Scene("done-before-break", _take, at=BEFORE_NOON),
    Scene("done-in-break", _take, at=NOON),
    Scene("done-called", _called),
    Scene("refused-closed", _take, answer=refusal("service_closed")),
    Scene("refused-out-of-numbers", _take, answer=refusal("out_of_numbers")),
    Scene("refused-unavailable", _take, answer=refusal("unavailable")),
    Scene("later-track", _after_home("tile.track"), filing=Filing.GUIDE),
    Scene("help", _after_home("key.help")),
    Scene("help-told", _help),
    Scene("help-nobody", _help, help=HelpNews("nobody")),
    Scene("help-unattended", _help, help=HelpNews("unattended")),
    Scene("help-coming", _help, help=HelpNews("coming")),
    Scene("look", _after_home("key.look")),
    Scene("look-colours", _after_home("key.look", "look.colours")),
    Scene("look-ease", _after_home("key.look", "look.ease", "ease.slow")),
    Scene("idle", _idle),
    *FILING_SCENES,
    *BUILDING_SCENES,
    *STAFF_SCENES,
    *(Scene(name, _then(_take, act), rated=True) for name, act in SAY_STEPS),
    *(Scene(name, _then(_nothing, act)) for name, act in FEEDBACK_STEPS),
    *(Scene(name, act, voice=True) for name, act in VOICE_STEPS),
    *(_file(f"longest-{name}", stand.act) for name, stand in longest().items()),
    *(
        _file(f"longest-{name}-wrong", stand.wrong)
        for name, stand in longest().items()
        if name.startswith(("date", "email"))
    ),
)
