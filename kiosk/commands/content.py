"""``kiosk content``: notices without a network, signed by hand and carried on a stick."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.clock import utc_now
from kiosk.console import load_settings, stop

if TYPE_CHECKING:
    from kiosk.contract.notices import NoticeSet
    from kiosk.services.notice_bundle import Bundle
    from kiosk.services.notices import NoticeShelf


_file = click.Path(path_type=Path, dir_okay=False, exists=True)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def register(root: click.Group) -> None:
    """Add the commands to `root`."""
    root.add_command(content)


def _shelf(context: click.Context) -> "NoticeShelf":
    """This kiosk's shelf, closed when the command ends."""
    from kiosk.services.notice_sets import content_keys
    from kiosk.services.notices import NoticeShelf

    chosen = load_settings(context)
    site = chosen.site
    shelf = NoticeShelf(
        chosen.paths.data,
        clock=utc_now,
        block=site.block,
        floor=site.floor,
        site=site.id,
        keys=content_keys(site.content_keys),
    )
    context.call_on_close(shelf.close)
    return shelf


def _opened(file: Path) -> "Bundle":
    from kiosk.services.notice_bundle import Bundle, BundleError

    try:
        return Bundle(file)
    except BundleError as error:
        raise click.UsageError(f"{file}: {error}") from error


def _believed(context: click.Context, bundle: "Bundle", file: Path) -> "NoticeSet":
    """The bundle's set and pictures, as far as this kiosk believes them."""
    from kiosk.services.notice_bundle import BundleError
    from kiosk.services.notice_sets import NoticeRefusedError

    try:
        found = _shelf(context).believed(bundle.text)
        for notice in found.notices:
            if notice.picture is not None:
                bundle.picture(notice.picture)
    except (NoticeRefusedError, BundleError) as error:
        raise stop(
            f"{file} is not believed here: {error}. Have it signed by a key of this kiosk "
            "(site.content_keys, or its portal's) for this site."
        ) from error
    return found


@click.group()
def content() -> None:
    """Notices without a network: sign a file, carry it on a stick, take it at the kiosk."""


@content.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key(file: Path) -> None:
    """Make a signing key in FILE; print its public half for ``site.content_keys``."""
    from kiosk.portal.receipts import PortalSigner

    try:
        made = PortalSigner.create(file)
    except FileExistsError as error:
        raise stop(f"{file} is there already; nothing was changed.") from error
    click.echo(made.public.public_key)


@content.command()
@click.argument("source", type=_file)
@click.option("--key", "key_file", type=_file, required=True, help="From: kiosk content key")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The bundle."
)
@click.option(
    "--serial",
    type=click.IntRange(1, 2**53 - 1),
    help="Above the last one of its series (default: seconds since 1970).",
)
def sign(source: Path, *, key_file: Path, out: Path, serial: int | None) -> None:
    """Make a bundle of the notices in SOURCE (TOML or JSON) and their pictures.

    \b
    series = "toa-may-trang"        # a newer bundle replaces the last one of its series
    audience = ["may-trang"]        # site.id of the kiosks, or their ids at the portal
    [[notice]]
    id = "thang-may-12"
    topic = "utilities"             # office building utilities lost_found groups
    title = "Bảo trì thang máy số 2"  #   traffic health tourism
    body = { vi = "Từ 9 giờ đến 11 giờ.", en = "From 9 to 11." }
    source = "Ban quản lý tòa nhà"
    starts_at = 2026-12-01T00:00:00+07:00
    ends_at = 2026-12-01T12:00:00+07:00
    urgent = false
    blocks = ["A"]                  # without it: all
    picture = "thang-may.jpg"       # beside SOURCE
    """  # noqa: D301 - click reads the \\b: a paragraph that keeps its lines
    from kiosk.contract.notices import NoticeSet
    from kiosk.portal.receipts import PortalSigner
    from kiosk.services.notice_bundle import SourceError, pack, read_source
    from offline_queue.durable import write_durably

    now = utc_now()
    try:
        written = read_source(source, now=now)
        signer = PortalSigner.load(key_file)
        message = {"serial": serial or int(now.timestamp()), **written.message}
        text = signer.sign_text("notices", message)
        made = NoticeSet.model_validate_json(text)
    except SourceError as error:
        raise click.UsageError(str(error)) from error
    except (ValueError, TypeError) as error:  # series or audience, or no key
        raise click.UsageError(f"{source}, {key_file}: {error}") from error
    write_durably(out, pack(text, written.pictures))
    click.echo(f"{out}: {len(made.notices)} notices, {made.series} {made.serial}.")


@content.command()
@click.argument("file", type=_file)
@_json
@click.pass_context
def verify(context: click.Context, file: Path, *, as_json: bool) -> None:
    """Say whether this kiosk would believe the bundle FILE, with its pictures."""
    found = _believed(context, _opened(file), file)
    if as_json:
        told = {"series": found.series, "serial": found.serial, "notices": len(found.notices)}
        click.echo(json.dumps({**told, "signed_by": found.server_key_id}))
    else:
        click.echo(
            f"{found.series} {found.serial}, {len(found.notices)} notices, "
            f"signed by {found.server_key_id}: believed here."
        )


@content.command()
@click.argument("file", type=_file)
@click.pass_context
def take(context: click.Context, file: Path) -> None:
    """Put the bundle FILE on this kiosk's shelf; it shows at once, also while the app runs."""
    from kiosk.services.notice_sets import NoticeRefusedError

    bundle = _opened(file)
    _believed(context, bundle, file)
    shelf = _shelf(context)
    try:
        taken = shelf.take(bundle.text)
    except NoticeRefusedError as error:
        raise stop(f"{file} was not taken: {error}.") from error
    for wanted in shelf.missing():
        if any(notice.picture == wanted for notice in taken.notices):
            shelf.keep_picture(wanted, bundle.picture(wanted))
    click.echo(f"{len(taken.notices)} notices of {taken.series} are on the shelf.")


@content.command()
@_json
@click.pass_context
def show(context: click.Context, *, as_json: bool) -> None:
    """Print what this kiosk shows now, in its order."""
    showing = _shelf(context).showing()
    if as_json:
        listed = [
            {
                "id": each.id,
                "topic": each.topic,
                "title": each.title.vi,
                "urgent": each.urgent,
                "ends_at": each.ends_at.isoformat(),
                "picture": each.picture is not None,
            }
            for each in showing
        ]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    for each in showing:
        urgent = "! " if each.urgent else "  "
        click.echo(f"{urgent}{each.title.vi}  [{each.topic}, until {each.ends_at:%Y-%m-%d %H:%M}]")
    if not showing:
        click.echo("Nothing is shown now.")
