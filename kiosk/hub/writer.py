"""One thread writes; many jobs share one commit.

On flash an fsync takes milliseconds. Everything that arrived while the last commit was being
flushed goes into the next one, so that load makes groups larger and not the wait longer. Each
job runs in a savepoint of its own: one that fails is undone alone.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import structlog

from kiosk.hub.store import Work, open_store
from offline_queue.database import sqlite3

T = TypeVar("T")

GROUP: Final = 64  # jobs a commit; more would let the first ones wait without need
BACKLOG: Final = 1000  # jobs waiting; beyond that the hub says "busy" instead of growing
WAIT_S: Final = 10.0  # longer than the 5 s that a foreign lock may hold a commit

log = structlog.get_logger()


class StoreBusyError(Exception):
    """The job was not taken, or its outcome is not known yet; asking again by key is safe."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


_Outcome = tuple[_Job, Any, BaseException | None]


def _settle(outcomes: list[_Outcome]) -> None:
    for job, result, error in outcomes:
        if job.future.done():  # the caller's wait ran out
            continue
        if error is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(error)


class Writer:
    """The only writer of the hub's file.

    `after_commit` is called on the event loop after each group, when the deeds are on disk.
    """

    def __init__(self, path: Path, *, after_commit: Callable[[], None] = lambda: None) -> None:
        self._connection = open_store(path)
        self._after_commit = after_commit
        self._jobs: queue.Queue[_Job | None] = queue.Queue(BACKLOG)
        self._thread = threading.Thread(target=self._work, name="hub-write", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread still takes jobs."""
        return self._thread.is_alive()

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction; returns when it is durable.

        Raises what `work` raises (nothing of it is kept then), or

        Raises:
            StoreBusyError: too many jobs wait, or the disk does not answer.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        try:
            self._jobs.put_nowait(_Job(work, future, loop))
        except queue.Full as error:
            raise StoreBusyError("too many jobs wait") from error
        try:
            async with asyncio.timeout(WAIT_S):
                return await future
        except TimeoutError as error:
            raise StoreBusyError(f"no commit within {WAIT_S:.0f} s") from error

    def close(self) -> None:
        """Do what was taken, then stop and close the file."""
        self._jobs.put(None)
        self._thread.join(WAIT_S)
        self._connection.close()

    def _work(self) -> None:
        stopping = False
        while not stopping:
            first = self._jobs.get()
            group = [] if first is None else [first]
            stopping = first is None
            while len(group) < GROUP and not stopping:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    stopping = True
                else:
                    group.append(job)
            if group:
                self._report(self._commit(group))

    def _commit(self, group: list[_Job]) -> list[_Outcome]:
        outcomes: list[_Outcome] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes.extend(self._run(job) for job in group)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            # Disk full, or a foreign lock: nothing of the group is kept, and all are told.
            log.exception("hub.commit_failed", jobs=len(group))
            if self._connection.in_transaction:
                self._connection.rollback()
            return [(job, None, StoreBusyError(str(error))) for job in group]
        return outcomes

    def _run(self, job: _Job) -> _Outcome:
        self._connection.execute("SAVEPOINT job")
        try:
            result = job.work(self._connection)
        except Exception as error:
            if not self._connection.in_transaction:
                raise  # a full disk: SQLite has undone the whole group (lang_transaction.html, 2.3)
            self._connection.execute("ROLLBACK TO job")
            self._connection.execute("RELEASE job")
            return job, None, error
        self._connection.execute("RELEASE job")
        return job, result, None

    def _report(self, outcomes: list[_Outcome]) -> None:
        loops = {id(outcome[0].loop): outcome[0].loop for outcome in outcomes}
        for loop in loops.values():
            mine = [outcome for outcome in outcomes if outcome[0].loop is loop]
            try:
                loop.call_soon_threadsafe(_settle, mine)
                loop.call_soon_threadsafe(self._after_commit)
            except RuntimeError:  # the loop has closed; the deeds are on disk all the same
                log.warning("hub.answer_without_asker", jobs=len(mine))
