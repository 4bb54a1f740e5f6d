"""The premises that the settings name: a file of ``assets/premises``, or a path."""

import tomllib
from pathlib import Path

from kiosk.domain.premises import Premises, PremisesError, parse_premises
from kiosk.paths import asset
from kiosk.settings import Site


def read_premises(site: Site) -> Premises:
    """What `site.premises` says; empty stands for the sample of the site's profile.

    Raises:
        PremisesError: the file is missing, unreadable or has a mistake; the message says where.
    """
    name = site.premises or ("building" if site.profile == "building" else "ward")
    try:
        path = Path(name) if name.endswith(".toml") else asset("premises", f"{name}.toml")
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise PremisesError(f"there are no premises '{name}'") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PremisesError(f"the premises '{name}' cannot be read: {error}") from error
    return parse_premises(table, source=path.name)
