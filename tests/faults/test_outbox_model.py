"""Any order of handing in, sending, losing answers, dying, restarting and requeuing.

The model knows only what people were told: what was handed in must end at the portal exactly
once, in the order of its stream, with every byte, and no file goes before its receipt.
"""

import random
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from offline_queue import backoff, inspection, outbox, schema
from offline_queue.answers import Answer, Step
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope, State
from offline_queue.moment import Moment
from offline_queue.sender import Outcome
from tests.support.portal_in_a_file import PortalInAFile, login_page, sender_to, unreachable

STREAMS = ("a", "b", "c")


class PowerCutError(BaseException):
    """Ends the sender wherever it is; nothing in the product may catch it."""


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        base = Path(self.folder.name)
        self.database = open_database(base / "outbox.db", synchronous="NORMAL")
        schema.migrate(self.database)
        self.store = BlobStore(base / "sealed")
        self.portal = PortalInAFile(base / "portal.db")
        self.now = Moment(1_790_000_000_000, "boot-0", 1_000_000)
        self.handed_in: dict[str, list[str]] = defaultdict(list)
        self.refused: set[str] = set()
        self.boots = 0

    @initialize(seed=st.integers(0, 1000))
    def begin(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._start()

    def _start(self) -> None:
        self.sender = sender_to(
            self.portal, self.database, self.store, clock=lambda: self.now, rng=self.rng
        )

    @rule(stream=st.sampled_from(STREAMS), pages=st.integers(0, 2))
    def hand_in(self, stream: str, pages: int) -> None:
        key = f"{stream}{len(self.handed_in[stream])}"
        blobs = tuple(self.store.put(f"{key} page {n}".encode()) for n in range(pages))
        with immediate(self.database):
            assert outbox.enqueue(
                self.database, Envelope(key, b"{}", stream, blobs=blobs), at=self.now
            )
        self.handed_in[stream].append(key)

    @precondition(lambda self: any(self.handed_in.values()))
    @rule(data=st.data())
    def tap_submit_again(self, data: st.DataObject) -> None:
        keys = [key for keys in self.handed_in.values() for key in keys]
        key = data.draw(st.sampled_from(keys))
        with immediate(self.database):
            assert not outbox.enqueue(
                self.database, Envelope(key, b"sealed anew", key[0]), at=self.now
            )

    @rule()
    def send(self) -> None:
        self.portal.before, self.portal.after = (lambda _step: None), (lambda answer: answer)
        self.sender.turn()

    @rule(step=st.sampled_from(list(Step)))
    def lose_an_answer(self, step: Step) -> None:
        self.portal.before = lambda _step: None
        self.portal.after = lambda a: unreachable(a.step) if a.step is step else a
        assert self.sender.turn().outcome is not Outcome.QUARANTINED

    @rule(step=st.sampled_from([Step.MANIFEST, Step.COMMIT]), status=st.sampled_from([401, 422]))
    def refuse(self, step: Step, status: int) -> None:
        answer = Answer(step, status, json={"type": "/problems/no"})
        self.portal.before = lambda asked: answer if asked is step else None
        self.portal.after = lambda a: a
        turn = self.sender.turn()
        if turn.outcome is Outcome.QUARANTINED:
            assert status == 422
            assert turn.key is not None
            self.refused.add(turn.key)

    @rule()
    def meet_a_login_page(self) -> None:
        self.portal.before = login_page
        assert self.sender.turn().outcome in {
            Outcome.IDLE,
            Outcome.WAITING,
            Outcome.WRONG_NETWORK,
        }

    @rule(step=st.sampled_from(list(Step)), served=st.booleans(), reboot=st.booleans())
    def die_while_sending(self, step: Step, *, served: bool, reboot: bool) -> None:
        def dies(asked: Step) -> None:
            if asked is step:
                raise PowerCutError

        def dies_after(answer: Answer) -> Answer:
            dies(answer.step)
            return answer

        self.portal.before = (lambda _step: None) if served else dies
        self.portal.after = dies_after if served else (lambda answer: answer)
        try:
            self.sender.turn()
        except PowerCutError:
            if reboot:
                self.boots += 1
                self.now = replace(self.now, boot=f"boot-{self.boots}", up_ms=0, wall_ms=0)
            self._start()

    @rule(ms=st.sampled_from([100, 5_000, backoff.CAP_MS, outbox.LEASE_MS]))
    def wait(self, ms: int) -> None:
        self.now = replace(self.now, up_ms=self.now.up_ms + ms, wall_ms=self.now.wall_ms + ms)

    @rule(days=st.sampled_from([-400, 400]))
    def set_the_wall_clock(self, days: int) -> None:
        self.now = replace(self.now, wall_ms=max(0, self.now.wall_ms + days * 86_400_000))

    @rule()
    def staff_requeue_everything(self) -> None:
        held = list(inspection.envelopes(self.database, at=self.now, state=State.QUARANTINED))
        for one in held:
            assert outbox.requeue(self.database, one.key, at=self.now)
            self.refused.discard(one.key)

    @invariant()
    def nothing_is_doubled_and_streams_keep_their_order(self) -> None:
        filed = self.portal.filed()
        assert len(filed) == len(set(filed))
        for stream, keys in self.handed_in.items():
            mine = [key for key in filed if key[0] == stream]
            assert mine == keys[: len(mine)]

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = list(inspection.envelopes(self.database, at=self.now))
        assert {row.key for row in rows} == {k for keys in self.handed_in.values() for k in keys}
        filed = set(self.portal.filed())
        for row in rows:
            if row.state in {State.COMMITTED, State.PURGED}:
                assert row.key in filed
                assert row.receipt_no
        for _key, blob in inspection.needed_blobs(self.database):
            self.store.check(blob)

    def teardown(self) -> None:
        """In the end, with a working network and staff at hand, all arrives."""
        self.portal.before, self.portal.after = (lambda _step: None), (lambda answer: answer)
        if hasattr(self, "rng"):
            for _ in range(4):
                self.staff_requeue_everything()
                self.wait(outbox.MAX_WAIT_MS)
                self.sender.wake()
                while self.sender.turn().outcome not in {Outcome.IDLE, Outcome.WAITING}:
                    pass
            self.nothing_is_doubled_and_streams_keep_their_order()
            assert sorted(self.portal.filed()) == sorted(
                key for keys in self.handed_in.values() for key in keys
            )
            assert list(self.store.folder.iterdir()) == []
        self.portal.close()
        self.database.close()
        self.folder.cleanup()


TestOutboxModel = OutboxMachine.TestCase
TestOutboxModel.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
