"""The office that the settings name: a file of ``assets/services``, or a path."""

from pathlib import Path

from kiosk.domain.services import Office, OfficeError, parse_office
from kiosk.paths import asset


def read_office(name: str) -> Office:
    """The services and desks of `name` (``ward``) or of the file at that path.

    Raises:
        OfficeError: the file is missing, unreadable or has a mistake; the message says where.
    """
    try:
        path = Path(name) if name.endswith(".toml") else asset("services", f"{name}.toml")
        return parse_office(path.read_text(encoding="utf-8"), source=path.name)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise OfficeError(f"there is no list of services '{name}'") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OfficeError(f"the list of services '{name}' cannot be read: {error}") from error
