"""Commands of the touch app, added to ``kiosk`` through the entry point group."""

import click


def register(root: click.Group) -> None:
    """Add the commands that need a screen."""
    del root
