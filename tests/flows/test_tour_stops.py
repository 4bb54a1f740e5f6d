"""The guided tour ends at the step that is wrong, and says which."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kiosk.cli import build
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui.demo import tour
from ui.stage import Stage


def test_the_tour_names_the_step_that_is_wrong(
    stage: Stage, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(folder: Path, settings: Settings) -> nullcontext[SimpleNamespace]:
        data = {"printer": SimpleNamespace(url="tcp://printer"), "hub_db": folder / "hub.db"}
        where = SimpleNamespace(data=folder, agent_client=None, url="", camera_url="")
        behind = SimpleNamespace(url="http://hub", dossiers=where, settings=settings, **data)
        behind.fallen = lambda: ["The portal has ended."]
        return nullcontext(behind)

    standing = SimpleNamespace(stage=stage, machine=None)
    monkeypatch.setattr(tour, "DemoOffice", opened)
    monkeypatch.setattr(tour, "Standing", lambda _office: nullcontext(standing))
    monkeypatch.setattr(tour.Tour, "_row", lambda *_: {})
    wanted = ["demo", "--tour", "--profile", "office", "--out", str(tmp_path / "tour")]
    done = CliRunner().invoke(build(), wanted)
    assert done.exit_code == 1, done.output
    assert office.asked, "the hub answered, but with another number than the first"
    assert "stopped at step 'number'" in done.output
    assert "The portal has ended." in done.output
    assert (tmp_path / "tour" / "wrong.png").exists()
