"""The portal's database: SQLAlchemy Core on the one SQLite library, one writer at a time."""

import datetime as dt
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.portal import tables
from offline_queue.database import open_database, sqlite3
from offline_queue.upgrade import upgrade

_MIGRATIONS: Final = Path(__file__).parent / "migrations"

# Readers share so many connections; a page's reads take a few milliseconds each.
READERS: Final = 4

# A write is one grouped change of a few rows; who waits longer meets a disk that hangs.
WRITER_WAIT_S: Final = 10.0


class NewerStoreError(Exception):
    """The file was written by a newer version; opening it could lose what that one knows."""


class StoreBusyError(Exception):
    """The disk does not take the change now (full, or hanging); nothing of it was kept."""


def stamp(moment: dt.datetime) -> str:
    """An aware moment as the tables keep it: UTC, so that text order is time order."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment(text: str | None) -> dt.datetime | None:
    """The aware moment (UTC) that the tables keep as `text`."""
    return None if text is None else dt.datetime.fromisoformat(text)


def migrations() -> dict[int, str]:
    """All migrations, ``{1: sql, ...}``; number N leads from version N-1 to N."""
    return {
        int(path.stem.split("_")[0]): path.read_text(encoding="utf-8")
        for path in sorted(_MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    }


def migrate(path: Path) -> None:
    """Bring the file at `path` (made if absent) to the newest version, a step a transaction.

    Raises:
        NewerStoreError: the file's version is not known here.
    """
    database = open_database(path)
    try:
        known = migrations()
        version = upgrade(database.conn, known)
        if version > max(known):
            raise NewerStoreError(f"{path}: version {version}, known up to {max(known)}")
    finally:
        database.close()


def _engine(path: Path, *, begin: str, size: int) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        module=sqlite3,
        creator=lambda: open_database(path).conn,
        poolclass=sa.QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # an error text must not carry a row into a log
        pool_timeout=WRITER_WAIT_S,
    )

    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - pysqlite3's
        connection.isolation_level = None  # we say BEGIN ourselves, see below

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", begun)
    return engine


class Store:
    """The file, opened. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        migrate(path)
        self._writers = _engine(path, begin="BEGIN IMMEDIATE", size=1)
        self._readers = _engine(path, begin="BEGIN", size=READERS)
        self._turn = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; durable when the block has ended, undone when it raised.

        Raises:
            StoreBusyError: another write hangs, or the disk is full.
        """
        if not self._turn.acquire(timeout=WRITER_WAIT_S):
            raise StoreBusyError("another change does not end")
        try:
            with self._writers.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StoreBusyError(str(error.orig)) from error
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the file; does not wait for the writer."""
        with self._readers.connect() as connection:
            yield connection
            connection.rollback()

    def close(self) -> None:
        """Close all connections."""
        self._writers.dispose()
        self._readers.dispose()


def one(connection: Connection, query: sa.Select[Any]) -> RowMapping | None:
    """The only row of `query`, or None."""
    return connection.execute(query).mappings().one_or_none()


def rows(connection: Connection, query: sa.Select[Any]) -> list[RowMapping]:
    """All rows of `query`."""
    return list(connection.execute(query).mappings())


def next_number(connection: Connection, name: str) -> int:
    """The next of a running number, from 1; without gaps, as it rises with its transaction."""
    table = tables.counter
    changed = connection.execute(
        sa.update(table).where(table.c.name == name).values(value=table.c.value + 1)
    )
    if changed.rowcount == 0:
        connection.execute(sa.insert(table).values(name=name, value=1))
    return int(
        connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar_one()
    )


def note_audit(
    connection: Connection,
    *,
    now: dt.datetime,
    actor: str,
    action: str,
    office_id: str | None = None,
    dossier_id: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add a line to the audit, in the caller's transaction: no deed without its line.

    `detail` holds ids, codes and digests, never what a person said.
    """
    connection.execute(
        sa.insert(tables.audit).values(
            at=stamp(now),
            actor=actor,
            action=action,
            office_id=office_id,
            dossier_id=dossier_id,
            detail=json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True),
        )
    )
