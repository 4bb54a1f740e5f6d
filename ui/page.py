"""The plain values a page of a dossier is made of."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.words import Words
from kiosk.texts import text

Language = Literal["vi", "en"]

#: Key of the question for whom a dossier is, beside those of eligibility.
WHOM: Final = "whom"


@dataclass(frozen=True, slots=True)
class Item:
    """One row or choice. `mark`: "on", "off", a reply, or what QML shows beside it; `choices`
    are what a question in a row may be answered with; `icon` is a topic of the icon font's signs;
    `aloud` is the whole of what a voice says of a row that ears nearby must not hear as it stands.
    """

    key: str
    label: str
    detail: str = ""
    mark: str = ""
    choices: tuple["Item", ...] = ()
    icon: str = ""
    aloud: str = ""

    def plain(self) -> dict[str, object]:
        """As QML takes it."""
        return {
            "key": self.key,
            "label": self.label,
            "detail": self.detail,
            "mark": self.mark,
            "choices": [choice.plain() for choice in self.choices],
            "icon": self.icon,
            "aloud": self.aloud,
        }


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
    code: str = ""  # what a QR beside the row with the mark "code" says
    ahead: tuple[str, ...] = ()  # what comes next, in short lines


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
    phone: str = ""  # address of the procedure's public page
    part: str = ""  # of an address: "", "province", "commune", "detail"
    within: str = ""  # province of an address whose commune is typed
    typed: str = ""  # what stands in the field, for suggestions
    masked: bool = False  # somebody else reads along: what names a person is not shown
    slips: bool = False  # a slip can be printed here
    revealed: bool = False  # whole numbers are shown for a moment, because somebody asked
    elsewhere: bool = False  # a text with ready sentences is typed all the same

    def t(self, key: str, **values: object) -> str:
        """The words of `key`."""
        return text(f"filing.{key}", self.language, **values)

    def of(self, words: Words) -> str:
        """One language of a pair."""
        return words.in_language(self.language)
