"""Where the product's own data files lie, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def asset(*parts: str) -> Path:
    """Path of one file or folder under ``assets``; raises `FileNotFoundError` if absent."""
    for base in (_PACKAGE / "_assets", _PACKAGE.parent / "assets"):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(("assets", *parts)))
