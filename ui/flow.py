"""The way through a dossier as data: which page follows, back, edit and return, stop pages.

No page knows another one. `steps` lists the whole way as far as the case tells it; the rest are
places on that list. Order (S4 to S10): for whom and eligibility, the person's circumstances, what
is needed, consent, and only then anything personal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.domain.answer_kinds import Value, is_blank
from kiosk.domain.answers import Answers, check, open_options, visible
from kiosk.domain.citizen_card import Card
from kiosk.domain.form import CardFact, Field, FieldKind, Form, Required, Section
from kiosk.domain.procedure import IfNo, Procedure, Reply, other_form
from ui import lists
from ui.case import (
    DAY_OF_DECLARATION,
    Case,
    acting_choices,
    answers,
    birth_field,
    conditions,
    minor,
    own_subject,
    replies,
    say,
    to_scan,
)
from ui.lists import Cell


class Kind(StrEnum):
    """The kinds of pages; each is one QML file."""

    WHOM = "whom"
    FIT = "fit"
    CASES = "cases"
    NEEDS = "needs"
    CONSENT = "consent"
    CARD = "card"
    QUESTION = "question"
    LIST = "list"
    ROW = "row"
    SCAN = "scan"
    CHECK = "check"
    DECLARE = "declare"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Step:
    """A page: `key` is the group of a card, the field of a question, the paper of a scan, the
    reason of a stop, the place of a list; a row of a list and its questions are no part of
    `steps`, but hang on the list's page.
    """

    kind: Kind
    key: str = ""


STOP_DESK: Final = Step(Kind.STOP, "desk")
STOP_NOT_HERE: Final = Step(Kind.STOP, "not_here")
STOP_OTHER_FORM: Final = Step(Kind.STOP, "other_form")
STOP_NO_CONSENT: Final = Step(Kind.STOP, "no_consent")
STOP_MINOR: Final = Step(Kind.STOP, "minor")
CHECK: Final = Step(Kind.CHECK)
DECLARE: Final = Step(Kind.DECLARE)

_STOPS: Final = {IfNo.DESK: STOP_DESK, IfNo.NOT_HERE: STOP_NOT_HERE}


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody stands. `editing`: came from the check page and returns there."""

    case: Case
    at: Step
    editing: bool = False


def walkable(procedure: Procedure, forms: Mapping[str, Form]) -> bool:
    """Whether the form can be filled in page by page: its fields are known."""
    return bool(procedure.forms) and not forms[procedure.forms[0]].empty


def steps(case: Case) -> tuple[Step, ...]:
    """The whole way, as far as the answers so far tell; ends early at a stop."""
    return tuple(_steps(case))


def _steps(case: Case) -> Iterator[Step]:
    if not case.procedure.eligibility and acting_choices(case.procedure, case.form):
        yield Step(Kind.WHOM)
    if case.procedure.eligibility:  # for whom is the first of these questions
        yield Step(Kind.FIT)
        stop = _stop(case)
        if stop:
            yield stop
            return
    if conditions(case):
        yield Step(Kind.CASES)
    if other_form(case.procedure, replies(case)) is not None:
        yield STOP_OTHER_FORM
        return
    yield Step(Kind.NEEDS)
    yield Step(Kind.CONSENT)
    if case.consented is False:
        yield STOP_NO_CONSENT
        return
    for step in _form_steps(case):
        yield step
        if step == _told_birth(case) and minor(case):
            yield STOP_MINOR
            return
    for paper in to_scan(case):
        yield Step(Kind.SCAN, paper.id)
    yield CHECK
    yield DECLARE


def _told_birth(case: Case) -> Step:
    """The page from which it is known how old whoever stands here is."""
    if isinstance(case.cards.get(case.requester), Card):
        return Step(Kind.CARD, case.requester)
    return Step(Kind.QUESTION, birth_field(case, case.requester))


def _stop(case: Case) -> Step | None:
    for place, question in enumerate(case.procedure.eligibility):
        if case.fit.get(place) is Reply.NO and question.if_no in _STOPS:
            return _STOPS[question.if_no]
    return None


def _form_steps(case: Case) -> Iterator[Step]:
    """Section by section: a person's card before the questions about that person."""
    asked = {item.name for item in questions(case)}
    groups = [group for group in case.form.card_groups() if group != own_subject(case)]
    listed = lists.places(case)
    for place, section in enumerate(case.form.sections):
        if section.repeated:
            if place in listed:
                yield Step(Kind.LIST, str(place))
            continue
        for group in [each for each in groups if _is_about(section, each)]:
            groups.remove(group)
            yield Step(Kind.CARD, group)
        for item in section.fields:
            if item.name in asked:
                yield Step(Kind.QUESTION, item.name)


def _is_about(section: Section, group: str) -> bool:
    return any(item.group == group and item.card is not None for item in section.fields)


def questions(case: Case) -> tuple[Field, ...]:
    """What is asked on pages of its own, in the order of the form: what must be answered and is
    not, what only the person knows, what was answered here, and optional questions for which the
    case has arisen.
    """
    found = answers(case)
    open_now = problems(case, found)
    shown = visible(case.form, found)
    touched = case.said.keys() | case.passed
    return tuple(
        item
        for item in case.form.single_fields()
        if item.name in shown
        and not item.date_in_words_of
        and (
            item.asked
            or item.name in touched
            or item.name in open_now
            or item.visible_if is not None
        )
    )


def problems(case: Case, found: Answers | None = None) -> dict[str, str]:
    """Sentence keys by field: what stands between these answers and a form that may be used."""
    found = found or answers(case)
    listed = check(case.form, found, today=case.today)
    return {item.field: item.text_key for item in listed if item.section is None}


def satisfied(case: Case, step: Step) -> bool:
    """Whether a page has been answered, so that the next may follow."""
    if step.kind is Kind.QUESTION:
        return _answered(case, step.key)
    if step.kind is Kind.LIST:
        return lists.finished(case, int(step.key))
    done = {
        Kind.WHOM: case.acting is not None,
        Kind.FIT: _fit_known(case),
        Kind.CASES: all(item.id in (case.cases or {}) for item in conditions(case)),
        Kind.NEEDS: case.prepared,
        Kind.CONSENT: case.consented is not None,
        Kind.CARD: step.key in case.cards,
        Kind.SCAN: step.key in case.papers,
        Kind.ROW: True,
    }
    return done.get(step.kind, False)


def _fit_known(case: Case) -> bool:
    whom_known = case.acting is not None or not acting_choices(case.procedure, case.form)
    return whom_known and len(case.fit) == len(case.procedure.eligibility)


def value_of(case: Case, name: str) -> Value | None:
    """The answer to a question as it stands."""
    if lists.in_list(name):
        return lists.value_at(case, Cell.of(name))
    return answers(case).values.get(name)


def put(case: Case, name: str, value: Value | None) -> Case:
    """The case with an answer; None leaves the question open."""
    if lists.in_list(name):
        return lists.put(case, Cell.of(name), value)
    return say(case, field_of(case, name), value)


def problem_of(case: Case, name: str) -> str:
    """Key of what is wrong with the answer to a question; "" if nothing is."""
    if lists.in_list(name):
        return lists.problem_at(case, Cell.of(name))
    return problems(case).get(name, "")


def hides(case: Case, name: str) -> bool:
    """Whether it is a number of a person or card, given and in order: later only its end is seen
    (S6). What must be put right is seen whole.
    """
    item = field_of(case, name)
    return (
        (item.kind is FieldKind.PERSONAL_NUMBER or item.card is CardFact.NUMBER)
        and value_of(case, name) is not None
        and not problem_of(case, name)
    )


def _answered(case: Case, name: str) -> bool:
    if lists.in_list(name):
        return lists.answered(case, Cell.of(name))
    found = answers(case)
    if name in problems(case, found):
        return False
    return name in case.passed or not is_blank(found.values.get(name))


def begin(case: Case) -> Walk:
    """The first page."""
    return Walk(case, steps(case)[0])


def forward(walk: Walk) -> Walk:
    """The next page; from an edit, the next that is still open, else the check page."""
    if not satisfied(walk.case, walk.at) and walk.at != CHECK:
        return walk
    if hangs_on_list(walk.at):
        return _forward_in_row(walk, Cell.of(walk.at.key))
    way = steps(walk.case)
    if walk.editing or walk.at not in way:
        return _first_open(walk, way)
    place = way.index(walk.at) + 1
    if walk.at == CHECK:
        missing = [step for step in way[: place - 1] if not satisfied(walk.case, step)]
        if missing:
            return replace(walk, at=missing[0], editing=True)
    return replace(walk, at=way[min(place, len(way) - 1)])


def hangs_on_list(step: Step) -> bool:
    """Whether a page belongs to one row of a list."""
    return step.kind is Kind.ROW or (step.kind is Kind.QUESTION and lists.in_list(step.key))


def _forward_in_row(walk: Walk, cell: Cell) -> Walk:
    following = lists.next_open(walk.case, cell)
    if following is None:
        return replace(walk, at=Step(Kind.LIST, str(cell.place)))
    return replace(walk, at=Step(Kind.QUESTION, str(following)))


def _back_in_row(walk: Walk, cell: Cell) -> Walk:
    """The question before, or the list; a row in which nothing was said is not kept."""
    case = walk.case
    before = lists.before(case, cell) if cell.field else None
    if before is not None:
        return replace(walk, at=Step(Kind.QUESTION, str(before)))
    if not any(value is not None for value in lists.rows_of(case, cell.place)[cell.row].values()):
        case = lists.drop_row(case, cell)
    return replace(walk, case=case, at=Step(Kind.LIST, str(cell.place)))


def _first_open(walk: Walk, way: tuple[Step, ...]) -> Walk:
    for step in way:
        if not satisfied(walk.case, step):
            return replace(walk, at=step, editing=walk.editing and step != CHECK)
    return replace(walk, at=way[-1], editing=False)


def back(walk: Walk) -> Walk | None:
    """The page before; None before the first. Every answer stays."""
    if hangs_on_list(walk.at):
        return _back_in_row(walk, Cell.of(walk.at.key))
    if walk.editing:
        return replace(walk, at=CHECK, editing=False)
    way = steps(walk.case)
    if walk.at not in way:
        return replace(walk, at=way[0])
    place = way.index(walk.at)
    return replace(walk, at=way[place - 1]) if place else None


def edit(walk: Walk, step: Step) -> Walk:
    """From the check page to one answer; `forward` and `back` return there."""
    return replace(walk, at=step, editing=True)


def field_of(case: Case, name: str) -> Field:
    """The field of a question, with the choices that are open.

    Raises:
        StopIteration: the form has none of this name.
    """
    if lists.in_list(name):
        return lists.field_at(case, Cell.of(name))
    item = next(item for item in case.form.single_fields() if item.name == name)
    if any(option.only_if for option in item.options):
        return replace(item, options=open_options(item, answers(case).values))
    return item


def may_pass(case: Case, name: str) -> bool:
    """Whether a question may be left open."""
    if lists.in_list(name):
        return lists.may_pass(case, Cell.of(name))
    item = field_of(case, name)
    trial = replace(case, said={k: v for k, v in case.said.items() if k != name})
    return (
        item.required is not Required.ALWAYS
        and name != DAY_OF_DECLARATION
        and name not in problems(trial)
    )
