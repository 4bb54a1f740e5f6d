"""Business of another authority that people ask for at the desk: whose it is, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.vietnamese import fold
from kiosk.domain.words import Words


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """For example a divorce, which only a court decides; `source` is the law that says so."""

    key: str
    keywords: tuple[str, ...]
    name: Words
    body: Words
    source: str


def asked_for(query: str, known: Iterable[Elsewhere]) -> Elsewhere | None:
    """The business of another authority that `query` names, with or without marks."""
    typed = f" {fold(query)} "
    for one in known:
        if any(f" {fold(word)} " in typed for word in one.keywords):
            return one
    return None
