"""What every screen that hands something in, or follows it, works with."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.clock import Clock
from ui.background import Background
from ui.page import Circumstances
from ui.ports import FilingPorts
from ui.screens.handed_in import HandedIn
from ui.screens.paper import PaperScreen
from ui.screens.session import Session
from ui.screens.texts import Texts
from ui.screens.typing import Typing


@dataclass(frozen=True, slots=True)
class HandInTools:
    """One keyboard, one camera and one slip for all of them: one person stands here at a time."""

    session: Session
    texts: Texts
    background: Background
    typing: Typing
    paper: PaperScreen
    handed_in: HandedIn
    ports: FilingPorts
    site: Circumstances
    now: Clock
    owner: QObject  # Qt parent of the screens: they die with it
