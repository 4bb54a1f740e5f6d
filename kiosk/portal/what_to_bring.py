"""The public page of one procedure: what to bring, fee, time, office. Nothing about anybody."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.procedure import ConditionMeans, PaperKind, Procedure, Requirement
from kiosk.domain.words import Words
from kiosk.texts import text

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper: what happens to it, and when it is needed ("" for always)."""

    name: str
    deed: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """The page's words in one language; `office` is "" where the address names none."""

    code: str
    title: str
    office: str
    papers: tuple[PaperLine, ...]
    facts: tuple[tuple[str, str], ...]


def guide(procedure: Procedure, office: str, language: Language) -> Guide:
    """Everything that is known before somebody has said a word about their own case."""
    papers = tuple(
        _paper(item, language) for item in procedure.requirements if item.kind is not PaperKind.FORM
    )
    return Guide(
        code=procedure.code,
        title=_of(procedure.short_name, language),
        office=office,
        papers=papers,
        facts=_facts(procedure, language),
    )


def _of(words: Words, language: Language) -> str:
    return words.in_language(language)


def _paper(item: Requirement, language: Language) -> PaperLine:
    if item.kind is PaperKind.SHOW:
        deed = text("filing.paper_show", language)
    else:
        deed = text(f"portal_bring.{'scan' if item.scannable else 'desk'}", language)
    condition = _of(item.condition, language) if item.condition.vi else ""
    if condition:
        means = "unless" if item.condition_means is ConditionMeans.NOT_NEEDED_IF else "when"
        if item.condition_means is ConditionMeans.REMARK:
            means = "remark"
        condition = text(f"portal_bring.{means}", language, condition=condition)
    return PaperLine(_of(item.name, language), deed, condition)


def _facts(procedure: Procedure, language: Language) -> tuple[tuple[str, str], ...]:
    term = procedure.term
    days = text(f"filing.term_{term.kind.value}", language, n=term.quantity)
    if term.at_most:
        days = text("filing.term_range", language, least=days, n=term.at_most)
    as_of = "/".join(reversed(procedure.provenance.as_of.split("-")))
    source = text("filing.source", language, source=procedure.provenance.source, as_of=as_of)
    return (
        (text("filing.fee", language), _of(procedure.fee_summary, language)),
        (text("filing.term", language), days),
        (text("filing.source_label", language), source),
    )
