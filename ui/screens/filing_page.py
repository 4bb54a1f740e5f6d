"""What the pages of a dossier show: where the person stands, told in the words of the moment."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.procedure import Filing, Procedure
from kiosk.domain.words import Words
from kiosk.texts import text
from ui import choosing
from ui.code_picture import code_picture
from ui.filing_view import FilingView, words
from ui.flow import Kind
from ui.page import Circumstances, Item, Page
from ui.pictures import address
from ui.progress import Progress, progress
from ui.screens.hand_in_tools import HandInTools

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: S9: a whole number stands on the screen no longer than this.
REVEAL_MS: Final = 10_000


@QmlElement
@QmlUncreatable("owned by Python")
class FilingPage(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Every value that a page of a dossier reads; `FilingScreen` moves it.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
        itemsChanged: `items` differ; else a list under a finger is not built anew.
    """

    viewChanged = Signal()
    itemsChanged = Signal()

    def __init__(self, tools: HandInTools) -> None:
        super().__init__(tools.owner)
        self.view = FilingView()
        self._texts, self._ports, self._site = tools.texts, tools.ports, tools.site
        self._page, self._paper = Page("options", ""), tools.paper
        self._progress = Progress()
        self._masked = False
        self._received: dict[str, bool] = {}  # asked once for each person: it reads a file
        offered = tools.ports
        self._offer = choosing.Offer(
            offered.catalogue, offered.filing, self._receives, offered.compared
        )
        tools.texts.languageChanged.connect(self._present)
        self.hiding = QTimer(self, singleShot=True, interval=REVEAL_MS)
        self.hiding.timeout.connect(self._hide)

    @Property(str, constant=True)
    def tile(self) -> str:
        """Key of the home tile's words: what this site does with dossiers."""
        filing = Filing.GUIDE if self._ports.dossiers is None else self._ports.filing
        return "file" if filing is Filing.PORTAL else f"file_{filing.value}"

    @Property(bool, constant=True)
    def files(self) -> bool:
        """Whether dossiers are handed in and followed here at all."""
        return self._ports.dossiers is not None

    @Property(str, notify=viewChanged)
    def look(self) -> str:
        """Which QML draws the page."""
        return self._page.look

    @Property(int, notify=viewChanged)
    def part(self) -> int:
        """Which part of the way this page belongs to, from 1."""
        return self._progress.at

    @Property(int, notify=viewChanged)
    def parts(self) -> int:
        """How many parts the way has; 0 where there is none."""
        return self._progress.of

    @Property(str, notify=viewChanged)
    def partWords(self) -> str:
        return self._progress.words(self._here())

    @Property("QStringList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def ahead(self) -> list[str]:
        """What comes after this part of the way, in short lines."""
        return self._progress.ahead(self._here())

    @Property(str, notify=viewChanged)
    def title(self) -> str:
        return self._page.title

    @Property(str, notify=viewChanged)
    def lead(self) -> str:
        return self._page.lead

    @Property(str, notify=viewChanged)
    def note(self) -> str:
        return self._page.note

    @Property(str, notify=viewChanged)
    def primary(self) -> str:
        return self._page.primary

    @Property(str, notify=viewChanged)
    def secondary(self) -> str:
        return self._page.secondary

    @Property(str, notify=itemsChanged)
    def phoneCode(self) -> str:
        """The code of the row *phone*, as a picture (the address of a PNG)."""
        return code_picture(self._page.code) if self._page.code else ""

    @Property("QVariantList", notify=itemsChanged)  # type: ignore[arg-type]  # stub
    def items(self) -> list[dict[str, object]]:
        """Rows or choices; pictures of a paper that is checked."""
        return [{**item.plain(), "pictures": self._pictures(item)} for item in self._page.items]

    @Property(str, notify=viewChanged)
    def step(self) -> str:
        """Changes with the page, so that QML starts each one afresh."""
        return self.view.step

    @Property(str, notify=viewChanged)
    def problem(self) -> str:
        """What needs another look, in words."""
        if self.view.problem:
            return text(self.view.problem, self._texts.spoken)
        return self._page.alert

    @Property(str, notify=viewChanged)
    def hint(self) -> str:
        """What to say about the card that was shown."""
        return text(f"filing.{self.view.hint}", self._texts.spoken) if self.view.hint else ""

    @Property(bool, notify=viewChanged)
    def waiting(self) -> bool:
        return self.view.waiting

    @Property(bool, notify=viewChanged)
    def listPrinted(self) -> bool:
        return self.view.list_printed

    def _pictures(self, item: Item) -> list[str]:
        kind, _, paper = item.key.partition(":")
        if self._page.look != "check" or kind != Kind.SCAN:
            return []
        return [address(each) for each in self._paper.thumbnails(paper)]

    def mask(self, *, masked: bool) -> None:
        """Whether somebody else reads along."""
        self._masked = masked
        self._present()

    def shown_look(self) -> str:
        """Which page is shown, for Python."""
        return self._page.look

    def _receives(self, office: str) -> bool:
        if office not in self._received:
            dossiers = self._ports.dossiers
            self._received[office] = dossiers is not None and dossiers.office(office) is not None
        return self._received[office]

    def _here(self) -> Circumstances:
        view = self.view
        office = self._site.office
        dossiers, procedure = self._ports.dossiers, view.procedure
        if dossiers is not None and procedure is not None:
            found = dossiers.office(procedure.receiving_office)
            office = Words(found.vi, found.en) if found else office
        return replace(
            self._site,
            language=self._texts.spoken,
            office=office,
            phone=self._phone(procedure),
            part=view.draft.part,
            within=view.draft.address.province,
            typed=view.query,
            elsewhere=view.draft.elsewhere,
            masked=self._masked,
            revealed=view.revealed,
            slips=self._ports.slips is not None,
        )

    def _reveal(self) -> None:
        """Whole numbers for a moment, or no longer."""
        self._become(replace(self.view, revealed=not self.view.revealed))
        self.hiding.start()

    def _hide(self) -> None:
        self._become(replace(self.view, revealed=False))

    def _phone(self, procedure: Procedure | None) -> str:
        dossiers = self._ports.dossiers
        if dossiers is None or procedure is None:
            return ""
        return dossiers.guide_url(procedure.code, procedure.receiving_office)

    def _present(self) -> None:
        before, self._page = self._page, words(self.view, self._offer, self._here())
        if before.items != self._page.items:
            self.itemsChanged.emit()
        self.viewChanged.emit()

    def _become(self, view: FilingView) -> None:
        if view != self.view:
            if view.walk is not self.view.walk:
                self._progress = progress(view.walk) if view.walk else Progress()
            self.view = view
            self._present()
