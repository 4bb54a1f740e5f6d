"""The kiosk's shelf of notices: what may be shown here and now.

Only what was signed for this kiosk comes on it, by the portal the kiosk was enrolled with or by
a key its settings name; what is over is never shown, whatever the machine's clock says.
"""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from devices.keep_going import keep_going
from kiosk.clock import Clock
from kiosk.contract.notices import NoticeCounts, NoticePicture, NoticeSet
from kiosk.domain.notice import Notice, Topic
from kiosk.services.enrolment import Enrolment, NotEnrolledError
from kiosk.services.notice_file import KeptSet, NoticeFile, carried
from kiosk.services.notice_sets import NoticeRefusedError, as_notice, read_set, stands_in
from offline_queue.database import sqlite3
from offline_queue.moment import Moment, moment

#: An urgent notice must be on the screen within a minute; the agent asks every half minute.
LOOK_S: Final = 2.0
#: Totals go to the disk together: flash wears out, and a lost minute of counts harms nobody.
COUNT_EVERY: Final = 30  # looks
TIME_EVERY: Final = 300  # looks: ten minutes, as the agent asks the portal
STOP_S: Final = 2.0  # one reading of the file at most

log = structlog.get_logger()


class NoticeShelf:
    """What may be shown. `showing`, `shown` and `opened` never touch the disk: any thread."""

    def __init__(
        self,
        data: Path,
        *,
        clock: Clock,
        block: str = "",
        floor: str = "",
        site: str = "",
        keys: Mapping[str, bytes] | None = None,
    ) -> None:
        """Open the file under `data` and read it once; starts no thread.

        Args:
            block, floor: where the kiosk stands; empty (a lobby) stands for all of them.
            site: ``site.id`` of the settings, for sets made by hand.
            keys: further public keys (`content_keys`), beside those pinned at enrolment.

        Raises:
            sqlite3.OperationalError: the data folder cannot be written.
        """
        self._file = NoticeFile(data)
        self._data = data
        self._clock = clock
        self._block, self._floor = block, floor
        self._site = site
        self._keys = dict(keys or {})
        self._changed: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._notices: tuple[Notice, ...] = ()
        self._seen: Moment | None = None
        self._version = ""
        self._counted: Counter[tuple[str, str]] = Counter()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.refresh()

    # -- the screens' side ------------------------------------------------------------------

    def showing(self, topic: Topic | None = None) -> tuple[Notice, ...]:
        """What is shown now, urgent first, then newest; all topics, or one."""
        now = self._now()
        return tuple(
            notice
            for notice in self._notices
            if notice.showing(now) and (topic is None or notice.topic is topic)
        )

    def shown(self, notice_id: str) -> None:
        """A notice was on the screen once more."""
        with self._lock:
            self._counted[notice_id, "shown"] += 1

    def opened(self, notice_id: str) -> None:
        """Somebody opened a notice to read it."""
        with self._lock:
            self._counted[notice_id, "opened"] += 1

    def when_changed(self, call: Callable[[], None]) -> None:
        """Call `call` after new notices came, on the shelf's own thread."""
        self._changed = call

    # -- the machine's side -----------------------------------------------------------------

    def start(self) -> None:
        """Look for new notices on a thread of its own, until `close`."""
        self._thread = threading.Thread(
            target=partial(keep_going, self._look, ending=self._stopping),
            name="notices",
            daemon=True,
        )
        self._thread.start()

    def close(self) -> None:
        """Stop looking, keep the counts, close the file; waits `STOP_S` at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_S)
            if self._thread.is_alive():
                log.error("notices.thread_stuck")
                return
        self.flush()
        self._file.close()

    def refresh(self) -> bool:
        """Read the file if it changed; returns whether it had. Blocks on the disk."""
        version = self._file.version()
        self._learn(self._file.seen())
        if version == self._version:
            return False
        notices = [
            notice
            for kept in self._kept()
            for signed in kept.notices
            if stands_in(self._block, signed.blocks) and stands_in(self._floor, signed.floors)
            if (notice := as_notice(signed, self._picture(signed.picture))) is not None
        ]
        notices.sort(key=lambda notice: (not notice.urgent, -notice.published_at.timestamp()))
        self._notices, self._version = tuple(notices), version
        return True

    def flush(self) -> None:
        """Keep what was counted; blocks on the disk."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        notices = {notice for notice, _ in counted}
        try:
            self._file.count(
                {each: (counted[each, "shown"], counted[each, "opened"]) for each in notices}
            )
        except sqlite3.Error:
            with self._lock:
                self._counted += counted  # kept next time
            raise

    # -- the agent's side: every call blocks on the disk ------------------------------------

    def serial(self, series: str) -> int:
        """Serial of the set that is kept, 0 if none; a newer one is wanted."""
        return self._file.serial(series)

    def believed(self, text: str) -> NoticeSet:
        """A set that was signed for this kiosk; keeps nothing. Raises `NoticeRefusedError`."""
        return read_set(text, *self._trusted())

    def take(self, text: str) -> NoticeSet:
        """Check a set and keep it; its pictures may come later (`missing`).

        Raises:
            NoticeRefusedError: forged, for others, or not newer than what is kept.
        """
        try:
            new = self.believed(text)
        except NoticeRefusedError as error:
            log.warning("notices.refused", why=str(error))
            raise
        if not self._file.keep(KeptSet(new.series, new.serial, text)):
            kept = self._file.serial(new.series)
            log.warning("notices.refused", why="rollback", serial=new.serial, kept=kept)
            raise NoticeRefusedError(f"serial {new.serial} is not above {kept}, which is kept")
        self._file.note_seen(new.issued_at)
        self._file.forget_unused_pictures()
        self.refresh()
        log.info("notices.taken", series=new.series, serial=new.serial, count=len(new.notices))
        return new

    def missing(self) -> tuple[NoticePicture, ...]:
        """Pictures the kept sets name that are not here, or torn."""
        named = {notice.picture for kept in self._kept() for notice in kept.notices}
        return tuple(
            each for each in named if each is not None and self._file.picture(each) is None
        )

    def keep_picture(self, wanted: NoticePicture, content: bytes) -> bool:
        """Keep a picture; False if its bytes are not those that were signed."""
        kept = self._file.keep_picture(wanted, content)
        if not kept:
            log.warning("notices.picture_refused", sha256=wanted.sha256, size=len(content))
        return kept

    def note_time(self, at: dt.datetime) -> None:
        """The portal said, signed, that it is `at`."""
        self._file.note_seen(at)

    def take_counts(self) -> NoticeCounts | None:
        """Totals the portal does not know yet; say `counts_told` once it does."""
        self.flush()
        return self._file.untold()

    def counts_told(self, counts: NoticeCounts) -> None:
        """The portal knows these totals."""
        self._file.told(counts)

    # -- within -----------------------------------------------------------------------------

    def _now(self) -> dt.datetime:
        """The clock's time, but never before a time that was signed.

        A clock whose battery died starts years back; the machine's uptime carries the signed
        time on.
        """
        now = self._clock()
        return now if self._seen is None else max(now, carried(self._seen, moment(now)))

    def _learn(self, seen: Moment | None) -> None:
        """Take over what the file knows of the time, if it is later than what we know."""
        if seen is None:
            return
        here = moment(self._clock())  # for its uptime
        if seen.boot != here.boot:  # the machine was off, nobody knows how long: at least it was
            seen = replace(seen, boot=here.boot, up_ms=here.up_ms)
        if self._seen is None or carried(self._seen, here) < carried(seen, here):
            self._seen = seen

    def keep_time(self) -> None:
        """Keep how late it is by the uptime, for a start without network and battery."""
        if self._seen is not None:
            self._file.note_seen(carried(self._seen, moment(self._clock())))

    def _trusted(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """The keys that are believed, and what this kiosk is called."""
        try:
            enrolment = Enrolment.load(self._data)
        except NotEnrolledError:
            return self._keys, frozenset({self._site})
        return self._keys | enrolment.server_keys, frozenset({self._site, enrolment.device_id})

    def _kept(self) -> list[NoticeSet]:
        """The kept sets that still hold."""
        trusted, found = self._trusted(), []
        for kept in self._file.sets():
            try:
                found.append(read_set(kept.body, *trusted))
            except NoticeRefusedError as error:
                log.warning("notices.not_believed", series=kept.series, why=str(error))
        return found

    def _picture(self, wanted: NoticePicture | None) -> Path | None:
        return None if wanted is None else self._file.picture(wanted)

    def _look(self) -> None:
        looks = 0
        while not self._stopping.wait(LOOK_S):
            looks += 1
            try:
                if self.refresh():
                    self._changed()
                if looks % COUNT_EVERY == 0:
                    self.flush()
                if looks % TIME_EVERY == 0:
                    self.keep_time()
            except sqlite3.Error as error:  # a full disk; what is shown goes on
                log.warning("notices.disk", why=str(error))
