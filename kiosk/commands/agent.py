"""``kiosk enrol`` and ``kiosk agent``: this kiosk's place on the portal, and the way to it."""

import random
import signal
from pathlib import Path

import click

from kiosk.clock import utc_now
from kiosk.console import FAILED, load_settings, stop


def register(root: click.Group) -> None:
    """Add the commands."""
    root.add_command(enrol)
    root.add_command(agent)


@click.command()
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The enrolment file made by: kiosk portal device add",
)
@click.pass_context
def enrol(context: click.Context, file: Path) -> None:
    """Give this kiosk its place on the portal. May be repeated with the same file."""
    from kiosk.remote.portal_client import PortalAwayError, PortalRefusedError, WrongSignerError
    from kiosk.remote.signing import KeyFileError
    from kiosk.services import enrolment

    text = file.read_text(encoding="utf-8")
    try:
        provision = enrolment.read_provision(text)
        done = enrolment.enrol(provision, text, load_settings(context).paths.data, clock=utc_now)
    except (ValueError, WrongSignerError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    except PortalAwayError as error:
        raise stop(f"The portal does not answer ({error}). Check the cable, repeat.") from error
    except PortalRefusedError as error:
        if error.code == "key-taken":
            raise stop(
                "This machine is enrolled under another name. See that nothing waits (kiosk outbox "
                "status); on the portal: kiosk portal device revoke NAME; then repeat."
            ) from error
        raise stop(f"The portal refuses ({error}). Make a new enrolment file there.") from error
    except KeyFileError as error:
        raise stop(str(error)) from error
    click.echo(f"This kiosk is {done.device_id} at {done.portal_url}, office {done.office_id}.")


@click.group()
def agent() -> None:
    """The process that sends dossiers and fetches what came of them."""


@agent.command()
@click.pass_context
def run(context: click.Context) -> None:
    """Run the agent until it is told to stop (SIGTERM, Ctrl-C)."""
    from kiosk.agent.run import Agent
    from kiosk.lock import AlreadyRunningError
    from kiosk.remote.signing import KeyFileError
    from kiosk.services.enrolment import NotEnrolledError
    from offline_queue.quota import BALLAST_BYTES

    chosen = load_settings(context)
    try:
        working = Agent(
            chosen.paths.data,
            clock=utc_now,
            rng=random.Random(),  # noqa: S311 - spreads retries, protects nothing
            portal_url=chosen.portal.url,
            ca=Path(chosen.portal.ca) if chosen.portal.ca else None,
            reserve_bytes=BALLAST_BYTES,
        )
    except NotEnrolledError as error:
        raise stop(f"Not enrolled ({error}). Run: kiosk enrol --file …") from error
    except KeyFileError as error:
        raise stop(str(error)) from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: working.stop())
    try:
        working.run(ready=lambda: click.echo("The agent works."))
    except AlreadyRunningError as error:
        raise stop(f"Another agent works in {chosen.paths.data}. Stop it first.") from error
    except RuntimeError as error:
        raise stop(f"The agent ended: {error}. The log says why.", FAILED) from error


@agent.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """How the way to the portal is, as the running agent sees it."""
    from kiosk.remote.agent_client import AgentAwayError, AgentClient

    try:
        found = AgentClient(load_settings(context).paths.data / "agent.sock").status()
    except AgentAwayError as error:
        raise stop(f"The agent does not run ({error}). Start: kiosk agent run") from error
    if as_json:
        click.echo(found.model_dump_json())
    else:
        click.echo(f"link {found.link} {found.reason}".rstrip())
        click.echo(f"waiting {found.waiting}, set aside {found.quarantined}")
