"""*Lưu tạm*: what is half done is put aside, and opened again with its slip."""

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal

import structlog
from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.scan_kind import DRAFT_PREFIX, DraftScan
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.services.draft import DraftError, Kept, Refusal
from kiosk.slips.draft_slip import DraftSlip
from kiosk.texts import text
from ui.background import Turn
from ui.code_picture import code_picture
from ui.idle import Patience
from ui.keeping import ChangedError
from ui.ports import PrintNews
from ui.screens.aside import Unfinished
from ui.screens.hand_in_tools import HandInTools
from ui.screens.session import Page

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: How often what has run out is looked for: a draft lives half a minute too long at most.
SWEEP_MS: Final = 30_000
#: Long enough to photograph the code, or to wait for the slip.
PATIENCE: Final = Patience(quiet_s=60.0)
#: Between the page on which it goes on and the rest of what is kept.
_MARK: Final = b"\n"


@dataclass(frozen=True, slots=True)
class KeepView:
    """What the page *kept* shows; `ended` drops the secret."""

    state: Literal["", "working", "kept", "not"] = ""
    kept: Kept | None = field(default=None, repr=False)
    printed: bool = False
    why: str = ""  # key of the sentence that says why not
    back: Page | None = None  # the page where it still is
    scans: bool = False  # papers belonged to it, and are not kept


@QmlElement
@QmlUncreatable("owned by Python")
class KeepScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Knows no file and no printer; one thing runs at a time.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()
    _print_came = Signal(object, object)  # (Kept, PrintNews), from any thread

    def __init__(self, tools: HandInTools, kinds: Iterable[Unfinished]) -> None:
        """`kinds`: all that can be put aside; whoever owns it tells `changed`."""
        super().__init__(tools.owner)
        self.view = KeepView()
        self._background, self._turn = tools.background, Turn(tools.background)
        self._session, self._texts = tools.session, tools.texts
        self._kinds: dict[str, Unfinished] = {one.page: one for one in kinds}
        self._ports, self._site = tools.ports, tools.site
        self._timer = QTimer(self, interval=SWEEP_MS)
        self._timer.timeout.connect(self._sweep)
        if tools.ports.drafts is not None:
            self._timer.start()
        self._print_came.connect(self._on_print, Qt.ConnectionType.QueuedConnection)
        tools.texts.languageChanged.connect(self.viewChanged)
        tools.session.viewChanged.connect(self.viewChanged)
        tools.session.cleared.connect(self.forget)

    # What QML asks for

    @Slot()
    def keep(self) -> None:
        """*Lưu tạm 15 phút*."""
        drafts, kind = self._ports.drafts, self._kind()
        if drafts is None or kind is None:
            return
        plain = kind.page.encode() + _MARK + kind.pack()
        self._turn.end()
        self._become(KeepView("working"))
        self._session.go("kept")
        self._turn.run(partial(drafts.keep, plain), partial(self._kept, kind))

    @Slot()
    def back(self) -> None:
        """Nothing was kept, or nothing opened."""
        if self.view.back is not None:
            self._session.go(self.view.back)
            self._become(KeepView())
        else:
            self._session.end()

    def shown(self, scan: object) -> None:
        """A code was shown while nobody had begun anything."""
        drafts = self._ports.drafts
        if not isinstance(scan, DraftScan) or drafts is None or self.view.state == "working":
            return
        self._turn.end()
        self._become(KeepView("working"))
        self._session.go("kept")
        self._turn.run(partial(drafts.take, scan.secret), self._taken)

    def forget(self) -> None:
        """The person is gone, and the code with them."""
        self._turn.end()
        self._become(KeepView())

    def close(self) -> None:
        """The app ends."""
        self._timer.stop()
        self.forget()

    @Property(bool, notify=viewChanged)
    def offered(self) -> bool:
        """Whether something is begun that a slip could open again here."""
        return self._kind() is not None

    @Property(str, notify=viewChanged)
    def state(self) -> str:
        return self.view.state

    @Property(str, notify=viewChanged)
    def qr(self) -> str:
        """What the slip's code says, as a picture (the address of a PNG)."""
        if self.view.kept is None:
            return ""
        return code_picture(DRAFT_PREFIX + self.view.kept.secret)

    @Property(str, notify=viewChanged)
    def until(self) -> str:
        if self.view.kept is None:
            return ""
        local = self.view.kept.until.astimezone(OFFICE_ZONE)
        return text("draft.until", self._texts.spoken, time=f"{local:%H:%M}")

    @Property(bool, notify=viewChanged)
    def printed(self) -> bool:
        return self.view.printed

    @Property(bool, notify=viewChanged)
    def scans(self) -> bool:
        return self.view.scans

    @Property(str, notify=viewChanged)
    def why(self) -> str:
        return text(self.view.why, self._texts.spoken) if self.view.why else ""

    @Property(bool, notify=viewChanged)
    def mayGoBack(self) -> bool:
        return self.view.back is not None

    def changed(self) -> None:
        """Something was begun, or is no longer."""
        self.viewChanged.emit()

    def _kind(self) -> Unfinished | None:
        """What is half done on the page that is shown, if a slip could open it again."""
        able = self._ports.drafts is not None and self._ports.capturing is not None
        kind = self._kinds.get(self._session.view.page) if able else None
        return kind if kind is not None and kind.begun else None

    # Answers of the workers

    def _kept(self, kind: Unfinished, future: Future[Kept]) -> None:
        """Not called for who left meanwhile: nobody has the secret, and the file goes in time."""
        error = future.exception()
        if error is not None:
            self._refuse(error, back=kind.page)
            return
        kept = future.result()
        kind.put_away()
        self._become(KeepView("kept", kept, scans=kind.scans))
        self._session.wait(PATIENCE)
        slips, language = self._ports.slips, self._texts.spoken
        if slips is not None:
            office = self._site.office.in_language(language)
            came = self._print_came
            slip = DraftSlip(office, kept.secret, kept.until, language, scans=kind.scans)
            slips.print(slip, lambda news: came.emit(kept, news))

    def _on_print(self, kept: Kept, news: PrintNews) -> None:
        if self.view.kept is kept:
            self._become(replace(self.view, printed=news.state == "printed"))

    def _taken(self, future: Future[bytes]) -> None:
        error = future.exception()
        if error is not None:
            self._refuse(error, back=None)
            return
        page, _, packed = future.result().partition(_MARK)
        kind = self._kinds.get(page.decode(errors="replace"))
        if kind is None:  # put aside by another version of the app, minutes ago
            self._become(KeepView("not", why="draft.changed"))
            return
        try:
            kind.resume(packed)
        except ChangedError:
            self._become(KeepView("not", why="draft.changed"))
            return
        self._become(KeepView())

    def _refuse(self, error: BaseException, *, back: Page | None) -> None:
        refusal = error.refusal if isinstance(error, DraftError) else Refusal.NOT_STORED
        if not isinstance(error, DraftError):
            log.error("draft.failed", exc_info=error)
            refusal = Refusal.NOT_STORED if back else Refusal.GONE
        self._become(KeepView("not", why=f"draft.{refusal.value}", back=back))

    def _sweep(self) -> None:
        if self._ports.drafts is not None:
            self._background.run(self._ports.drafts.sweep, _swept)

    def _become(self, view: KeepView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _swept(future: Future[int]) -> None:
    error = future.exception()
    if error is not None:
        log.warning("draft.not_swept", why=str(error))
