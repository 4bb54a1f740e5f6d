"""What a form on a dossier's page asks for, and the deed it becomes."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.portal.context import Portal
from kiosk.portal.problems import ProblemError
from kiosk.portal.staff import SignedIn
from kiosk.web.forms import first

Form = dict[str, list[str]]


def _moment(text: str, *, end_of_day: bool = False) -> dt.datetime | None:
    """A typed date, or date and time, of the office's zone; None if it is neither."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if end_of_day:
        at = at.replace(hour=23, minute=59)
    return at.replace(tzinfo=OFFICE_ZONE)


def _accept(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    due = _moment(first(form, "due"))
    portal.casework.accept(me.staff, dossier_id, first(form, "official_code"), due)


def _ask(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    by = _moment(first(form, "by"), end_of_day=True)
    if by is None:
        raise ProblemError("day-to-come", "by")
    words = first(form, "words")
    portal.casework.ask(me.staff, dossier_id, wanted=form.get("wanted", []), by=by, words=words)


def _refuse(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    reason, words = first(form, "reason"), first(form, "words")
    portal.casework.refuse(me.staff, dossier_id, reason=reason, words=words)


#: By the last part of the form's address.
DOING: Final[Mapping[str, Callable[[Portal, SignedIn, str, Form], None]]] = {
    "compare": lambda portal, me, dossier_id, _: portal.casework.compare(me.staff, dossier_id),
    "accept": _accept,
    "ask": _ask,
    "refuse": _refuse,
    "process": lambda portal, me, dossier_id, _: portal.casework.process(me.staff, dossier_id),
    "seen": lambda portal, me, dossier_id, _: portal.feedback.seen(me.staff, dossier_id),
    "answered": lambda portal, me, dossier_id, _: portal.feedback.answered(me.staff, dossier_id),
    "finish": lambda portal, me, dossier_id, _: portal.casework.finish(me.staff, dossier_id),
    "return": lambda portal, me, dossier_id, _: portal.casework.give_back(me.staff, dossier_id),
}
