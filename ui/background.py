"""Work that may block runs here and comes back to the GUI thread as a queued signal."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

#: A number, a call for help, a shot, a page being sealed, and two questions to a portal that thinks
#: for half a minute, one of them of somebody who has left: none waits for another.
WORKERS = 6


class Background(QObject):
    """A small pool of threads for one app."""

    _done = Signal(object, object)  # (callback, future): crosses to the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="ui-work")
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], then: Callable[[Future[Any]], None]) -> None:
        """Run `work` on a worker; `then` gets its finished future on the GUI thread.

        After `close` nothing is run: a timer may still tick while the app is taken down.
        """
        if self._closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(lambda finished: self._done.emit(then, finished))

    def close(self) -> None:
        """Take no more work; what runs has its own time limits and is not waited for."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, then: Callable[[Future[Any]], None], future: Future[Any]) -> None:
        if not future.cancelled():
            then(future)
