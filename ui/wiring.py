"""What a test, a tour or whoever starts the app may turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.clock import Clock, utc_now
from ui.screens.office import SETTLE_MS


@dataclass(frozen=True, slots=True)
class Wiring:
    """The defaults are those of the product."""

    now: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic
    settle_ms: int = SETTLE_MS
    animated: bool = True
    may_restart: bool = False  # whoever runs the app starts it again
