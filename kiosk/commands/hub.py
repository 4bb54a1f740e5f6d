"""``kiosk hub``: the office's number server, its clerks, and the description of its API."""

import datetime as dt
import json
import socket
from collections.abc import Callable
from pathlib import Path

import click

from kiosk.clock import utc_now
from kiosk.console import load_settings, secret, stop
from kiosk.domain.services import OfficeError
from kiosk.listening import listening
from kiosk.settings import Settings


def register(root: click.Group) -> None:
    """Add the commands of the hub."""
    root.add_command(hub)


def _settings(context: click.Context, **of_hub: str) -> Settings:
    loaded = load_settings(context)
    return loaded.model_copy(update={"hub": loaded.hub.model_copy(update=of_hub)})


@click.group()
def hub() -> None:
    """Queue numbers, desks and boards of one office."""


@hub.command()
@click.option("--listen", metavar="HOST:PORT", help="Address to serve on (default: hub.listen).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port alone; 0 takes any free one.")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The hub's file.")
@click.option(
    "--ready-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the address here once requests are answered.",
)
@click.pass_context
def run(
    context: click.Context,
    listen: str | None,
    port: int | None,
    db: Path | None,
    ready_file: Path | None,
) -> None:
    """Run the hub until it is told to stop (SIGTERM, Ctrl-C)."""
    from kiosk.web import server

    chosen = _settings(context)
    on = listening(listen or chosen.hub.listen, port)
    url = server.url_of(on)
    of_hub = {"listen": url.removeprefix("http://")}
    if listen or port is not None:
        of_hub["url"] = url  # what slips and pages say must lead here
    if db is not None:
        of_hub["db"] = str(db.absolute())

    def ready() -> None:
        if ready_file is not None:
            server.write_ready_file(ready_file, url)
        click.echo(f"The hub answers at {url}")

    _run(_settings(context, **of_hub), on, ready)


def _run(chosen: Settings, on: socket.socket, ready: Callable[[], None]) -> None:
    from kiosk.hub.server import serve
    from kiosk.hub.store import NewerStoreError
    from kiosk.lock import AlreadyRunningError

    try:
        serve(chosen, on, ready=ready)
    except AlreadyRunningError as error:
        raise stop(
            f"Another hub already works with {error}. Stop it first, or give this one its own --db."
        ) from error
    except NewerStoreError as error:
        raise stop(
            f"The file was made by a newer version ({error}). Install that version again."
        ) from error
    except (OfficeError, ValueError) as error:
        raise click.UsageError(str(error)) from error


@hub.group()
def user() -> None:
    """Clerks who may sign in at a desk."""


@user.command("add")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The hub's file.")
@click.pass_context
def add(context: click.Context, name: str, *, password_stdin: bool, db: Path | None) -> None:
    """Add the clerk NAME, or give a known one a new password."""
    from kiosk.hub.store import store
    from kiosk.web.accounts import AccountError, add_user

    password = secret("Password", from_stdin=password_stdin)
    try:
        with store(_store(context, db)) as connection:
            add_user(connection, name, password, now=utc_now())
    except AccountError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{name} may sign in.")


@user.command("list")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The hub's file.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def list_(context: click.Context, db: Path | None, *, as_json: bool) -> None:
    """Names of all clerks."""
    from kiosk.hub.store import store
    from kiosk.web.accounts import user_names

    with store(_store(context, db)) as connection:
        for name in user_names(connection):
            click.echo(json.dumps({"name": name}) if as_json else name)


def _store(context: click.Context, db: Path | None) -> Path:
    from kiosk.hub.app import store_path

    of_hub = {} if db is None else {"db": str(db.absolute())}
    return store_path(_settings(context, **of_hub))


@hub.command()
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 366))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The hub's file.")
@click.option("--json", "as_json", is_flag=True, help="One object a line: a day, a service.")
@click.pass_context
def ratings(context: click.Context, days: int, db: Path | None, *, as_json: bool) -> None:
    """How visits were, by day and by service, up to yesterday.

    Scores go from the worst face to the best; a group of fewer than five shows only how many.
    """
    from kiosk.hub.ratings import before_today
    from kiosk.hub.store import store

    with store(_store(context, db)) as connection:
        found = before_today(connection, utc_now(), days=days)
    groups = [
        *({"day": day.isoformat()} | count.as_json() for day, count in found.days.items()),
        *(
            {"occasion": occasion, "service": service} | count.as_json()
            for (occasion, service), count in found.services.items()
        ),
    ]
    for group in groups:
        click.echo(json.dumps(group) if as_json else " ".join(map(str, group.values())))


@hub.command()
@click.option("--days", default=31, show_default=True, type=click.IntRange(1, 3660))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The hub's file.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def counts(context: click.Context, days: int, db: Path | None, *, as_json: bool) -> None:
    """Numbers by day and service, also of days whose numbers are kept no longer.

    One row for each day, service and line: numbers, people called, finished, and the mean wait
    in seconds of those called.
    """
    from kiosk.domain.ticket import business_day
    from kiosk.hub.retention import day_counts
    from kiosk.hub.store import store

    since = business_day(utc_now()) - dt.timedelta(days=days - 1)
    with store(_store(context, db)) as connection:
        found = day_counts(connection, since=since)
    for each in found:
        row = {
            "day": each.day,
            "service": each.service,
            "priority": each.priority,
            "numbers": each.tickets,
            "called": each.called,
            "finished": each.finished,
            "mean_wait_s": round(each.wait_s / each.called) if each.called else None,
        }
        click.echo(json.dumps(row) if as_json else " ".join(map(str, row.values())))


@hub.command()
@click.pass_context
def openapi(context: click.Context) -> None:
    """Print the OpenAPI description of the hub's API."""
    from kiosk.hub.app import create_app

    try:
        description = create_app(_settings(context)).openapi()
    except (OfficeError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True))
