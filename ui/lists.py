"""The lists of a form (household members, trades) as one person fills them in. No window.

A row is a mapping of field to answer; None is a question that was left open on purpose. A key
``3/0/tv_ho_ten`` names a field of the first row of the section at place 3, ``3/0`` the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from kiosk.domain.answer_kinds import Value
from kiosk.domain.answers import check, visible_lists
from kiosk.domain.form import Field, Required, Section
from ui.case import Case, Row, answers


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an answer stands in a list; without `field` the whole row."""

    place: int
    row: int
    field: str = ""

    @classmethod
    def of(cls, key: str) -> Self:
        """Raises `ValueError` for what is no key of a list."""
        place, row, *field = key.split("/")
        return cls(int(place), int(row), *field)

    def __str__(self) -> str:
        return "/".join(str(part) for part in (self.place, self.row, self.field) if part != "")


def in_list(key: str) -> bool:
    """Whether a question's key is one of a list."""
    return "/" in key


def places(case: Case) -> tuple[int, ...]:
    """The lists that are asked in this case."""
    return visible_lists(case.form, answers(case))


def rows_of(case: Case, place: int) -> tuple[Row, ...]:
    """The rows of one list so far."""
    return case.lists.get(place, ())


def section_of(case: Case, place: int) -> Section:
    """The list's section of the form."""
    return case.form.sections[place]


def field_at(case: Case, cell: Cell) -> Field:
    """The field of a cell."""
    fields = section_of(case, cell.place).fields
    return next(item for item in fields if item.name == cell.field)


def value_at(case: Case, cell: Cell) -> Value | None:
    """The answer of a cell."""
    return rows_of(case, cell.place)[cell.row].get(cell.field)


def _with_rows(case: Case, place: int, rows: tuple[Row, ...]) -> Case:
    return replace(case, lists={**case.lists, place: rows}, closed=case.closed - {place})


def add_row(case: Case, place: int) -> Case:
    """One more row, in which nothing is answered."""
    return _with_rows(case, place, (*rows_of(case, place), {}))


def has_room(case: Case, place: int) -> bool:
    """Whether one more row may follow."""
    rows = section_of(case, place).rows
    return rows is not None and len(rows_of(case, place)) < rows.most


def drop_row(case: Case, cell: Cell) -> Case:
    """The case without that row."""
    rows = rows_of(case, cell.place)
    return _with_rows(case, cell.place, rows[: cell.row] + rows[cell.row + 1 :])


def put(case: Case, cell: Cell, value: Value | None) -> Case:
    """The case with that answer; None leaves the question open."""
    rows = list(rows_of(case, cell.place))
    rows[cell.row] = {**rows[cell.row], cell.field: value}
    return _with_rows(case, cell.place, tuple(rows))


def close(case: Case, place: int) -> Case:
    """Nobody (or nothing) more belongs on this list."""
    return replace(case, closed=case.closed | {place})


def next_open(case: Case, cell: Cell) -> Cell | None:
    """The first question of a row that nobody has come to yet."""
    row = rows_of(case, cell.place)[cell.row]
    for item in section_of(case, cell.place).fields:
        if item.name not in row:
            return replace(cell, field=item.name)
    return None


def before(case: Case, cell: Cell) -> Cell | None:
    """The question before; None before the first, or in a row that is already whole."""
    names = [item.name for item in section_of(case, cell.place).fields]
    place = names.index(cell.field)
    if not place or next_open(case, cell) is None:
        return None
    return replace(cell, field=names[place - 1])


def problems(case: Case, place: int) -> Mapping[tuple[int | None, str], str]:
    """Sentence keys by row and field; without a row, what is wrong with the list itself."""
    found = check(case.form, answers(case), today=case.today)
    return {(item.row, item.field): item.text_key for item in found if item.section == place}


def problem_at(case: Case, cell: Cell) -> str:
    """Key of what is wrong with one answer; "" if nothing is."""
    return problems(case, cell.place).get((cell.row, cell.field), "")


def may_pass(case: Case, cell: Cell) -> bool:
    """Whether that question may be left open."""
    return field_at(case, cell).required is not Required.ALWAYS


def answered(case: Case, cell: Cell) -> bool:
    """Whether somebody came to that question and left it in order."""
    row = rows_of(case, cell.place)[cell.row]
    return cell.field in row and not problem_at(case, cell)


def finished(case: Case, place: int) -> bool:
    """Whether the list was closed and has nothing to be put right."""
    return place in case.closed and not problems(case, place)
