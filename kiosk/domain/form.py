"""Forms as people fill them in: sections, fields, options, and what a card can fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.words import NO_WORDS, Words


class FieldKind(StrEnum):
    """What a field takes; it decides the keyboard on screen and the check of the answer."""

    NAME = "name"  # of a person; printed in capitals
    TEXT = "text"
    TEXTAREA = "textarea"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT = "select"
    RADIO = "radio"
    BOOL = "bool"
    INT = "int"
    MONEY = "money"  # whole đồng
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "id12"
    ADDRESS = "address2"  # two levels since 1/7/2025: province, commune; and the rest


class Required(StrEnum):
    """When a field must be answered."""

    ALWAYS = "always"
    WITH_GROUP = "with_group"  # as soon as anything of its group (a person) is filled in
    NO = "no"


class CardFact(StrEnum):
    """What of an identity card fills a field (Luật Căn cước 26/2023/QH15, Điều 20: who is
    shown the card does not ask again for what is on it).
    """

    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    NUMBER = "number"
    PAPER = "paper"
    ISSUED = "issued"
    ISSUER = "issuer"
    ADDRESS = "address"


class Suggest(StrEnum):
    """Known names that are offered while a text is typed."""

    NO = ""
    REGISTRY = "registry"  # the people's committee of a commune, which keeps the registers


class Trust(StrEnum):
    """How far the fields of a form were compared with the official one."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    OWN = "own"  # a slip of ours; no official form exists


@dataclass(frozen=True, slots=True)
class Condition:
    """Something holds only if the answer of `field` is one of `values`."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `value` is what is stored: the official code, or else the Vietnamese words.

    `only_if`: it can be chosen only then; as long as that question is open, nothing is ruled out.
    """

    value: str | int
    label: Words
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `group` names the person it is about ("nyc": the requester); `remark` is a
    condition in prose that no other answer decides, shown with the field. `asked`: on a page of its
    own even though `default` would do, because only the person knows. `by_office`: left open, an
    officer finds it out and writes it.
    """

    name: str
    label: Words
    kind: FieldKind
    required: Required = Required.NO
    group: str = ""
    options: tuple[Option, ...] = ()
    presets: tuple[Words, ...] = ()  # sentences offered for a text
    default: str | int | None = None
    help: Words = NO_WORDS
    remark: Words = NO_WORDS
    capitals: bool = False
    past: bool = False  # a date that cannot lie ahead
    date_in_words_of: str = ""  # derived: that date, written out
    visible_if: Condition | None = None
    card: CardFact | None = None
    not_before: tuple[str, ...] = ()  # dates of this form that cannot lie after this one
    years_after: int = 0  # asked about when it lies fewer years after one of them: parent and child
    suggest: Suggest = Suggest.NO
    least: int = 0  # of a number
    asked: bool = False
    by_office: bool = False


#: A household or a list of trades longer than this comes on paper; it also bounds the outbox.
MAX_ROWS: Final = 30


@dataclass(frozen=True, slots=True)
class Rows:
    """That a section is a list, filled in once for each person or line.

    `id` names the list in what is sent; `item` is what one row is called (*Thành viên*).
    """

    id: str
    item: Words
    least: int = 0
    most: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a form; with `rows` it is a list. Only a list has a `visible_if` of its own."""

    title: Words
    fields: tuple[Field, ...]
    note: Words = NO_WORDS
    rows: Rows | None = None
    visible_if: Condition | None = None

    @property
    def repeated(self) -> bool:
        """Whether it is a list."""
        return self.rows is not None

    @property
    def of_people(self) -> bool:
        """Whether each row is about a person."""
        return any(field.kind is FieldKind.NAME for field in self.fields)


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `one_of`: of each of these sets of fields at least one must be answered."""

    code: str
    title: Words
    legal: str
    trust: Trust
    trust_note: str
    sections: tuple[Section, ...] = ()
    one_of: tuple[frozenset[str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is known of its fields, so that the kiosk can only guide."""
        return not any(section.fields for section in self.sections)

    def single_fields(self) -> Iterator[Field]:
        """The fields that are asked once, in the order of the form."""
        for section in self.sections:
            if not section.repeated:
                yield from section.fields

    def card_groups(self) -> tuple[str, ...]:
        """The persons whose card can fill in a part, the requester first."""
        groups = [field.group for field in self.single_fields() if field.card is CardFact.NAME]
        return tuple(dict.fromkeys(groups))
