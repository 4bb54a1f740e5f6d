"""The hand and the eye of the tour at the app: touches, waits and takes pictures."""

from collections.abc import Callable
from pathlib import Path

from ui.demo.steps import StepWrongError
from ui.gallery_filing import touch
from ui.stage import Stage


class Hand:
    """Whatever is not there within `wait_s` seconds makes the step wrong (`StepWrongError`).

    Args:
        stage: asked each time, since the tour moves to another app.
        pictures: number of the picture before the first one.
    """

    def __init__(
        self, stage: Callable[[], Stage], folder: Path, *, wait_s: float, pictures: int = 0
    ) -> None:
        self._stage, self._folder, self._wait_s = stage, folder, wait_s
        self._pictures = pictures

    def tap(self, *names: str) -> None:
        """Touch one after the other, each when it is there; leafs on where a page is full."""
        for name in names:
            try:
                touch(self._stage(), name, wait_s=self._wait_s)
            except AssertionError as error:
                raise StepWrongError(f"not within {self._wait_s:.0f} s: {name}") from error

    def wait(self, true: Callable[[], object], what: str) -> None:
        """Let the app run until it is so; `what` is told if it never is."""
        try:
            self._stage().wait_until(true, self._wait_s)
        except AssertionError as error:
            raise StepWrongError(f"not within {self._wait_s:.0f} s: {what}") from error

    def picture(self, name: str) -> None:
        """Keep what is on the screen now, with the pictures of the page."""
        self._pictures += 1
        self._stage().image()  # a picture on a page is asked for when the page is laid out
        self.wait(self._stage().pictures_loaded, "pictures on the page")
        self._stage().grab(self._folder / f"{self._pictures:02d}-{name}.png")
