"""The socket of a command that serves: hub and portal."""

import socket

import click

from kiosk.console import stop


def listening(address: str, port: int | None) -> socket.socket:
    """A socket bound to `address` (``host:port``), at `port` instead if one is given.

    Raises:
        click.UsageError: not an address.
        click.exceptions.Exit: somebody else has it; said in words.
    """
    from kiosk.web import server  # here: commands that serve nothing start sooner

    try:
        if port is not None:
            address = f"{address.rpartition(':')[0]}:{port}"
        return server.bound(address)
    except ValueError as error:
        raise click.UsageError(f"--listen: {error}") from error
    except OSError as error:
        raise stop(
            f"The address {address} cannot be used: {error.strerror}. "
            "Stop the other program or choose another with --listen."
        ) from error
