"""People at one app, one after the other: what they do is drawn by chance, with a seed."""

import gc
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from devices.sim.scene import Subject
from tests.support.font_cache import drop_fonts
from tests.support.heap_in_use import give_back, in_use
from ui import gallery_filing as pages
from ui.gallery import SCENES, Scene
from ui.gallery_stage import Look, staged
from ui.stage import run_for

#: Words typed into a search, some of them known to the catalogue.
SEARCHES: Final = ("khai", "ket hon", "tam tru", "dat", "zzz", "gi", "ho")
#: Nobody steps up faster than this. Without a pause the loop never idles, and what Qt has put off
#: until then (pages that were left) piles up at 0.7 MB a person; a tenth of a second frees it all.
STEP_UP_MS: Final = 100
#: What people come for, by the names of the methods; every second one wants a number or says
#: something, every sixth hands a dossier in or begins one.
ERRANDS: Final = (
    "number",
    "number",
    "number",
    "rating",
    "look",
    "listen",
    "search",
    "feedback",
    "help",
    "begin_a_form",
    "hand_in",
    "track",
)
SCENE: Final = replace(
    next(scene for scene in SCENES if scene.name == "file-sent"), rated=True, voice=True
)


class People:
    """One app for all of them; use as a context manager."""

    def __init__(
        self, rng: random.Random, scene: Scene = SCENE, errands: Sequence[str] = ERRANDS
    ) -> None:
        self._rng = rng
        self._errands = errands
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
        errand = self._rng.choice(self._errands)
        self._office.dossiers.camera.subject = Subject.EMPTY
        getattr(self, f"_{errand}")()
        self.kinds[errand] += 1
        self._leave()

    def rest(self) -> None:
        """Let what nobody uses go now: else it goes at some later person, and each look differs."""
        self._staged.voice.said.clear()  # it is ours, not the app's
        self._staged.voice.manners.clear()
        self.stage.kiosk.engine.collectGarbage()
        gc.collect()
        run_for(STEP_UP_MS)

    def forget_fonts(self) -> int:
        """Let Qt drop the fonts that no page shows now, and say how many bytes of the heap it held.

        Qt keeps a font for each weight and size of letters, 20 to 160 kB with the letters drawn so
        far, and a timer of its own drops those of pages that were left: megabytes come and go.
        """
        give_back()
        before = in_use()
        drop_fonts()
        run_for(STEP_UP_MS)
        give_back()
        return before - in_use()

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
        run_for(STEP_UP_MS)

    def _tap(self, *names: str) -> None:
        pages.walk(*names)(self.stage, self._office.dossiers)

    def _number(self) -> None:
        self._tap("attract.begin", "tile.number", "service.cu-tru")
        self.stage.wait_until(lambda: self.stage.shows("done.number"))

    def _rating(self) -> None:
        self._number()
        self._tap("done.close", f"face.{self._rng.randrange(1, 6)}")

    def _look(self) -> None:
        self._tap("attract.begin", "key.look", f"size.{self._rng.randrange(5)}")
        self.stage.image()  # the sheet is laid out anew in the new size
        self._tap(
            "look.colours", f"theme.{self._rng.choice(('light', 'dark', 'contrast', 'soft'))}"
        )
        self._tap("sheet.close")
        if self._rng.random() < 0.5:
            self._tap("key.language", "tile.number", "service.ho-tich")

    def _listen(self) -> None:
        self._tap("attract.begin", "key.listen", "tile.number", "service.cu-tru")
        self.stage.wait_until(lambda: self.stage.shows("done.number"))

    def _search(self) -> None:
        self._tap(*pages.CHOOSE, "primary")
        self._type(self._rng.choice(SEARCHES))

    def _feedback(self) -> None:
        self._tap("attract.begin", "tile.feedback", "option.complaint", "option.waiting")
        self._type("lau")
        self._tap("primary", "option.anonymous")
        self.stage.wait_until(lambda: self.stage.shows("handed.code"))

    def _type(self, words: str) -> None:
        self._tap(*(f"key.{'space' if letter == ' ' else letter}" for letter in words))

    def _help(self) -> None:
        self._tap("attract.begin", "key.help", "help.call")
        self.stage.wait_until(lambda: self.stage.kiosk.helping.view.state == "told")

    def _begin_a_form(self) -> None:
        pages.read_card(self.stage, self._office.dossiers)
        if self._rng.random() < 0.3:
            self._tap("key.end", "idle.keep")
            self.stage.wait_until(lambda: self.stage.shows("kept.code"))

    def _hand_in(self) -> None:
        pages.sent_off(self.stage, self._office.dossiers)

    def _track(self) -> None:
        pages.followed(self.stage, self._office.dossiers)
