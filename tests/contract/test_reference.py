"""The documentation and the program keep each other honest."""

from pathlib import Path

import pytest

from kiosk.cli import build
from kiosk.reference import all_commands, pages

DOCS = Path(__file__).parents[2] / "docs" / "reference"


def test_every_command_says_what_it_does() -> None:
    silent = [name for name, command in all_commands(build()) if not command.help]
    assert silent == []
    assert len(all_commands(build())) > 3


@pytest.mark.parametrize("name", ["cli.md", "settings.md", "faults.md"])
def test_the_reference_is_the_one_that_the_program_would_write(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages(build())[name], "run `make docs`"
