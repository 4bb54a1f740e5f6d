"""The lock files alone say what is installed: set-up takes their lines and resolves nothing.

pip without `--no-deps` asks the index for the newest `coverage[toml]` although the lock pins
`coverage`, and then refuses it for want of a hash: a release of somebody else's package would have
stopped set-up on every new machine. So set-up installs the lines as they stand, and these tests
hold that the lines are all there is to install.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_what_the_locks_installed_is_complete_and_fits_together() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(lock: Path) -> None:
    requirements = [
        re.sub(r"\s*\\\n\s*", " ", block) for block in _blocks(lock.read_text(encoding="utf-8"))
    ]
    assert requirements
    wrong = [
        line[:60]
        for line in requirements
        if not re.match(r"[a-z0-9.-]+==\S+ (?:;.*? )?--hash=sha256:", line)
    ]
    assert wrong == []


def test_set_up_resolves_nothing() -> None:
    script = (ROOT / "assets/deploy/setup.sh").read_text(encoding="utf-8")
    installs = [line for line in script.splitlines() if "pip install" in line]
    assert installs
    assert [line for line in installs if "--no-deps" not in line] == []


def _blocks(text: str) -> list[str]:
    """Each requirement with its continuation lines."""
    return re.findall(r"^[^#\s](?:.*\\\n)*.*$", text, flags=re.MULTILINE)
