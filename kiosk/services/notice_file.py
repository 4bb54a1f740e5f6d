"""The file a kiosk keeps its notices in: ``notices.db``, with the pictures beside it.

The touch app and the agent open it at once. Sets lie there as they were signed; whoever reads
them checks the signature again, so that a changed file shows nothing.
"""

import datetime as dt
import hashlib
import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from sqlite_utils import Database

from kiosk.contract.notices import NoticeCount, NoticeCounts, NoticePicture
from offline_queue.database import immediate, open_database, sqlite3
from offline_queue.durable import write_durably
from offline_queue.moment import Moment, moment

FILE: Final = "notices.db"
PICTURES: Final = "notice-pictures"

#: Totals told in one message; the contract takes 200.
_TOLD_AT_ONCE: Final = 200

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS notice_set (
    series TEXT PRIMARY KEY, serial INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notice_count (
    id TEXT PRIMARY KEY,
    shown INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    told_shown INTEGER NOT NULL DEFAULT 0,   -- what the portal knows
    told_opened INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shelf (name TEXT PRIMARY KEY, value TEXT NOT NULL)
STRICT, WITHOUT ROWID;
"""
_VERSION, _NAME, _SEEN = "version", "name", "seen"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set as it lies in the file; not to be believed before its signature was checked."""

    series: str
    serial: int
    body: str


class NoticeFile:
    """The file, opened. Safe to use from several threads and processes; blocks on the disk."""

    def __init__(self, data: Path) -> None:
        """A damaged file is made anew: the portal has its content, and no notice is worth that a
        kiosk does not start.

        Raises:
            sqlite3.OperationalError: the data folder cannot be written.
        """
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pictures = data / PICTURES
        self._lock = threading.Lock()
        self._path = data / FILE
        self._open()

    def _open(self) -> None:
        try:
            self._database = _opened(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            log.warning("notices.file_damaged", why=str(error))
            for end in ("", "-wal", "-shm", "-journal"):
                self._path.with_name(f"{FILE}{end}").unlink(missing_ok=True)
            self._database = _opened(self._path)
        self._file_id = _file_id(self._path)
        with immediate(self._database):
            self._database.execute(
                "INSERT OR IGNORE INTO shelf VALUES (?, ?), (?, '0')",
                (_NAME, uuid.uuid4().hex, _VERSION),
            )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time, on the file that has the name now: the other program may have found it
        damaged and made it anew, and what is written to the old one nobody reads.
        """
        with self._lock:
            if _file_id(self._path) != self._file_id:
                self._database.close()
                self._open()
            yield

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    # -- sets -------------------------------------------------------------------------------

    def version(self) -> str:
        """Another one with every set and picture that is kept, and in a file made anew; cheap."""
        with self._turn():
            return ":".join(self._fact(self._database, fact) for fact in (_NAME, _VERSION))

    def sets(self) -> list[KeptSet]:
        """Every series' newest set."""
        with self._turn():
            rows = self._database.execute(
                "SELECT series, serial, body FROM notice_set ORDER BY series"
            ).fetchall()
        return [KeptSet(*row) for row in rows]

    def serial(self, series: str) -> int:
        """The serial of the set that is kept for `series`; 0 if there is none."""
        with self._turn():
            return self._serial(series)

    def keep(self, new: KeptSet) -> bool:
        """Keep a set that was checked; False, and nothing is changed, if it is not newer."""
        with self._turn(), immediate(self._database):
            if new.serial <= self._serial(new.series):
                return False
            self._database.execute(
                "INSERT INTO notice_set VALUES (?, ?, ?) ON CONFLICT (series) DO UPDATE"
                " SET serial = excluded.serial, body = excluded.body",
                (new.series, new.serial, new.body),
            )
            self._raise_version()
        return True

    def _serial(self, series: str) -> int:
        row = self._database.execute(
            "SELECT serial FROM notice_set WHERE series = ?", (series,)
        ).fetchone()
        return int(row[0]) if row else 0

    # -- pictures ---------------------------------------------------------------------------

    def picture(self, wanted: NoticePicture) -> Path | None:
        """Where a picture lies, once its bytes are what was signed; None if it is missing or torn.

        Reads the whole file.
        """
        path = self._pictures / wanted.sha256
        try:
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == wanted.sha256
        except OSError:
            return None
        return path if whole else None

    def keep_picture(self, wanted: NoticePicture, content: bytes) -> bool:
        """Keep a picture's bytes; False if they are not those that were signed."""
        if hashlib.sha256(content).hexdigest() != wanted.sha256:
            return False
        self._pictures.mkdir(mode=0o700, exist_ok=True)
        write_durably(self._pictures / wanted.sha256, content)
        with self._turn(), immediate(self._database):
            self._raise_version()
        return True

    def forget_unused_pictures(self) -> int:
        """Delete the pictures no set names any more; returns how many."""
        # Every set's, also of a signer that this process was not told of.
        named = " ".join(kept.body for kept in self.sets())
        unused = [path for path in self._pictures.glob("*") if path.name not in named]
        for path in unused:
            path.unlink(missing_ok=True)
        return len(unused)

    # -- counts -----------------------------------------------------------------------------

    def count(self, added: Mapping[str, tuple[int, int]]) -> None:
        """Add ``{notice: (shown, opened)}`` to the totals."""
        if not added:
            return
        with self._turn(), immediate(self._database):
            for notice, (shown, opened) in added.items():
                self._database.execute(
                    "INSERT INTO notice_count (id, shown, opened) VALUES (?, ?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET shown = shown + excluded.shown,"
                    " opened = opened + excluded.opened",
                    (notice, shown, opened),
                )

    def untold(self) -> NoticeCounts | None:
        """Totals the portal does not know yet; None if it knows all."""
        with self._turn():
            name = self._fact(self._database, _NAME)
            rows = self._database.execute(
                "SELECT id, shown, opened FROM notice_count"
                " WHERE shown > told_shown OR opened > told_opened ORDER BY id LIMIT ?",
                (_TOLD_AT_ONCE,),
            ).fetchall()
        counts = tuple(NoticeCount(id=row[0], shown=row[1], opened=row[2]) for row in rows)
        return NoticeCounts(shelf=name, counts=counts) if counts else None

    def told(self, counts: NoticeCounts) -> None:
        """The portal knows these totals now."""
        with self._turn(), immediate(self._database):
            for one in counts.counts:
                self._database.execute(
                    "UPDATE notice_count SET told_shown = max(told_shown, ?),"
                    " told_opened = max(told_opened, ?) WHERE id = ?",
                    (one.shown, one.opened, one.id),
                )

    # -- time -------------------------------------------------------------------------------

    def seen(self) -> Moment | None:
        """The latest time that was signed by somebody who knows it, and the uptime of then."""
        with self._turn():
            return self._seen()

    def note_seen(self, at: dt.datetime) -> None:
        """It is at least `at` (signed, or carried on by the uptime); never goes back."""
        now = moment(at)
        body = json.dumps({"wall_ms": now.wall_ms, "boot": now.boot, "up_ms": now.up_ms})
        with self._turn(), immediate(self._database):
            known = self._seen()
            if known is None or carried(known, now) <= at:
                self._database.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?)", (_SEEN, body))

    def _seen(self) -> Moment | None:
        row = self._database.execute("SELECT value FROM shelf WHERE name = ?", (_SEEN,)).fetchone()
        return Moment(**json.loads(row[0])) if row else None

    # -- within -----------------------------------------------------------------------------

    @staticmethod
    def _fact(database: Database, name: str) -> str:
        row = database.execute("SELECT value FROM shelf WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def _raise_version(self) -> None:
        self._database.execute(
            "UPDATE shelf SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = ?",
            (_VERSION,),
        )


def _file_id(path: Path) -> tuple[int, int]:
    """Which file has the name; (0, 0) while none has."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


def _opened(path: Path) -> Database:
    """The file with its tables; raises `sqlite3.DatabaseError` if it is damaged."""
    database = open_database(path)
    try:
        database.conn.executescript(_SCHEMA)
        found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except BaseException:
        database.close()
        raise
    if found != "ok":
        database.close()
        raise sqlite3.DatabaseError(found)
    return database


def carried(seen: Moment, here: Moment) -> dt.datetime:
    """What time it is at least `here`, from a time that was `seen`.

    While the machine runs its uptime carries the time on; how long it was off nobody knows.
    """
    passed = max(0, here.up_ms - seen.up_ms) if here.boot == seen.boot else 0
    return dt.datetime.fromtimestamp((seen.wall_ms + passed) / 1000, tz=dt.UTC)
