"""Spoken guidance: the page, what has the focus and what was pressed, into headphones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickItem, QQuickWindow

from devices.health import Health, State
from devices.voice import Manner
from kiosk.texts import text
from ui.ports import Language, Voice
from ui.reader import Page, is_control, joined, read_control, read_page, spelled
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: Words a minute. The middle is about how fast Vietnamese news is read out.
PACES: Final = (120, 165, 220)
#: Amplitudes of espeak-ng; its own 100 in the middle, the last is its limit.
LOUDNESS: Final = (35, 65, 100, 145, 200)
USUAL_PACE, USUAL_LOUD = 1, 2
#: A press moves the focus and turns the page: all of it is one thing to say.
GATHER_MS: Final = 120
#: A page takes its first press, and puts its focus, 400 ms after it came (`Theme.settle`; at once
#: where nothing is animated).
TURN_MS: Final = 480
#: A page is spoken when it looked the same twice, `GATHER_MS` apart, or after so many looks:
#: lists are filled some frames after their title came.
GLIMPSES: Final = 6
#: Lines that come by themselves (a result, a warning) are looked for this often.
LOOK_MS: Final = 400
#: What was typed is read back when the fingers rested for so many looks: 1.6 s.
REST_LOOKS: Final = 4
#: Pages whose words are for staff alone.
BANDS: Final = ("banner.offline", "helper.band")  # they stand outside the page
SILENT: Final = frozenset({"staff", "attract"})


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What belongs to the person; `Session.ended` puts all of it back."""

    on: bool = False
    dark: bool = False
    pace: int = USUAL_PACE
    loud: int = USUAL_LOUD


@QmlElement
@QmlUncreatable("owned by Python")
class VoiceScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Off until somebody asks for it; silent at once when the session ends.

    Signals:
        changed: any property has a new value.
    """

    changed = Signal()
    _healthCame = Signal(object)

    def __init__(
        self,
        session: Session,
        texts: Texts,
        voice: Voice | None,
        *,
        turn_ms: int = TURN_MS,
        parent: QObject | None = None,
    ) -> None:
        """`turn_ms`: when a page that came has its focus."""
        super().__init__(parent)
        self._session, self._texts, self._voice = session, texts, voice
        self._turn_ms = turn_ms
        self.view = VoiceView()
        self._health = Health(State.UNKNOWN)
        self._window: QQuickWindow | None = None
        self._controls: Callable[[], list[QQuickItem]] = list
        self._forget()
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self._speak)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_round)
        self._healthCame.connect(self.heard_of, Qt.ConnectionType.QueuedConnection)
        session.ended.connect(self._ended)
        session.viewChanged.connect(self._moved)
        session.ticked.connect(self._moved)
        texts.languageChanged.connect(self._translated)

    # What QML asks for

    @Slot()
    def toggle(self) -> None:
        """The key *Nghe*."""
        if self.view.on:
            self._become(replace(self.view, on=False, dark=False))
        else:
            self._begin(dark=False)

    @Slot()
    def goDark(self) -> None:
        """The screen shows nothing any more; everything goes on by keys and voice."""
        self._begin(dark=True)

    @Slot()
    def show(self) -> None:
        """The screen is back; the voice stays."""
        if self.view.dark:
            self._become(replace(self.view, dark=False))
            self._add(text("voice.light_again", self._language))

    @Slot(int)
    def setPace(self, pace: int) -> None:
        """0 slow, 1 usual, 2 quick; heard at once."""
        self._become(replace(self.view, pace=max(0, min(len(PACES) - 1, pace))))

    @Slot(int)
    def setLoud(self, loud: int) -> None:
        """Loudness 0..4; heard at once."""
        self._become(replace(self.view, loud=max(0, min(len(LOUDNESS) - 1, loud))))

    @Slot(QQuickItem)
    def pressed(self, item: QQuickItem) -> None:
        """Something was pressed: say what, before what comes of it."""
        if not self.view.on:
            return
        label = str(item.property("label") or "")
        if item.property("wordy") is not None:  # a key of the keyboard: its letter is enough
            self._add(label)
        elif label:
            self._acted = True
            self._add(text("voice.pressed", self._language, name=label))

    # What the rest of the app asks for

    def attach(self, window: QQuickWindow, controls: Callable[[], list[QQuickItem]]) -> None:
        """Read this window, whose `controls` can be pressed now."""
        self._window, self._controls = window, controls
        window.activeFocusItemChanged.connect(self._focus_moved)

    def start(self) -> None:
        """Listen to the voice's health."""
        if self._voice is not None:
            self._voice.start(self._healthCame.emit)

    def close(self) -> None:
        """The app ends."""
        self._gather.stop()
        self._look.stop()
        if self._voice is not None:
            self._voice.hush()

    def heard_of(self, health: Health) -> None:
        """How the voice is, on the GUI thread."""
        self._health = health
        if health.state is State.ABSENT:  # nobody may be left before a dark screen
            self._become(replace(self.view, on=False, dark=False))
        self._settle()

    def steered(self) -> None:
        """A key that moves the focus went down."""
        self._steered = True

    def hold(self) -> None:
        """The select key was held down on the first page: go on without the screen."""
        if self._can():
            if self._session.view.page == "attract":
                self._session.begin()
            self._begin(dark=True)

    @Property(bool, notify=changed)
    def configured(self) -> bool:
        return self._voice is not None

    @Property(bool, notify=changed)
    def offered(self) -> bool:
        return self._can()

    @Property(bool, notify=changed)
    def on(self) -> bool:
        return self.view.on

    @Property(bool, notify=changed)
    def dark(self) -> bool:
        return self.view.dark

    @Property(int, notify=changed)
    def pace(self) -> int:
        return self.view.pace

    @Property(int, notify=changed)
    def loud(self) -> int:
        return self.view.loud

    # How it works: reasons to speak are gathered, then said as one

    def _begin(self, *, dark: bool) -> None:
        if not self._can() or (self.view.on and self.view.dark == dark):
            return
        self._forget()
        self._become(replace(self.view, on=True, dark=dark))
        self._add(text("voice.dark_on" if dark else "voice.on", self._language))

    def _forget(self) -> None:
        self._parts: list[str] = []
        self._page = Page()
        self._place: tuple[str, str, bool] = ("", "", False)
        self._glimpse: tuple[str, ...] = ()
        self._glimpses = 0
        self._focus_due = self._steered = False
        self._acted = self._again = False
        self._last = False  # the last control has the focus
        self._typed = ""
        self._rested: int | None = None  # looks since something was typed

    def _focus_moved(self) -> None:
        """By a key: say where to. By a page that came: it is said with the page."""
        steered, self._steered = self._steered, False
        if self.view.on and steered:
            at = self._place_of_focus()
            self._again = self._again or (self._last and at == 0)
            self._last = at == -1
            self._focus_due = True
            self._gather.start(GATHER_MS)

    def _moved(self) -> None:
        if self.view.on and self._where() != self._place:
            self._gather.start(self._turn_ms)

    def _translated(self) -> None:
        if self.view.on:
            self._page = Page()
            self._gather.start(GATHER_MS)

    def _add(self, part: str) -> None:
        self._parts.append(part)
        self._gather.start(GATHER_MS)

    def _speak(self) -> None:
        """Say what was gathered: what was pressed, then the page, then what has the focus."""
        if not self.view.on:
            return
        place, page = self._where(), self.read()
        turned = self._turned(place, page)
        if turned and page.shape != self._glimpse and self._glimpses < GLIMPSES:
            self._glimpse, self._glimpses = page.shape, self._glimpses + 1
            self._gather.start(GATHER_MS)
            return
        whole = turned or self._again
        said, self._parts = self._parts, []
        said.append(self._head(page) if whole else self._news(page))
        if turned:
            self._typed, self._rested = page.typed, None
        self._place, self._page = place, page
        self._glimpse, self._glimpses = (), 0
        focused = self._window.activeFocusItem() if self._window is not None else None
        if (turned or self._focus_due) and focused is not None and is_control(focused):
            said.append(read_control(focused, self._controls(), self._language))
        said += page.rest if whole else ()
        self._focus_due = self._acted = self._again = False
        self._say(joined(said))

    def _turned(self, place: tuple[str, str, bool], page: Page) -> bool:
        return place != self._place or page.title != self._page.title

    def _head(self, page: Page) -> str:
        count = page.controls
        leaving = self._session.view.page == "done" and self._session.property("asking")
        return joined(
            (
                # Without a question of its own; the words on the page are for the eye.
                text("voice.leaving", self._language) if leaving else "",
                *page.head,
                text("spoken.controls", self._language, n=count) if count else "",
            )
        )

    def _news(self, page: Page) -> str:
        """What came; after a press also the warning that was there before and still holds."""
        news = page.beyond(self._page)
        return joined((*news, *(one for one in page.alerts if self._acted and one not in news)))

    def _place_of_focus(self) -> int | None:
        """0 for the first control, -1 for the last one."""
        controls = self._controls()
        if not controls:
            return None
        if controls[0].hasActiveFocus():
            return 0
        return -1 if controls[-1].hasActiveFocus() else None

    def _look_round(self) -> None:
        """Notice what came by itself, and that the fingers rest."""
        if self._gather.isActive():
            return
        page = self.read()
        if self._turned(self._where(), page) or page.beyond(self._page):
            self._gather.start(GATHER_MS)
        elif page.typed != self._typed:
            self._typed, self._rested = page.typed, 0
        elif self._rested is not None:
            self._rested += 1
            if self._rested >= REST_LOOKS:
                self._rested = None
                self._say(self._entered(page.typed))

    def _entered(self, typed: str) -> str:
        spoken = self._language
        return text("voice.typed" if typed else "voice.typed_nothing", spoken, name=typed)

    def _say(self, words: str) -> None:
        if self._voice is not None and words:
            manner = Manner(PACES[self.view.pace], LOUDNESS[self.view.loud])
            self._voice.say(spelled(words, self._language), self._language, manner)

    def _where(self) -> tuple[str, str, bool]:
        session = self._session
        return (session.view.page, session.view.sheet, bool(session.property("asking")))

    def read(self) -> Page:
        """What the page, sheet or question on top says now."""
        page, sheet, asking = self._where()
        name = "layer.idle" if asking and page != "done" else f"layer.{sheet}" if sheet else "page"
        if self._window is None or page in SILENT:
            return Page()
        shown = self._window.contentItem().childItems()
        layer = next((item for item in shown if item.objectName() == name), None)
        bands = [item for item in shown if item.objectName() in BANDS] if name == "page" else []
        return read_page(layer, *bands) if layer is not None else Page()

    def _can(self) -> bool:
        return self._voice is not None and self._health.state is not State.ABSENT

    @property
    def _language(self) -> Language:
        return self._texts.spoken

    def _ended(self) -> None:
        self._forget()
        self._become(VoiceView())

    def _become(self, view: VoiceView) -> None:
        if view != self.view:
            self.view = view
            self._session.reads_out(on=view.on)
            self._settle()

    def _settle(self) -> None:
        if self.view.on:
            self._look.start()
        else:
            self._look.stop()
            self._gather.stop()
            if self._voice is not None:
                self._voice.hush()
        self.changed.emit()
