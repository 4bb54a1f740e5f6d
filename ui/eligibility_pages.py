"""What pages ask before anything personal: for whom, whether it fits, which cases hold. No window.

And what is said where the way ends there.
"""

from kiosk.domain.procedure import ConditionMeans, Reply, Requirement, other_form
from ui.case import Case, acting_choices, conditions, one_by_one, replies
from ui.flow import Step
from ui.page import WHOM, Circumstances, Item, Page
from ui.paper_pages import sentence


def whom_page(case: Case, step: Step, here: Circumstances) -> Page:
    """Who comes: oneself, for a child, for another."""
    del step
    return Page("options", here.t("whom_title"), _whom_lead(case, here), items=_people(case, here))


def _whom_lead(case: Case, here: Circumstances) -> str:
    """Whose card comes first, where it is not that of the person the form is about."""
    return here.t("whom_lead") if case.requester == "nyc" else ""


def _people(case: Case, here: Circumstances) -> tuple[Item, ...]:
    return tuple(
        Item(
            each.value,
            here.t(f"whom_{each.value}"),
            here.t(f"whom_{each.value}_hint"),
            icon=each.value,
        )
        for each in acting_choices(case.procedure, case.form)
    )


def _replies(here: Circumstances) -> tuple[Item, ...]:
    return tuple(Item(each.value, here.t(f"reply_{each.value}")) for each in Reply)


def fit_page(case: Case, step: Step, here: Circumstances) -> Page:
    """Whether this procedure is the right one, with three answers each."""
    del step
    replies = _replies(here)
    items = [
        Item(str(place), here.of(question.text), "", case.fit.get(place, ""), replies)
        for place, question in enumerate(case.procedure.eligibility)
    ]
    people = _people(case, here)
    if people:
        whom, lead = here.t("whom_title"), _whom_lead(case, here)
        items.insert(0, Item(WHOM, whom, lead, case.acting or "", people))
    return Page("asks", here.t("fit_title"), items=tuple(items), primary=here.t("next"))


def _what_follows(item: Requirement, here: Circumstances) -> str:
    """What "Có" to the condition of a paper says about it."""
    spares = item.condition_means is ConditionMeans.NOT_NEEDED_IF
    return here.t("cases_paper_spared" if spares else "cases_paper", paper=here.of(item.name))


def _asked_cases(case: Case, here: Circumstances) -> Page:
    """A few conditions, each in its own words with three answers."""
    replies = _replies(here)
    items = tuple(
        Item(
            item.id,
            sentence(here.of(item.asks)),
            _what_follows(item, here),
            (case.cases or {}).get(item.id, ""),
            replies,
        )
        for item in conditions(case)
    )
    title, lead = here.t("cases_asked_title"), here.t("cases_asked_lead")
    return Page("asks", title, lead, items=items, primary=here.t("next"))


def cases_page(case: Case, step: Step, here: Circumstances) -> Page:
    """Which conditions of papers hold: a few are asked one by one, many are ticked."""
    del step
    if one_by_one(case):
        return _asked_cases(case, here)
    said = case.cases or {}
    items = tuple(
        Item(
            item.id,
            sentence(here.of(item.asks)),
            _what_follows(item, here),
            "on" if said.get(item.id) is Reply.YES else "off",
        )
        for item in conditions(case)
    )
    return Page(
        "ticks",
        here.t("cases_title"),
        here.t("cases_lead"),
        items=items,
        primary=here.t("next"),
        secondary=here.t("cases_unsure"),
    )


def stop_page(case: Case, step: Step, here: Circumstances) -> Page:
    """Why the way ends here, and what to do instead."""
    other = other_form(case.procedure, replies(case))
    return Page(
        "stop",
        here.t(f"stop_{step.key}_title"),
        here.t(f"stop_{step.key}_body", form=here.of(other.name) if other else ""),
        primary=here.t("take_number"),
        secondary=here.t("needs_print"),
    )
