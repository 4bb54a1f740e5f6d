"""What the last pages say: every answer and paper for checking, and the declaration. No window."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.domain.answers import visible
from kiosk.domain.form import CardFact, Field, FieldKind
from ui.case import Case, answers, repeated
from ui.flow import Step, problems, questions
from ui.list_pages import check_rows, left_open
from ui.page import Circumstances, Item, Page
from ui.paper_pages import check_papers
from ui.question_pages import about, label_of
from ui.shown import IDENTITY, last_digits, masked_number, masked_words, shown

#: Mark of a row that names those after it; it is no row to touch.
HEAD: Final = "head"

#: A row, and the name of its group.
Grouped = tuple[str, Item]


def row_labels(case: Case, here: Circumstances) -> dict[str, str]:
    """What each single field is called by itself: with its person where others share it."""
    labels = {item.name: label_of(item, here) for item in case.form.single_fields()}
    shown_once = set(labels) - repeated(case, answers(case).values).keys()
    counted = Counter(labels[name] for name in shown_once)
    return {
        name: f"{label} ({about(case, name, here)})" if counted[label] > 1 else label
        for name, label in labels.items()
    }


def headed(rows: Iterable[Grouped]) -> tuple[Item, ...]:
    """The rows, each group after its name; "" goes on without one."""
    found: list[Item] = []
    before = ""
    for group, row in rows:
        if group and group != before:
            found.append(Item(f"head:{group}", group, mark=HEAD))
        before = group or before
        found.append(row)
    return tuple(found)


def without_empty_groups(rows: Iterable[Item]) -> tuple[Item, ...]:
    """The rows without names that name nothing."""
    listed = tuple(rows)
    following = (*(item.mark for item in listed[1:]), HEAD)
    return tuple(
        item
        for item, after in zip(listed, following, strict=True)
        if item.mark != HEAD or after != HEAD
    )


def check_page(case: Case, step: Step, here: Circumstances) -> Page:
    """Everything that will be sent, each row a way to mend it; whole numbers only for a moment."""
    del step
    papers = ((here.t("check_papers"), row) for row in check_papers(case, here))
    rows = headed((*_answers(case, here), *check_rows(case, here), *papers))
    hidden = any(row.aloud for row in rows) and not here.masked
    return Page(
        "check",
        here.t("check_title"),
        here.of(case.procedure.short_name),
        here.t("check_note"),
        rows,
        here.t("check_go"),
        here.t("check_hide" if here.revealed else "check_reveal") if hidden else "",
    )


def _answers(case: Case, here: Circumstances) -> Iterator[Grouped]:
    """What is said of one person twice stands there once."""
    found = answers(case)
    twice = repeated(case, found.values)
    open_now = problems(case, found)
    asked = {item.name for item in questions(case)}
    for item in case.form.single_fields():
        value = found.values.get(item.name, item.default)
        if item.name in twice or (value is None and item.name not in asked):
            continue
        label, aloud = label_of(item, here), ""
        words = left_open(item, here) if value is None else shown(item, value, here.language)
        if value is not None and _is_number(item) and item.name not in open_now:
            aloud = f"{label}: {here.t('number_aloud', digits=last_digits(words))}"
            words = words if here.revealed else masked_number(words)
        elif here.masked and (item.kind in IDENTITY or item.card is not None):
            words = masked_words(words)
        mark = "amiss" if item.name in open_now else ""
        row = Item(f"question:{item.name}", label, words, mark, aloud=aloud)
        yield about(case, item.name, here), row


def _is_number(item: Field) -> bool:
    return item.kind is FieldKind.PERSONAL_NUMBER or item.card is CardFact.NUMBER


def optional_rows(case: Case, here: Circumstances) -> tuple[Item, ...]:
    """What may be added: fields that nobody was asked for."""
    found = answers(case)
    asked = {item.name for item in questions(case)}
    twice = repeated(case, found.values)
    known = visible(case.form, found)  # what another answer rules out could not be kept
    return headed(
        (
            about(case, item.name, here),
            Item(f"question:{item.name}", label_of(item, here), left_open(item, here)),
        )
        for item in case.form.single_fields()
        if item.name in known
        and item.name not in twice
        and item.name not in asked
        and not item.date_in_words_of
        and item.default is None
        and item.name not in found.values
    )


def declare_page(case: Case, step: Step, here: Circumstances) -> Page:
    """What goes where, and the tick without which nothing is sent."""
    del step
    name, office = here.of(case.procedure.short_name), here.of(here.office)
    return Page(
        "declare",
        here.t("declare_title"),
        here.t("declare_words"),
        here.t("declare_note"),
        (
            Item("what", here.t("declare_what"), name, "told", icon="giay_to_ban_sao"),
            Item("whither", here.t("declare_to"), office, "told", icon="desk"),
            Item("declare", here.t("declare_tick"), mark="off"),
        ),
        here.t("send"),
        here.t("send_no_paper") if here.slips else "",
    )
