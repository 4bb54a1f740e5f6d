"""Work that may block runs here and comes back to the GUI thread as a queued signal."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from devices.keep_going import DEATHS

log = structlog.get_logger()

#: A number, a call for help, a shot, a page being sealed, and two questions to a portal that thinks
#: for half a minute, one of them of somebody who has left: none waits for another.
WORKERS = 6

_T = TypeVar("_T")


def noted(future: Future[Any]) -> None:
    """Nobody waits for what came back; a failure is written down all the same."""
    error = future.exception()
    if error is not None:
        log.error("work.failed", exc_info=error)


class Background(QObject):
    """A small pool of threads for one app."""

    _done = Signal(object, object)  # (callback, future): crosses to the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="ui-work")
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], _T], then: Callable[[Future[_T]], None] = noted) -> None:
        """Run `work` on a worker; `then` gets its finished future on the GUI thread. A defect that
        it dies of is told to the technician.

        After `close` nothing is run: a timer may still tick while the app is taken down.
        """
        if self._closed:
            return

        def tell(finished: Future[_T]) -> None:
            if not finished.cancelled():
                DEATHS.job("ui-work", finished.exception())
            if not self._closed:  # the signal's object goes with the app, a worker may outlive it
                self._done.emit(then, finished)

        self._pool.submit(work).add_done_callback(tell)

    def close(self) -> None:
        """Take no more work; what runs has its own time limits and is not waited for."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, then: Callable[[Future[Any]], None], future: Future[Any]) -> None:
        if not self._closed:
            then(future)


class Lane:
    """Runs work one after the other, in the order asked; `Background` runs it side by side."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._waiting: deque[tuple[Callable[[], Any], Callable[[Future[Any]], None]]] = deque()
        self._busy = False

    def run(self, work: Callable[[], _T], then: Callable[[Future[_T]], None] = noted) -> None:
        """As `Background.run`, but not before what was asked for earlier is done."""
        self._waiting.append((work, then))
        self._go_on()

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            return
        work, then = self._waiting.popleft()
        self._busy = True

        def done(future: Future[Any]) -> None:
            self._busy = False
            try:
                then(future)
            finally:
                self._go_on()

        self._background.run(work, done)


class Turn:
    """One person at one page: what a worker brings after the turn's end is not theirs any more.

    A worker cannot be stopped half-way, and whoever stands there then may be somebody else.
    """

    def __init__(self, background: Background | Lane) -> None:
        self._background = background
        self._current = object()

    def run(
        self,
        work: Callable[[], _T],
        then: Callable[[Future[_T]], None],
        *,
        late: Callable[[Future[_T]], object] = noted,
    ) -> None:
        """Run `work` on a worker; `late` gets the future in place of `then` after `end`."""
        current = self._current

        def deliver(future: Future[_T]) -> None:
            (then if current is self._current else late)(future)

        self._background.run(work, deliver)

    def end(self) -> None:
        """The person went on, asks anew, or has left."""
        self._current = object()
