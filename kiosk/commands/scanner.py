"""``kiosk simulate scanner``."""

from pathlib import Path

import click

from kiosk.commands.camera import obey_until_told_to_stop, say, simulate_group


def register(root: click.Group) -> None:
    """Add the commands of this module."""
    simulate_group(root).add_command(simulate_scanner)


@click.command("scanner")
@click.option(
    "--pty", required=True, type=click.Path(path_type=Path), help="Be a serial line of this name."
)
def simulate_scanner(pty: Path) -> None:
    """A code scanner on a pseudo-terminal.

    One JSON object a line on standard input: {"scan": "text"} sends a code, {"bytes": "00ff"}
    sends anything, {"plugged_in": false} pulls the cable. Ends on SIGTERM or SIGINT.
    """
    from devices.sim.scanner import ScannerSimulator

    try:
        simulator = ScannerSimulator(pty)
    except OSError as error:
        raise click.ClickException(f"cannot be a line: {error}") from error
    say(event="ready", url=simulator.url)
    obey_until_told_to_stop(simulator.command)
    simulator.unplug()
