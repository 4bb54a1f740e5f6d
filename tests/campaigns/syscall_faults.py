"""Fail every write, sync and rename of a real delivery, one by one, then start again.

usage: python tests/campaigns/syscall_faults.py [MOST]   (needs strace; MOST calls of each kind)

The process may end with an error, never with a false "stored" or "arrived"; the next start
delivers everything exactly once. Prints one JSON line; exit 1 if any promise was broken.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.outbox_check import broken_promises  # noqa: E402 - needs the path above
from tests.support.portal_in_a_file import PortalInAFile  # noqa: E402 - needs the path above

#: (call, what happens to it). EIO of a sync, a full disk, and death in the call.
FAULTS = (
    ("fsync", "error=EIO"),
    ("pwrite64", "error=ENOSPC"),
    ("write", "error=ENOSPC"),
    ("rename", "error=EIO"),
    ("unlink", "error=EIO"),
    ("fsync", "signal=KILL"),
    ("pwrite64", "signal=KILL"),
    ("rename", "signal=KILL"),
    ("unlink", "signal=KILL"),
)
LIMIT_S = 60


def child(base: Path, *what: str) -> list[str]:
    """The traced program and its arguments."""
    return [sys.executable, "-m", "tests.support.outbox_child", str(base), *what]


def one(base: Path, call: str, fault: str, when: int) -> tuple[bool, list[str]]:
    """Whether the fault was reached, and what was broken."""
    kiosk = base / "kiosk"
    kiosk.mkdir()
    # Only calls on the kiosk's own files: the portal is another machine.
    paths = [kiosk / "outbox.db", kiosk / "outbox.db-wal", kiosk, kiosk / "sealed"]
    log = base / "log"
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}"]
    for path in paths if call in {"fsync", "pwrite64"} else ():
        command += ["-P", str(path)]
    command += ["-e", f"inject={call}:{fault}:when={when}"]
    ran = subprocess.run(
        [*command, *child(base, "both", "2")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    said = tuple(line for line in ran.stdout.splitlines() if line.count(" ") >= 1)
    reached = "(INJECTED)" in log.read_text(errors="replace") or ran.returncode < 0
    problems = broken_promises(kiosk, said)
    again = subprocess.run(
        child(base, "send"), cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    if again.returncode:
        problems.append(f"the next start failed: {again.stderr[-300:]}")
    portal = PortalInAFile(base / "portal.db")
    filed = portal.filed()
    portal.close()
    stored = {line.split()[1] for line in said if line.startswith("stored")}
    if len(filed) != len(set(filed)):
        problems.append(f"doubled: {filed}")
    if not stored <= set(filed):
        problems.append(f"lost: {stored - set(filed)}")
    return reached, [f"{call} {fault} {when}: {problem}" for problem in problems]


def campaign(most: int) -> Iterator[list[str]]:
    """What each fault broke; a kind of fault ends where the program has no such call left."""
    for call, fault in FAULTS:
        for when in range(1, most + 1):
            with tempfile.TemporaryDirectory() as base:
                reached, problems = one(Path(base), call, fault, when)
            if not reached:
                break
            yield problems


def main() -> int:
    """Run it and print the sum."""
    results = list(campaign(int((*sys.argv[1:], "1000")[0])))
    broken = [problem for problems in results for problem in problems]
    for line in broken:
        print(line, file=sys.stderr)
    print(json.dumps({"faults": len(results), "broken": len(broken)}))
    return 1 if broken or not results else 0


if __name__ == "__main__":
    sys.exit(main())
