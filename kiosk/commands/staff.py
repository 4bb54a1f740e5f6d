"""``kiosk staff``: cards for technicians and helpers, and the log of what they did."""

import datetime as dt
import json
from pathlib import Path
from typing import Final

import click

from kiosk.clock import utc_now
from kiosk.console import SOMEONE_MUST_ACT, load_settings, secret
from kiosk.domain.staff import STAFF_ID, Role, StaffCard, weak_pin
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.settings import Settings

#: A card that nobody renews ends by itself; a year is how long a rota of volunteers lasts.
DAYS: Final = 365

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def register(root: click.Group) -> None:
    """Add the commands."""
    root.add_command(staff)


@click.group()
def staff() -> None:
    """Cards that open the service pages of a kiosk, and what was done with them."""


def _id(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not STAFF_ID.fullmatch(value):
        raise click.BadParameter("a-z, 0-9 and -, at most 24 characters", param=parameter)
    return value


def _pin(*, from_stdin: bool) -> str:
    pin = secret("PIN, 6 digits", from_stdin=from_stdin).strip()
    if weak_pin(pin):
        raise click.UsageError("the PIN must be 6 digits, and not 123456, 111111 or the like")
    return pin


@staff.command()
@click.argument("staff_id", callback=_id)
@click.option("--role", type=click.Choice([role.value for role in Role]), default="technician")
@click.option("--days", type=click.IntRange(1, 1100), default=DAYS, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The card to print: .pdf or .png, 85.6 by 54 mm.",
)
@click.option(
    "--admission",
    type=click.Path(path_type=Path, dir_okay=False),
    help="For other kiosks: write a file for kiosk staff admit, and do not admit it here.",
)
@click.option(
    "--key-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the operator's key, made at first use (default: the data folder).",
)
@click.option("--pin-stdin", is_flag=True, help="Read the PIN from standard input.")
@click.pass_context
def card(
    context: click.Context,
    *,
    staff_id: str,
    role: str,
    days: int,
    out: Path,
    admission: Path | None,
    key_dir: Path | None,
    pin_stdin: bool,
) -> None:
    """Make a staff card with a PIN; on a kiosk it is admitted there at once."""
    from kiosk.remote.signing import KeyFileError
    from kiosk.services import staff_access
    from kiosk.slips import staff_card

    chosen = load_settings(context)
    if out.suffix.lower() not in {".pdf", ".png"}:
        raise click.UsageError("--out must end in .pdf or .png")
    try:
        key = staff_access.operator_key(key_dir or chosen.paths.data)
    except KeyFileError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(SOMEONE_MUST_ACT) from error
    pin = _pin(from_stdin=pin_stdin)
    until = utc_now().astimezone(OFFICE_ZONE).date() + dt.timedelta(days=days)
    signed = staff_access.sign_card(StaffCard(staff_id, Role(role), until), key)
    admitted = staff_access.admission(signed, pin, key)
    if admission is not None:
        admission.write_text(admitted + "\n", encoding="utf-8")
        admission.chmod(0o600)
    else:
        _admit(chosen, admitted)
    picture = staff_card.draw(signed, office=chosen.site.name_vi)
    picture.save(out, dpi=(staff_card.DPI, staff_card.DPI), resolution=staff_card.DPI)
    out.chmod(0o600)
    click.echo(f"{staff_id}: {role}, until {until.isoformat()}. Print {out}, then delete it.")


def _admit(chosen: Settings, text: str) -> StaffCard:
    from kiosk.services.staff_access import AdmissionError, StaffAccess

    try:
        return StaffAccess(chosen.paths.data, clock=utc_now).admit(text)
    except AdmissionError as error:
        click.echo(f"Not admitted: {error}.", err=True)
        raise click.exceptions.Exit(SOMEONE_MUST_ACT) from error


@staff.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def admit(context: click.Context, file: Path) -> None:
    """Let a card made elsewhere in. The first file says whose cards this kiosk believes."""
    found = _admit(load_settings(context), file.read_text(encoding="utf-8"))
    click.echo(f"{found.staff_id}: {found.role}, until {found.expires.isoformat()}")


@staff.command("list")
@_json
@click.pass_context
def people(context: click.Context, *, as_json: bool) -> None:
    """Who is admitted on this kiosk."""
    from kiosk.services.staff_access import StaffAccess

    for each in StaffAccess(load_settings(context).paths.data, clock=utc_now).people():
        row = {
            "id": each.card.staff_id,
            "role": each.card.role.value,
            "expires": each.card.expires.isoformat(),
            "wrong_pins": each.errors,
            "locked": each.locked,
        }
        click.echo(json.dumps(row) if as_json else "  ".join(map(str, row.values())))


@staff.command()
@click.argument("staff_id", callback=_id)
@click.pass_context
def revoke(context: click.Context, staff_id: str) -> None:
    """Take a card back: from now on it opens nothing here."""
    from kiosk.services.staff_access import StaffAccess

    _found(
        StaffAccess(load_settings(context).paths.data, clock=utc_now).revoke(staff_id),
        staff_id,
        "opens nothing here any more",
    )


@staff.command()
@click.argument("staff_id", callback=_id)
@click.pass_context
def unlock(context: click.Context, staff_id: str) -> None:
    """Forget the wrong PINs of a locked card."""
    from kiosk.services.staff_access import StaffAccess

    _found(
        StaffAccess(load_settings(context).paths.data, clock=utc_now).unlock(staff_id),
        staff_id,
        "may try again",
    )


def _found(found: bool, staff_id: str, done: str) -> None:  # noqa: FBT001 - said or refused
    if not found:
        raise click.UsageError(f"{staff_id} is not admitted here; see: kiosk staff list")
    click.echo(f"{staff_id} {done}.")


@staff.command()
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True)
@_json
@click.pass_context
def log(context: click.Context, *, limit: int, as_json: bool) -> None:
    """What was done on this kiosk, by whom and when, newest first."""
    from kiosk.services.staff_access import StaffAccess

    for deed in StaffAccess(load_settings(context).paths.data, clock=utc_now).deeds(limit):
        row = {
            "at": deed.at.isoformat(),
            "id": deed.staff,
            "what": deed.what,
            "detail": deed.detail,
        }
        click.echo(json.dumps(row) if as_json else "  ".join(row.values()).rstrip())
