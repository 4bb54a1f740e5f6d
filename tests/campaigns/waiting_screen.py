"""How soon the waiting screen tells what happened at the portal, while nobody stands before it.

usage: python tests/campaigns/waiting_screen.py [NOTICES [CUTS [SEED]]]

A real portal, the agent as a program of its own and the app's own parts in a window, over
loopback, with the product's own times. An urgent notice is written on the portal's page (goal:
60 s until it stands on the screen); the line falls mute, so that everything is accepted and
nothing answered, and comes back. Each begins at a chance moment of the agent's round. Prints one
JSON line; exit 1 if a limit was broken.
"""

import json
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import structlog  # noqa: E402 - found by the line above
from PySide6.QtWidgets import QApplication  # noqa: E402 - found by the line above

import tests.support.offscreen  # noqa: E402, F401 - found by the line above
from kiosk.clock import utc_now  # noqa: E402 - as before
from kiosk.contract.hub import Words  # noqa: E402 - as before
from kiosk.portal import setup  # noqa: E402 - as before
from kiosk.portal.roles import Role  # noqa: E402 - as before
from kiosk.portal.sites import Sites  # noqa: E402 - as before
from kiosk.portal.staff import StaffRoom  # noqa: E402 - as before
from kiosk.portal.store import Store  # noqa: E402 - as before
from kiosk.remote.hub_client import HubClient  # noqa: E402 - as before
from kiosk.services.readiness import Level, Parts, checks  # noqa: E402 - as before
from kiosk.settings import Hub, Paths, Settings, Site  # noqa: E402 - as before
from tests.portal.relay import Relay  # noqa: E402 - as before
from tests.portal.test_notices import send, token_of, words  # noqa: E402 - as before
from tests.portal.world import (  # noqa: E402 - as before
    OFFICE,
    PASSWORD,
    Browser,
    Kiosk,
    RunningPortal,
)
from ui.bootstrap import Machine, ports  # noqa: E402 - as before
from ui.stage import Stage, run_for  # noqa: E402 - as before
from ui.wiring import Wiring  # noqa: E402 - as before

NOBODY: Final = "http://127.0.0.1:9"
TOWER: Final = "may-trang"
ROUND_S: Final = 30.0  # `kiosk.agent.downlink.EVERY_S`: an event falls anywhere in it
NOTICE_S: Final = 60.0
#: A round, the patience with an errand, the agent's own question, and the app's look at rest.
MUTE_S: Final = 30.0 + 5.0 + 4.0 + 5.0
#: A question that had just begun, the pause, the next question, the app's look at rest; and as
#: much for a busy machine.
BACK_S: Final = 4.0 + 15.0 + 4.0 + 5.0 + 2.0
TECHNICIAN_S: Final = 5.0
GIVE_UP_S: Final = 120.0


@dataclass
class Lobby:
    """The waiting screen of a tower, its portal, and the wire between."""

    portal: RunningPortal
    relay: Relay
    stage: Stage
    data: Path
    rng: random.Random

    def seconds(self, told: Callable[[], object]) -> float:
        """How long it takes until `told`, looked at twenty times a second."""
        started = time.monotonic()
        while not told():
            if time.monotonic() - started > GIVE_UP_S:
                return GIVE_UP_S
            run_for(50)
        return time.monotonic() - started

    def says(self, words: str) -> bool:
        """Whether the words stand on the screen."""
        return any(words in str(item.property("text") or "") for item in self.stage.items())

    @property
    def lost(self) -> bool:
        """Whether the band says that the portal is lost (that the hub is, it says all the time)."""
        return bool(self.stage.kiosk.office.property("outage") == "outage.building_portal")

    def pass_some_time(self) -> None:
        """Let chance say where in the agent's round what follows will fall."""
        run_for(round(1000 * self.rng.uniform(0, ROUND_S)))


@contextmanager
def lobby(base: Path, rng: random.Random) -> Iterator[Lobby]:
    """All of it, started in the order of a day and ended in the other."""
    with ExitStack() as stack:
        portal = RunningPortal(base / "portal")
        relay = Relay(portal.port)
        stack.callback(relay.close)
        portal.behind = relay.url
        store = Store(portal.folder / setup.STORE)
        Sites(store).add(TOWER, OFFICE, Words(vi="Tòa Mây Trắng", en="White Cloud"), now=utc_now())
        room = StaffRoom(store, clock=utc_now)
        room.add("bql", PASSWORD, role=Role.NOTICES, office_id=OFFICE, sites=[TOWER])
        portal.start()
        stack.callback(portal.stop)
        kiosk = Kiosk.enrolled(base / "kiosk", portal.provision())
        stack.callback(kiosk.close)
        Sites(store).settle("lobby-1", TOWER, now=utc_now())
        store.close()
        agent = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "agent", "run"],
            cwd=ROOT,
            env={**os.environ, "KIOSK_PATHS__DATA": str(kiosk.data)},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        stack.callback(agent.wait, 60)
        stack.callback(agent.terminate)
        stack.callback(relay.mute, on=False)  # the agent must not wait for a dead wire
        machine = Machine(
            Settings(
                paths=Paths(data=kiosk.data),
                hub=Hub(url=NOBODY),
                site=Site(filing="portal", profile="building"),
            )
        )
        stack.callback(machine.stop)
        wiring = Wiring(animated=False)
        stage = stack.enter_context(Stage(ports(machine), machine.settings, wiring=wiring))
        yield Lobby(portal, relay, stage, kiosk.data, rng)


def notices(place: Lobby, count: int) -> list[float]:
    """Seconds from the portal's page to the screen."""
    writer, took = Browser(place.portal.url).sign_in("bql"), []
    for number in range(count):
        place.pass_some_time()
        title = f"Mất nước từ {number + 1} giờ"
        assert send(writer, words(title_vi=title, urgent="1")).status_code == 303
        took.append(place.seconds(lambda title=title: place.says(title)))  # type: ignore[misc]
        print(f"notice {took[-1]:.1f} s", file=sys.stderr, flush=True)
        page = writer.get("/staff/notices").text
        known = page.split("/staff/notices/")[-1].split('"')[0].split("/")[0]
        writer.post(f"/staff/notices/{known}/withdraw", csrf=token_of(writer))
    return took


def cuts(place: Lobby, count: int) -> tuple[list[float], list[float]]:
    """Seconds until the screen says that the line is lost, and that it is back."""
    gone, back = [], []
    for _ in range(count):
        place.pass_some_time()
        place.relay.mute()
        gone.append(place.seconds(lambda: place.lost))
        place.pass_some_time()
        place.relay.mute(on=False)
        back.append(place.seconds(lambda: not place.lost))
        print(f"mute {gone[-1]:.1f} s, back {back[-1]:.1f} s", file=sys.stderr, flush=True)
    return gone, back


def technician(place: Lobby, count: int) -> list[float]:
    """Seconds from opening the service page, just after the cut, until it says so."""
    parts = Parts(
        place.data, utc_now, HubClient(NOBODY, kiosk_id="k", timeout_s=1), portal_wanted=True
    )
    (portal,) = (check for check in checks(parts) if check.part == "portal")
    took = []
    for _ in range(count):
        place.pass_some_time()
        place.relay.mute()
        started = time.monotonic()
        while portal.look().level is not Level.FAILED and time.monotonic() - started < GIVE_UP_S:
            threading.Event().wait(0.5)  # the page looks anew as often
        took.append(time.monotonic() - started)
        print(f"technician {took[-1]:.1f} s", file=sys.stderr, flush=True)
        place.relay.mute(on=False)
        place.seconds(lambda: portal.look().level is Level.READY)
        run_for(11_000)  # until the agent believes that nobody asks (`line.HEED_S`)
    return took


def main() -> int:
    """Measure, and compare with the limits."""
    count, cut, seed = (
        int(text) for text in (*sys.argv[1:], *("5", "5", "1")[len(sys.argv) - 1 :])
    )
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as base, lobby(Path(base), random.Random(seed)) as place:
        assert application is not None
        place.seconds(lambda: place.stage.kiosk.office.property("outage"))  # the hub's, at once
        run_for(10_000)
        told = {"notice": (notices(place, count), NOTICE_S)}
        gone, back = cuts(place, cut)
        told |= {"mute": (gone, MUTE_S), "back": (back, BACK_S)}
        told["technician"] = (technician(place, max(1, cut // 2)), TECHNICIAN_S)
    print(
        json.dumps(
            {
                name: {
                    "median_s": round(statistics.median(took), 1),
                    "slowest_s": round(max(took), 1),
                    "limit_s": limit,
                    "runs": len(took),
                }
                for name, (took, limit) in told.items()
            }
        )
    )
    return int(any(max(took) > limit for took, limit in told.values()))


if __name__ == "__main__":
    sys.exit(main())
