"""``kiosk portal site``: buildings and other places where an office's kiosks stand."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.clock import utc_now
from kiosk.commands import portal

if TYPE_CHECKING:
    from kiosk.portal.sites import Sites


def register(root: click.Group) -> None:
    """Add the commands to ``kiosk portal``."""
    del root
    portal.portal.add_command(site)


def _sites(context: click.Context, folder: Path | None) -> "Sites":
    from kiosk.portal.sites import Sites

    return Sites(portal.store_of(context, folder))


@click.group()
def site() -> None:
    """Places where an office's kiosks stand, such as an apartment building."""


@site.command("add")
@click.argument("site_id")
@click.option("--office", "office_id", required=True, help="The office whose kiosks stand there.")
@click.option("--name", "name_vi", required=True, help="Name in Vietnamese.")
@click.option("--name-en", default="", help="Name in English.")
@portal.dir_option
@click.pass_context
def add_site(
    context: click.Context,
    site_id: str,
    *,
    office_id: str,
    name_vi: str,
    name_en: str,
    folder: Path | None,
) -> None:
    """Add the site SITE_ID, or give a known one a new name."""
    from kiosk.contract.hub import Words
    from kiosk.portal.registry import RegistryError

    words = Words(vi=name_vi, en=name_en or name_vi)
    try:
        _sites(context, folder).add(site_id, office_id, words, now=utc_now())
    except (RegistryError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{site_id} is a site of {office_id}. Next: kiosk portal site settle DEVICE")


@site.command("settle")
@click.argument("device_id")
@click.option("--site", "site_id", default="", help="The site; without it, the office itself.")
@portal.dir_option
@click.pass_context
def settle(context: click.Context, device_id: str, *, site_id: str, folder: Path | None) -> None:
    """Say where the kiosk DEVICE_ID stands; it fetches that place's notices within a minute."""
    from kiosk.portal.registry import RegistryError

    try:
        _sites(context, folder).settle(device_id, site_id, now=utc_now())
    except RegistryError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{device_id} stands at {site_id or 'its office'}.")
