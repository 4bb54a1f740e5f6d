"""What pages say of papers: what is needed, what it costs, how each one comes. No window."""

from kiosk.domain.procedure import Need, PaperKind, Procedure, Requirement, needs
from kiosk.texts import text
from ui.case import Case, PaperDeed, may_have_none, wanted
from ui.flow import Kind, Step, steps
from ui.page import Circumstances, Item, Page


def sentence(words: str) -> str:
    """Words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def paper_rows(case: Case, here: Circumstances) -> tuple[Item, ...]:
    """Papers of this case, with how many and what happens to them."""
    return tuple(_paper(item, need, here) for item, need in wanted(case))


def _paper(item: Requirement, need: Need, here: Circumstances, *, scans: bool = True) -> Item:
    if item.kind is PaperKind.SHOW:
        deed, icon = here.t("paper_show"), "card"
    elif scans and item.scannable and item.kind is PaperKind.HAND_IN:
        deed, icon = here.t("paper_hand_in"), "scan"
    else:
        deed, icon = here.t("paper_desk"), "desk"
    unsure = need is Need.BRING_IF_ANY
    condition = sentence(here.of(item.condition)) if unsure and item.condition.vi else ""
    mark = "unsure" if unsure else "needed"
    return Item(item.id, here.of(item.name), condition or deed, mark, icon=icon)


def facts_of(procedure: Procedure, here: Circumstances) -> tuple[Item, ...]:
    """Fee, time and source of an entry."""
    term = procedure.term
    days = here.t(f"term_{term.kind.value}", n=term.quantity)
    if term.at_most:
        days = here.t("term_range", least=days, n=term.at_most)
    return (
        Item("fee", here.t("fee"), here.of(procedure.fee_summary), icon="fee"),
        Item("term", here.t("term"), days, icon="term"),
        Item("source", here.t("source_label"), source_words(procedure, here), icon="source"),
    )


def source_words(procedure: Procedure, here: Circumstances) -> str:
    """Where an entry comes from and when it was read there."""
    provenance = procedure.provenance
    as_of = "/".join(reversed(provenance.as_of.split("-")))
    return here.t("source", source=provenance.source, as_of=as_of)


def all_papers(procedure: Procedure, here: Circumstances) -> tuple[Item, ...]:
    """The papers of a procedure of which this machine takes none: nothing is known of the case."""
    found = needs(procedure, {})
    return tuple(
        _paper(item, found[item.id], here, scans=False)
        for item in procedure.requirements
        if found[item.id] is not Need.NOT_NEEDED
    )


def phone_row(here: Circumstances) -> tuple[Item, ...]:
    """The list on the person's own phone, where the portal has a page of it."""
    if not here.phone:
        return ()
    words = (text("phone.title", here.language), text("phone.scan", here.language))
    return (Item("phone", *words, "code", icon="phone"),)


def needs_page(case: Case, step: Step, here: Circumstances) -> Page:
    """What is needed in this case, before anything is asked."""
    del step
    return Page(
        "papers",
        here.t("needs_title"),
        here.of(case.procedure.short_name),
        here.t("needs_note"),
        (*paper_rows(case, here), *phone_row(here), *facts_of(case.procedure, here)),
        here.t("needs_ready"),
        here.t("needs_print"),
        code=here.phone,
    )


def guide(procedure: Procedure, here: Circumstances) -> Page:
    """A procedure that this machine can only explain."""
    rows = all_papers(procedure, here)
    return Page(
        "papers",
        here.of(procedure.short_name),
        here.t("guide_lead"),
        items=(*rows, *phone_row(here), *facts_of(procedure, here)),
        code=here.phone,
        primary=here.t("take_number"),
        secondary=here.t("needs_print"),
    )


def scan_page(case: Case, step: Step, here: Circumstances) -> Page:
    """One paper: scanned here, looked up by the office, or brought later."""
    item = next(each for each in case.procedure.requirements if each.id == step.key)
    ways = [Item(PaperDeed.BRING.value, here.t("scan_bring"))]
    if item.replaceable_by_data:
        ways.insert(0, Item(PaperDeed.IN_DATABASE.value, here.t("scan_in_database")))
    if may_have_none(case, item.id):
        ways.append(Item(PaperDeed.NONE.value, here.t("scan_none")))
    return Page("scan", here.of(item.name), here.t("scan_lead"), items=tuple(ways))


def check_papers(case: Case, here: Circumstances) -> tuple[Item, ...]:
    """Papers on the check page, with what was done about each."""
    names = {item.id: here.of(item.name) for item in case.procedure.requirements}
    return tuple(
        Item(f"scan:{step.key}", names[step.key], _deed(case, step.key, here))
        for step in steps(case)
        if step.kind is Kind.SCAN and step.key in case.papers
    )


def _deed(case: Case, paper: str, here: Circumstances) -> str:
    """What was done about a paper; of several pages, how many there are."""
    pages = len(case.shots.get(paper, ()))
    if case.papers[paper] is PaperDeed.SCANNED and pages > 1:
        return here.t("deed_scanned_pages", n=pages)
    return here.t(f"deed_{case.papers[paper].name.lower()}")
