"""Follow a dossier at the kiosk: whatever code a person types or scans gets a true answer."""

from dataclasses import dataclass

from kiosk.contract.agent import Following
from kiosk.domain.dossier_code import BadCodeError, CodeProblem, OfficialCode, read_code
from kiosk.remote.agent_client import AgentAwayError, AgentClient


@dataclass(frozen=True, slots=True)
class NotACode:
    """What was typed is no code; `problem` says where the slip is, before anything is asked."""

    problem: CodeProblem


Answer = Following | OfficialCode | NotACode


class TrackDossier:
    """The use case. Blocks for as long as the portal may take; call it on a worker thread."""

    def __init__(self, agent: AgentClient) -> None:
        self._agent = agent

    def track(self, typed_code: str, secret: str) -> Answer:
        """What may be said.

        An official code is another system's: it is never "not found" here, its owner is named.
        Without an agent the answer is "away"; a dossier stored here is safe all the same.
        """
        try:
            code = read_code(typed_code)
        except BadCodeError as error:
            return NotACode(error.problem)
        if isinstance(code, OfficialCode):
            return code
        try:
            return self._agent.track(str(code), secret)
        except AgentAwayError:
            return Following(where="away")
