"""What the pages of a form's lists say: the list itself, and one row of it."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.domain.form import Field, Section
from kiosk.domain.words import Words
from ui import lists
from ui.case import Case, Row
from ui.flow import Step
from ui.lists import Cell
from ui.page import Circumstances, Item, Page
from ui.shown import IDENTITY, NUMBERS, masked_number, masked_words, shown


def plain_title(title: str) -> str:
    """A title without the form's numbering ("II. Người được cấp", "11. Thành viên")."""
    head, _, rest = title.partition(". ")
    return rest if rest and (head.replace("-", "").isdigit() or set(head) <= set("IVX")) else title


def list_page(case: Case, step: Step, here: Circumstances) -> Page:
    """All rows of a list, and whether one more belongs on it."""
    place = int(step.key)
    section, rows = lists.section_of(case, place), lists.rows_of(case, place)
    amiss = {row for row, _ in lists.problems(case, place)}
    items = tuple(
        Item(
            f"row:{Cell(place, number)}",
            row_name(section, number, here),
            in_line(section, row, here),
            "amiss" if number in amiss else "",
        )
        for number, row in enumerate(rows)
    )
    people = section.of_people
    if people:
        done = here.t("list_nobody_more" if rows else "list_nobody")
    else:
        done = here.t("list_nothing_more" if rows else "list_nothing")
    add = here.t("list_add_person" if people else "list_add_line")
    return Page(
        "list",
        plain_title(here.of(section.title)),
        here.t("list_lead_people" if people else "list_lead_lines"),
        here.of(section.note),
        items,
        done,
        add if lists.has_room(case, place) else "",
    )


def row_page(case: Case, step: Step, here: Circumstances) -> Page:
    """The answers of one row, each of which can be put right."""
    cell = Cell.of(step.key)
    section, row = lists.section_of(case, cell.place), lists.rows_of(case, cell.place)[cell.row]
    problems = lists.problems(case, cell.place)
    items = []
    for item in section.fields:
        value = row.get(item.name)
        words = left_open(item, here) if value is None else shown(item, value, here.language)
        wrong = (cell.row, item.name) in problems
        if value is not None and not (wrong and item.kind in NUMBERS):
            words = _for_these_eyes(item, words, here)
        key = f"question:{Cell(cell.place, cell.row, item.name)}"
        label = plain_title(here.of(item.label))
        items.append(Item(key, label, words, "amiss" if wrong else ""))
    return Page(
        "list",
        row_name(section, cell.row, here),
        plain_title(here.of(section.title)),
        here.t("check_note"),
        tuple(items),
        here.t("next"),
        here.t("list_drop_person" if section.of_people else "list_drop_line"),
    )


def row_name(section: Section, number: int, here: Circumstances) -> str:
    """What one row is called: *Thành viên thứ 1*."""
    item = section.rows.item if section.rows is not None else Words("", "")
    return here.t("list_row", item=here.of(item), n=number + 1)


def left_open(item: Field, here: Circumstances) -> str:
    """What stands for an answer that was not given: who gives it, if not this person."""
    return here.t("by_office" if item.by_office else "not_given")


def in_line(section: Section, row: Row, here: Circumstances) -> str:
    """A row in one line."""
    words = []
    for item in section.fields:
        value = row.get(item.name)
        if value is None and item.by_office:
            words.append(f"{plain_title(here.of(item.label))}: {left_open(item, here)}")
        if value is None or value is False:
            continue
        text = shown(item, value, here.language)
        if value is True:  # a box that was ticked says its own name
            text = plain_title(here.of(item.label))
        words.append(_for_these_eyes(item, text, here))
    return "; ".join(words)


def _for_these_eyes(item: Field, words: str, here: Circumstances) -> str:
    """An answer as a list shows it: a number's last digits; no name while somebody reads along."""
    if item.kind in NUMBERS:
        return words if here.revealed else masked_number(words)
    return masked_words(words) if here.masked and item.kind in IDENTITY else words


def check_rows(case: Case, here: Circumstances) -> Iterator[tuple[str, Item]]:
    """The lists on the check page, with the name of each: one line for each row, or one that
    there is none, which names the list itself.
    """
    for place in lists.places(case):
        section, rows = lists.section_of(case, place), lists.rows_of(case, place)
        title = plain_title(here.of(section.title))
        mark = "" if lists.finished(case, place) else "amiss"
        numbers = [item.name for item in section.fields if item.kind in NUMBERS]
        for number, row in enumerate(rows):
            name, line = row_name(section, number, here), in_line(section, row, here)
            hidden = replace(here, revealed=False)
            secret = any(row.get(each) is not None for each in numbers)
            aloud = f"{name}: {in_line(section, row, hidden)}" if secret else ""
            yield title, Item(f"list:{place}", name, line, mark, aloud=aloud)
        if not rows:
            yield "", Item(f"list:{place}", title, here.t("list_none"), mark)
