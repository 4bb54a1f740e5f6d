"""Printer profiles: what a model is like, as data."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class UnknownProfileError(ValueError):
    """The settings name a profile that does not exist; the message lists those that do."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of printer; the fields are explained in ``profiles.toml``."""

    name: str
    width_dots: int
    dpi: int
    band_rows: int
    cut_feed: int
    status: Literal["full", "none"]
    asb: bool
    escpos_profile: str

    def __post_init__(self) -> None:
        if self.width_dots % 8 or not 96 <= self.band_rows <= 128 or self.band_rows % 48 == 0:
            raise ValueError(f"profile {self.name}: width or band cannot be printed")


def load_profiles() -> dict[str, Profile]:
    """Every profile by name."""
    text = Path(__file__).with_name("profiles.toml").read_text(encoding="utf-8")
    return {name: Profile(name=name, **table) for name, table in tomllib.loads(text).items()}


def profile(name: str) -> Profile:
    """The profile called `name`; raises `UnknownProfileError`."""
    profiles = load_profiles()
    if name not in profiles:
        raise UnknownProfileError(f"no printer profile {name!r}; known: {', '.join(profiles)}")
    return profiles[name]
