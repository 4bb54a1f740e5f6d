"""Drives envelopes from ready to purged through a `Transport`; knows no HTTP.

One envelope at a time: manifest, the parts still missing, commit, receipt verified and stored,
only then the files go. Every request may be repeated: the key, the offsets and the receipt make
a repetition harmless, so whatever is doubtful is simply done again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from sqlite_utils import Database

from offline_queue import outbox, steps
from offline_queue.answers import Action, Answer, Deed, decide
from offline_queue.backoff import Breaker, Link, delay_ms
from offline_queue.blobs import BlobDamagedError, BlobStore
from offline_queue.envelope import Blob, Envelope, Taken
from offline_queue.moment import Moment
from offline_queue.purge import purge
from offline_queue.receipts import Receipt, ReceiptError, ReceiptVerifier

#: On a link cut every 0.5 MB on average, parts of 256 KB cost 4 % more bytes than the file has;
#: whole files never arrive, and 64 KB need four times the requests for 7 %.
PART_BYTES: Final = 256 * 1024
SMALLEST_PART: Final = 16 * 1024  # a proxy that refuses this refuses everything

#: Manifest to commit again when parts are missing after all; then it is the portal's trouble.
PASSES: Final = 3

#: Four halvings lead from the usual part to the smallest; as many answers more without progress
#: mean that both sides disagree about where they are.
STALLS: Final = 8


class Transport(Protocol):
    """Requests to the other side. Each has its time limits and returns, never raises, failures.

    Redirects are not followed. The idempotency key of every request is the envelope's key.
    """

    def ping(self) -> Answer:
        """Ask for a sign of life that only the portal can give (a signed nonce)."""
        ...

    def put_manifest(self, envelope: Envelope) -> Answer:
        """Hand over the body; JSON ``{missing: [sha256…], part_bytes?}`` comes back."""
        ...

    def part_offset(self, envelope: Envelope, blob: Blob) -> Answer:
        """How much of a file is there."""
        ...

    def append(self, envelope: Envelope, blob: Blob, offset: int, data: bytes) -> Answer:
        """Send `data` at `offset`; it is the last part when it ends at `blob.size`."""
        ...

    def commit(self, envelope: Envelope) -> Answer:
        """Ask for the receipt."""
        ...

    def repair_clock(self, answer: Answer) -> None:
        """Sign with the other side's time from now on, taken from the answer's Date."""
        ...


class Outcome(Enum):
    """What one turn of the sender did."""

    IDLE = "idle"  # nothing is due
    WAITING = "waiting"  # the breaker is open
    DELIVERED = "delivered"
    RETRY = "retry"
    QUARANTINED = "quarantined"
    PAUSED = "paused"
    WRONG_NETWORK = "wrong-network"
    LOST_LEASE = "lost-lease"  # another process has the envelope


@dataclass(frozen=True, slots=True)
class Turn:
    """An outcome, whose it was, and why."""

    outcome: Outcome
    key: str | None = None
    reason: str = ""


class _LeaseLostError(Exception):
    """Another process took the envelope while we were sending it."""


class _StopError(Exception):
    """This try is over; the action says why."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.reason)
        self.action = action


class Sender:
    """The one process that sends. Call `start` once, then `turn` for as long as it lives.

    Args:
        database: FULL: receipts are stored through it.
        leases: may be NORMAL: a lease lost in a power cut only repeats a request.
        clock: the present moment; read before and during an upload.
    """

    def __init__(
        self,
        *,
        database: Database,
        leases: Database,
        store: BlobStore,
        transport: Transport,
        verify: ReceiptVerifier,
        clock: Callable[[], Moment],
        rng: random.Random,
        lane: str = "dossiers",
    ) -> None:
        self._database, self._leases, self._store = database, leases, store
        self._transport, self._verify = transport, verify
        self._clock, self._rng, self._lane = clock, rng, lane
        self._breaker = Breaker(rng=rng)

    @property
    def link(self) -> Link:
        """What is known of the link."""
        return self._breaker.link

    def start(self) -> int:
        """Take back the leases of a sender that died, finish its purges; returns the leases."""
        taken_back = outbox.recover(self._database, at=self._clock())
        while purge(self._database, self._store):
            pass
        return taken_back

    def wake(self) -> None:
        """The link came up, or someone repaired it: do not wait the back-off out."""
        self._breaker.hurry()

    def wait_ms(self) -> int | None:
        """How long the next turn would have nothing to do; None: until something is handed in."""
        at = self._clock()
        shut_ms = self._breaker.wait_ms(at.up_ms)
        return shut_ms or outbox.next_due_ms(self._leases, at=at, lane=self._lane)

    def turn(self) -> Turn:
        """Send at most one envelope; returns when it is delivered or must wait."""
        if self._breaker.wait_ms(self._clock().up_ms):
            return Turn(Outcome.WAITING, reason=self.link.reason)
        if self._breaker.half_open:
            if not outbox.any_work(self._leases, lane=self._lane):
                return Turn(Outcome.IDLE)
            if not self._probe():
                return Turn(Outcome.WAITING, reason=self.link.reason)
        # Asked anew: a probe may have taken half of the lease.
        taken = outbox.take(self._leases, at=self._clock(), lane=self._lane)
        return Turn(Outcome.IDLE) if taken is None else self._send(taken)

    def _send(self, taken: Taken) -> Turn:
        try:
            receipt = self._deliver(taken)
        except _LeaseLostError:
            return Turn(Outcome.LOST_LEASE, taken.envelope.key)
        except _StopError as stop:
            return self._settle(taken, stop.action)
        outbox.ack(self._database, receipt)
        self._breaker.worked()
        purge(self._database, self._store)
        return Turn(Outcome.DELIVERED, taken.envelope.key)

    def _probe(self) -> bool:
        try:
            self._ask(self._transport.ping)
        except _StopError as stop:
            self._blame_link(stop.action)
            return False
        self._breaker.worked()
        return True

    def _ask(self, request: Callable[[], Answer], *also: Deed) -> Action:
        return self._exchange(request, *also)[0]

    def _exchange(self, request: Callable[[], Answer], *also: Deed) -> tuple[Action, Answer]:
        """Ask; returns if the answer is a success or one of `also`, else raises `_StopError`."""
        answer = request()
        action = decide(answer)
        if action.deed is Deed.REPAIR_CLOCK:
            self._transport.repair_clock(answer)
            answer = request()
            action = decide(answer)
            if action.deed is Deed.REPAIR_CLOCK:  # the offset did not help: not the clock
                action = Action(Deed.PAUSE, "clock-skew", action.http_status)
        if action.deed is not Deed.PROCEED and action.deed not in also:
            raise _StopError(action)
        return action, answer

    def _deliver(self, taken: Taken) -> Receipt:
        for left in reversed(range(PASSES)):
            try:
                return self._one_pass(taken)
            except _StopError as stop:
                action = stop.action
                if action.deed is not Deed.START_OVER:
                    raise
                if not left:
                    later = Action(Deed.RETRY, action.reason, action.http_status)
                    raise _StopError(later) from stop
        raise AssertionError(PASSES)

    def _one_pass(self, taken: Taken) -> Receipt:
        envelope = taken.envelope
        _, answer = self._exchange(lambda: self._transport.put_manifest(envelope))
        steps.reached("manifest.answered")
        wanted = (answer.json or {}).get("missing")
        missing = wanted if isinstance(wanted, list | tuple) else ()
        told = (answer.json or {}).get("part_bytes")
        part_bytes = min(told, PART_BYTES) if isinstance(told, int) and told > 0 else PART_BYTES
        for blob in envelope.blobs:
            if blob.sha256 in missing:
                self._upload(taken, blob, part_bytes)
        if not outbox.uploaded(self._leases, taken) and not outbox.renew(
            self._leases, taken, at=self._clock()
        ):
            raise _LeaseLostError
        _, answer = self._exchange(lambda: self._transport.commit(envelope))
        try:
            receipt = self._verify(envelope, answer.json or {})
        except ReceiptError as error:
            raise _StopError(Action(Deed.WRONG_NETWORK, "receipt", answer.status)) from error
        steps.reached("commit.answered")
        return receipt

    def _upload(self, taken: Taken, blob: Blob, part_bytes: int) -> None:
        """Send what is missing of one file, from wherever the other side stands."""
        envelope = taken.envelope
        try:
            self._store.check(blob)
        except BlobDamagedError as error:
            raise _StopError(Action(Deed.QUARANTINE, "file-damaged")) from error
        action = self._ask(
            lambda: self._transport.part_offset(envelope, blob), Deed.RECREATE, Deed.CONTINUE_AT
        )
        upload = _Upload(blob, part_bytes).after(action)
        while upload.offset < blob.size:
            upload = upload.after(self._append(envelope, upload))
            steps.reached("part.sent")
            if not outbox.renew(self._leases, taken, at=self._clock()):
                raise _LeaseLostError

    def _append(self, envelope: Envelope, upload: "_Upload") -> Action:
        blob, offset = upload.blob, upload.offset
        try:
            data = self._store.read(blob, offset, upload.part_bytes)
        except BlobDamagedError as error:
            raise _StopError(Action(Deed.QUARANTINE, "file-damaged")) from error
        return self._ask(
            lambda: self._transport.append(envelope, blob, offset, data),
            Deed.RECREATE,
            Deed.CONTINUE_AT,
            Deed.SMALLER_PARTS,
        )

    def _settle(self, taken: Taken, action: Action) -> Turn:
        """End a try without a receipt."""
        at, key = self._clock(), taken.envelope.key
        if action.deed is Deed.QUARANTINE:
            self._breaker.worked()  # the portal is there and said no to this one
            outbox.quarantine(
                self._leases, taken, at=at, reason=action.reason, http_status=action.http_status
            )
            return Turn(Outcome.QUARANTINED, key, action.reason)
        self._blame_link(action)
        # Whatever the cause, this one lets others pass first: what stops it may be its own.
        wait = delay_ms(taken.failures + 1, rng=self._rng, floor_ms=action.floor_ms)
        outbox.give_back(self._leases, taken, at=at, delay_ms=wait, failed=True)
        return Turn(_OUTCOMES[action.deed], key, action.reason)

    def _blame_link(self, action: Action) -> None:
        up_ms = self._clock().up_ms
        if action.deed is Deed.PAUSE:
            self._breaker.paused(action.reason, up_ms=up_ms)
        else:
            self._breaker.failed(
                action.reason,
                up_ms=up_ms,
                floor_ms=action.floor_ms,
                at_once=action.deed is not Deed.RETRY,
            )


_OUTCOMES: Final = {
    Deed.RETRY: Outcome.RETRY,
    Deed.PAUSE: Outcome.PAUSED,
    Deed.WRONG_NETWORK: Outcome.WRONG_NETWORK,
}


@dataclass(frozen=True, slots=True)
class _Upload:
    """Where one file's upload stands; `stalls` counts answers in a row without progress."""

    blob: Blob
    part_bytes: int
    offset: int = 0
    furthest: int = 0
    stalls: int = 0

    def after(self, action: Action) -> "_Upload":
        """The next state; raises `_StopError` for a file or a part that cannot get smaller."""
        if action.max_bytes is not None and action.max_bytes < self.blob.size:
            raise _StopError(Action(Deed.QUARANTINE, "file-too-large", action.http_status))
        part, offset = self.part_bytes, action.offset or 0
        if action.deed is Deed.SMALLER_PARTS:
            if part <= SMALLEST_PART:
                raise _StopError(Action(Deed.QUARANTINE, "part-too-large", action.http_status))
            part, offset = min(action.part_bytes or part, part // 2), self.offset
        elif action.part_bytes:
            part = min(part, action.part_bytes)
        stalls = 0 if offset > self.furthest else self.stalls + 1
        if offset > self.blob.size or stalls > STALLS:
            raise _StopError(Action(Deed.RETRY, "no-progress", action.http_status))
        return _Upload(
            self.blob,
            max(SMALLEST_PART, part),
            offset,
            max(offset, self.furthest),
            stalls,
        )
