"""What can be put aside half done, a form or a comment, and how each goes on."""

import json
from typing import Protocol

from kiosk.domain.feedback import Subject, Tone
from kiosk.domain.ticket import business_day
from ui.keeping import pack, unpack
from ui.screens.feedback import FeedbackScreen
from ui.screens.filing import FilingScreen
from ui.screens.hand_in_tools import HandInTools
from ui.screens.session import Page


class Unfinished(Protocol):
    """Something begun; its bytes hold all that was said, and leave the app sealed only."""

    @property
    def page(self) -> Page:
        """The page of the session on which it is done."""
        ...

    @property
    def scans(self) -> bool:
        """Whether papers belong to it, which are not put aside."""
        ...

    @property
    def begun(self) -> bool:
        """Whether something was said that is worth putting aside."""
        ...

    def pack(self) -> bytes:
        """All of it; only when it is `begun`."""
        ...

    def put_away(self) -> None:
        """It is kept: nothing of it stays in the app."""
        ...

    def resume(self, packed: bytes) -> None:
        """Go on, on its own page.

        Raises:
            ChangedError: it was put aside under another catalogue.
        """
        ...


class UnfinishedForm:
    """A declaration; without its scans."""

    page: Page = "filing"
    scans = True

    def __init__(self, tools: HandInTools, filing: FilingScreen) -> None:
        self._filing, self._now, self._catalogue = filing, tools.now, tools.ports.catalogue

    @property
    def begun(self) -> bool:
        """Once something personal was asked."""
        return self._filing.begun and self._filing.view.consented_at is not None

    def pack(self) -> bytes:
        """As `Unfinished.pack`."""
        view = self._filing.view
        if view.walk is None or view.consented_at is None:
            raise RuntimeError("no form was begun")
        return pack(view.walk.case, view.consented_at, self._catalogue.version)

    def put_away(self) -> None:
        """As `Unfinished.put_away`."""
        self._filing.forget()
        self._filing.drop_pages()

    def resume(self, packed: bytes) -> None:
        """As `Unfinished.resume`; the papers are scanned anew."""
        self._filing.resume(unpack(packed, self._catalogue, business_day(self._now())))


class UnfinishedComment:
    """The words of a comment, what it is and what it is about; never who wrote it."""

    page: Page = "feedback"
    scans = False

    def __init__(self, feedback: FeedbackScreen) -> None:
        self._feedback = feedback

    @property
    def begun(self) -> bool:
        """Once there are words."""
        return self._feedback.words != ""

    def pack(self) -> bytes:
        """As `Unfinished.pack`."""
        view = self._feedback.view
        said = {"tone": view.tone, "subject": view.subject, "said": self._feedback.words}
        return json.dumps(said, ensure_ascii=False).encode()

    def put_away(self) -> None:
        """As `Unfinished.put_away`."""
        self._feedback.forget()

    def resume(self, packed: bytes) -> None:
        """As `Unfinished.resume`, where the words are written."""
        found = json.loads(packed)
        self._feedback.resume(Tone(found["tone"]), Subject(found["subject"]), found["said"])
