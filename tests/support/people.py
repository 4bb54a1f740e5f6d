"""People at one app, one after the other: what they do is drawn by chance, with a seed."""

import random
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from PySide6.QtTest import QTest

from devices.sim.scene import Subject
from ui import gallery_filing as pages
from ui.gallery import SCENES, Scene
from ui.gallery_stage import Look, staged

#: Words typed into a search, some of them known to the catalogue.
SEARCHES: Final = ("khai", "ket hon", "tam tru", "dat", "zzz", "gi", "ho")
#: Nobody steps up faster than this. Without a pause the loop never idles, and what Qt has put off
#: until then (pages that were left) piles up at 0.7 MB a person; a tenth of a second frees it all.
STEP_UP_MS: Final = 100
SCENE: Final = next(scene for scene in SCENES if scene.name == "file-sent")


class People:
    """One app for all of them; use as a context manager."""

    def __init__(self, rng: random.Random, scene: Scene = SCENE) -> None:
        self._rng = rng
        self._staged = staged(scene, Look())
        self.kinds: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self.stage, self._office, self._clock = self._staged.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._staged.__exit__(kind, error, trace)

    def serve_one(self) -> None:
        """One person comes, does something, and goes or walks away."""
        ways: tuple[Callable[[], None], ...] = (
            self._number,
            self._number,
            self._look,
            self._search,
            self._begin_a_form,
            self._hand_in,
            self._track,
        )
        way = self._rng.choice(ways)
        self._office.dossiers.camera.subject = Subject.EMPTY
        way()
        self.kinds[way.__name__.strip("_")] += 1
        self._leave()

    def _leave(self) -> None:
        """By *Kết thúc*, or by walking away: then the clock runs out."""
        session = self.stage.kiosk.session
        if self._rng.random() < 0.5:
            session.end()
        else:
            # More than the patience of any page and its question, in steps of the clock.
            for _ in range(3):
                self._clock.seconds += 400
                session.tick()
        self.stage.wait_until(lambda: self.stage.shows("attract.begin"))
        QTest.qWait(STEP_UP_MS)

    def _tap(self, *names: str) -> None:
        pages.walk(*names)(self.stage, self._office.dossiers)

    def _number(self) -> None:
        self._tap("attract.begin", "tile.number", "service.cu-tru")
        self.stage.wait_until(lambda: self.stage.shows("done.number"))

    def _look(self) -> None:
        self._tap("attract.begin", "key.look", f"size.{self._rng.randrange(5)}")
        self.stage.image()  # the sheet is laid out anew in the new size
        self._tap(
            "look.colours", f"theme.{self._rng.choice(('light', 'dark', 'contrast', 'soft'))}"
        )
        self._tap("sheet.close")
        if self._rng.random() < 0.5:
            self._tap("key.language", "tile.number", "service.ho-tich")

    def _search(self) -> None:
        self._tap(*pages.CHOOSE, "primary")
        word = self._rng.choice(SEARCHES)
        self._tap(*(f"key.{'space' if letter == ' ' else letter}" for letter in word))

    def _begin_a_form(self) -> None:
        pages.read_card(self.stage, self._office.dossiers)

    def _hand_in(self) -> None:
        pages.sent_off(self.stage, self._office.dossiers)

    def _track(self) -> None:
        pages.followed(self.stage, self._office.dossiers)
