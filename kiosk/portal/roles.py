"""Members of staff and what each role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.portal.problems import ProblemError


class Role(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"
    LEAD = "lead"
    NOTICES = "notices"  # a building's management board: notices of its sites, no dossier


class Deed(StrEnum):
    """Everything staff can do, as the audit names it."""

    LIST = "listed"
    OPEN = "opened"
    COMPARE = "compared"
    ACCEPT = "accepted"
    ASK = "asked-for-papers"
    REFUSE = "refused"
    PROCESS = "processing"
    FINISH = "result-ready"
    RETURN = "returned"
    FEEDBACK_SEEN = "feedback-seen"
    FEEDBACK_ANSWERED = "feedback-answered"
    EXPORT = "exported"
    AUDIT = "audit-read"
    NOTICE_WRITE = "notice-written"
    NOTICE_CHANGE = "notice-changed"
    NOTICE_WITHDRAW = "notice-withdrawn"


_NOTICES: Final = frozenset({Deed.NOTICE_WRITE, Deed.NOTICE_CHANGE, Deed.NOTICE_WITHDRAW})

#: A clerk does the work at the counter; exporting many dossiers at once and reading who opened
#: what is the lead's.
ALLOWED: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.CLERK: frozenset(Deed) - {Deed.EXPORT, Deed.AUDIT},
    Role.LEAD: frozenset(Deed),
    Role.NOTICES: _NOTICES,
}


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is at the page. `session` names the open keys in the vault.

    `sites` are those a writer of notices writes for; the office's own staff writes for all.
    """

    name: str
    role: Role
    office_id: str
    session: str
    sites: frozenset[str] = frozenset()

    def may(self, deed: Deed) -> bool:
        """Whether the role allows it."""
        return deed in ALLOWED[self.role]

    def require(self, deed: Deed) -> None:
        """Raises `ProblemError` ``role`` if this member of staff may not do it."""
        if not self.may(deed):
            raise ProblemError("role", f"{self.role} may not: {deed}")
