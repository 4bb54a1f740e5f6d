"""An agent in a process of its own that kills itself at one named step (see the test)."""

import os
import random
import signal
import sys
from pathlib import Path

from kiosk.agent.run import Agent
from kiosk.clock import utc_now
from offline_queue import steps


def main() -> None:
    data, deadly = Path(sys.argv[1]), sys.argv[2]

    def die_there(name: str) -> None:
        if name == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.listen(die_there)
    Agent(data, clock=utc_now, rng=random.Random(1), look_s=0.05, every_s=60).run()


if __name__ == "__main__":
    main()
