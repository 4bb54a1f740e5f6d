"""``kiosk outbox``: what waits, what failed and why. Shows ids and figures, never a person."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from kiosk.clock import utc_now
from kiosk.console import FAILED, WRONG_USE, load_settings
from offline_queue import inspection, outbox, schema
from offline_queue.blobs import BlobDamagedError, BlobStore
from offline_queue.database import Database, open_database, sqlite3
from offline_queue.envelope import State
from offline_queue.moment import Moment, moment

#: Files of the outbox in the data folder of the settings.
DATABASE: Final = "outbox.db"
SEALED: Final = "sealed"


_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class _BrokenError(Exception):
    """The outbox cannot be read; the message says what is wrong with which file."""


def register(root: click.Group) -> None:
    """Add the commands."""
    root.add_command(outbox_group)


@click.group("outbox")
def outbox_group() -> None:
    """What waits to be sent to the portal, and why."""


@outbox_group.command()
@_json
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """Count, bytes and oldest age of what is in each state."""

    def rows(database: Database, at: Moment) -> Iterator[Mapping[str, Any]]:
        for count in inspection.counts(database, at=at):
            yield {**dataclasses.asdict(count), "oldest_s": round(count.oldest_s, 1)}

    _show(_read(context, rows), as_json=as_json)


@outbox_group.command("list")
@_json
@click.option("--state", type=click.Choice([state.value for state in State]))
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@click.pass_context
def list_(context: click.Context, *, as_json: bool, state: str | None, limit: int) -> None:
    """Every envelope, oldest first, with the reason if it was set aside."""

    def rows(database: Database, at: Moment) -> Iterator[Mapping[str, Any]]:
        wanted = None if state is None else State(state)
        for one in inspection.envelopes(database, at=at, state=wanted, limit=limit):
            yield {**dataclasses.asdict(one), "age_s": round(one.age_s, 1)}

    _show(_read(context, rows), as_json=as_json)


@outbox_group.command()
@_json
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    """Read everything: the database's integrity, and each file that still must be here.

    Exit 1 if anything is damaged or missing.
    """
    store = _data(context) / SEALED

    def rows(database: Database, _at: Moment) -> Iterator[Mapping[str, Any]]:
        for (found,) in database.execute("PRAGMA integrity_check").fetchall():
            yield {"check": "database", "key": None, "ok": found == "ok", "why": found}
        for key, blob in inspection.needed_blobs(database):
            why = "ok"
            try:
                BlobStore(store).check(blob)
            except (BlobDamagedError, OSError) as error:
                why = str(error)
            yield {"check": "file", "key": key, "ok": why == "ok", "why": why}

    found = _read(context, rows)
    _show(found, as_json=as_json)
    if not all(row["ok"] for row in found):
        raise click.exceptions.Exit(FAILED)


@outbox_group.command()
@_json
@click.argument("key", metavar="ID")
@click.pass_context
def requeue(context: click.Context, *, key: str, as_json: bool) -> None:
    """Let an envelope that was set aside try again. Exit 2 if it is not set aside."""

    def rows(database: Database, at: Moment) -> Iterator[Mapping[str, Any]]:
        yield {"key": key, "requeued": outbox.requeue(database, key, at=at)}

    found = _read(context, rows)
    if not any(row["requeued"] for row in found):
        click.echo(f"{key} is not set aside; see: kiosk outbox list --state quarantined", err=True)
        raise click.exceptions.Exit(WRONG_USE)
    _show(found, as_json=as_json)


def _data(context: click.Context) -> Path:
    return load_settings(context).paths.data


def _read(
    context: click.Context, rows: Callable[[Database, Moment], Iterable[Mapping[str, Any]]]
) -> list[Mapping[str, Any]]:
    """All `rows`; none if there is no outbox yet; exit 1, saying why, if it is broken."""
    path = _data(context) / DATABASE
    try:
        with _opened(path) as database:
            return [] if database is None else list(rows(database, moment(utc_now())))
    except _BrokenError as error:
        click.echo(f"outbox: {error}", err=True)
        raise click.exceptions.Exit(FAILED) from error


@contextmanager
def _opened(path: Path) -> Iterator[Database | None]:
    """The outbox, or None where there is none yet; looking never makes one.

    Raises:
        _BrokenError: it is there and cannot be used.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            yield None
            return
        database = open_database(path)
        try:
            if schema.version(database) == 0 and not database.table_names():
                yield None
                return
            schema.require_current(database)
            yield database
        finally:
            database.close()
    except (sqlite3.Error, schema.SchemaError, OSError) as error:
        raise _BrokenError(f"{path}: {error}") from error


def _show(rows: list[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if not rows:
        click.echo("The outbox is empty.")
        return
    titles = list(rows[0])
    table = [titles, *([_cell(row[title]) for title in titles] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(titles))]
    for line in table:
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo(text.rstrip(), file=sys.stdout)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return str(value)
