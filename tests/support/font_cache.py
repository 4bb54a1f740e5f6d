"""Qt's cache of fonts, which has no public switch."""

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from ui.window import FONTS


def drop_fonts() -> None:
    """Empty the cache: Qt does so whenever an application's font comes or goes.

    Raises:
        RuntimeError: Qt takes no font, or does not let go of it.
    """
    package, pattern = FONTS[-1]
    spec = find_spec(package)
    roots = (spec.submodule_search_locations if spec else None) or []
    file = next(path for root in roots for path in Path(root).glob(pattern))
    known = QFontDatabase.addApplicationFont(str(file))
    if known < 0 or not QFontDatabase.removeApplicationFont(known):
        raise RuntimeError(f"the cache of fonts was not emptied: {file}")
