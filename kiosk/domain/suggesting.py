"""Finding one of many known names while it is typed, with or without marks.

"song may" finds *Phường Sông Mây*; the name a place had before finds the name it has now.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.vietnamese import fold

#: More are not read while typing; another letter narrows them down.
MOST_HITS: Final = 4
_SIGNS: Final = re.compile(r"\W+")
#: What kind of place a name is; nobody types it first.
_KINDS: Final = frozenset({"xa", "phuong", "dac khu", "thi tran"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that fits; `before` is the older name that was typed, "" if it is the name itself."""

    name: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    folded: str  # with a space before, so that every word of it begins after one
    marked: str


class Names:
    """Known names, each with older ones that lead to it."""

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._entries = tuple(
            _Entry(Hit(name, before), _key(spoken), spoken.lower())
            for name, older in names
            for spoken, before in ((name, ""), *((each, each) for each in older))
        )

    def find(self, text: str, most: int = MOST_HITS) -> tuple[Hit, ...]:
        """At most `most` names in which `text` begins a word, the likeliest first; none for "".

        What was typed right with its marks comes before what only sounds like it, a name of
        today before an older one, and a name that begins so before one that only contains it.
        """
        typed = _bare(text)
        wanted = _key(text)
        if wanted == " ":
            return ()
        found = [entry for entry in self._entries if wanted in entry.folded]
        found.sort(key=lambda entry: _rank(entry, wanted, typed.strip().lower()))
        best: dict[str, Hit] = {}
        for entry in found:
            best.setdefault(entry.hit.name, entry.hit)
        return tuple(best.values())[:most]


def _rank(entry: _Entry, wanted: str, typed: str) -> tuple[bool, bool, bool, int, str]:
    return (
        typed not in entry.marked,
        not entry.folded.startswith(wanted),
        bool(entry.hit.before),
        len(entry.folded),
        entry.hit.name,
    )


def _key(name: str) -> str:
    """Folded words with a space before each, without signs: (Hmong) is found by its letters."""
    return " " + _SIGNS.sub(" ", fold(_bare(name))).strip()


def _bare(name: str) -> str:
    """A name without the kind of place before it, if anything is left then."""
    words = name.split()
    for count in (1, 2):
        if len(words) > count and fold(" ".join(words[:count])) in _KINDS:
            return " ".join(words[count:])
    return " ".join(words)
