"""Every procedure, walked at the real window by three persons and by a reader of guides.

usage: python tests/campaigns/every_procedure.py [CODE ...] [--manner NAME] [--again]

Camera frames go through OpenCV, cards through the QR reader, keys through our keyboard; what is
handed in goes over loopback to a real portal and is opened there with the office's key. One line
of JSON a visit in build/every-procedure.jsonl; a visit that stands there is not made again. At the
end docs/procedures.md is written anew from what is there. Exit 1: a visit went wrong.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtGui import QGuiApplication  # noqa: E402 - needs the path above

import tests.support.offscreen  # noqa: E402, F401 - before any window
from kiosk.services.catalogue import load_catalogue  # noqa: E402
from tests.support.procedure_table import write_table  # noqa: E402
from tests.support.procedure_visit import MANNERS, Visit, visit  # noqa: E402
from tests.support.procedure_world import World  # noqa: E402

RESULTS: Final = Path("build/every-procedure.jsonl")
TABLE: Final = Path("docs/procedures.md")


def known(path: Path) -> dict[tuple[str, str], Visit]:
    """Visits that were made before, the newest of each."""
    if not path.exists():
        return {}
    found = [Visit(**json.loads(line)) for line in path.read_text().splitlines()]
    return {(one.code, one.manner): one for one in found}


def campaign(
    codes: list[str], manners: list[str], done: dict[tuple[str, str], Visit]
) -> Iterator[Visit]:
    """The visits that are still to be made, one after the other at one kiosk."""
    with tempfile.TemporaryDirectory() as folder, World.open(Path(folder)) as world:
        for code in codes:
            for manner in manners:
                if (code, manner) not in done:
                    yield visit(world, code, manner)


def main() -> int:
    """Run it, write results and table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("codes", nargs="*")
    parser.add_argument("--manner", choices=MANNERS)
    parser.add_argument("--again", action="store_true", help="also what went wrong before")
    wanted = parser.parse_args()
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    every = sorted(load_catalogue().procedures)
    done = known(RESULTS)
    if wanted.again:
        done = {key: one for key, one in done.items() if one.good}
    RESULTS.parent.mkdir(exist_ok=True)
    manners = [wanted.manner] if wanted.manner else list(MANNERS)
    for one in campaign(wanted.codes or every, manners, done):
        done[one.code, one.manner] = one
        with RESULTS.open("a") as file:
            file.write(json.dumps(one.plain(), ensure_ascii=False) + "\n")
        state = "ok" if one.good else f"WRONG {one.wrong}"
        print(
            f"{time.strftime('%H:%M:%S')} {one.code} {one.manner:9} {one.end:6} "
            f"{one.screens:3} screens {one.taps:4} taps {one.characters:5} keys {state}",
            flush=True,
        )
    TABLE.write_text(write_table(done))
    del app
    return 0 if all(one.good for one in done.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
