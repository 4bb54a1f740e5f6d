"""Commands of the touch app, added to ``kiosk`` through the entry point group.

Qt is imported only when one of them runs, so that every other command stays quick.
"""

import os
from pathlib import Path

import click

from ui import programs


def register(root: click.Group) -> None:
    """Add the commands that need a screen."""
    root.add_command(gallery)
    root.add_command(programs.run)
    root.add_command(programs.demo)
    root.add_command(programs.pictures)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/gallery"),
    show_default=True,
    help="Folder for the pictures and index.html.",
)
@click.option("--only", default="", help="Only scenes whose name contains this.")
@click.option("--quick", is_flag=True, help="Only Vietnamese, both orientations.")
def gallery(*, out: Path, only: str, quick: bool) -> None:
    """Draw every screen in every state to PNG files and one page that shows them."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # drawn to memory wherever this runs
    from ui.gallery import LOOKS, render

    looks = tuple(look for look in LOOKS if look.language == "vi" and look.text == 1)
    count = sum(1 for _path in render(out, looks=looks if quick else LOOKS, scenes=only))
    click.echo(f"{count} pictures in {out / 'index.html'}")
