"""A kiosk's sender and a portal in a file, on a clock that the test moves."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest
from sqlite_utils import Database

from offline_queue import inspection, outbox, schema
from offline_queue.answers import Answer, Step
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope, State
from offline_queue.moment import Moment
from offline_queue.sender import Outcome, Sender
from tests.support.portal_in_a_file import PortalInAFile, sender_to

START: Final = Moment(1_790_000_000_000, "boot-1", 1_000_000)
PAGE: Final = b"sealed page " * 60_000  # 720 KB: three parts


@dataclass
class Office:
    """A kiosk's outbox, its sender, and a portal, on a clock that the test moves."""

    database: Database
    store: BlobStore
    portal: PortalInAFile
    now: Moment = START
    rng: random.Random = field(default_factory=lambda: random.Random(7))
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.sender = sender_to(
            self.portal, self.database, self.store, clock=lambda: self.now, rng=self.rng
        )

    def hand_in(self, key: str, *pages: bytes, stream: str | None = None) -> Envelope:
        blobs = tuple(self.store.put(page) for page in pages)
        envelope = Envelope(key, f'{{"id":"{key}"}}'.encode(), stream or key, blobs=blobs)
        with immediate(self.database):
            assert outbox.enqueue(self.database, envelope, at=self.now)
        return envelope

    def wait(self, ms: int) -> None:
        self.now = replace(self.now, wall_ms=self.now.wall_ms + ms, up_ms=self.now.up_ms + ms)

    def run(self) -> list[Outcome]:
        """Turns until nothing is left to do now."""
        done: list[Outcome] = []
        while (turn := self.sender.turn()).outcome not in {Outcome.IDLE, Outcome.WAITING}:
            done.append(turn.outcome)
        return done

    def state(self, key: str) -> State:
        return next(
            one.state for one in inspection.envelopes(self.database, at=self.now) if one.key == key
        )

    def files(self) -> int:
        return len(list(self.store.folder.iterdir()))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = open_database(tmp_path / "outbox.db")
    schema.migrate(database)
    portal = PortalInAFile(tmp_path / "portal.db")
    yield Office(database, BlobStore(tmp_path / "sealed"), portal)
    portal.close()
    database.close()


def once(step: Step, answer: Answer) -> Callable[[Step], Answer | None]:
    """Answer the first request of this step so, serve the rest."""
    left = [answer]
    return lambda asked: left.pop() if asked is step and left else None
