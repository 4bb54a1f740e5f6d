"""Typical mistakes, put into a sound scripted dossier; each says whether it fits the procedure."""

import datetime as dt
import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from devices.sim.scene import Subject
from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.procedure import PaperKind
from kiosk.services.catalogue import Catalogue
from tests.support.dossier_scripts import TODAY, Script, Sheet, human, sound

Spoil = Callable[[Catalogue, Script], bool]


def _field(catalogue: Catalogue, script: Script, group: str, fact: CardFact) -> str:
    form = catalogue.forms[script.procedure.forms[0]]
    names = (one.name for one in form.single_fields() if one.group == group and one.card is fact)
    return next(names, "")


def _read(catalogue: Catalogue, script: Script) -> str:
    """The first person, whose card is read."""
    group = catalogue.forms[script.procedure.forms[0]].card_groups()[0]
    script.by_hand.discard(group)
    script.typed.clear()
    return group


def _mistype(catalogue: Catalogue, script: Script, fact: CardFact, text: str) -> bool:
    name = _field(catalogue, script, _read(catalogue, script), fact)
    script.typed[name] = text
    return bool(name)


def other_name(catalogue: Catalogue, script: Script) -> bool:
    """One letter of the name is another."""
    name = script.person(_read(catalogue, script)).name
    letters = [place for place, char in enumerate(name) if char.isalpha()]
    place = script.rng.choice(letters)
    wrong = script.rng.choice([char for char in "abceghikmnpqstvxy" if char != name[place].lower()])
    return _mistype(catalogue, script, CardFact.NAME, name[:place] + wrong + name[place + 1 :])


def no_marks(catalogue: Catalogue, script: Script) -> bool:
    """The name without its marks."""
    name = script.person(_read(catalogue, script)).name.translate(str.maketrans("đĐ", "dD"))
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    if bare == script.person(_read(catalogue, script)).name:
        return False
    return _mistype(catalogue, script, CardFact.NAME, bare)


def other_birth(catalogue: Catalogue, script: Script) -> bool:
    """Day and month the other way round, or another year."""
    one = script.person(_read(catalogue, script))
    swapped = one.born.day <= 12 and one.born.day != one.born.month and script.rng.random() < 0.5
    born = (
        one.born.replace(day=one.born.month, month=one.born.day)
        if swapped
        else one.born.replace(year=one.born.year - script.rng.choice((1, 10)))
    )
    return _mistype(catalogue, script, CardFact.BIRTH, born.isoformat())


def other_number(catalogue: Catalogue, script: Script) -> bool:
    """Two digits the other way round."""
    number = script.person(_read(catalogue, script)).number
    places = [place for place in range(11) if number[place] != number[place + 1]]
    place = script.rng.choice(places)
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return _mistype(catalogue, script, CardFact.NUMBER, wrong)


def typed_year(catalogue: Catalogue, script: Script) -> bool:
    """Everything typed without a card, and the year of birth is not the number's."""
    group = _read(catalogue, script)
    script.by_hand.add(group)
    one = script.person(group)
    born = one.born.replace(year=one.born.year + script.rng.choice((-10, -1, 1)))
    name = _field(catalogue, script, group, CardFact.BIRTH)
    script.typed[name] = born.isoformat()
    return bool(name and _field(catalogue, script, group, CardFact.NUMBER))


def issued_first(catalogue: Catalogue, script: Script) -> bool:
    """The day of issue has the year of birth's decade, or an even earlier one."""
    one = script.person(_read(catalogue, script))
    day = one.born - dt.timedelta(days=script.rng.randint(1, 4000))
    return day.year >= 1900 and _mistype(catalogue, script, CardFact.ISSUED, day.isoformat())


def expired(catalogue: Catalogue, script: Script) -> bool:
    """A card from before a birthday at which it had to be changed."""
    group = _read(catalogue, script)
    age = script.rng.choice((25, 40, 60))
    turned = dt.date(script.rng.randint(2023, 2026), script.rng.randint(1, 11), 1)
    born = turned.replace(year=turned.year - age)
    one = human(script.rng, between=(born.year, born.year))
    issued = dt.date(2021, 1, 4) + dt.timedelta(days=script.rng.randint(0, 20))
    if born.replace(year=born.year + age - 2) <= issued:
        return False
    script.people[group] = replace(one, born=born, issued=issued, year_only=False)
    return True


def _last_date(catalogue: Catalogue, script: Script, *, chained: bool) -> Field | None:
    form = catalogue.forms[script.procedure.forms[0]]
    dates = [
        item
        for item in form.single_fields()
        if item.kind in {FieldKind.DATE, FieldKind.DATETIME}
        and (bool(item.not_before) if chained else not item.past and not item.card)
        and item.visible_if is None
    ]
    return script.rng.choice(dates) if dates else None


def dates_crossed(catalogue: Catalogue, script: Script) -> bool:
    """What must come later comes first."""
    item = _last_date(catalogue, script, chained=True)
    if item is None:
        return False
    form = catalogue.forms[script.procedure.forms[0]]
    before = next(one for one in form.single_fields() if one.name == item.not_before[0])
    day = script.person(before.group).born if before.group else dt.date(2026, 3, 3)
    hour = "T09:30" if item.kind is FieldKind.DATETIME else ""
    if not before.group:
        script.typed[before.name] = f"{day}{hour}"
    else:
        script.typed[before.name] = day.isoformat()
    script.typed[item.name] = f"{day - dt.timedelta(days=script.rng.randint(1, 900))}{hour}"
    return True


def date_ahead(catalogue: Catalogue, script: Script) -> bool:
    """A day of the past that has not come yet: the year slipped."""
    day = TODAY + dt.timedelta(days=script.rng.randint(1, 3000))
    return _mistype(catalogue, script, CardFact.BIRTH, day.isoformat())


def date_far(catalogue: Catalogue, script: Script) -> bool:
    """Two digits of the year the other way round: 2062 for 2026."""
    item = _last_date(catalogue, script, chained=False)
    if item is None:
        return False
    hour = "T09:30" if item.kind is FieldKind.DATETIME else ""
    script.typed[item.name] = f"2062-{script.rng.randint(1, 12):02}-11{hour}"
    return True


def same_card(catalogue: Catalogue, script: Script) -> bool:
    """One card is read for two people."""
    groups = catalogue.forms[script.procedure.forms[0]].card_groups()
    pairs = {("nu", "nam"), ("nyc", "nkt"), ("me", "cha")}
    for first, second in pairs:
        if first in groups and second in groups:
            script.by_hand -= {first, second}
            script.people[second] = script.person(first)
            return True
    return False


def _paper(script: Script, *, least: int = 1) -> str:
    papers = [
        item
        for item in script.procedure.requirements
        if item.scannable
        and item.kind is PaperKind.HAND_IN
        and item.least_pages >= least
        and item.id != "uy_quyen"
        and item.condition_means.value == "needed_if"
    ]
    if not papers:
        return ""
    paper = script.rng.choice(papers)
    replaced = {name for item in papers for name in item.replaces}
    script.true_cases -= replaced
    script.true_cases -= {item.id for item in papers if paper.id in item.replaces}
    script.true_cases.add(paper.id)
    return paper.id


def other_card(catalogue: Catalogue, script: Script) -> bool:
    """Somebody else's card is read, and the own name typed over that person's."""
    script.person(_read(catalogue, script))
    return _mistype(catalogue, script, CardFact.NAME, human(script.rng).name)


def day_month(catalogue: Catalogue, script: Script) -> bool:
    """Day and month of birth the other way round."""
    born = script.person(_read(catalogue, script)).born
    if born.day > 12 or born.day == born.month or script.person(_read(catalogue, script)).year_only:
        return False
    wrong = born.replace(day=born.month, month=born.day)
    return _mistype(catalogue, script, CardFact.BIRTH, wrong.isoformat())


def twice_turned(catalogue: Catalogue, script: Script) -> bool:
    """One side is shot twice, the second time upside down."""
    del catalogue
    paper = _paper(script)
    script.sheets[paper] = [Sheet(page=71), Sheet(page=71, turned=True)]
    return bool(paper)


def page_cut(catalogue: Catalogue, script: Script) -> bool:
    """A third of the page lies outside of the picture."""
    del catalogue
    paper = _paper(script)
    script.sheets[paper] = [Sheet(page=71, cut=True)]
    return bool(paper)


def page_twice(catalogue: Catalogue, script: Script) -> bool:
    """The front is shot again instead of the back."""
    del catalogue
    paper = _paper(script)
    script.sheets[paper] = [Sheet(page=71), Sheet(page=71)]
    return bool(paper)


def blank_side(catalogue: Catalogue, script: Script) -> bool:
    """The paper lies with its empty side up."""
    del catalogue
    paper = _paper(script)
    front = [Sheet(page=71)] if script.rng.random() < 0.5 else []
    script.sheets[paper] = [*front, Sheet(Subject.BLANK)]
    return bool(paper)


def blurred(catalogue: Catalogue, script: Script) -> bool:
    """Nobody can read it, and it is kept."""
    del catalogue
    paper = _paper(script)
    script.sheets[paper] = [Sheet(page=71, blur=2.5)]
    return bool(paper)


def card_as_page(catalogue: Catalogue, script: Script) -> bool:
    """The identity card under the camera where a paper was asked for."""
    del catalogue
    paper = _paper(script)
    script.sheets[paper] = [Sheet(Subject.CARD)]
    return bool(paper)


def page_missing(catalogue: Catalogue, script: Script) -> bool:
    """The letter without its list."""
    del catalogue
    paper = _paper(script, least=2)
    script.sheets[paper] = [Sheet(page=71)]
    return bool(paper)


#: Each mistake with what must be said of it; something else that is said does not count.
MISTAKES: Final[dict[Spoil, tuple[str, ...]]] = {
    other_name: ("name_differs", "name_marks"),
    no_marks: ("name_marks",),
    other_birth: ("birth_differs",),
    other_card: ("name_differs",),
    day_month: ("birth_differs",),
    other_number: ("number_differs",),
    typed_year: ("number_year",),
    issued_first: ("issued_before_birth",),
    expired: ("card_expired",),
    dates_crossed: ("date_order",),
    date_ahead: ("form:",),
    date_far: ("date_far", "form:"),
    same_card: ("number_twice",),
    page_twice: ("page_twice",),
    twice_turned: ("page_twice",),
    page_cut: ("page_unclear",),
    blank_side: ("page_blank", "all_blank"),
    blurred: ("page_unclear",),
    card_as_page: ("identity_page",),
    page_missing: ("pages_few",),
}


def spoilt(catalogue: Catalogue, rng: random.Random, spoil: Spoil, *, variety: int) -> Script:
    """A dossier with this mistake, in a procedure where it can be made."""
    for _ in range(500):
        script = sound(catalogue, rng, variety=variety)
        if spoil(catalogue, script) and script.asks_for(catalogue):
            return replace(script, mistake=spoil.__name__)
    raise AssertionError(f"{spoil.__name__} fits no procedure")
