"""What may be said of a dossier that somebody asks for with code and secret. No window."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.contract.agent import Following
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier import Status, told
from kiosk.domain.dossier_code import OfficialCode, Owner
from kiosk.domain.feedback import FEEDBACK, told_key
from kiosk.domain.procedure import Procedure
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.services.catalogue import Catalogue
from kiosk.services.track_dossier import Answer, NotACode
from kiosk.texts import catalogue as all_texts
from kiosk.texts import text
from ui.page import Circumstances, Item, Page


def page(answer: Answer, catalogue: Catalogue, here: Circumstances, code: str = "") -> Page:
    """The page for an answer about `code`; wrong code and wrong secret get one same sentence."""
    if isinstance(answer, OfficialCode):
        return _other_system(answer, here)
    if isinstance(answer, NotACode):
        return _sentence(f"bad_{answer.problem.value}", here)
    if answer.tracked is not None:
        return _tracked(answer, answer.tracked, catalogue, here)
    if answer.where in {"here", "last-known"}:
        said = answer.procedure == FEEDBACK
        area = "feedback" if said else "dossier"
        body = text(f"{area}.stored_here", here.language)
        if answer.delivered:
            body = _t("last_known", here)
        title = text("feedback.name", here.language) if said else _t("stored_title", here)
        ahead = () if said else _ahead("here", here)[answer.delivered :]  # what was done is past
        return Page("told", title, body, items=_stored(answer, code, catalogue, here), ahead=ahead)
    if answer.where == "paused":
        return _paused(answer.retry_after_s or 60, here)
    return _sentence("away" if answer.where == "away" else "unknown", here)


def may_complete(answer: Answer | None) -> bool:
    """Whether the office waits for papers."""
    if not isinstance(answer, Following) or answer.tracked is None or answer.where != "portal":
        return False
    return told(answer.tracked.status).may_complete and bool(answer.tracked.wanted)


#: How a dossier can end by a deed of the office.
_RESULTS: Final = frozenset(
    {Status.NOT_RECEIVED, Status.STOPPED, Status.SETTLED, Status.HANDED_OVER}
)


def result(answer: Answer | None) -> Tracked | None:
    """The dossier, if the office's own word is that it has come to an end."""
    if not isinstance(answer, Following) or answer.tracked is None or answer.where != "portal":
        return None
    if answer.tracked.procedure == FEEDBACK:
        return None  # who said something is not asked how it was to say it
    return answer.tracked if answer.tracked.status in _RESULTS else None


def _t(key: str, here: Circumstances, **values: object) -> str:
    return text(f"track.{key}", here.language, **values)


def _ahead(way: str, here: Circumstances) -> tuple[str, ...]:
    return tuple(_t(f"ahead_{way}_{n}", here) for n in (1, 2, 3))


def _paused(seconds: int, here: Circumstances) -> Page:
    """How long to wait; nobody counts more than two minutes in seconds."""
    if seconds <= 120:
        return _sentence("paused", here, n=seconds)
    return _sentence("paused_minutes", here, n=-(-seconds // 60))


def _sentence(key: str, here: Circumstances, **values: object) -> Page:
    return Page("told", _t("title", here), _t(key, here, **values))


@dataclass(frozen=True, slots=True)
class Way:
    """The stations of a dossier, as keys of words, and how many lie behind it; none where its
    way cannot be told.
    """

    stations: tuple[str, ...] = ()
    passed: int = 0


#: From this machine to the officer; from the portal to the result.
_OUT: Final = ("stored", "sent", "received")
_THROUGH: Final = ("sent", "received", "settled", "handed")
#: Stations behind a dossier in each status. One that waits for papers may have been received or
#: not; one that was refused, withdrawn or stopped goes on to none.
_BEHIND: Final[Mapping[int, int]] = MappingProxyType(
    {
        Status.SENT: 1,
        Status.RECEIVED: 2,
        Status.IN_PROGRESS: 2,
        Status.TO_PAY: 2,
        Status.SETTLED: 3,
        Status.HANDED_OVER: 4,
    }
)


def way(answer: Answer | None) -> Way:
    """How far a dossier has come."""
    if not isinstance(answer, Following) or answer.procedure == FEEDBACK:
        return Way()
    if answer.tracked is None:
        stored = answer.where in {"here", "last-known"}
        return Way(_OUT, 1 + answer.delivered) if stored else Way()
    behind = _BEHIND.get(answer.tracked.status)
    if behind is None or answer.tracked.procedure == FEEDBACK:
        return Way()
    return Way(_THROUGH, behind)


def _stored(
    answer: Following, code: str, catalogue: Catalogue, here: Circumstances
) -> tuple[Item, ...]:
    """What is known here of what was handed in here."""
    procedure = catalogue.procedures.get(answer.procedure)
    rows = (
        Item("code", _t("code", here), code, icon="code"),
        *((_matter(procedure, answer.procedure, here),) if procedure else ()),
        Item("stored", _t("stored_at", here), _moment(answer.stored_at), icon="time"),
        Item("next", _t("stored_next", here), _t("stored_wait", here), icon="guide"),
    )
    return tuple(row for row in rows if row.detail)


def _matter(procedure: Procedure | None, code: str, here: Circumstances) -> Item:
    return Item(
        "procedure", _t("procedure", here), _name(procedure, code, here), icon="giay_to_ban_sao"
    )


def _other_system(code: OfficialCode, here: Circumstances) -> Page:
    """Whose code it is, where to ask, and whom to call here."""
    items = [Item("code", _t("code", here), code.text, icon="code")]
    known = code.owner is not Owner.OTHER
    if known:
        items.append(
            Item("where", _t("other_at", here), _t("other_where", here), "code", icon="source")
        )
    if here.hotline:
        items.append(Item("hotline", _t("other_ask", here), here.hotline, icon="place:hotlines"))
    return Page(
        "told",
        _t("other_title", here),
        _t(f"other_{code.owner.value}", here),
        items=tuple(items),
        code=f"https://{_t('other_where', here)}" if known else "",
        ahead=_ahead("other", here) if known else (),
    )


def _tracked(
    following: Following, found: Tracked, catalogue: Catalogue, here: Circumstances
) -> Page:
    if found.procedure == FEEDBACK:
        return _feedback(following, found, here)
    status = told(found.status)
    note = _t("last_known", here) if following.where == "last-known" else ""
    procedure = catalogue.procedures.get(found.procedure)
    due = _moment(found.due_at) if status.due_date else ""
    reason = _why(found, here) if status.reason else ""
    rows = [
        # What it is asked for here comes first, larger: what to bring, until when, and why not.
        Item("wanted", _t("wanted", here), papers(found, procedure, here), "lead", icon="scan"),
        Item("wanted_by", _t("wanted_by", here), _day(found.wanted_by), "lead", icon="term"),
        Item("due", _t("due", here), due, "lead", icon="term"),
        Item("reason", _t("reason", here), reason, "lead", icon="source"),
        Item("code", _t("code", here), found.code, icon="code"),
        Item("official", _t("official_code", here), found.official_code or "", icon="code"),
        _matter(procedure, found.procedure, here),
        Item("office", _t("office", here), found.office.in_language(here.language), icon="desk"),
        Item("sent", _t("sent_at", here), _moment(found.received_at), icon="time"),
        Item("status", _t("status_at", here), _moment(found.status_at), icon="time"),
    ]
    waiting = found.status != Status.TO_COMPLETE
    shown = [row for row in rows if row.detail and not (waiting and row.key.startswith("wanted"))]
    title = text(status.text_key, here.language)
    return Page("told", title, note=note, items=tuple(shown))


def _feedback(following: Following, found: Tracked, here: Circumstances) -> Page:
    """Feedback is read and answered; nothing is received and nothing is due."""
    note = _t("last_known", here) if following.where == "last-known" else ""
    items = (
        Item("code", text("feedback.done_code", here.language), found.code, icon="code"),
        Item("office", _t("office", here), found.office.in_language(here.language), icon="desk"),
        Item("sent", _t("sent_at", here), _moment(found.received_at), icon="time"),
        Item("status", _t("status_at", here), _moment(found.status_at), icon="time"),
    )
    title = text(told_key(found.status), here.language)
    return Page("told", title, note=note, items=items)


def papers(found: Tracked, procedure: Procedure | None, here: Circumstances) -> str:
    """Names of the papers that are asked for."""
    names = {item.id: here.of(item.name) for item in procedure.requirements} if procedure else {}
    return "; ".join(names.get(paper, paper) for paper in found.wanted)


def _why(found: Tracked, here: Circumstances) -> str:
    """The officer's reason by its name in the portal's list; "" for one that is not known here."""
    reason = (found.reason or "").replace("-", "_")
    return all_texts(here.language).get(f"staff_reason.{reason}", "")


def _name(procedure: Procedure | None, code: str, here: Circumstances) -> str:
    return here.of(procedure.short_name) if procedure else code


def _moment(at: dt.datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}" if at else ""


def _day(at: dt.datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%d/%m/%Y}" if at else ""
