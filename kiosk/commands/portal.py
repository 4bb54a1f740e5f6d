"""``kiosk portal``: the operator's central server, its offices, staff and kiosks."""

import json
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.clock import utc_now
from kiosk.console import load_settings, secret, stop
from kiosk.listening import listening
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.portal.registry import Registry
    from kiosk.portal.staff import StaffRoom
    from kiosk.portal.store import Store


def register(root: click.Group) -> None:
    """Add the commands of the portal."""
    root.add_command(portal)


def _settings(context: click.Context, **of_portal: str) -> Settings:
    loaded = load_settings(context)
    given = {key: value for key, value in of_portal.items() if value}
    return loaded.model_copy(update={"portal": loaded.portal.model_copy(update=given)})


dir_option = click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="The portal's folder."
)


def _folder(context: click.Context, folder: Path | None) -> Path:
    from kiosk.portal import setup
    from kiosk.portal.app import folder_of

    found = folder.absolute() if folder else folder_of(_settings(context))
    if not (found / setup.RECEIPT_KEY).exists():
        raise stop(f"{found} holds no portal. Make one: kiosk portal init {found}")
    return found


def store_of(context: click.Context, folder: Path | None) -> "Store":
    """The portal's store, closed when the command ends."""
    from kiosk.portal import setup
    from kiosk.portal.store import NewerStoreError, Store

    try:
        store = Store(_folder(context, folder) / setup.STORE)
    except NewerStoreError as error:
        raise stop(f"{error}. Install that version again.") from error
    context.call_on_close(store.close)
    return store


def _parts(context: click.Context, folder: Path | None) -> tuple["Registry", "StaffRoom"]:
    from kiosk.portal import setup
    from kiosk.portal.receipts import PortalSigner
    from kiosk.portal.registry import Registry
    from kiosk.portal.staff import StaffRoom

    store = store_of(context, folder)
    signer = PortalSigner.load(_folder(context, folder) / setup.RECEIPT_KEY)
    return Registry(store, signer), StaffRoom(store, clock=utc_now)


@click.group()
def portal() -> None:
    """The central server that takes in sealed dossiers."""


@portal.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--host", default="127.0.0.1", show_default=True, help="Name in the certificate.")
def init(folder: Path, host: str) -> None:
    """Make FOLDER with the portal's keys, an authority of its own and an empty file."""
    from kiosk.portal import setup

    try:
        setup.init(folder, host=host, now=utc_now())
    except setup.AlreadySetUpError as error:
        raise stop(f"{error} holds a portal already; nothing was changed.") from error
    click.echo(f"The portal's folder is {folder}. Next: kiosk portal office add")


@portal.command()
@click.option("--listen", default="", metavar="HOST:PORT", help="Address (default: portal.listen).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port alone; 0 takes any free one.")
@dir_option
@click.option("--tls", is_flag=True, help="Serve https with the folder's certificate.")
@click.option(
    "--ready-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the address here once requests are answered.",
)
@click.pass_context
def run(
    context: click.Context,
    listen: str,
    port: int | None,
    folder: Path | None,
    ready_file: Path | None,
    *,
    tls: bool,
) -> None:
    """Run the portal until it is told to stop (SIGTERM, Ctrl-C)."""
    from kiosk.web import server

    found = _folder(context, folder)
    on = listening(listen or _settings(context).portal.listen, port)
    here = server.url_of(on)
    url = here.replace("http://", "https://") if tls else here
    chosen = _settings(context, listen=here.removeprefix("http://"), db=str(found))
    if not chosen.portal.url or port is not None:  # behind a proxy portal.url is the proxy's
        chosen = _settings(context, listen=here.removeprefix("http://"), db=str(found), url=url)
    _serve(chosen, on, folder=found, url=url, ready_file=ready_file, tls=tls)


def _serve(
    chosen: Settings,
    on: socket.socket,
    *,
    folder: Path,
    url: str,
    ready_file: Path | None,
    tls: bool,
) -> None:
    from kiosk.lock import AlreadyRunningError
    from kiosk.portal import setup
    from kiosk.portal.app import create_app
    from kiosk.portal.store import NewerStoreError
    from kiosk.services.catalogue import CatalogueError
    from kiosk.web import server

    def ready() -> None:
        click.echo(f"The portal answers at {url}")
        if ready_file is not None:
            server.write_ready_file(ready_file, url)

    pair = (folder / setup.TLS_CERT, folder / setup.TLS_KEY) if tls else None
    if tls:
        _renew(folder)
    try:
        server.serve(
            create_app(chosen),
            on,
            store=folder / setup.STORE,
            ready=ready,
            tls=pair,
            renew=lambda: setup.renew(folder, now=utc_now()),
        )
    except AlreadyRunningError as error:
        raise stop(f"Another portal already works with {error}. Stop it first.") from error
    except NewerStoreError as error:
        raise stop(f"{error}. Install that version again.") from error
    except CatalogueError as error:
        raise click.UsageError(str(error)) from error


def _renew(folder: Path) -> None:
    """A certificate near its end is made anew; one that cannot be still serves until then."""
    from kiosk.portal import setup

    try:
        until = setup.renew(folder, now=utc_now())
    except (OSError, ValueError) as error:
        click.echo(f"The certificate was not renewed: {error}", err=True)
        return
    if until is not None:
        click.echo(f"The certificate was renewed; it is good until {until:%Y-%m-%d}.")


@portal.group()
def office() -> None:
    """Offices that receive dossiers."""


@office.command("add")
@click.argument("office_id")
@click.option("--name", "name_vi", required=True, help="Name in Vietnamese.")
@click.option("--name-en", default="", help="Name in English.")
@click.option("--agency-code", default="", help="Its code in the national message (MaDonVi).")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input.")
@dir_option
@click.pass_context
def add_office(
    context: click.Context,
    office_id: str,
    *,
    name_vi: str,
    name_en: str,
    agency_code: str,
    folder: Path | None,
    passphrase_stdin: bool,
) -> None:
    """Add the office OFFICE_ID with a fresh key, wrapped with a passphrase.

    The passphrase is kept nowhere. Who loses it loses every dossier sealed to the key: write it
    down and lock it away. For an office that is there already this adds a further key.
    """
    from kiosk.contract.hub import Words
    from kiosk.portal.registry import NewOffice

    registry, _ = _parts(context, folder)
    passphrase = secret("Passphrase of the office", from_stdin=passphrase_stdin)
    new = NewOffice(office_id, Words(vi=name_vi, en=name_en or name_vi), agency_code)
    try:
        key_id = registry.add_office(new, passphrase, now=utc_now())
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{office_id} receives dossiers sealed to the key {key_id}.")


@portal.group()
def user() -> None:
    """Members of staff."""


@user.command("add")
@click.argument("name")
@click.option("--office", "office_id", required=True, help="The office they work for.")
@click.option(
    "--role", type=click.Choice(["clerk", "lead", "notices"]), default="clerk", show_default=True
)
@click.option("--site", "sites", multiple=True, help="A site that role 'notices' writes for.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@dir_option
@click.pass_context
def add_user(
    context: click.Context,
    name: str,
    office_id: str,
    role: str,
    folder: Path | None,
    *,
    sites: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add the member of staff NAME, or give a known one a new password, office and role.

    The role 'notices' is a building's management board: it writes notices for its sites (repeat
    --site), and sees no dossier.
    """
    from kiosk.portal.roles import Role
    from kiosk.web.accounts import AccountError

    _, staff = _parts(context, folder)
    password = secret("Password", from_stdin=password_stdin)
    try:
        staff.add(name, password, role=Role(role), office_id=office_id, sites=sites)
    except AccountError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{name} may sign in at /staff as {role} of {office_id}.")


@portal.group()
def device() -> None:
    """Kiosks that may send."""


@device.command("add")
@click.argument("device_id")
@click.option("--office", "office_id", required=True, help="The office it belongs to.")
@click.option("--url", default="", help="How the kiosk finds the portal (default: portal.url).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@dir_option
@click.pass_context
def add_device(
    context: click.Context,
    device_id: str,
    *,
    office_id: str,
    url: str,
    out: Path,
    folder: Path | None,
) -> None:
    """Write the enrolment file for the kiosk DEVICE_ID; it works once, within seven days."""
    from kiosk.portal.provision import provision_text
    from kiosk.portal.registry import RegistryError
    from offline_queue.durable import write_durably

    registry, _ = _parts(context, folder)
    address = url or _settings(context).portal.url
    if not address:
        raise click.UsageError("say --url, or set portal.url")
    try:
        text = provision_text(
            registry,
            _folder(context, folder),
            device_id,
            office_id,
            url=address,
            now=utc_now(),
        )
    except (RegistryError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    write_durably(out, text.encode())
    click.echo(f"Carry {out} to the kiosk and run there: kiosk enrol --file {out.name}")


@device.command()
@click.argument("device_id")
@dir_option
@click.pass_context
def revoke(context: click.Context, device_id: str, folder: Path | None) -> None:
    """Shut the kiosk DEVICE_ID out: stolen, lost, scrapped."""
    registry, _ = _parts(context, folder)
    if not registry.revoke(device_id, now=utc_now()):
        raise click.UsageError(f"there is no kiosk '{device_id}'")
    click.echo(f"{device_id} is shut out.")


@portal.command()
@click.pass_context
def openapi(context: click.Context) -> None:
    """Print the OpenAPI description of the portal's API."""
    from kiosk.portal.app import create_app

    description = create_app(_settings(context)).openapi()
    click.echo(json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True))
