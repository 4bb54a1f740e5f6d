"""The one way to open a SQLite file in this product.

Two copies of the SQLite library in one process on one file silently drop each other's locks
(POSIX advisory locks belong to the process; sqlite.org/howtocorrupt.html, 2.2), so everything
imports `sqlite3` from here. It is pysqlite3 where that is installed, as sqlite-utils chooses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # chosen there

__all__ = ["Database", "has_wal_reset_bug", "immediate", "open_database", "sqlite3"]

BUSY_TIMEOUT_S: Final = 5.0  # a writer holds the lock for one grouped commit; 8 ms on slow flash


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether two connections writing at once can lose commits in WAL mode.

    Source: sqlite.org/wal.html#walresetbug; fixed in 3.51.3, 3.50.7 and 3.44.6.
    """
    return (
        (3, 7, 0) <= version < (3, 44, 6)
        or (3, 45, 0) <= version < (3, 50, 7)
        or (3, 51, 0) <= version < (3, 51, 3)
    )


def open_database(path: Path | str, *, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> Database:
    """Open (or create) a database whose commits survive a power cut.

    WAL with ``synchronous=FULL``; with a SQLite that has the WAL-reset bug a rollback journal
    with ``synchronous=EXTRA`` instead, slower and as safe. The connection may be used from the
    one thread that owns it, whichever that is.

    Raises:
        sqlite3.OperationalError: the file cannot be opened, or refuses the journal mode.
        sqlite3.DatabaseError: it is no database, or damaged.
    """
    mode = "WAL"
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        mode, level = "DELETE", "EXTRA"
    else:
        level = synchronous
    connection = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    database = Database(connection, recursive_triggers=False, execute_plugins=False, strict=True)
    try:
        for pragma in (
            f"journal_mode={mode}",
            f"synchronous={level}",
            f"busy_timeout={int(BUSY_TIMEOUT_S * 1000)}",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "journal_size_limit=8388608",
            "wal_autocheckpoint=500",
        ):
            database.execute(f"PRAGMA {pragma}").fetchall()
        got = database.execute("PRAGMA journal_mode").fetchone()[0]
    except BaseException:
        database.close()
        raise
    if got != mode.lower():
        database.close()
        raise sqlite3.OperationalError(f"{path}: journal mode is {got}, wanted {mode}")
    return database


@contextmanager
def immediate(database: Database) -> Iterator[Database]:
    """The only way to write: the write lock is taken first, so that no read goes stale.

    A COMMIT that fails may leave its transaction open (a rollback journal waits for readers;
    sqlite.org/lang_transaction.html, 2), which would refuse every write after it: rolled back too.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.commit()
    except BaseException:
        database.rollback()
        raise
