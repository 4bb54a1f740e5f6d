"""What would bring a dossier back, looked for before it is sent, while the person stands here.

Only what is sure from card, form and shots is said. A contradiction inside the form stands in the
way (`Finding.blocking`); everything that may well be meant so, such as a name that is not the
card's, is asked once and then left to the person. Nothing is ever corrected here.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.domain.answer_kinds import Value, is_blank
from kiosk.domain.citizen_card import Birth, Card, birthday
from kiosk.domain.form import CardFact, Field, FieldKind, Form
from kiosk.domain.personal_number import NumberDoubt, PersonalNumber, Sex
from kiosk.domain.vietnamese import fold, name_key, tidy

#: Ages at which a card must be changed, and how long before them a new one already holds until
#: the next of them (Luật Căn cước 26/2023/QH15, Điều 21; the same ages, but 14, in Luật 59/2014).
CHANGE_AGES: Final = (14, 25, 40, 60)
EARLY_YEARS: Final = 2
#: A day that is still to come is asked for when it lies further ahead than any term of these
#: forms: a temporary residence is registered for two years at most (Luật Cư trú 2020, Điều 27).
FAR_AHEAD_YEARS: Final = 2
#: Numbers of births registered abroad begin with 1 or more; the codes of countries are not
#: published, so that only a number below this can bear a place that does not exist.
FIRST_ABROAD: Final = "100"


class Code(StrEnum):
    """What was found; each has a sentence ``checks.<code>``."""

    NAME_DIFFERS = "name_differs"
    NAME_MARKS = "name_marks"  # the same letters, other marks
    BIRTH_DIFFERS = "birth_differs"
    NUMBER_DIFFERS = "number_differs"
    CARD_DIFFERS = "card_differs"  # another fact of the card
    NUMBER_YEAR = "number_year"  # number and year of birth do not agree
    NUMBER_SEX = "number_sex"
    NUMBER_PLACE = "number_place"  # its first three digits are no province's
    NUMBER_TWICE = "number_twice"  # two names with one number
    ISSUED_BEFORE_BIRTH = "issued_before_birth"
    CARD_EXPIRED = "card_expired"
    DATE_ORDER = "date_order"
    YEARS_FEW = "years_few"  # between the births of parent and child
    DATE_FAR = "date_far"
    NO_PAGE = "no_page"
    PAGES_FEW = "pages_few"
    PAGE_TWICE = "page_twice"
    PAGE_BLANK = "page_blank"
    ALL_BLANK = "all_blank"
    PAGE_UNCLEAR = "page_unclear"
    IDENTITY_PAGE = "identity_page"
    SLIP_PAGE = "slip_page"


#: What cannot be meant so, whatever the person says.
BLOCKING: Final = frozenset(
    {
        Code.ISSUED_BEFORE_BIRTH,
        Code.DATE_ORDER,
        Code.NO_PAGE,
        Code.ALL_BLANK,
        Code.IDENTITY_PAGE,
    }
)


class Bears(StrEnum):
    """What a code on a shot says of the sheet: an identity card, or a slip of this system."""

    NOTHING = ""
    IDENTITY = "identity"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What is known of one kept page, without its picture.

    Attributes:
        number: its place in the paper, from 1.
        verdict: of the shot, e.g. ``good``, ``blank``, ``blur``; people may keep a poor one.
        same_as: whether it is likely a page that was kept before, of this or another paper.
    """

    number: int
    verdict: str = "good"
    same_as: bool = False
    bears: Bears = Bears.NOTHING


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `mends`: the page of the kiosk where it is put right
    (``question:<field>``, ``row:<list>/<row>``, ``card:<group>`` or ``scan:<paper>``); `values`
    go into the sentence.
    """

    code: Code
    mends: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    page: int = 0  # of a paper
    about: str = field(default="", repr=False)  # the answer it is about: another one asks anew

    @property
    def blocking(self) -> bool:
        """Whether nothing may be sent as long as it stands."""
        return self.code in BLOCKING

    @property
    def text_key(self) -> str:
        """Key of the sentence for the person."""
        return f"checks.{self.code.value}"

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What the person said "Đúng rồi" to; personal, so it stays in memory."""
        return (self.code.value, self.mends, self.page, self.about)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is compared.

    Attributes:
        values: the answers as they would be sent; `rows` those of lists, by the section's place.
        cards: what was read, by group of the form.
        filled: what those cards fill in, by field name.
        showing: groups whose holder must show a card that is still good.
        same_person: groups that may be the requester again, whose number then stands twice.
        pages: of each paper that was scanned.
        least_pages: by paper, where more than one page is sure.
    """

    form: Form
    values: Mapping[str, Value] = field(repr=False)
    today: dt.date
    cards: Mapping[str, Card] = field(default_factory=dict, repr=False)
    filled: Mapping[str, Value] = field(default_factory=dict, repr=False)
    showing: frozenset[str] = frozenset()
    same_person: frozenset[str] = frozenset()
    pages: Mapping[str, tuple[PageSeen, ...]] = field(default_factory=dict)
    least_pages: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[int, tuple[Mapping[str, Value], ...]] = field(default_factory=dict, repr=False)


def findings(dossier: Dossier) -> tuple[Finding, ...]:
    """What stands in the way first, then what is asked; each in the order of form and papers."""
    found = (
        *_against_cards(dossier),
        *_numbers(dossier),
        *_row_numbers(dossier),
        *_issued(dossier),
        *_expired(dossier),
        *_dates(dossier),
        *_pages(dossier),
    )
    return tuple(sorted(found, key=lambda item: not item.blocking))


def _fact(dossier: Dossier, group: str, *facts: CardFact) -> tuple[Field, str] | None:
    """The answered field of a person that holds one of these facts, the first in the form."""
    for item in dossier.form.single_fields():
        value = dossier.values.get(item.name)
        if item.group == group and item.card in facts and isinstance(value, str) and value.strip():
            return item, tidy(value)
    return None


def _against_cards(dossier: Dossier) -> Iterator[Finding]:
    for item in dossier.form.single_fields():
        card, said = dossier.filled.get(item.name), dossier.values.get(item.name)
        if item.group not in dossier.cards or item.card is CardFact.ADDRESS or is_blank(said):
            continue
        if isinstance(card, str) and isinstance(said, str):
            code = _difference(item, card, said)
            if code is not None:
                yield Finding(code, f"question:{item.name}", about=said)


def _difference(item: Field, card: str, said: str) -> Code | None:
    if item.card is CardFact.NAME:
        if name_key(card) == name_key(said):
            return None
        return Code.NAME_MARKS if fold(card) == fold(said) else Code.NAME_DIFFERS
    if tidy(card).casefold() == tidy(said).casefold():
        return None
    return {
        CardFact.BIRTH: Code.BIRTH_DIFFERS,
        CardFact.NUMBER: Code.NUMBER_DIFFERS,
    }.get(item.card or CardFact.PAPER, Code.CARD_DIFFERS)


def _numbers(dossier: Dossier) -> Iterator[Finding]:
    owners: dict[str, str] = {}  # number to name
    for group in dossier.form.card_groups():
        found = _fact(dossier, group, CardFact.NUMBER)
        number = _number(found[1]) if found else None
        if found is None or number is None:
            continue
        mends = f"question:{found[0].name}"
        yield from _number_doubts(dossier, group, number, mends)
        name = _fact(dossier, group, CardFact.NAME)
        key = name_key(name[1]) if name else ""
        if number.digits in owners:
            once = group in dossier.same_person and owners[number.digits] == key
            if not once:
                yield Finding(Code.NUMBER_TWICE, mends, about=number.digits + key)
        owners.setdefault(number.digits, key)


def _number(text: str) -> PersonalNumber | None:
    try:
        return PersonalNumber(text)
    except ValueError:
        return None  # a passport, or what the form's own check already says


def _number_doubts(
    dossier: Dossier, group: str, number: PersonalNumber, mends: str
) -> Iterator[Finding]:
    """Only where something was typed: what one card says of itself is the clerk's to see."""
    sex, birth = _fact(dossier, group, CardFact.SEX), _fact(dossier, group, CardFact.BIRTH)
    facts = {item.name: text for item, text in filter(None, (sex, birth))}
    facts[mends.partition(":")[2]] = number.digits
    if all(dossier.filled.get(name) == text for name, text in facts.items()):
        return
    said_sex, said_birth = (fact[1] if fact else "" for fact in (sex, birth))
    yield from _contradictions(number, said_sex, said_birth, mends)


def _contradictions(number: PersonalNumber, sex: str, birth: str, mends: str) -> Iterator[Finding]:
    """What a number says against an answered sex and birth ("" for none), and its place."""
    said_sex = next((one for one in Sex if one.value == sex), number.sex)
    year = birth[:4]
    said_year = int(year) if year.isdecimal() else number.birth_year
    doubts = number.doubts(sex=said_sex, birth_year=said_year)
    if NumberDoubt.BIRTH_YEAR in doubts:
        yield Finding(Code.NUMBER_YEAR, mends, about=number.digits + year)
    if NumberDoubt.SEX in doubts:
        yield Finding(Code.NUMBER_SEX, mends, about=number.digits + said_sex.value)
    if NumberDoubt.PLACE_UNKNOWN in doubts and number.digits < FIRST_ABROAD:
        yield Finding(Code.NUMBER_PLACE, mends, about=number.digits)


def _row_numbers(dossier: Dossier) -> Iterator[Finding]:
    """Numbers of listed people, who have no card here: nothing else would show a slip."""
    for place, rows in dossier.rows.items():
        names = {item.card: item.name for item in dossier.form.sections[place].fields if item.card}
        for place_in_list, row in enumerate(rows):
            said = {card: row.get(name) for card, name in names.items()}
            found = [said.get(card) for card in (CardFact.NUMBER, CardFact.SEX, CardFact.BIRTH)]
            digits, sex, birth = (text if isinstance(text, str) else "" for text in found)
            number = _number(digits)
            if number is not None:
                yield from _contradictions(number, sex, birth, f"row:{place}/{place_in_list}")


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None  # a year alone, or no date at all: `answers.check` says so


def _issued(dossier: Dossier) -> Iterator[Finding]:
    for group in dossier.form.card_groups():
        issued = _fact(dossier, group, CardFact.ISSUED)
        birth = _fact(dossier, group, CardFact.BIRTH)
        if issued is None or birth is None:
            continue
        if all(dossier.filled.get(item.name) == text for item, text in (issued, birth)):
            continue  # printed so on one card: shown to the clerk as a doubt
        day, born = _day(issued[1]), _day(birth[1]) or _day(f"{birth[1][:4]}-01-01")
        if day is not None and born is not None and day < born:
            yield Finding(Code.ISSUED_BEFORE_BIRTH, f"question:{issued[0].name}", about=issued[1])


def _expired(dossier: Dossier) -> Iterator[Finding]:
    for group, card in dossier.cards.items():
        end = valid_until(card.birth, card.issued)
        if group in dossier.showing and end is not None and end < dossier.today:
            yield Finding(
                Code.CARD_EXPIRED,
                f"card:{group}",
                {"day": f"{end:%d/%m/%Y}"},
                about=card.issued.isoformat(),
            )


def valid_until(birth: Birth, issued: dt.date) -> dt.date | None:
    """The last day on which a card can be good; None where it never ends or nobody can say.

    The code on a card has no such date; it follows from birth and issue (see `CHANGE_AGES`). Of
    a person whose year of birth alone is known it is the latest day that is possible.
    """
    if birth.day is not None:
        return _end(birth.day, issued)
    first, after = dt.date(birth.year, 1, 1), dt.date(birth.year + 1, 1, 1)
    days = range((after - first).days)
    ends = [_end(first + dt.timedelta(days=count), issued) for count in days]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _end(born: dt.date, issued: dt.date) -> dt.date | None:
    for age in CHANGE_AGES:
        if issued < birthday(born, age - EARLY_YEARS):
            return birthday(born, age)
    return None


def _dates(dossier: Dossier) -> Iterator[Finding]:
    fields = {item.name: item for item in dossier.form.single_fields()}
    for item in fields.values():
        said = dossier.values.get(item.name)
        if not isinstance(said, str) or item.kind not in {FieldKind.DATE, FieldKind.DATETIME}:
            continue
        mends = f"question:{item.name}"
        for name in item.not_before:
            earlier = dossier.values.get(name)
            if not isinstance(earlier, str):
                continue
            if _surely_before(said, earlier):
                yield Finding(Code.DATE_ORDER, mends, {"other": name}, about=said)
                break
            if _years_between(earlier, said) < item.years_after:
                values = {"other": name, "n": str(item.years_after)}
                yield Finding(Code.YEARS_FEW, mends, values, about=earlier + said)
        day = _day(said)
        far = dossier.today + dt.timedelta(days=366 * FAR_AHEAD_YEARS)
        if day is not None and day > far:
            yield Finding(Code.DATE_FAR, mends, about=said)


def _surely_before(one: str, other: str) -> bool:
    """Whether `one` lies before `other`, as far as both are known (a year, a day, a minute)."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def _years_between(one: str, other: str) -> float:
    """Calendar years; without end where one of them is no date."""
    years = (one[:4], other[:4])
    return int(years[1]) - int(years[0]) if all(map(str.isdecimal, years)) else math.inf


def _pages(dossier: Dossier) -> Iterator[Finding]:
    for paper, pages in dossier.pages.items():
        mends = f"scan:{paper}"
        if not pages:
            yield Finding(Code.NO_PAGE, mends)
            continue
        if all(page.verdict == "blank" for page in pages):
            yield Finding(Code.ALL_BLANK, mends, page=pages[-1].number)
            continue
        found = [(page, code) for page in pages if (code := _amiss(page)) is not None]
        for page, code in found:
            yield Finding(code, mends, {"page": str(page.number)}, page.number)
        spare = sum(code in {Code.PAGE_TWICE, Code.PAGE_BLANK} for _, code in found)
        least = dossier.least_pages.get(paper, 1)
        if len(pages) - spare < least:
            yield Finding(Code.PAGES_FEW, mends, {"n": str(least)}, about=str(len(pages)))


def _amiss(page: PageSeen) -> Code | None:
    if page.bears is Bears.IDENTITY:
        return Code.IDENTITY_PAGE
    if page.bears is Bears.SLIP:
        return Code.SLIP_PAGE
    if page.verdict == "blank":
        return Code.PAGE_BLANK
    if page.same_as:
        return Code.PAGE_TWICE
    return None if page.verdict == "good" else Code.PAGE_UNCLEAR
