"""The provinces of today, as addresses name them."""

import tomllib
from functools import cache

from kiosk.paths import asset


@cache
def provinces() -> tuple[str, ...]:
    """Names with their kind ("Tỉnh Lào Cai"), in the order they are offered."""
    return tuple(tomllib.loads(asset("provinces.toml").read_text(encoding="utf-8"))["names"])
