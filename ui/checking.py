"""The check page's summary: what to mend, what to look at again, and the way there. No window."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kiosk.domain.answer_kinds import Value
from kiosk.domain.answers import complete
from kiosk.domain.card_prefill import prefill
from kiosk.domain.citizen_card import Card
from kiosk.domain.right_first_time import Code, Dossier, Finding, findings
from kiosk.texts import text
from ui import flow
from ui.case import Case, PaperDeed, answers, own_subject, to_scan
from ui.check_pages import row_labels, without_empty_groups
from ui.flow import Kind, Step, Walk
from ui.page import Circumstances, Item, Page
from ui.question_pages import about

#: Key of a row that takes one page out of a paper: ``leave_out:2``.
LEAVE_OUT: Final = "leave_out"
#: Persons of the catalogue's forms who often declare for themselves: the guardian, and the parent
#: or child who asks to be recognised.
MAY_BE_REQUESTER: Final = frozenset({"gh", "cm", "con"})
#: A page on which one of these was found is better left out than shot again.
_SPARE: Final = {
    Code.PAGE_TWICE,
    Code.PAGE_BLANK,
    Code.ALL_BLANK,
    Code.PAGE_UNCLEAR,
    Code.IDENTITY_PAGE,
    Code.SLIP_PAGE,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One row of the summary: where it is mended, what is said, whether it stands in the way."""

    mends: str
    sentence: str
    blocking: bool


def dossier_of(case: Case) -> Dossier:
    """The case as it would be sent."""
    form = case.form
    cards = {group: card for group, card in case.cards.items() if isinstance(card, Card)}
    filled: dict[str, Value] = {}
    for group, card in cards.items():
        filled.update(prefill(form, group, card).values)
    groups = form.card_groups()
    # "nyc" is whoever stands here; a form without one is declared by all of its persons.
    showing = {case.requester} if case.requester == "nyc" else set(groups[:2])
    twin = own_subject(case)
    done = complete(form, answers(case))
    papers = [item for item in to_scan(case) if case.papers.get(item.id) is PaperDeed.SCANNED]
    return Dossier(
        form=form,
        values=done.values,
        rows=done.rows,
        today=case.today,
        cards=cards,
        filled=filled,
        showing=frozenset(showing),
        same_person=MAY_BE_REQUESTER | ({twin} if twin else set()),
        pages={item.id: case.shots[item.id] for item in papers if item.id in case.shots},
        least_pages={item.id: item.least_pages for item in papers},
    )


def open_findings(case: Case) -> tuple[Finding, ...]:
    """What was found and not yet confirmed by the person."""
    amiss = flow.problems(case)  # said already, by the form's own rules
    return tuple(
        item
        for item in findings(dossier_of(case))
        if item.key not in case.looked and item.mends.removeprefix("question:") not in amiss
    )


def remarks(case: Case, here: Circumstances) -> tuple[Remark, ...]:
    """Everything the summary says, what stands in the way first."""
    amiss = tuple(
        Remark(f"question:{name}", text(key, here.language), blocking=True)
        for name, key in flow.problems(case).items()
    )
    found = tuple(
        Remark(item.mends, sentence(case, item, here), item.blocking)
        for item in open_findings(case)
    )
    return tuple(sorted((*amiss, *found), key=lambda item: not item.blocking))


def sentence(case: Case, finding: Finding, here: Circumstances) -> str:
    """What to say of a finding."""
    values = dict(finding.values)
    if "other" in values:
        values["other"] = row_labels(case, here)[values["other"]]
    return text(f"checks.{finding.code.value}", here.language, **values)


def summary(page: Page, case: Case, here: Circumstances) -> Page:
    """The check page with what needs an eye on top; as it was where nothing does."""
    said = remarks(case, here)
    if not said:
        return page
    blocking = [item for item in said if item.blocking]
    rows = {item.key: item for item in page.items}
    top = tuple(_row(item, rows, case, here) for item in said)
    gone = {item.key for item in top}
    key = "mend" if blocking else "look"
    return replace(
        page,
        lead="",  # large letters need the room, and the alert says more
        note="",
        alert=text(f"checks.{key}", here.language, n=len(blocking or said)),
        items=(*top, *without_empty_groups(i for i in page.items if i.key not in gone)),
        primary=text(f"checks.{key}_go", here.language),
    )


def _row(remark: Remark, rows: Mapping[str, Item], case: Case, here: Circumstances) -> Item:
    known = rows.get(remark.mends)
    mark = "amiss" if remark.blocking else "look"
    kind, _, name = remark.mends.partition(":")
    if known is not None and kind == Kind.QUESTION:  # above the names of the groups
        label = f"{row_labels(case, here)[name]}: {known.detail}"
        aloud = f"{known.aloud}. {remark.sentence}" if known.aloud else ""
        return Item(remark.mends, label, remark.sentence, mark, aloud=aloud)
    if known is not None:
        return Item(remark.mends, known.label, remark.sentence, mark)
    if kind == Kind.CARD:
        label = here.t("card_row")
    elif kind == Kind.ROW:
        label = about(case, name, here)
    else:
        label = here.of(flow.field_of(case, name).label)
    return Item(remark.mends, label, remark.sentence, mark)


def onward(walk: Walk) -> Walk:
    """The check page's button: to the first thing to mend, else on, with all of it confirmed."""
    amiss = flow.problems(walk.case)
    blocking = [f"question:{name}" for name in amiss]
    found = open_findings(walk.case)
    blocking += [item.mends for item in found if item.blocking]
    if blocking:
        return flow.edit(walk, step_of(blocking[0]))
    looked = walk.case.looked | {item.key for item in found}
    return flow.forward(replace(walk, case=replace(walk.case, looked=looked)))


def step_of(mends: str) -> Step:
    """The page where a finding is mended."""
    kind, _, name = mends.partition(":")
    return Step(Kind(kind), name)


def reviewed(before: Walk, after: Walk) -> Walk:
    """Who went to an answer from the check page and left it as it was has confirmed it."""
    if not after.editing or before.at != after.at:
        return after
    asked = {item.key for item in open_findings(before.case) if not item.blocking}
    here = f"{after.at.kind.value}:{after.at.key}"
    same = {item.key for item in open_findings(after.case) if item.mends == here} & asked
    return replace(after, case=replace(after.case, looked=after.case.looked | same))


def with_pages_to_leave_out(page: Page, walk: Walk, here: Circumstances) -> Page:
    """The page *scan* with a choice for each shot that does not belong."""
    mends = f"scan:{walk.at.key}"
    spare = [
        item
        for item in findings(dossier_of(walk.case))
        if item.mends == mends and item.page and item.code in _SPARE
    ]
    ways = tuple(
        Item(f"{LEAVE_OUT}:{item.page}", text("checks.leave_out", here.language, n=item.page))
        for item in spare
    )
    return replace(page, items=(*ways, *page.items))


def may_send(case: Case) -> bool:
    """Whether nothing stands in the way."""
    return not any(item.blocking for item in open_findings(case))
