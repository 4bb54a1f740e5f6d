"""The plain values a page of a dossier is made of."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.words import Words
from kiosk.texts import text

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Item:
    """One row or choice. `mark`: "on", "off", a reply, or what QML shows beside it."""

    key: str
    label: str
    detail: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `look` names its QML; an empty button is not there."""

    look: str
    title: str
    lead: str = ""
    note: str = ""
    items: tuple[Item, ...] = ()
    primary: str = ""
    secondary: str = ""
    alert: str = ""  # what needs an eye before going on


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What pages say that no case knows."""

    language: Language
    office: Words  # who receives
    hotline: str = ""
    province: str = ""
    commune: str = ""
    provinces: tuple[str, ...] = ()
    building: bool = False
    part: str = ""  # of an address: "", "province", "commune", "detail"
    elsewhere: bool = False  # a text with ready sentences is typed all the same

    def t(self, key: str, **values: object) -> str:
        """The words of `key`."""
        return text(f"filing.{key}", self.language, **values)

    def of(self, words: Words) -> str:
        """One language of a pair."""
        return str(getattr(words, self.language)) or words.vi
