"""Feedback: what it is, what it is about, the words, and only then whether a name goes with it."""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.citizen_card import MAX_NAME, Card
from kiosk.domain.feedback import FEEDBACK, LONGEST, Subject, Tone
from kiosk.domain.scan_kind import CardScan, Scan
from kiosk.domain.vietnamese import is_name
from kiosk.services.submit_dossier import DossierIds
from kiosk.texts import text
from ui import giving
from ui.idle import Patience
from ui.screens.hand_in_tools import HandInTools
from ui.screens.lookout import Lookout

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: Who writes two thousand characters on glass takes time between two of them.
PATIENCE: Final = Patience(quiet_s=180.0)
PHONE_DIGITS: Final = 12

Place = Literal["tone", "subject", "text", "who", "name", "phone"]
_BEFORE: Final[dict[Place, Place]] = {
    "subject": "tone",
    "text": "subject",
    "who": "text",
    "name": "who",
    "phone": "name",
}


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Everything these pages show; what was said is never in its `repr`."""

    place: Place = "tone"
    tone: Tone | None = None
    subject: Subject | None = None
    said: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    card: Card | None = field(default=None, repr=False)
    problem: str = ""


@QmlElement
@QmlUncreatable("owned by Python")
class FeedbackScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """What the pages of feedback show. Nothing stands between words and sending: no filter.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()

    def __init__(self, tools: HandInTools) -> None:
        super().__init__(tools.owner)
        self.view = FeedbackView()
        self._ids: DossierIds | None = None  # minted with the page: one comment, one envelope
        self._session, self._texts, self._typing = tools.session, tools.texts, tools.typing
        self._handed_in, self._ports = tools.handed_in, tools.ports
        self._site, self._now = tools.site, tools.now
        self._lookout = Lookout(tools.ports.capturing, tools.session, self)
        self._lookout.came.connect(self._shown)
        tools.texts.languageChanged.connect(self.viewChanged)
        tools.handed_in.stored.connect(self.forget)
        tools.session.cleared.connect(self.forget)

    @Property(bool, constant=True)
    def taken(self) -> bool:
        """Whether this machine can seal and send what is said here."""
        return self._ports.dossiers is not None

    @Slot()
    def open(self) -> None:
        """The tile *Góp ý*; where nothing can be sent, the page that says so."""
        if self._ports.dossiers is None:
            self._session.later("feedback")
            return
        self.forget()
        self._ids = DossierIds.mint()
        self._session.go("feedback")
        self._session.wait(PATIENCE)

    @property
    def words(self) -> str:
        """What was written so far."""
        return self._typing.finish() if self.view.place == "text" else self.view.said

    def resume(self, tone: Tone, subject: Subject, said: str) -> None:
        """A comment that was put aside goes on where its words are written."""
        self.forget()
        self._ids = DossierIds.mint()
        self._session.go("feedback")
        self._become(FeedbackView(tone=tone, subject=subject, said=said))
        self._go_to("text")

    @Slot(str)
    def choose(self, key: str) -> None:
        """One of the choices of the page."""
        view = self.view
        if view.place == "tone":
            self._become(replace(view, tone=Tone(key), place="subject"))
        elif view.place == "subject":
            self._become(replace(view, subject=Subject(key)))
            self._go_to("text")
        elif view.place == "who" and key == "anonymous":
            self._become(replace(view, name="", card=None))
            self._send("")
        elif view.place == "who":
            self._go_to("name")

    @Slot()
    def go(self) -> None:
        """The page's own button."""
        view, typed = self.view, self._typing.finish()
        if view.place == "text":
            self._become(replace(view, said=typed, problem="" if typed else "text_empty"))
            if typed:
                self._go_to("who")
        elif view.place == "name":
            good = view.card is not None or is_name(typed)
            self._become(replace(view, name=typed, problem="" if good else "name_bad"))
            if good:
                self._go_to("phone")
        elif view.place == "phone":
            self._send(typed)

    @Slot()
    def back(self) -> None:
        """One page back; what was written stays."""
        view = self.view
        if view.place == "tone":
            self._session.back()
            return
        if view.place == "text":
            self._become(replace(view, said=self._typing.finish()))
        self._go_to(_BEFORE[view.place])

    @Property(str, notify=viewChanged)
    def place(self) -> str:
        return self.view.place

    @Property(str, notify=viewChanged)
    def title(self) -> str:
        return text(f"feedback.{self.view.place}_title", self._texts.spoken)

    @Property(str, notify=viewChanged)
    def lead(self) -> str:
        view, language = self.view, self._texts.spoken
        if view.problem:
            return text(f"feedback.{view.problem}", language)
        if view.place == "name" and view.card is not None:
            return text("feedback.name_card", language, name=view.card.name)
        if view.place in {"subject", "text"}:
            return ""
        return text(f"feedback.{view.place}_lead", language)

    @Property(bool, notify=viewChanged)
    def news(self) -> bool:
        """Whether `lead` says something that has just happened."""
        return self.view.problem != "" or self.view.card is not None

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def items(self) -> list[dict[str, str]]:
        """Choices of the page: key, label, detail."""
        language = self._texts.spoken

        def item(place: str, key: str, *, hint: bool = False) -> dict[str, str]:
            detail = text(f"feedback.{place}_{key}_hint", language) if hint else ""
            return {
                "key": key,
                "label": text(f"feedback.{place}_{key}", language),
                "detail": detail,
            }

        match self.view.place:
            case "tone":
                return [item("tone", tone.value) for tone in Tone]
            case "subject":
                return [item("subject", subject.value) for subject in Subject]
            case "who":
                return [item("who", key, hint=True) for key in ("anonymous", "named")]
            case _:
                return []

    @Property(str, notify=viewChanged)
    def primary(self) -> str:
        key = "send" if self.view.place == "phone" else "next"
        return text(f"feedback.{key}", self._texts.spoken)

    def forget(self) -> None:
        """The person is gone, or what they said is stored."""
        self._lookout.end()
        if self.view.place in {"text", "name", "phone"}:
            self._typing.forget()
        self._ids = None  # they hold the secret of what was stored
        self._become(FeedbackView())

    def _go_to(self, place: Place) -> None:
        self._lookout.end()
        if place == "text":
            self._typing.begin("letters", self.view.said, "sentence", max_length=LONGEST)
        elif place == "name":
            self._typing.begin("letters", self.view.name, "names", max_length=MAX_NAME)
            self._lookout.begin()
        elif place == "phone":
            self._typing.begin("digits", max_length=PHONE_DIGITS)
        else:
            self._typing.forget()
        self._become(replace(self.view, place=place, problem=""))
        self._session.wait(PATIENCE)

    def _shown(self, scan: Scan) -> None:
        if self.view.place != "name":
            return
        self._session.touched()
        if isinstance(scan, CardScan):
            self._become(replace(self.view, card=scan.card, problem=""))
        else:
            self._become(replace(self.view, problem="not_card"))

    def _send(self, phone: str) -> None:
        view, dossiers, ids = self.view, self._ports.dossiers, self._ids
        if dossiers is None or ids is None or view.tone is None or view.subject is None:
            return
        here = replace(self._site, language=self._texts.spoken)
        comment = giving.Comment(
            view.tone, view.subject, view.said, name=view.name, phone=phone, card=view.card
        )
        self._handed_in.hand_in(
            giving.giving(dossiers, ids, comment, now=self._now(), here=here),
            giving.slip_of(here),
            procedure=FEEDBACK,
        )
        self._session.go("handed_in")
        self._session.wait(PATIENCE)

    def _become(self, view: FeedbackView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()
