"""The longest pages that the catalogue can make, found in its data: none is chosen by hand.

Of every kind of field that any form has, and of every kind of page about papers, the one with
the most to read in each language. A form that grows a longer label is looked at the same day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, get_args

from kiosk.domain.answer_kinds import Address
from kiosk.domain.form import Field, FieldKind
from kiosk.domain.procedure import Acting, Procedure, Reply
from kiosk.domain.words import Words
from kiosk.services.catalogue import Catalogue, load_catalogue
from ui import flow, lists
from ui.answering import Draft
from ui.case import Case, conditions
from ui.flow import Kind, Step, Walk
from ui.gallery_filing import OFFICE as SAMPLE_OFFICE
from ui.gallery_filing import SampleDossiers
from ui.lists import Cell
from ui.page import Circumstances, Language
from ui.pages import page
from ui.stage import Stage

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DAY: Final = dt.date(2026, 11, 25)
OFFICE: Final = Words(SAMPLE_OFFICE.vi, SAMPLE_OFFICE.en)
#: Pages of a dossier that are no question of a form.
OTHERS: Final = (Kind.FIT, Kind.CASES, Kind.NEEDS, Kind.CARD, Kind.SCAN, Kind.LIST)
#: What stands in the field: more than a line of any panel.
WRITTEN: Final = {
    FieldKind.NAME: "NGUYỄN PHÚC TƯỜNG VI KHÁNH HUYỀN",
    FieldKind.TEXT: "Bản án số 145/2024/HNGĐ-ST ngày 27/09/2024 của Tòa án nhân dân khu vực 3",
    FieldKind.TEXTAREA: "Nhà cho thuê tám phòng, có chủ nhà ở tầng một. " * 12,
}
#: A page that has this part of the most letters in both languages stands for both.
NEAR: Final = 0.9
BROKEN_DAY: Final = "31022020"


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """One page: where a walk stands, and which part of an answer is asked."""

    walk: Walk
    draft: Draft = field(default_factory=Draft)

    def letters(self, language: Language) -> int:
        """How much there is to read at once: rows turn pages, but each must fit on one."""
        here = Circumstances(language, OFFICE, part=self.draft.part, within="Thành phố Hà Nội")
        shown = page(self.walk, here)
        row = max((len(item.label) + len(item.detail) for item in shown.items), default=0)
        return sum(map(len, (shown.title, shown.lead, shown.note))) + row

    def act(self, stage: Stage, dossiers: SampleDossiers) -> None:
        """Go there."""
        del dossiers
        stage.kiosk.dossier.filing.stand_at(self.walk, self.draft)

    def wrong(self, stage: Stage, dossiers: SampleDossiers) -> None:
        """Go there and answer what cannot be."""
        self.act(stage, dossiers)
        for digit in BROKEN_DAY:
            stage.tap(f"key.{digit}")
        stage.tap("primary")


@lru_cache(maxsize=1)
def longest() -> dict[str, Stand]:
    """Every sort of page by name, once for each language whose longest it is."""
    sorts: dict[str, list[Stand]] = {}
    for sort, stand in _stands(load_catalogue()):
        sorts.setdefault(sort, []).append(stand)
    return {name: stand for sort in sorted(sorts) for name, stand in _named(sort, sorts[sort])}


def _named(sort: str, stands: list[Stand]) -> Iterator[tuple[str, Stand]]:
    letters = {stand: [stand.letters(language) for language in LANGUAGES] for stand in stands}
    most = [max(column) for column in zip(*letters.values(), strict=True)]

    def near(stand: Stand) -> float:
        parts: list[float] = [own / all_ for own, all_ in zip(letters[stand], most, strict=True)]
        return min(parts)

    both = max(stands, key=near)
    if near(both) >= NEAR:
        yield sort, both
        return
    for place, language in enumerate(LANGUAGES):
        yield f"{sort}-{language}", max(stands, key=lambda stand: letters[stand][place])


def _stands(catalogue: Catalogue) -> Iterator[tuple[str, Stand]]:
    """Every page of every procedure that can be filed, with its sort."""
    for procedure in catalogue.procedures.values():
        if flow.walkable(procedure, catalogue.forms):
            yield from _of_procedure(procedure, catalogue)


def _of_procedure(procedure: Procedure, catalogue: Catalogue) -> Iterator[tuple[str, Stand]]:
    form = catalogue.forms[procedure.forms[0]]
    fit = dict.fromkeys(range(len(procedure.eligibility)), Reply.YES)
    case = Case(procedure, form, DAY, Acting.AUTHORISED, fit, prepared=True, consented=True)
    case = replace(case, cases={item.id: Reply.YES for item in conditions(case)})
    for step in flow.steps(case):
        if step.kind in OTHERS:
            yield step.kind.value, Stand(Walk(case, step))
    for place, section in enumerate(form.sections):
        rows = case if section.rows is None else lists.add_row(case, place)
        for item in section.fields:
            key = item.name if section.rows is None else str(Cell(place, 0, item.name))
            yield from _of_field(item, Walk(rows, Step(Kind.QUESTION, key)))
        if section.rows is not None:
            yield "row", Stand(Walk(rows, Step(Kind.ROW, str(Cell(place, 0)))))


def _of_field(item: Field, walk: Walk) -> Iterator[tuple[str, Stand]]:
    """The pages of a field: how it is answered decides as much as its kind."""
    if item.kind is FieldKind.ADDRESS:
        yield "address", Stand(walk)
        yield "province", Stand(walk, Draft("province"))
        place = Address("Thành phố Hà Nội", "Phường Văn Miếu - Quốc Tử Giám", "")
        yield "commune", Stand(walk, Draft("commune", replace(place, commune="")))
        detail = replace(place, detail=WRITTEN[FieldKind.TEXT])
        yield "detail", Stand(walk, Draft("detail", detail))
        return
    look = page(walk, Circumstances("vi", OFFICE)).look
    if look == "typed" and item.kind in WRITTEN:
        walk = replace(walk, case=flow.put(walk.case, walk.at.key, WRITTEN[item.kind]))
    yield item.kind.value if look == "typed" else f"{item.kind.value}-{look}", Stand(walk)
