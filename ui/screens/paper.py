"""One paper under the camera: shot, looked at, sealed page by page. Used by every hand-in."""

from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import structlog
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.right_first_time import PageSeen
from kiosk.services.capture import CameraAwayError
from kiosk.services.page_shot import Shot, same_as
from kiosk.services.submit_dossier import CapturedPage
from kiosk.texts import text
from ui.background import Lane, Turn
from ui.fault_of import fault_of
from ui.pictures import address
from ui.ports import Capturing, Dossiers
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: S8: more pages than this belong on the desk's own scanner.
MOST_PAGES: Final = 20
FAILED: Final = "paper.keep_failed"  # in the log


@dataclass(frozen=True, slots=True)
class Taken:
    """A kept page: sealed, and what is remembered of its shot, as a picture only its thumbnail."""

    page: CapturedPage
    shot: Shot = field(repr=False)
    like: CapturedPage | None = None  # a page before that is likely the same


@dataclass(frozen=True, slots=True)
class PaperView:
    """Everything the page *scan* shows beside the words of its paper."""

    paper: str = ""
    busy: bool = False  # a shot or a sealing runs
    shot: Shot | None = None
    same: bool = False  # likely the page before
    fault: str = ""  # key of the sentence that says why there is no picture
    taken: tuple[Taken, ...] = ()  # of all papers of this person
    wanted: frozenset[str] | None = None  # papers that are sent; None: all of them

    @property
    def pages(self) -> tuple[CapturedPage, ...]:
        """The kept pages of all papers."""
        return tuple(one.page for one in self.taken)

    @property
    def kept(self) -> tuple[CapturedPage, ...]:
        """Pages of the paper of the moment."""
        return tuple(page for page in self.pages if page.requirement == self.paper)

    @property
    def full(self) -> bool:
        """Whether no other page fits into what is sent."""
        wanted = self.wanted
        sent = [page for page in self.pages if wanted is None or page.requirement in wanted]
        return len(sent) >= MOST_PAGES


@QmlElement
@QmlUncreatable("owned by Python")
class PaperScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """The camera side of a hand-in. `store` is where the hand-in itself runs.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
        done: all pages of the paper (its id) are sealed and stored.
    """

    viewChanged = Signal()
    done = Signal(str)

    def __init__(
        self,
        session: Session,
        texts: Texts,
        store: Lane,
        *,
        dossiers: Dossiers | None,
        capturing: Capturing | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = PaperView()
        self._texts, self._store = texts, store
        self._dossiers, self._capturing = dossiers, capturing
        self._receiving = ""
        self._turn = Turn(store)  # of one person and one paper; older answers are not theirs
        texts.languageChanged.connect(self.viewChanged)
        session.cleared.connect(self.forget)

    def begin(self, paper: str, receiving: str, *, wanted: Collection[str] | None = None) -> None:
        """Show the camera for this paper; pages of it that were kept before stay.

        Pages of papers that are not `wanted` (now) stay too, in case they are again, but take up
        no room.
        """
        self._receiving = receiving
        self._turn.end()
        sent = None if wanted is None else frozenset(wanted)
        self._become(PaperView(paper=paper, taken=self.view.taken, wanted=sent))

    def seen(self, paper: str) -> tuple[PageSeen, ...]:
        """What is known of the kept pages of one paper."""
        known = {id(one.page) for one in self.view.taken}
        return tuple(
            PageSeen(
                one.page.page,
                one.shot.verdict.value,
                same_as=id(one.like) in known,
                bears=one.shot.bears,
            )
            for one in self.view.taken
            if one.page.requirement == paper
        )

    def thumbnails(self, paper: str) -> tuple[bytes, ...]:
        """The kept pages of one paper, each as a JPEG in which no word can be read."""
        pages = (one for one in self.view.taken if one.page.requirement == paper)
        return tuple(one.shot.thumbnail for one in pages if one.shot.thumbnail)

    def leave_out(self, number: int) -> None:
        """Throw one page of the paper of the moment away; those behind it move up."""
        kept, gone = [], []
        for one in self.view.taken:
            mine = one.page.requirement == self.view.paper
            if mine and one.page.page == number:
                gone.append(one.page)
            else:
                kept.append(one)
        self._become(replace(self.view, taken=_renumbered(kept), shot=None))
        self._discard(tuple(gone))

    def drop(self, paper: str) -> None:
        """Throw the pages of one paper away: it comes another way, or is scanned anew."""
        gone = tuple(page for page in self.view.pages if page.requirement == paper)
        stay = tuple(one for one in self.view.taken if one.page.requirement != paper)
        self._become(replace(self.view, taken=stay, shot=None))
        self._discard(gone)

    def only(self, papers: Collection[str]) -> None:
        """Throw the pages of other papers away: another answer has made them needless."""
        for paper in {page.requirement for page in self.view.pages} - set(papers):
            self.drop(paper)

    def handed_in(self) -> None:
        """The pages belong to a dossier now."""
        self._turn.end()
        self._become(PaperView())

    def forget(self) -> None:
        """The person is gone: no picture and no page of theirs stays."""
        gone = self.view.pages
        self._turn.end()
        self._become(PaperView())
        self._discard(gone)

    @Slot()
    def shoot(self) -> None:
        """Take a picture."""
        capturing = self._capturing
        if capturing is None or self.view.busy or self.view.full:
            return
        self._become(replace(self.view, busy=True, shot=None, fault="", same=False))
        self._turn.run(capturing.scan_page, self._shot)

    @Slot()
    def retake(self) -> None:
        """Throw the picture away."""
        if not self.view.busy:
            self._become(replace(self.view, shot=None, same=False))

    @Slot()
    def keep(self) -> None:
        """Use the picture; the paper is complete."""
        self._keep(last=True)

    @Slot()
    def keepAndMore(self) -> None:
        """Use the picture; another page follows."""
        self._keep(last=False)

    @Property(bool, notify=viewChanged)
    def busy(self) -> bool:
        return self.view.busy

    @Property(str, notify=viewChanged)
    def picture(self) -> str:
        """The taken page (the address of a JPEG), or ""."""
        if self.view.shot is None:
            return ""
        return address(self.view.shot.preview)

    @Property(bool, notify=viewChanged)
    def usable(self) -> bool:
        """Whether there is a page on the picture."""
        return self.view.shot is not None and self.view.shot.pdf is not None

    @Property(bool, notify=viewChanged)
    def good(self) -> bool:
        """Whether nothing speaks against the picture."""
        return (
            self.view.shot is not None
            and self.view.shot.verdict.value == "good"
            and not self.view.same
        )

    @Property(str, notify=viewChanged)
    def verdict(self) -> str:
        """What to say about the picture, or why there is none."""
        if self.view.fault:
            return text(self.view.fault, self._texts.spoken)
        if self.view.full:
            return text("filing.scan_full", self._texts.spoken)
        if self.view.shot is None:
            return ""
        key = "same_page" if self.view.same else self.view.shot.verdict.value
        return text(f"photo.{key}", self._texts.spoken)

    @Property(int, notify=viewChanged)
    def pageCount(self) -> int:
        return len(self.view.kept)

    @Property(bool, notify=viewChanged)
    def full(self) -> bool:
        return self.view.full

    @Property(bool, constant=True)
    def camera(self) -> bool:
        return self._capturing is not None

    def _shot(self, future: Future[Shot]) -> None:
        error = future.exception()
        if isinstance(error, CameraAwayError):
            self._become(replace(self.view, busy=False, fault=f"citizen.{error.citizen_key}"))
            return
        if error is not None:
            log.error("paper.shot_failed", exc_info=error)
            self._become(replace(self.view, busy=False, fault="citizen.camera_down"))
            return
        shot = future.result()
        same = same_as(shot, [one.shot for one in self.view.taken]) is not None
        self._become(replace(self.view, busy=False, shot=shot, same=same))

    def _keep(self, *, last: bool) -> None:
        shot, dossiers = self.view.shot, self._dossiers
        if shot is None or shot.pdf is None or dossiers is None or self.view.busy:
            return
        self._become(replace(self.view, busy=True))
        work = partial(
            dossiers.capture,
            self._receiving,
            shot.pdf,
            requirement=self.view.paper,
            page=len(self.view.kept) + 1,
        )
        self._turn.run(work, partial(self._kept, shot, last), late=self._kept_late)

    def _kept(self, shot: Shot, last: bool, future: Future[CapturedPage]) -> None:  # noqa: FBT001 - bound in advance
        fault = fault_of(future, FAILED)
        if fault is not None:
            self._become(replace(self.view, busy=False, fault=fault.citizen_key))
            return
        page, view = future.result(), self.view
        like = same_as(shot, [one.shot for one in view.taken])
        taken = Taken(
            page,
            replace(shot, pdf=None, preview=b""),
            None if like is None else view.taken[like].page,
        )
        self._become(replace(view, busy=False, shot=None, same=False, taken=(*view.taken, taken)))
        if last:
            self.done.emit(self.view.paper)

    def _kept_late(self, future: Future[CapturedPage]) -> None:
        if fault_of(future, FAILED) is None:
            self._discard((future.result(),))  # sealed for somebody who has left

    def _discard(self, pages: tuple[CapturedPage, ...]) -> None:
        dossiers = self._dossiers
        if pages and dossiers is not None:
            self._store.run(lambda: dossiers.discard(pages), _discarded)

    def _become(self, view: PaperView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _renumbered(taken: list[Taken]) -> tuple[Taken, ...]:
    """Pages of a paper count from 1 without a gap; what they were like is found by the new ones."""
    counts: dict[str, int] = {}
    fresh: dict[int, CapturedPage] = {}
    for one in taken:
        number = counts[one.page.requirement] = counts.get(one.page.requirement, 0) + 1
        fresh[id(one.page)] = replace(one.page, page=number)
    return tuple(
        replace(one, page=fresh[id(one.page)], like=fresh.get(id(one.like))) for one in taken
    )


def _discarded(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:  # sealed, and thrown away at the next start
        log.warning("paper.not_discarded", why=str(error))
