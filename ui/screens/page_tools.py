"""What a page of a dossier needs while it is shown: card reader, camera or keyboard."""

from PySide6.QtCore import QObject, Signal

from ui import answering
from ui.answering import Draft
from ui.case import to_scan
from ui.flow import Kind, Walk
from ui.screens.hand_in_tools import HandInTools
from ui.screens.lookout import Lookout


class PageTools(QObject):
    """Opened with a page, closed before the next.

    Signals:
        came: a scan (`kiosk.domain.scan_kind.Scan`) on a page that waits for a card.
        slow: nothing was shown there for a while.
    """

    came = Signal(object)
    slow = Signal()

    def __init__(self, tools: HandInTools, parent: QObject) -> None:
        super().__init__(parent)
        self._typing, self._paper = tools.typing, tools.paper
        self._lookout = Lookout(tools.ports.capturing, tools.session, self)
        self._lookout.came.connect(self.came)
        self._lookout.slow.connect(self.slow)

    def open(self, walk: Walk, draft: Draft, look: str) -> None:
        """The page where `walk` stands is shown; `look` is the QML that draws it."""
        kind, case = walk.at.kind, walk.case
        if kind is Kind.CARD and walk.at.key not in case.cards:
            self._lookout.begin()
        elif kind is Kind.SCAN:
            wanted = {item.id for item in to_scan(case)}
            self._paper.begin(walk.at.key, case.procedure.receiving_office, wanted=wanted)
        elif kind is Kind.QUESTION and look == "pick":
            self._typing.begin("letters", capitals="names")
        elif kind is Kind.QUESTION and look == "typed":
            keys = answering.typing(walk, draft)
            self._typing.begin(
                keys.layout,
                keys.text,
                keys.capitals,
                max_length=keys.max_length,
                groups=keys.groups,
                hidden=keys.hidden,
            )

    def close(self) -> None:
        """No card is waited for; what is typed stays until the page that follows is open."""
        self._lookout.end()
