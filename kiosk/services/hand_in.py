"""Hand in to the hub what the kiosk did alone: its own numbers, print results, ratings."""

import threading
from functools import partial
from typing import Final

import structlog
import uuid_utils.compat as uuid

from devices.keep_going import keep_going
from kiosk.clock import Clock
from kiosk.contract.hub import ImportRequest
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.own_ratings import OwnRatings
from offline_queue.database import sqlite3

log = structlog.get_logger()

_BATCH: Final = 100  # the contract's limit of one import
_RETRY_S: Final = 5.0  # the hub is on this network: it comes back in seconds or needs a person
_JOIN_S: Final = 2.0
#: A hub that says this means the kiosk and not the one thing: an address it does not know, a name
#: it does not go by, too many at once. Everything waits until somebody has put that right.
_OF_THE_KIOSK: Final = frozenset({401, 403, 421, 429})


class HandIn:
    """One thread; `wake` it after a deed and when the line is back."""

    def __init__(
        self, hub: HubClient, own: OwnNumbers, *, clock: Clock, ratings: OwnRatings | None = None
    ) -> None:
        self._hub = hub
        self._own = own
        self._ratings = ratings
        self._clock = clock
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=partial(keep_going, self._loop, ending=self._stopping),
            name="hand-in",
            daemon=True,
        )

    def start(self) -> None:
        """Start the thread; what an earlier run left is handed in at once."""
        self._thread.start()

    def wake(self) -> None:
        """Something may wait; returns at once."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread; waits at most 2 s. What is left stays on the disk."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(_JOIN_S)

    def _loop(self) -> None:
        self._woken.set()  # for what an earlier run left
        done = True
        while True:
            self._woken.wait(None if done else _RETRY_S)
            self._woken.clear()
            if self._stopping.is_set():
                return
            done = self.run()

    def run(self) -> bool:
        """Hand in everything. False: it did not come to its end; what is left stays."""
        try:
            self._numbers()
            self._reports()
            self._rated()
        except HubUnreachableError as error:
            log.info("hand_in.hub_away", why=str(error))
        except HubRefusedError as error:
            # All at once, such as from a kiosk that is not named yet: nothing is lost by it.
            log.warning("hand_in.not_taken", code=error.problem.code)
        except sqlite3.Error as error:  # a full disk: what the hub has is handed in once more
            log.warning("hand_in.not_kept", why=str(error))
        else:
            return True
        return False

    def _numbers(self) -> None:
        while tickets := self._own.waiting(_BATCH, now=(now := self._clock())):
            request = ImportRequest(
                kiosk_id=self._hub.kiosk_id,
                slot=self._own.slot,
                sent_at=now,
                tickets=tuple(tickets),
            )
            answer = self._hub.import_tickets(request, key=uuid.uuid7())
            words = [
                (item.ticket_id, (item.why or "refused") if item.result == "refused" else None)
                for item in answer.results
                if item.ticket_id is not None
            ]
            asked = {ticket.ticket_id for ticket in tickets}
            if not words or not asked <= {ticket_id for ticket_id, _ in words}:
                raise HubUnreachableError("import: the answer does not name every ticket")
            self._own.handed_in(words)
            for ticket_id, refused in words:
                if refused:
                    log.error("hand_in.refused", ticket_id=str(ticket_id), why=refused)

    def _reports(self) -> None:
        while reports := self._own.reports(_BATCH):
            for pending in reports:
                try:
                    self._hub.report_print(pending.ticket_id, pending.report)
                except HubRefusedError as error:
                    if error.problem.status in _OF_THE_KIOSK:
                        raise
                    # The hub does not know the ticket, or knows better: asking again is useless.
                    log.warning("hand_in.report_refused", code=error.problem.code)
                self._own.reported(pending.seq)

    def _rated(self) -> None:
        while self._ratings is not None and (ratings := self._ratings.waiting(_BATCH)):
            for rating in ratings:
                try:
                    self._hub.rate(rating)
                except HubRefusedError as error:
                    if error.problem.status in _OF_THE_KIOSK:
                        raise
                    # An older hub has no such route: it says not-found, and counts nothing.
                    log.warning("hand_in.rating_refused", code=error.problem.code)
                self._ratings.handed_in(rating.rating_id)
