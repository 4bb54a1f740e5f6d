"""What is sealed and printed when somebody gives feedback. No window."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from kiosk.contract.sealed_form import IdentityMethod, Person
from kiosk.domain.citizen_card import Card
from kiosk.domain.feedback import FEEDBACK, Subject, Tone
from kiosk.domain.vietnamese import form_name
from kiosk.services.submit_dossier import Declaration, DossierIds, Stored
from kiosk.slips.dossier_slip import DossierSlip
from kiosk.texts import text
from ui.declaring import CONSENT_VERSION
from ui.page import Circumstances
from ui.ports import Dossiers


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says, at the moment it is sent. `name` "" and no card: nobody is named."""

    tone: Tone
    subject: Subject
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    card: Card | None = field(default=None, repr=False)


def declaration(comment: Comment, *, now: dt.datetime, here: Circumstances) -> Declaration:
    """What is sealed, in Vietnamese; without a name it has no field about a person at all."""
    method: IdentityMethod = "QR_CCCD" if comment.card is not None else "NHAP_TAY"
    return Declaration(
        procedure=FEEDBACK,
        catalogue_version="feedback@1",
        form_version="feedback@1",
        owner=_person(comment),
        identity=method,
        consent_version=CONSENT_VERSION,
        consented_at=now,
        answers={
            "tone": text(f"feedback.tone_{comment.tone.value}", "vi"),
            "subject": text(f"feedback.subject_{comment.subject.value}", "vi"),
            "text": comment.text,
        },
        not_scanned={},
        language=here.language,
    )


def _person(comment: Comment) -> Person | None:
    if comment.card is not None:
        return Person(
            full_name=comment.card.name,
            number=comment.card.number.digits,
            born=comment.card.birth.day.isoformat() if comment.card.birth.day else "",
            address=comment.card.address,
            phone=comment.phone,
        )
    if not comment.name:
        return None
    return Person(full_name=form_name(comment.name), phone=comment.phone)


def giving(
    dossiers: Dossiers, ids: DossierIds, comment: Comment, *, now: dt.datetime, here: Circumstances
) -> Callable[[], Stored]:
    """The work for a worker thread."""
    return partial(dossiers.give_feedback, ids, declaration(comment, now=now, here=here))


def slip_of(here: Circumstances) -> Callable[[Stored], DossierSlip]:
    """The slip: a code and its secret, never a word of what was said."""

    def draw(stored: Stored) -> DossierSlip:
        return DossierSlip(
            office=here.of(here.office),
            procedure=text("feedback.name", here.language),
            code=str(stored.code),
            secret=stored.secret,
            at=stored.stored_at,
            follow_url=stored.follow_url,
            language=here.language,
            hotline=here.hotline,
            feedback=True,
        )

    return draw
