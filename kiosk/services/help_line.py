"""A call for help from this kiosk to the office's desks, and what becomes of it."""

from dataclasses import dataclass
from typing import Literal

import structlog
import uuid_utils.compat as uuid

from kiosk.contract.hub import HelpCall, HelpCallState
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HelpNews:
    """Where a call stands.

    "told": desks show it; "unattended": no desk's page is open, so nobody sees it; "coming": a
    clerk took it; "over": withdrawn; "nobody": the hub could not be told. `ahead`: older calls
    that nobody has taken yet.
    """

    state: Literal["told", "unattended", "coming", "over", "nobody"]
    ahead: int = 0


class HelpLine:
    """Every call blocks for the hub's time limit at most."""

    def __init__(self, hub: HubClient) -> None:
        self._hub = hub

    def call(self, screen: str) -> HelpNews:
        """Call a member of staff; while a call is open, the same one again."""
        call = HelpCall(kiosk_id=self._hub.kiosk_id, screen=screen)
        try:
            return _news(self._hub.call_for_help(call, key=uuid.uuid7()))
        except (HubUnreachableError, HubRefusedError) as error:
            log.warning("help.not_told", why=str(error))
            return HelpNews("nobody")

    def ask(self) -> HelpNews | None:
        """What became of the call; None while the hub cannot be asked."""
        try:
            return _news(self._hub.help_call())
        except (HubUnreachableError, HubRefusedError):
            return None

    def withdraw(self) -> None:
        """Help is not needed any more, or the person has gone."""
        try:
            self._hub.withdraw_help_call()
        except (HubUnreachableError, HubRefusedError) as error:
            log.warning("help.not_withdrawn", why=str(error))


def _news(state: HelpCallState) -> HelpNews:
    if state.seen_by:
        return HelpNews("coming")
    if state.seen_at is not None:
        return HelpNews("over")
    return HelpNews("told" if state.attended else "unattended", state.ahead)
