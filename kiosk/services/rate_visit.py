"""Rate a visit: stored here, then handed to the hub."""

from uuid import UUID

from kiosk.clock import Clock
from kiosk.domain.rating import Occasion, Reason, Score
from kiosk.services.hand_in import HandIn
from kiosk.services.own_ratings import OwnRatings


class RateVisit:
    """The use case. Each call is one short commit; made on a worker thread."""

    def __init__(self, own: OwnRatings, hand_in: HandIn, *, clock: Clock) -> None:
        self._own = own
        self._hand_in = hand_in
        self._clock = clock

    def open(self, occasion: Occasion, transaction: UUID) -> bool:
        """Whether this transaction may still be rated."""
        return not self._own.rated(occasion, transaction)

    def rate(self, occasion: Occasion, transaction: UUID, *, service: str, score: Score) -> None:
        """Store the face that was touched; a second one of the transaction is not kept."""
        self._own.rate(occasion, transaction, service=service, score=score, now=self._clock())

    def settle(self, occasion: Occasion, transaction: UUID, reasons: tuple[Reason, ...]) -> None:
        """The person has left the page: reasons are added, the hub is told when it is there."""
        self._own.settle(occasion, transaction, reasons)
        self._hand_in.wake()
