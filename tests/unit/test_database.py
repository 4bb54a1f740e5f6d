"""Opening SQLite the one way that survives a power cut."""

from pathlib import Path

import pytest

from offline_queue.database import has_wal_reset_bug, immediate, open_database, sqlite3


def test_commits_are_flushed_to_the_disk(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db")
    assert database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert database.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert database.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    database.close()


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 50, 4), True),
        ((3, 50, 7), False),
        ((3, 51, 1), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_the_versions_with_the_wal_reset_bug_are_known(
    version: tuple[int, int, int], *, bad: bool
) -> None:
    assert has_wal_reset_bug(version) is bad


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db")
    database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT")
    with pytest.raises(sqlite3.IntegrityError), immediate(database):
        database.execute("INSERT INTO t VALUES (1)")
        database.execute("INSERT INTO t VALUES (1)")
    assert database.execute("SELECT count(*) FROM t").fetchone()[0] == 0
    with immediate(database):
        database.execute("INSERT INTO t VALUES (2)")
    database.close()
    again = open_database(tmp_path / "a.db")
    assert again.execute("SELECT n FROM t").fetchall() == [(2,)]
    again.close()


def test_a_commit_that_could_not_get_its_lock_stands_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a rollback journal a reader can hold up the COMMIT itself."""
    monkeypatch.setattr("offline_queue.database.has_wal_reset_bug", lambda _version: True)
    database, reader = open_database(tmp_path / "a.db"), open_database(tmp_path / "a.db")
    database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT")
    database.execute("PRAGMA busy_timeout=0")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM t").fetchone()[0] == 0
    with pytest.raises(sqlite3.OperationalError, match="locked"), immediate(database):
        database.execute("INSERT INTO t VALUES (1)")
    reader.rollback()
    with immediate(database):
        database.execute("INSERT INTO t VALUES (2)")
    assert reader.execute("SELECT n FROM t").fetchall() == [(2,)]
    database.close()
    reader.close()
