"""How far along a dossier is: the parts of its way, and where somebody stands. No window."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ui.flow import Kind, Walk, steps
from ui.page import Circumstances

_PREPARE: Final = (Kind.WHOM, Kind.FIT, Kind.CASES, Kind.NEEDS, Kind.CONSENT)
#: The part to which a page belongs; a stop is on no way.
_PARTS: Final = MappingProxyType(
    {
        **dict.fromkeys(_PREPARE, "prepare"),
        **dict.fromkeys((Kind.CARD, Kind.QUESTION, Kind.LIST, Kind.ROW), "form"),
        Kind.SCAN: "papers",
        Kind.CHECK: "check",
        Kind.DECLARE: "send",
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Part `at` of `of`, from 1; 0 of 0 where there is no way to be along."""

    at: int = 0
    of: int = 0
    name: str = ""  # key of what the part is called
    later: tuple[str, ...] = ()  # keys of the parts after it

    def words(self, here: Circumstances) -> str:
        """*Phần 3/5: Tờ khai*."""
        if not self.of:
            return ""
        return here.t("part", n=self.at, of=self.of, name=here.t(f"part_{self.name}"))

    def ahead(self, here: Circumstances) -> list[str]:
        """What comes after this part: three lines at most.

        Nothing while one prepares: these pages are read closely as it is, and each line costs the
        typical person two seconds of the four minutes that a dossier may take.
        """
        if not self.of or self.name == "prepare":
            return []
        late = ("deliver", "slip", "follow") if self.name == "send" else ("slip", "follow")
        return [here.t(f"ahead_{part}") for part in (*self.later, *late)][:3]


def progress(walk: Walk) -> Progress:
    """Where `walk` stands; parts are few and known early, pages are neither."""
    name = _PARTS.get(walk.at.kind)
    if name is None:
        return Progress()
    parts = list(dict.fromkeys(_PARTS[s.kind] for s in steps(walk.case) if s.kind in _PARTS))
    if name not in parts:
        return Progress()
    at = parts.index(name) + 1
    return Progress(at, len(parts), name, tuple(parts[at:]))
