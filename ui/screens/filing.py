"""Handing in a dossier: one person's walk, page by page, over the data of `ui.flow`."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.procedure import Procedure, Way
from kiosk.domain.scan_kind import CardScan, Scan
from kiosk.domain.ticket import business_day
from kiosk.services.submit_dossier import DossierIds
from ui import answering, checking, choosing, flow, sending
from ui.answering import Draft, Said
from ui.background import Turn
from ui.case import (
    Case,
    Entry,
    PaperDeed,
    drop_card,
    drop_paper,
    read_for_another,
    scanned,
    take_card,
    take_paper,
)
from ui.fault_of import fault_of
from ui.filing_view import FilingView, Place, about, fullness, why_not
from ui.flow import CHECK, Kind, Step, Walk
from ui.idle import Patience
from ui.keeping import Aside
from ui.screens.filing_page import FilingPage
from ui.screens.hand_in_tools import HandInTools
from ui.screens.page_tools import PageTools

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: S20: forms and scans leave twice the time of simple pages before the question comes.
PATIENCE: Final = Patience(quiet_s=120.0)


@QmlElement
@QmlUncreatable("owned by Python")
class FilingScreen(FilingPage):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """What a person does on the pages of a dossier; knows no outbox, no camera and no printer."""

    def __init__(
        self, tools: HandInTools, *, mint: Callable[[], DossierIds] = DossierIds.mint
    ) -> None:
        super().__init__(tools)
        self._background = tools.background
        self._turn = Turn(tools.background)  # of one choice by one person
        self._session, self._now, self._mint = tools.session, tools.now, mint
        self._typing, self._handed_in = tools.typing, tools.handed_in
        self._page_tools = PageTools(tools, self)
        self._page_tools.came.connect(self._shown)
        self._page_tools.slow.connect(lambda: self._hint("card_tips"))
        tools.typing.viewChanged.connect(self._typed)
        tools.paper.done.connect(self._paper_done)
        tools.handed_in.stored.connect(self._stored)
        tools.session.cleared.connect(self.forget)

    # What QML asks for

    @Slot()
    def open(self) -> None:
        """The tile *Nộp hồ sơ*."""
        self.forget()
        self._present()
        self._session.go("filing")
        self._session.wait(PATIENCE)
        # Once, before a letter is typed: 1,000 procedures take 0.35 s.
        self._background.run(lambda: self._ports.catalogue.search)

    @Slot(str)
    def openProcedure(self, key: str) -> None:
        """A tile that names one procedure; the way back leads to all of them."""
        self.open()
        self._choose_procedure(key)

    @Slot(str)
    def choose(self, key: str) -> None:
        """A choice was tapped: it is the answer, and the next page follows."""
        walk = self.view.walk
        if self.view.waiting:
            return
        if walk is None:
            self._choose_procedure(key)
        elif walk.at.kind is Kind.SCAN:
            self._at_paper(walk, key)
        elif walk.at == CHECK:
            self._edit(walk, key)
        elif walk.at.kind in {Kind.LIST, Kind.ROW}:
            kind, _, name = key.partition(":")
            self._show(replace(self.view, walk=replace(walk, at=Step(Kind(kind), name))))
        else:
            self._after(answering.choose(walk, self.view.draft, key, self._here()))

    @Slot(str, str)
    def reply(self, key: str, answer: str) -> None:
        """Có, Không or Không rõ to a question of eligibility; "on" or "off" elsewhere."""
        walk = self.view.walk
        if walk is None:
            return
        if walk.at.kind is Kind.DECLARE:
            self._become(replace(self.view, declared=answer == "on", problem=""))
        else:
            walk = answering.reply(walk, key, answer)
            self._become(replace(self.view, walk=walk, problem=""))

    @Slot()
    def go(self) -> None:
        """The page's own button."""
        view, walk = self.view, self.view.walk
        if view.place == "choose":
            self._typing.begin("letters", capitals="none")
            self._show(replace(view, place="search", query=""))
        elif walk is None or walk.at.kind is Kind.STOP:
            self._leave_for_number()
        elif walk.at.kind is Kind.DECLARE:
            self._send(walk)
        elif walk.at == CHECK:
            self._show(replace(view, walk=checking.onward(walk)))
        elif walk.at.kind is Kind.QUESTION:
            self._after(answering.write(walk, view.draft, self._typing.finish(), self._here()))
        else:
            if walk.at.kind is Kind.CONSENT:
                self._become(replace(view, consented_at=self._now()))
            self._after(Said(answering.confirm(walk)))

    @Slot()
    def other(self) -> None:
        """The page's second button."""
        view, walk = self.view, self.view.walk
        if view.place == "choose":
            self._show(replace(view, place="events"))
        elif view.place == "search":
            self._session.openSheet("help")
        elif walk is None or walk.at.kind in {Kind.NEEDS, Kind.STOP}:
            self._print_list()
        elif walk.at.kind is Kind.CARD:
            self._card_otherwise(walk)
        elif walk.at == CHECK:
            self._reveal()
        elif walk.at.kind is Kind.DECLARE:
            self._send(walk, paper=False)
        elif walk.at.kind in {Kind.LIST, Kind.ROW}:
            self._show(replace(view, walk=answering.change_list(walk), problem=""))
        elif walk.at.kind is Kind.QUESTION and view.draft.part == "detail":
            self._after(answering.write(walk, view.draft, "", self._here()))
        else:
            if walk.at.kind is Kind.CONSENT:
                self.drop_pages()  # taken back after papers were scanned
            self._after(Said(answering.decline(walk)))

    @Slot()
    def back(self) -> None:
        """One page back; every answer stays."""
        self._turn.end()
        view = self.view
        if view.optional:
            self._become(replace(view, optional=False))
        elif (said := self._back_within()) is not None:
            self._show(replace(view, walk=said.walk, draft=said.draft, problem=""))
        elif view.walk is not None:
            walk = flow.back(self._as_typed(view.walk))
            if walk is None:
                self.drop_pages()  # they answer a procedure that is given up
            self._show(replace(view, walk=walk, place="walk" if walk else "choose", problem=""))
        elif view.place == "choose":
            self._session.back()
        else:
            before: Place = "events" if view.place == "event" else "choose"
            self._show(FilingView(place=before))

    def _back_within(self) -> Said | None:
        """One part of the answer of the moment back."""
        view = self.view
        if view.walk is None or view.walk.at.kind is not Kind.QUESTION:
            return None
        return answering.back(view.walk, view.draft, self._typing.finish())

    def _as_typed(self, walk: Walk) -> Walk:
        """With what stands in the field of the page, if it has one."""
        typed = walk.at.kind is Kind.QUESTION and self._page.look == "typed"
        return answering.keep(walk, self._typing.finish()) if typed else walk

    def stand_at(self, walk: Walk, draft: Draft | None = None) -> None:
        """Go straight to one page of a dossier, as a gallery does; `draft` is its part."""
        self._session.go("filing")
        of = walk.case.procedure
        self._show(FilingView("walk", procedure=of, walk=walk, draft=draft or Draft()))

    # Choosing

    @property
    def begun(self) -> bool:
        """Whether something personal was said that is worth putting aside."""
        view = self.view
        return view.walk is not None and bool(view.walk.case.consented) and not view.waiting

    def resume(self, aside: Aside) -> None:
        """A form that was put aside goes on; its papers are scanned anew."""
        self.forget()
        self._session.go("filing")
        procedure = aside.walk.case.procedure
        view = FilingView(place="walk", procedure=procedure, consented_at=aside.consented_at)
        self._show(replace(view, walk=aside.walk))

    def drop_pages(self) -> None:
        """The scans of a form that was put aside, given up or not agreed to go."""
        self._paper.forget()

    def forget(self) -> None:
        """The person is gone, or begins anew."""
        self._received.clear()
        self._turn.end()
        self._page_tools.close()
        self._typing.forget()
        self._become(FilingView())

    def _typed(self) -> None:
        if self.view.place == "search" or self._page.look in {"typed", "pick"}:
            keys = self._typing.view
            self._become(
                replace(self.view, query=keys.text, problem=fullness(self.view.problem, keys))
            )

    def _choose_procedure(self, key: str) -> None:
        if self.view.place == "events":
            self._show(replace(self.view, place="event", event=key))
            return
        self._typing.forget()
        if key.startswith(choosing.ELSEWHERE):
            other = key.removeprefix(choosing.ELSEWHERE)
            self._show(replace(self.view, place="elsewhere", event=other))
            return
        catalogue, dossiers = self._ports.catalogue, self._ports.dossiers
        procedure = catalogue.procedures[key]
        way = choosing.way_of(self._offer, procedure)
        if way not in {Way.FILE, Way.PREPARE} or dossiers is None:
            self._show(replace(self.view, procedure=procedure, place="guide"))
            return
        self._become(replace(self.view, procedure=procedure, waiting=True))
        work = partial(dossiers.ready, procedure.receiving_office)
        self._turn.end()
        self._turn.run(work, partial(self._ready, procedure))

    def _ready(self, procedure: Procedure, future: Future[None]) -> None:
        view = replace(self.view, waiting=False)
        fault = fault_of(future, "filing.not_ready")
        if fault is not None:
            self._show(replace(view, place="refused", fault=fault.citizen_key))
            return
        form = self._ports.catalogue.forms[procedure.forms[0]]
        case = Case(procedure, form, business_day(self._now()))
        self._show(replace(view, place="walk", walk=flow.begin(case)))

    def _leave_for_number(self) -> None:
        self.forget()
        self._session.takeNumber()

    def _print_list(self) -> None:
        view, slips = self.view, self._ports.slips
        if slips is None or view.procedure is None:
            return
        case = view.walk.case if view.walk is not None else None
        slip = sending.checklist(view.procedure, case, self._here(), self._now())
        slips.print(slip, lambda _news: None)
        self._become(replace(view, list_printed=True))

    # Answers

    def _after(self, said: Said) -> None:
        """An answer was given: the next page, or the same with what is wrong."""
        if said.draft != Draft():
            unchanged = "form.required" if said.draft == self.view.draft else ""
            problem = said.problem or unchanged
            self._show(replace(self.view, walk=said.walk, draft=said.draft, problem=problem))
            return
        before = self.view.walk or said.walk
        walk = flow.forward(checking.reviewed(before, said.walk))
        if walk.at == said.walk.at:
            self._become(replace(self.view, walk=walk, problem=why_not(walk)))
            return
        self._show(replace(self.view, walk=walk, draft=Draft(), problem=""))

    def _edit(self, walk: Walk, key: str) -> None:
        kind, _, name = key.partition(":")
        if key == "more":
            self._become(replace(self.view, optional=True, revealed=False))
        else:
            step = Step(Kind(kind), name)
            self._show(replace(self.view, walk=flow.edit(walk, step), optional=False))

    def _at_paper(self, walk: Walk, key: str) -> None:
        """A page is left out, or the paper does not come through the camera."""
        paper = walk.at.key
        way, _, number = key.partition(":")
        if way == checking.LEAVE_OUT:
            self._paper.leave_out(int(number))
            self._left_out(walk, paper)
            return
        self._paper.drop(paper)
        self._paper_is(walk, paper, PaperDeed(key))

    def _left_out(self, walk: Walk, paper: str) -> None:
        if self._paper.seen(paper):
            self._paper_is(walk, paper, PaperDeed.SCANNED)
            return
        self._show(replace(self.view, walk=replace(walk, case=drop_paper(walk.case, paper))))

    def _paper_done(self, paper: str) -> None:
        walk = self.view.walk
        if walk is not None and walk.at == Step(Kind.SCAN, paper):
            self._paper_is(walk, paper, PaperDeed.SCANNED)

    def _paper_is(self, walk: Walk, paper: str, deed: PaperDeed) -> None:
        shots = self._paper.seen(paper) if deed is PaperDeed.SCANNED else None
        self._after(Said(replace(walk, case=take_paper(walk.case, paper, deed, shots))))

    def _show(self, view: FilingView) -> None:
        """Go to a page: close what the last one needed, open what this one needs."""
        self._page_tools.close()
        self._become(
            replace(view, declared=False, revealed=False, hint="", list_printed=False, query="")
        )
        self._session.wait(PATIENCE)
        if view.walk is not None:
            self._page_tools.open(view.walk, view.draft, self._page.look)

    # Cards

    def _shown(self, scan: Scan) -> None:
        walk = self.view.walk
        if walk is None or walk.at.kind is not Kind.CARD:
            return
        self._session.touched()
        if not isinstance(scan, CardScan):
            self._hint(about(scan))
            return
        if read_for_another(walk.case, walk.at.key, scan.card) and self.view.hint != "card_same":
            # It may just have been left lying; it is told again only after it was taken away.
            self._hint("card_same")
            return
        self._page_tools.close()
        walk = replace(walk, case=take_card(walk.case, walk.at.key, scan.card))
        self._become(replace(self.view, walk=walk, hint="card_take_back"))

    def _hint(self, key: str) -> None:
        self._become(replace(self.view, hint=key))

    def _card_otherwise(self, walk: Walk) -> None:
        """There is no card here; or not the one that was read."""
        group = walk.at.key
        if isinstance(walk.case.cards.get(group, Entry.BY_HAND), Entry):
            case = take_card(walk.case, group, Entry.BY_HAND)
            self._after(Said(replace(walk, case=case)))
            return
        self._show(replace(self.view, walk=replace(walk, case=drop_card(walk.case, group))))

    # Sending

    def _send(self, walk: Walk, *, paper: bool = True) -> None:
        view, dossiers = self.view, self._ports.dossiers
        if not view.declared:
            self._become(replace(view, problem="filing.declare_first"))
            return
        if dossiers is None or view.consented_at is None:
            return
        if not checking.may_send(walk.case):
            self._show(replace(view, walk=replace(walk, at=CHECK)))
            return
        self._paper.only(scanned(walk.case))
        ids = view.ids or self._mint()  # once: a second try hands in the same dossier
        self._become(replace(view, ids=ids))
        parcel = sending.Parcel(walk.case, ids, self._paper.view.pages, view.consented_at)
        version = self._ports.catalogue.version
        here = self._here()
        self._handed_in.hand_in(
            sending.submitting(dossiers, parcel, version, here.language),
            sending.slip_of(parcel, here, self._ports.filing) if paper else None,
            bring=sending.bring_words(parcel.case, here),
            procedure=parcel.case.procedure.code,
            scanned=bool(parcel.pages),
        )
        self._session.go("handed_in")
        self._session.wait(PATIENCE)

    def _stored(self) -> None:
        """It lies on the disk, sealed: here nothing of it stays."""
        self._paper.handed_in()
        self.forget()
