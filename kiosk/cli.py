"""The command line: one command for each thing a person does.

Packages above this one (the touch app) add their commands through the entry point group
``kiosk.commands``, so that a headless install works without Qt.
"""

import pkgutil
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import click

from kiosk import VERSION, commands, last_words, logs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="kiosk")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settings file (default: $KIOSK_CONFIG, else built-in defaults).",
)
@click.pass_context
def root(context: click.Context, config: Path | None) -> None:
    """Self-service kiosk for one-stop public offices and apartment buildings."""
    logs.configure()
    context.obj = config


def build() -> click.Group:
    """The whole command tree: every module of `kiosk.commands`, then what other packages add."""
    for module in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        import_module(module.name).register(root)
    for entry in sorted(entry_points(group="kiosk.commands"), key=lambda e: e.name):
        entry.load()(root)
    return root


def main() -> None:
    """Run the command line; exit statuses are `kiosk.console`'s."""
    last_words.keep_silent()
    sys.exit(build()())
