"""Following a dossier with its slip, and adding what the office asks for."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal
from uuid import UUID

import structlog
import uuid_utils.compat
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.agent import Following
from kiosk.domain.dossier_code import (
    CODE_LENGTH,
    SECRET_LENGTH,
    BadCodeError,
    DossierCode,
    OfficialCode,
    parse_secret,
    read_code,
)
from kiosk.domain.scan_kind import DraftScan, OfficialScan, Scan, SlipScan
from kiosk.domain.words import Words
from kiosk.services.submit_dossier import DossierIds
from kiosk.services.track_dossier import Answer
from kiosk.texts import text
from ui import sending, tracking
from ui.background import Turn
from ui.case import PaperDeed
from ui.code_picture import code_picture
from ui.idle import Patience
from ui.page import Circumstances, Item, Page
from ui.screens.hand_in_tools import HandInTools
from ui.screens.lookout import Lookout

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

PATIENCE: Final = Patience(quiet_s=120.0)  # S20: pages where people type

Place = Literal["code", "secret", "asking", "told", "scan"]


@dataclass(frozen=True, slots=True)
class TrackView:
    """Everything these pages show."""

    place: Place = "code"
    code: DossierCode | None = None
    secret: str = field(default="", repr=False)
    answer: Answer | None = None
    problem: str = ""
    papers: tuple[str, ...] = ()  # asked for and not yet dealt with, the first one at hand
    deeds: tuple[tuple[str, PaperDeed], ...] = ()


@QmlElement
@QmlUncreatable("owned by Python")
class TrackScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """What the pages of tracking and completing show.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()
    draft = Signal(object)  # the slip of a put-aside form was shown

    def __init__(
        self, tools: HandInTools, *, mint: Callable[[], UUID] = uuid_utils.compat.uuid7
    ) -> None:
        super().__init__(tools.owner)
        self.view = TrackView()
        self._turn = Turn(tools.background)  # of one question: the next may know only the code
        self._session, self._texts, self._typing = tools.session, tools.texts, tools.typing
        self._paper, self._handed_in, self._ports = tools.paper, tools.handed_in, tools.ports
        self._site, self._now, self._mint = tools.site, tools.now, mint
        self._lookout = Lookout(tools.ports.capturing, tools.session, self)
        self._lookout.came.connect(self._shown)
        tools.texts.languageChanged.connect(self.viewChanged)
        tools.paper.done.connect(self._paper_done)
        tools.handed_in.stored.connect(self._stored)
        tools.session.cleared.connect(self.forget)

    # What QML asks for

    @Slot()
    def open(self) -> None:
        """The tile *Tra cứu hồ sơ*."""
        self.forget()
        self._session.go("track")
        self._session.wait(PATIENCE)
        self._typing.begin("codes")
        self._lookout.begin()

    @Slot()
    def go(self) -> None:
        """The page's own button."""
        view = self.view
        if view.place == "code":
            self._typed_code(self._typing.finish())
        elif view.place == "secret":
            self._typed_secret(self._typing.finish())
        elif view.place == "told" and self._may_supplement():
            self._supplement()
        elif view.place == "told":
            self._session.end()

    @Slot()
    def other(self) -> None:
        """The page's second button: another code."""
        self.open()

    @Slot(str)
    def choose(self, key: str) -> None:
        """A paper does not come through the camera."""
        if self.view.place == "scan" and self.view.papers:
            paper = self.view.papers[0]
            self._paper.drop(paper)
            self._dealt(paper, PaperDeed(key))

    @Slot()
    def back(self) -> None:
        """One page back."""
        if self.view.place == "code":
            self._lookout.end()
            self._session.back()
        elif self.view.place == "scan":
            self._paper.forget()
            self._become(replace(self.view, place="told", papers=(), deeds=(), problem=""))
        else:
            self.open()

    @Property(str, notify=viewChanged)
    def place(self) -> str:
        return self.view.place

    @Property(str, notify=viewChanged)
    def title(self) -> str:
        return self._page().title

    @Property(str, notify=viewChanged)
    def lead(self) -> str:
        return self._page().lead

    @Property(str, notify=viewChanged)
    def note(self) -> str:
        return self._page().note

    @Property(str, notify=viewChanged)
    def problem(self) -> str:
        return text(f"track.{self.view.problem}", self._texts.spoken) if self.view.problem else ""

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def items(self) -> list[dict[str, object]]:
        """Rows of what is told, as `Item.plain`."""
        return [item.plain() for item in self._page().items]

    @Property("QStringList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def ahead(self) -> list[str]:
        """What comes next, in short lines."""
        return list(self._page().ahead)

    @Property(str, notify=viewChanged)
    def aheadTitle(self) -> str:
        """What `ahead` is: what happens next, or how to ask elsewhere."""
        elsewhere = isinstance(self.view.answer, OfficialCode)
        return text("track.ahead_other" if elsewhere else "track.ahead", self._texts.spoken)

    @Property("QStringList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def stations(self) -> list[str]:
        """The way of a dossier, in words; empty where it cannot be told."""
        language = self._texts.spoken
        return [text(f"filing.way_{each}", language) for each in self._way().stations]

    @Property(int, notify=viewChanged)
    def passed(self) -> int:
        """How many of `stations` lie behind it."""
        return self._way().passed

    @Property(str, notify=viewChanged)
    def phoneCode(self) -> str:
        """Where else to ask, as a picture (the address of a PNG) for a phone."""
        code = self._page().code
        return code_picture(code) if code else ""

    @Property(bool, notify=viewChanged)
    def maySupplement(self) -> bool:
        """Whether papers are asked for that can be added here."""
        return self._may_supplement()

    def _may_supplement(self) -> bool:
        return (
            tracking.may_complete(self.view.answer)
            and self._ports.dossiers is not None
            and self._receiving() != ""
        )

    def forget(self) -> None:
        """The person is gone."""
        self._turn.end()
        self._lookout.end()
        self._typing.forget()
        self._become(TrackView())

    # Asking

    def _shown(self, scan: Scan) -> None:
        if self.view.place not in {"code", "secret"}:
            return
        self._session.touched()
        if isinstance(scan, OfficialScan):
            self._of_another(scan.code)
        elif isinstance(scan, DraftScan):
            self._lookout.end()
            self.draft.emit(scan)
        elif not isinstance(scan, SlipScan):
            self._become(replace(self.view, problem="not_slip"))
        elif scan.secret is None:
            self._want_secret(scan.code)
        else:
            self._ask(scan.code, scan.secret)

    def _typed_code(self, typed: str) -> None:
        try:
            code = read_code(typed)
        except BadCodeError as error:
            long = sum(map(str.isalnum, typed)) > CODE_LENGTH
            problem = "bad_long" if long else f"bad_{error.problem.value}"
            self._become(replace(self.view, problem=problem))
            return
        if isinstance(code, OfficialCode):
            self._of_another(code)
        else:
            self._want_secret(code)

    def _of_another(self, code: OfficialCode) -> None:
        """Whose system a code is of; never that it is not found."""
        self._lookout.end()
        self._typing.forget()
        self._become(replace(self.view, place="told", answer=code, problem=""))

    def _want_secret(self, code: DossierCode) -> None:
        self._typing.begin("code", max_length=SECRET_LENGTH)
        self._become(replace(self.view, place="secret", code=code, problem=""))

    def _typed_secret(self, typed: str) -> None:
        code = self.view.code
        if code is None:
            return
        try:
            self._ask(code, parse_secret(typed))
        except BadCodeError:
            self._become(replace(self.view, problem="unknown"))  # says no more than a wrong one

    def _ask(self, code: DossierCode, secret: str) -> None:
        dossiers = self._ports.dossiers
        self._lookout.end()
        self._typing.forget()
        view = replace(self.view, code=code, secret=secret, problem="")
        if dossiers is None:
            self._become(replace(view, place="told", answer=Following(where="away")))
            return
        self._become(replace(view, place="asking"))
        self._turn.end()
        self._turn.run(partial(dossiers.track, str(code), secret), self._answered)

    def _answered(self, future: Future[Answer]) -> None:
        answer: Answer = Following(where="away")
        if future.exception() is None:
            answer = future.result()
        else:
            log.error("track.failed", exc_info=future.exception())
        self._session.wait(PATIENCE)
        self._become(replace(self.view, place="told", answer=answer))

    # Completing

    def _following(self) -> Following | None:
        answer = self.view.answer
        return answer if isinstance(answer, Following) else None

    def _receiving(self) -> str:
        """The catalogue's receiving office of the dossier; "" if that is not known here."""
        following = self._following()
        tracked = following.tracked if following else None
        procedure = self._ports.catalogue.procedures.get(tracked.procedure) if tracked else None
        return procedure.receiving_office if procedure else ""

    def _supplement(self) -> None:
        following = self._following()
        if following is None or following.tracked is None:
            return
        self._next(following.tracked.wanted)

    def _next(self, papers: tuple[str, ...]) -> None:
        self._become(replace(self.view, place="scan", papers=papers, problem=""))
        self._paper.begin(papers[0], self._receiving())
        self._session.wait(PATIENCE)

    def _paper_done(self, paper: str) -> None:
        if self.view.place == "scan" and self.view.papers[:1] == (paper,):
            self._dealt(paper, PaperDeed.SCANNED)

    def _dealt(self, paper: str, deed: PaperDeed) -> None:
        view = replace(self.view, deeds=(*self.view.deeds, (paper, deed)))
        self._become(view)
        if len(view.papers) > 1:
            self._next(view.papers[1:])
        elif self._paper.view.pages:
            self._send()
        else:
            self._become(
                replace(view, place="told", papers=(), deeds=(), problem="nothing_scanned")
            )

    def _send(self) -> None:
        view, dossiers, following = self.view, self._ports.dossiers, self._following()
        if dossiers is None or view.code is None or following is None or not following.tracked:
            return
        tracked = following.tracked
        addition = sending.Addition(
            ids=DossierIds(tracked.dossier_id, view.code, view.secret),
            delivery_id=self._mint(),
            procedure=self._ports.catalogue.procedures[tracked.procedure],
            pages=self._paper.view.pages,
            deeds=dict(view.deeds),
            consented_at=self._now(),
        )
        here = replace(self._here(), office=Words(tracked.office.vi, tracked.office.en))
        self._handed_in.hand_in(
            sending.supplementing(dossiers, addition, self._ports.catalogue.version, here.language),
            sending.slip_of_addition(addition, here),
            supplement=True,
            procedure=tracked.procedure,
            scanned=bool(addition.pages),
        )
        self._session.go("handed_in")
        self._session.wait(PATIENCE)

    def _stored(self) -> None:
        self._paper.handed_in()
        self.forget()

    # Words

    def _way(self) -> tracking.Way:
        return tracking.way(self.view.answer)

    def _here(self) -> Circumstances:
        return replace(self._site, language=self._texts.spoken)

    def _page(self) -> Page:
        view, here = self.view, self._here()

        def t(key: str) -> str:
            return text(f"track.{key}", here.language)

        if view.place == "secret":
            return Page("typed", t("secret_title"), t("secret_lead"))
        if view.place == "asking":
            return Page("told", t("asking"))
        if view.place == "told" and view.answer is not None:
            code = str(view.code) if view.code else ""
            return tracking.page(view.answer, self._ports.catalogue, here, code)
        if view.place == "scan" and view.papers:
            return self._scan_page(here)
        return Page("typed", t("title"), t("lead"))

    def _scan_page(self, here: Circumstances) -> Page:
        following = self._following()
        tracked = following.tracked if following else None
        office = tracked.office.in_language(here.language) if tracked else ""
        procedure = self._ports.catalogue.procedures[tracked.procedure] if tracked else None
        names = (
            {item.id: here.of(item.name) for item in procedure.requirements} if procedure else {}
        )
        paper = self.view.papers[0]
        lead = text("track.consent", here.language, office=office)
        ways = (Item(PaperDeed.BRING.value, here.t("scan_bring")),)
        return Page("scan", names.get(paper, paper), here.t("scan_lead"), lead, ways)

    def _become(self, view: TrackView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()
