"""Hand in to the hub what the kiosk did alone: its own numbers, print results, ratings."""

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

import structlog
import uuid_utils.compat as uuid

from devices.keep_going import keep_going
from kiosk.clock import Clock
from kiosk.contract.hub import ImportAnswer, ImportRequest, OfflineTicket, Problem
from kiosk.domain.ticket import business_day
from kiosk.remote.hub_client import (
    HubClient,
    HubFailedError,
    HubRefusedError,
    HubUnreachableError,
)
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.own_ratings import OwnRatings
from offline_queue.database import sqlite3

log = structlog.get_logger()

_BATCH: Final = 100  # the contract's limit of one import
_RETRY_S: Final = 5.0  # the hub is on this network: it comes back in seconds or needs a person
#: What the hub fails at by a defect of its own is not mended in seconds.
_STUCK_S: Final = 60.0
_JOIN_S: Final = 2.0
#: A hub that says this means the kiosk and not the one thing: an address it does not know, a name
#: it does not go by, too many at once. Everything waits until somebody has put that right.
_OF_THE_KIOSK: Final = frozenset({401, 403, 421, 429})
#: A hub that says this of a request means what stands in it.
_OF_THE_NUMBERS: Final = frozenset({400, 409, 413, 422})
#: The hub's word for a defect of its own. One that is busy, or whose disk is full, says so.
_OUR_FAULT: Final = "our-fault"


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
        self._pause_s = _RETRY_S
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
            self._woken.wait(None if done else self._pause_s)
            self._woken.clear()
            if self._stopping.is_set():
                return
            done = self.run()

    def run(self) -> bool:
        """Hand in everything. False: it did not come to its end; what is left stays."""
        self._pause_s = _RETRY_S
        try:
            whole = [self._numbers(), self._reports(), self._rated()]
        except HubUnreachableError as error:
            log.info("hand_in.hub_away", why=str(error))
        except HubRefusedError as error:
            # All at once, such as from a kiosk that is not named yet: nothing is lost by it.
            log.warning("hand_in.not_taken", code=error.problem.code)
        except sqlite3.Error as error:  # a full disk: what the hub has is handed in once more
            log.warning("hand_in.not_kept", why=str(error))
        else:
            self._pause_s = _STUCK_S
            return all(whole)
        return False

    def _numbers(self) -> bool:
        """Whether the hub had a word on every number; one without does not hold up the others."""
        stuck = set[UUID]()
        while True:
            now = self._clock()
            waiting = self._own.waiting(_BATCH + len(stuck), now=now)
            tickets = [ticket for ticket in waiting if ticket.ticket_id not in stuck][:_BATCH]
            if not tickets:
                return not stuck
            stuck |= self._import(tickets, now)

    def _import(self, tickets: list[OfflineTicket], now: dt.datetime) -> set[UUID]:
        """Hand in `tickets`, in halves if the hub takes none of them; the keys of those on which
        it has no word.
        """
        try:
            answer = self._hub.import_tickets(self._request(tickets, now), key=uuid.uuid7())
        except HubRefusedError as error:
            if error.problem.status not in _OF_THE_NUMBERS:
                raise
            problem = error.problem
        except HubFailedError as error:
            if error.problem.code != _OUR_FAULT:
                raise
            problem = error.problem
        else:
            self._keep_words(tickets, answer, now)
            return set()
        if len(tickets) > 1:
            half = len(tickets) // 2
            return self._import(tickets[:half], now) | self._import(tickets[half:], now)
        return self._alone(tickets[0], problem, now)

    def _alone(self, ticket: OfflineTicket, problem: Problem, now: dt.datetime) -> set[UUID]:
        """One number of which the hub says no to all of a request: it is set aside, after its day
        if the hub is to blame. What it says of nothing as well is no fault of the number.
        """
        self._hub.import_tickets(self._request([], now), key=uuid.uuid7())
        if problem.status >= 500 and ticket.day >= business_day(now):
            log.warning("hand_in.hub_failed", ticket_id=str(ticket.ticket_id), code=problem.code)
            return {ticket.ticket_id}
        why = f"{problem.status} {problem.code} {problem.detail}".strip()[:200]
        self._own.handed_in([(ticket.ticket_id, why)], now=now)
        return set()

    def _request(self, tickets: list[OfflineTicket], now: dt.datetime) -> ImportRequest:
        return ImportRequest(
            kiosk_id=self._hub.kiosk_id, slot=self._own.slot, sent_at=now, tickets=tuple(tickets)
        )

    def _keep_words(
        self, tickets: list[OfflineTicket], answer: ImportAnswer, now: dt.datetime
    ) -> None:
        words = {
            item.ticket_id: (item.why or "refused") if item.result == "refused" else None
            for item in answer.results
        }
        asked = {ticket.ticket_id for ticket in tickets}
        if not asked <= words.keys():
            raise HubUnreachableError("import: the answer does not name every ticket")
        self._own.handed_in([(ticket_id, words[ticket_id]) for ticket_id in asked], now=now)

    def _reports(self) -> bool:
        stuck = set[int]()
        while True:
            waiting = self._own.reports(_BATCH + len(stuck))
            reports = [pending for pending in waiting if pending.seq not in stuck][:_BATCH]
            if not reports:
                return not stuck
            for pending in reports:
                # Refused: the hub does not know the ticket, or knows better; asking is useless.
                tell = partial(self._hub.report_print, pending.ticket_id, pending.report)
                if self._told(tell, "hand_in.report_refused", _minted(pending.ticket_id)):
                    self._own.reported(pending.seq)
                else:
                    stuck.add(pending.seq)

    def _rated(self) -> bool:
        stuck, ratings = set[UUID](), self._ratings
        while ratings is not None:
            waiting = ratings.waiting(_BATCH + len(stuck))
            found = [rating for rating in waiting if rating.rating_id not in stuck][:_BATCH]
            if not found:
                break
            for rating in found:
                # Refused: an older hub has no such route, says not-found, and counts nothing.
                if self._told(
                    partial(self._hub.rate, rating), "hand_in.rating_refused", rating.day
                ):
                    ratings.handed_in(rating.rating_id)
                else:
                    stuck.add(rating.rating_id)
        return not stuck

    def _told(self, tell: Callable[[], None], refused: str, day: dt.date) -> bool:
        """Whether one thing of `day` is done with: the hub has it, does not want it, or failed at
        it until that day was over.
        """
        try:
            tell()
        except HubRefusedError as error:
            if error.problem.status in _OF_THE_KIOSK:
                raise
            log.warning(refused, code=error.problem.code)
        except HubFailedError as error:
            if error.problem.code != _OUR_FAULT:
                raise
            log.warning("hand_in.hub_failed", code=error.problem.code)
            return day < business_day(self._clock())
        return True


def _minted(ticket_id: UUID) -> dt.date:
    """The day of a UUIDv7, by the clock of whoever made it (RFC 9562, 5.7)."""
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    try:
        return business_day(epoch + dt.timedelta(milliseconds=ticket_id.int >> 80))
    except OverflowError:  # no version 7
        return dt.date.min
