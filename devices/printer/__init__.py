"""Slip printers: one interface (`api`), its ESC/POS driver, and profiles as data."""

from devices.link import FdLink
from devices.printer.api import SlipPrinter
from devices.printer.escpos import EscposPrinter
from devices.printer.profile import profile as find_profile


def open_printer(url: str, profile: str = "generic-80mm", *, print_s: float = 6.0) -> SlipPrinter:
    """The printer at `url` (``tcp://``, ``tty:``, ``usb:``); the link opens at the first use.

    Args:
        url: where the printer, or a simulator, answers.
        profile: a name from ``profiles.toml``.
        print_s: limit for one print, in seconds, all waiting included.

    Raises:
        LinkUrlError, UnknownProfileError: a mistake in the settings.
    """
    return EscposPrinter(FdLink(url), find_profile(profile), print_s=print_s)
