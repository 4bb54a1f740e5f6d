"""Numbered SQL scripts that bring a file from version to version, whoever else opens it."""

from collections.abc import Iterator, Mapping

from offline_queue.database import sqlite3


def upgrade(connection: sqlite3.Connection, scripts: Mapping[int, str]) -> int:
    """Bring the file to the newest version: script N leads from version N-1 to N.

    Each step is one transaction, in which the version is looked at: of two programs that open the
    file at once one waits, and finds it done. A power cut leaves the version before or after.

    Returns:
        The version the file has now; above all of `scripts` it was written by a newer program,
        and is left alone.

    Raises:
        sqlite3.Error: a step could not be done; the file is as it was before that step.
    """
    while (version := _version(connection)) < max(scripts):
        connection.execute("BEGIN IMMEDIATE")
        with connection:  # commits, or undoes the step whatever went wrong
            if _version(connection) == version:  # now that nobody else can do it
                for statement in _statements(scripts[version + 1]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={version + 1}")
    return version


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """One after the other; `executescript` would end the transaction it is called in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
