"""What is handed to storage and printer when somebody sends a dossier. No window."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from kiosk.domain.procedure import Filing, Procedure
from kiosk.services.submit_dossier import CapturedPage, Declaration, DossierIds, Stored
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from ui import paper_pages
from ui.case import Case, PaperDeed, to_bring
from ui.declaring import CONSENT_VERSION, declaration
from ui.page import Circumstances, Language
from ui.ports import Dossiers


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything of one dossier at the moment it is sent."""

    case: Case = field(repr=False)
    ids: DossierIds = field(repr=False)
    pages: tuple[CapturedPage, ...]
    consented_at: dt.datetime


def submitting(
    dossiers: Dossiers, parcel: Parcel, catalogue_version: str, language: Language
) -> Callable[[], Stored]:
    """The work for a worker thread."""
    said = declaration(
        parcel.case,
        catalogue_version=catalogue_version,
        consented_at=parcel.consented_at,
        language=language,
    )
    receiving = parcel.case.procedure.receiving_office
    return partial(dossiers.submit, receiving, parcel.ids, said, parcel.pages)


def slip_of(parcel: Parcel, here: Circumstances, filing: Filing) -> Callable[[Stored], DossierSlip]:
    """The slip for what was stored; bears no name, no number and no date to come back."""
    procedure = parcel.case.procedure
    source = ""
    if procedure.provenance.unverified:
        source = paper_pages.source_words(procedure, here)
    bring = tuple(here.of(item.name) for item in to_bring(parcel.case))

    def draw(stored: Stored) -> DossierSlip:
        return DossierSlip(
            office=here.of(here.office),
            procedure=here.of(procedure.short_name),
            code=str(stored.code),
            secret=stored.secret,
            at=stored.stored_at,
            follow_url=stored.follow_url,
            language=here.language,
            pages=len(parcel.pages),
            bring=bring,
            source=source,
            hotline=here.hotline,
            filing="prepare" if filing is Filing.PREPARE else "portal",
        )

    return draw


@dataclass(frozen=True, slots=True)
class Addition:
    """What somebody adds to a dossier that the office sent back."""

    ids: DossierIds = field(repr=False)
    delivery_id: UUID
    procedure: Procedure
    pages: tuple[CapturedPage, ...]
    deeds: Mapping[str, PaperDeed]
    consented_at: dt.datetime


def supplementing(
    dossiers: Dossiers, addition: Addition, catalogue_version: str, language: Language
) -> Callable[[], Stored]:
    """The work for a worker thread."""
    said = Declaration(
        procedure=addition.procedure.code,
        catalogue_version=catalogue_version,
        form_version=f"supplement@{catalogue_version}",
        owner=None,
        identity="NHAP_TAY",  # whoever holds the slip; the dossier has its owner
        consent_version=CONSENT_VERSION,
        consented_at=addition.consented_at,
        answers={},
        not_scanned={
            paper: deed.value
            for paper, deed in addition.deeds.items()
            if deed is not PaperDeed.SCANNED
        },
        language=language,
    )
    receiving = addition.procedure.receiving_office
    return partial(
        dossiers.supplement, receiving, addition.ids, addition.delivery_id, said, addition.pages
    )


def slip_of_addition(addition: Addition, here: Circumstances) -> Callable[[Stored], DossierSlip]:
    """The slip of a supplement."""
    names = {item.id: here.of(item.name) for item in addition.procedure.requirements}

    def draw(stored: Stored) -> DossierSlip:
        return DossierSlip(
            office=here.of(here.office),
            procedure=here.of(addition.procedure.short_name),
            code=str(stored.code),
            secret=stored.secret,
            at=stored.stored_at,
            follow_url=stored.follow_url,
            language=here.language,
            pages=len(addition.pages),
            bring=tuple(
                names.get(paper, paper)
                for paper, deed in addition.deeds.items()
                if deed is PaperDeed.BRING
            ),
            hotline=here.hotline,
            supplement=True,
        )

    return draw


def checklist(
    procedure: Procedure, case: Case | None, here: Circumstances, now: dt.datetime
) -> ChecklistSlip:
    """What to bring, for the pocket."""
    rows = (
        paper_pages.paper_rows(case, here)
        if case is not None
        else paper_pages.all_papers(procedure, here)
    )
    return ChecklistSlip(
        office=here.of(here.office),
        procedure=here.of(procedure.short_name),
        papers=tuple((item.label, item.detail) for item in rows),
        facts=tuple((item.label, item.detail) for item in paper_pages.facts_of(procedure, here)),
        language=here.language,
        hotline=here.hotline,
        at=now,
        follow_url=here.phone,
    )


def bring_words(case: Case, here: Circumstances) -> str:
    """Papers still to bring, in a line; "" for none."""
    names = [here.of(item.name) for item in to_bring(case)]
    return here.t("done_bring", papers="; ".join(names)) if names else ""
