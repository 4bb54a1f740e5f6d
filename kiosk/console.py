"""What every command does alike: exit statuses, the settings, a last sentence, a secret."""

import sys

import click

from kiosk import settings

#: Exit statuses of every command beside 0 (docs/reference/cli.md).
FAILED, WRONG_USE, SOMEONE_MUST_ACT = 1, 2, 3


def load_settings(context: click.Context) -> settings.Settings:
    """Settings for a command; a mistake in them is wrong use (exit 2), in one line."""
    try:
        return settings.load(context.find_root().obj)
    except settings.SettingsError as error:
        raise click.UsageError(str(error)) from error


def stop(sentence: str, status: int = SOMEONE_MUST_ACT) -> click.exceptions.Exit:
    """Say why the command ends here; raise what this returns."""
    click.echo(sentence, err=True)
    return click.exceptions.Exit(status)


def secret(prompt: str, *, from_stdin: bool) -> str:
    """A password or the like: a line of standard input, or typed twice without being shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=True))
