"""A defect of ours ends the work of a thread for a while only, and the technician hears of it.

It stands here because drivers and services need it alike: `devices` is below both.
"""

import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

import structlog

from devices.faults import APP_PART
from devices.health import Health, State

#: First and longest pause before the work is begun anew: the first is felt by nobody, and a defect
#: that comes every time costs a try a minute, and a line of the log.
PAUSE_S: Final = (1.0, 60.0)
#: Work that went well for so long was begun anew with success; the next pause is the first again.
CALM_S: Final = 600.0
#: So often in a row, and it does not come back by itself.
STREAK: Final = 3

log = structlog.get_logger()

#: An error of a class of ours, or of the store's, was foreseen by whoever asked for the work.
_FORESEEN: Final = frozenset(
    {"devices", "kiosk", "offline_queue", "ui", "sqlite3", "pysqlite3"},
)


class Deaths:
    """What stopped by a defect since this app began; thread-safe."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._jobs: dict[str, tuple[int, float]] = {}  # streak and last time of a defect, by place
        self._tell: Callable[[Health], None] = lambda _: None
        self.health = Health(State.READY)

    def begin(self, tell: Callable[[Health], None] = lambda _: None) -> None:
        """An app starts: nothing has stopped yet. `tell` hears how it is, now and at each death, on
        any thread.
        """
        with self._turn:
            self._counts.clear()
            self._jobs.clear()
            self._tell, self.health = tell, Health(State.READY)
        tell(self.health)

    def note(self, thread: str, error: BaseException, streak: int) -> None:
        """`thread` stopped by `error`, `streak` times in a row. The error's own words, which may
        quote a person, are kept nowhere.
        """
        place = place_of(error)
        with self._turn:
            self._counts[thread] += 1
            times = ", ".join(f"{name} {count}x" for name, count in self._counts.items())
            state = State.BLOCKED if streak >= STREAK else State.DEGRADED
            self.health = Health(state, APP_PART.code, f"{times}; last {place}")
            tell, health = self._tell, self.health
        tell(health)

    def job(self, pool: str, error: BaseException | None) -> None:
        """A job of `pool` ended, well or by `error`. What the world does, and what has a class of
        ours, is no defect: whoever waits for the job knows what to say of it.
        """
        if error is None or not is_defect(error):
            return
        place, now_s = place_of(error), monotonic()
        with self._turn:
            streak, last_s = self._jobs.get(place, (0, now_s))
            streak = 1 if now_s - last_s >= CALM_S else streak + 1
            self._jobs[place] = streak, now_s
        self.note(pool, error, streak)


def is_defect(error: BaseException) -> bool:
    """Whether nobody foresaw `error`."""
    family = type(error).__module__.partition(".")[0]
    return not isinstance(error, OSError) and family not in _FORESEEN


def place_of(error: BaseException) -> str:
    """What it was and where; its own words, which may quote a person, are left out."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


#: Of this process. One app runs in it.
DEATHS: Final = Deaths()


def keep_going(work: Callable[[], None], *, ending: threading.Event) -> None:
    """Do `work` until it returns or `ending` is set; after a defect, pause and begin it anew.

    The target of each of the app's threads: `work` leaves everything in a state to begin from,
    and says itself what nobody may believe meanwhile.
    """
    name, streak = threading.current_thread().name, 0
    while True:
        began = monotonic()
        try:
            work()
        except Exception as error:
            streak = 1 if monotonic() - began >= CALM_S else streak + 1
            pause_s = min(PAUSE_S[1], PAUSE_S[0] * 2.0 ** min(streak - 1, 10))
            log.critical("thread.died", thread=name, again_in_s=pause_s, exc_info=error)
            DEATHS.note(name, error, streak)
            if ending.wait(pause_s):
                return
        else:
            return
