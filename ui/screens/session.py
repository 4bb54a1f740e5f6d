"""One person at the kiosk: which page, which language, size and colours, and until when."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.ticket import OFFICE_ZONE
from ui.idle import SLOW, Patience, Presence, Watch
from ui.ports import Language
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

Page = Literal[
    "attract",
    "home",
    "services",
    "done",
    "refused",
    "later",
    "information",
    "filing",
    "kept",
    "handed_in",
    "track",
    "staff",
    "rating",
    "feedback",
]
Sheet = Literal["", "help", "look", "end"]
SHEETS: Final[tuple[Sheet, ...]] = ("help", "look", "end")
THEMES: Final = ("light", "dark", "contrast", "soft")
SIZES: Final = 5
#: How the screen is handled: low reach, larger targets, three times the time, nothing moves.
EASES: Final = ("reach", "big", "slow", "still")
TICK_MS: Final = 250  # a countdown bar of 30 s looks smooth enough in 120 steps


def default_size(mm_per_px: float) -> int:
    """Text size 0..4 (S, M, L, XL, XXL) a panel starts with.

    On coarse panels a 5.2 mm capital has too few pixels for stacked Vietnamese marks, so
    32" Full HD starts at L and 43" at XL.
    """
    px_per_mm = 1 / mm_per_px
    if px_per_mm >= 3.5:
        return 1
    return 2 if px_per_mm >= 2.3 else 3


@dataclass(frozen=True, slots=True)
class SessionView:
    """Everything that belongs to the person; `ended` puts all of it back."""

    page: Page = "attract"
    topic: str = ""  # which tile led to "later"
    sheet: Sheet = ""
    size: int = 1
    theme: str = "light"
    reach: bool = False
    big: bool = False
    slow: bool = False
    still: bool = False
    keyed: bool = False  # the last thing that was used is a key, not a finger
    heard: bool = False  # the pages are read out, which takes longer than reading


@QmlElement
@QmlUncreatable("owned by Python")
class Session(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Moves between pages and ends when nobody is there any more.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
        ticked: the clock or the countdown moved.
        ended: the person is gone; everything of theirs must go too.
        cleared: nothing is begun any more, at home or because the person is gone. Whoever stands
            at home may be another person, who never saw the attract screen.
    """

    viewChanged = Signal()
    ticked = Signal()
    ended = Signal()
    cleared = Signal()

    def __init__(
        self,
        texts: Texts,
        *,
        size: int,
        idle_s: float,
        now: Clock,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._now, self._monotonic = now, monotonic
        self._patience = Patience(idle_s)
        self._paused_until = 0.0
        self._home = SessionView(size=size)
        self.view = self._home
        self._asked = self._patience
        self._watch = Watch(monotonic(), self._patience)
        self._presence, self._left, self._clock = Presence.HERE, 1.0, self._time_text()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # What QML asks for

    @Slot()
    def begin(self) -> None:
        """Somebody touched the attract screen."""
        self.go("home")

    @Slot(str)
    def later(self, topic: str) -> None:
        """A tile whose service this kiosk does not offer yet."""
        self.go("later", topic=topic)

    @Slot()
    def takeNumber(self) -> None:
        """The tile *Lấy số*."""
        self.go("services")

    @Slot()
    def back(self) -> None:
        """One page back; there is only one level below home."""
        self.go("home")

    @Slot()
    def end(self) -> None:
        """*Kết thúc*, *Xong*, or nobody there: forget the person, show the attract screen."""
        self._texts.switch("vi")
        self._paused_until = 0.0
        self.ended.emit()
        self.cleared.emit()
        self._become(self._home)
        self.wait(self._patience)

    @Slot()
    def switchLanguage(self) -> None:
        """The other of the two languages, at once, on the same page."""
        self._texts.switch("en" if self._texts.spoken == "vi" else "vi")

    @Slot(str)
    def beginIn(self, language: str) -> None:
        """Start from the attract screen in a chosen language."""
        chosen: Language = "en" if language == "en" else "vi"
        self._texts.switch(chosen)
        self.go("home")

    @Slot(int)
    def setSize(self, size: int) -> None:
        """Text size 0..4."""
        self._become(replace(self.view, size=max(0, min(SIZES - 1, size))))

    @Slot(str)
    def setTheme(self, theme: str) -> None:
        """One of `THEMES`."""
        if theme in THEMES:
            self._become(replace(self.view, theme=theme))

    @Slot(str, bool)
    def setEase(self, ease: str, on: bool) -> None:  # noqa: FBT001 - called from QML
        """One of `EASES` on or off; *Cứ từ từ* counts from this moment."""
        if ease in EASES:
            changed: dict[str, Any] = {ease: on}
            self._become(replace(self.view, **changed))
            if ease == "slow":
                self.wait(self._asked)

    def reads_out(self, *, on: bool) -> None:
        """Whether the pages are read out: then every wait is as long as with *Cứ từ từ*.

        A page with a number is heard for some 40 s at the slow pace and would leave after 20.
        """
        if on != self.view.heard:
            self._become(replace(self.view, heard=on))
            self.wait(self._asked)

    def keys(self, *, used: bool) -> None:
        """Whether the person uses keys (then what has the focus is shown) or a finger."""
        self._become(replace(self.view, keyed=used))

    @Slot(str)
    def openSheet(self, sheet: str) -> None:
        """Show *Cỡ chữ*, *Trợ giúp* or *Kết thúc* over the page."""
        shown: Sheet = next((one for one in SHEETS if one == sheet), "look")
        self._become(replace(self.view, sheet=shown))

    @Slot()
    def closeSheet(self) -> None:
        """Back to the page, which was there all the time."""
        self._become(replace(self.view, sheet=""))

    @Slot()
    def stay(self) -> None:
        """*Cần thêm thời gian*."""
        self.touched()

    # What the rest of the app asks for

    def go(self, page: Page, *, topic: str = "") -> None:
        """Show `page`."""
        self._become(replace(self.view, page=page, topic=topic, sheet=""))
        if page == "home":
            self.cleared.emit()
        self.wait(self._patience)

    def wait(self, patience: Patience) -> None:
        """Start waiting anew, with this much patience."""
        self._asked = patience
        self._watch = Watch(self._monotonic(), patience.times(self.times))
        self.tick()

    @property
    def times(self) -> int:
        """How many times as long as usual this person is waited for."""
        return SLOW if self.view.slow or self.view.heard else 1

    def pause(self, seconds: float) -> None:
        """Nobody is asked or sent away for so long: they wait for somebody (S18). 0: go on."""
        self._paused_until = self._monotonic() + seconds
        self.touched()

    def noticed(self) -> None:
        """A finger or a key; while the question is on the screen, its buttons answer it."""
        if self._presence is not Presence.ASKING or self.view.page == "done":
            self.touched()

    def touched(self) -> None:
        """Somebody is there: wait anew."""
        self._watch = replace(self._watch, touched_at=self._monotonic())
        self.tick()

    def tick(self) -> None:
        """Look at both clocks; ends the session when nobody answered."""
        now = self._monotonic()
        if now < self._paused_until:
            self._watch = replace(self._watch, touched_at=now)
        resting = self.view.page == "attract" and not self.view.sheet
        presence = Presence.HERE if resting else self._watch.presence(now)
        if presence is Presence.GONE:
            self.end()
            return
        seen = (presence, self._watch.left(now), self._time_text())
        if seen != (self._presence, self._left, self._clock):
            self._presence, self._left, self._clock = seen
            self.ticked.emit()

    def close(self) -> None:
        """The app ends."""
        self._timer.stop()

    @Property(str, notify=viewChanged)
    def page(self) -> str:
        return self.view.page

    @Property(str, notify=viewChanged)
    def topic(self) -> str:
        return self.view.topic

    @Property(str, notify=viewChanged)
    def sheet(self) -> str:
        return self.view.sheet

    @Property(int, notify=viewChanged)
    def size(self) -> int:
        # Service pages hold eight rows with figures; whoever reads them stands close.
        return self._home.size if self.view.page == "staff" else self.view.size

    @Property(str, notify=viewChanged)
    def theme(self) -> str:
        return self.view.theme

    @Property(bool, notify=viewChanged)
    def reach(self) -> bool:
        return self.view.reach

    @Property(bool, notify=viewChanged)
    def big(self) -> bool:
        return self.view.big

    @Property(bool, notify=viewChanged)
    def slow(self) -> bool:
        return self.view.slow

    @Property(bool, notify=viewChanged)
    def still(self) -> bool:
        return self.view.still

    @Property(bool, notify=viewChanged)
    def keyed(self) -> bool:
        return self.view.keyed

    @Property(bool, notify=ticked)
    def asking(self) -> bool:
        return self._presence is Presence.ASKING

    @Property(float, notify=ticked)
    def left(self) -> float:
        return self._left

    @Property(str, notify=ticked)
    def clock(self) -> str:
        return self._clock

    @Property(str, notify=ticked)
    def day(self) -> str:
        return f"{self._now().astimezone(OFFICE_ZONE):%d/%m/%Y}"

    def _time_text(self) -> str:
        moment: dt.datetime = self._now().astimezone(OFFICE_ZONE)
        return f"{moment:%H:%M}"

    def _become(self, view: SessionView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()
