"""The hub's database: its file, its migrations, and short reads beside the one writer."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, TypeVar

from offline_queue.database import open_database, sqlite3
from offline_queue.upgrade import upgrade

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

_MIGRATIONS: Final = Path(__file__).parent / "schema"
READERS: Final = 2  # the machine of an office has two to four cores; reads take under 1 ms


class NewerStoreError(Exception):
    """The file was written by a newer version; opening it could lose what that one knows."""


def migrations() -> dict[int, str]:
    """All migrations, ``{1: sql, ...}``; number N leads from version N-1 to N."""
    return {
        int(path.stem): path.read_text(encoding="utf-8")
        for path in sorted(_MIGRATIONS.glob("[0-9][0-9][0-9][0-9].sql"))
    }


def open_store(path: Path | str) -> sqlite3.Connection:
    """Open (or create) the hub's file for writing, at the newest version of its tables.

    Raises:
        NewerStoreError: the file's version is not known here.
        sqlite3.Error: the file cannot be opened or is not a database.
    """
    connection = open_database(path).conn
    known = migrations()
    with ExitStack() as unless_good:
        unless_good.callback(connection.close)
        version = upgrade(connection, known)
        if version > max(known):
            raise NewerStoreError(f"{path}: version {version}, known up to {max(known)}")
        unless_good.pop_all()
    return connection


@contextmanager
def store(path: Path) -> Iterator[sqlite3.Connection]:
    """The hub's file for one transaction of a command, also while the hub runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = open_store(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
    finally:
        connection.close()  # what was not committed is undone


class Reader:
    """Reads on connections of their own, each in one short transaction, off the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="hub-read")

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_database(self._path).conn
            connection.execute("PRAGMA query_only=ON")
            self._local.connection = connection
            self._opened.append(connection)
        return connection

    def _run(self, work: Work[T]) -> T:
        connection = self._connection()
        connection.execute("BEGIN")  # one snapshot for all of it
        try:
            return work(connection)
        finally:
            connection.rollback()

    async def read(self, work: Work[T]) -> T:
        """What `work` reads, from one consistent state of the store."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, work)

    def close(self) -> None:
        """Wait for reads under way, then close the connections."""
        self._pool.shutdown(wait=True)
        for connection in self._opened:
            connection.close()


def like_label(label: str) -> re.Match[str] | None:
    """``A501`` taken apart into series and serial, or None."""
    return re.fullmatch(r"([A-Z])([0-9]{3,4})", label)
