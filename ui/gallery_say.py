"""Pages on which a person says how it was, for the gallery: their steps and what stands behind."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from kiosk.domain.feedback import LONGEST
from kiosk.domain.rating import Occasion, Reason, Score
from ui.stage import Stage


class SampleRatings:
    """Takes every rating and keeps none."""

    def open(self, occasion: Occasion, transaction: UUID) -> bool:
        """Everything may be rated."""
        del occasion, transaction
        return True

    def rate(self, occasion: Occasion, transaction: UUID, *, service: str, score: Score) -> None:
        """Kept nowhere."""

    def settle(self, occasion: Occasion, transaction: UUID, reasons: tuple[Reason, ...]) -> None:
        """Kept nowhere."""


def _asked(stage: Stage) -> None:
    stage.tap("done.close")
    stage.wait_until(lambda: stage.shows("face.5"))


def _thanked(stage: Stage) -> None:
    _asked(stage)
    stage.tap("face.4")
    stage.wait_until(lambda: stage.shows("reason.staff"))
    stage.tap("reason.waiting")


#: What is done after a number was taken, by the scene's name.
SAY_STEPS: Final[tuple[tuple[str, Callable[[Stage], None]], ...]] = (
    ("rating", _asked),
    ("rating-thanks", _thanked),
)


def _taps(*names: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        for name in names:
            stage.tap(name)

    return act


def _written(stage: Stage) -> None:
    _taps("attract.begin", "tile.feedback", "option.complaint", "option.waiting")(stage)
    stage.wait_until(lambda: stage.shows("feedback.box"))
    typing = stage.kiosk.dossier.typing
    typing.begin("letters", LONG_WORDS, "sentence", max_length=LONGEST)


def _who(stage: Stage) -> None:
    _written(stage)
    stage.tap("primary")


def _put_aside(stage: Stage) -> None:
    _written(stage)
    stage.tap("key.end")
    stage.tap("idle.keep")
    stage.wait_until(lambda: stage.shows("kept.code"))


def _given(stage: Stage) -> None:
    _who(stage)
    stage.tap("option.anonymous")
    stage.wait_until(lambda: stage.shows("handed.code"))
    stage.wait_until(lambda: stage.kiosk.dossier.handed_in.view.slip == "printed")


def _named(stage: Stage) -> None:
    _who(stage)
    stage.tap("option.named")


def _no_name(stage: Stage) -> None:
    _named(stage)
    stage.tap("primary")


def _no_words(stage: Stage) -> None:
    _taps("attract.begin", "tile.feedback", "option.proposal", "option.kiosk", "primary")(stage)


#: As long as may be written.
LONG_WORDS: Final = ("Chờ từ tám giờ, đến mười giờ vẫn chưa được gọi. " * 50)[:LONGEST].strip()

#: What is done from the first screen on, by the scene's name.
FEEDBACK_STEPS: Final[tuple[tuple[str, Callable[[Stage], None]], ...]] = (
    ("feedback", _taps("attract.begin", "tile.feedback")),
    ("feedback-subject", _taps("attract.begin", "tile.feedback", "option.praise")),
    ("feedback-text", _written),
    ("feedback-kept", _put_aside),
    ("feedback-who", _who),
    ("feedback-name", _named),
    ("feedback-name-wanted", _no_name),
    ("feedback-words-wanted", _no_words),
    ("feedback-done", _given),
)
