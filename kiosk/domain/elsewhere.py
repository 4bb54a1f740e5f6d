"""Business of another authority that people ask for at the desk: whose it is, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.vietnamese import fold
from kiosk.domain.words import Words

#: Without their space, words of fewer letters than these may stand inside another word by chance.
_TELLING: Final = 5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """For example a divorce, which only a court decides; `source` is the law that says so."""

    key: str
    keywords: tuple[str, ...]
    name: Words
    body: Words
    source: str


def asked_for(query: str, known: Iterable[Elsewhere]) -> Elsewhere | None:
    """The business of another authority that `query` names, with or without marks and spaces."""
    typed = f" {fold(query)} "
    for one in known:
        if any(_names(typed, fold(word)) for word in one.keywords):
            return one
    return None


def _names(typed: str, keyword: str) -> bool:
    if f" {keyword} " in typed:
        return True
    joined = keyword.replace(" ", "")
    if joined == keyword:
        return False
    words = typed.split()
    return joined in words or (len(joined) >= _TELLING and any(joined in word for word in words))
