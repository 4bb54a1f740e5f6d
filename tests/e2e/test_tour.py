"""The guided tour is right when all is well, and leaves no secret."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from offline_queue.database import open_database

LIMIT_S = 220.0  # a minute on two idle cores


def tour(out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "demo", "--tour", "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@pytest.mark.timeout(240)
def test_the_tour_does_the_main_job_and_its_logs_hold_no_secret(tmp_path: Path) -> None:
    done = tour(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    assert report["ok"]
    assert [step["id"] for step in report["steps"]][-1] == "no-trace"
    assert len(list((tmp_path / "slips").glob("*.bin"))) == 7  # five numbers, a dossier, feedback

    database = open_database(tmp_path / "data" / "hub.db")
    secrets = [row[0] for row in database.execute("SELECT token FROM ticket").fetchall()]
    database.close()
    assert len(secrets) == 6
    logs = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))
    assert "slip.done" in logs
    assert not [secret for secret in secrets if secret in logs + done.stdout]
