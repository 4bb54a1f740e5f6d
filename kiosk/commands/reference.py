"""``kiosk reference``: write the generated part of the documentation."""

from pathlib import Path

import click


def register(root: click.Group) -> None:
    """Add ``kiosk reference``."""

    @root.command()
    @click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("docs/reference"),
        show_default=True,
        help="Folder to write to.",
    )
    def reference(*, out: Path) -> None:
        """Write the reference of commands, settings and faults as Markdown."""
        from kiosk.reference import pages

        out.mkdir(parents=True, exist_ok=True)
        for name, content in pages(root).items():
            (out / name).write_text(content, encoding="utf-8")
            click.echo(out / name)
