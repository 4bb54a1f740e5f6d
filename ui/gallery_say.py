"""Pages on which a person says how it was, for the gallery: their steps and what stands behind."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

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
