"""The QML names only what the view-models have: the official linter, knowing our Python types."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QObject

from ui.screens.camera import Camera
from ui.screens.feedback import FeedbackScreen
from ui.screens.filing_page import FilingPage
from ui.screens.handed_in import HandedIn
from ui.screens.helper import HelperMode
from ui.screens.helping import Helping
from ui.screens.information import Information
from ui.screens.keep import KeepScreen
from ui.screens.main import App
from ui.screens.office import Office
from ui.screens.paper import PaperScreen
from ui.screens.rating import RatingScreen
from ui.screens.session import Session
from ui.screens.staff import StaffScreen
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen
from ui.screens.track import TrackScreen
from ui.screens.typing import Typing
from ui.screens.voice import VoiceScreen

ROOT = Path(__file__).parents[2]
VIEW_MODELS = (
    *("texts", "office", "session", "ticket", "typing", "paper", "handed_in"),
    *(
        "filing_page",
        "filing",
        "keep",
        "track",
        "camera",
        "staff",
        "helper",
        "helping",
        "rating",
        "feedback",
    ),
    *("information", "voice", "main"),
)
MODELS = (
    *(App, Texts, Office, Session, TicketScreen, Typing, Camera, PaperScreen, HandedIn),
    *(FilingPage, KeepScreen, TrackScreen, StaffScreen, Helping, HelperMode),
    RatingScreen,
    FeedbackScreen,
    Information,
    VoiceScreen,
)
LIMIT_S = 60  # each tool takes about a second alone on a slow machine


def _tool(name: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            os.fspath(Path(sys.executable).parent / f"pyside6-{name}"),
            *(os.fspath(one) for one in arguments),
        ],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@pytest.fixture(scope="module")
def qml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the QML beside a description of the Python types (``Kiosk.Core``)."""
    folder = tmp_path_factory.mktemp("lint") / "qml"
    shutil.copytree(ROOT / "ui" / "qml", folder)
    core = folder / "Kiosk" / "Core"
    core.mkdir()
    sources = [ROOT / "ui" / "screens" / f"{name}.py" for name in VIEW_MODELS]
    dump = _tool("metaobjectdump", *sources, cwd=core)  # one call: a base is known by its file
    assert dump.returncode == 0, dump.stderr
    described = core / "described.json"
    described.write_text(_with_constants(dump.stdout), encoding="utf-8")
    made = _tool(
        "qmltyperegistrar",
        *("--generate-qmltypes", core / "core.qmltypes"),
        *("--import-name", "Kiosk.Core", "--major-version", "1"),
        *("-o", os.devnull),
        described,
        cwd=core,
    )
    assert made.returncode == 0, made.stderr
    (core / "qmldir").write_text("module Kiosk.Core\ntypeinfo core.qmltypes\n", encoding="utf-8")
    return folder


def _with_constants(dump: str) -> str:
    """The dump leaves ``constant=True`` out; in our types a property notifies or is constant."""
    modules = json.loads(dump)
    for described in (c for module in modules for c in module["classes"]):
        for entry in described.get("properties", ()):
            entry["constant"] = "notify" not in entry
    return json.dumps(modules)


@pytest.mark.parametrize("model", MODELS)
def test_every_property_notifies_or_never_changes(model: type[QObject]) -> None:
    meta: QMetaObject = getattr(model, "staticMetaObject")  # noqa: B009 - not in the stub
    own = [meta.property(i) for i in range(meta.propertyOffset(), meta.propertyCount())]
    assert own
    assert [p.name() for p in own if not (p.hasNotifySignal() or p.isConstant())] == []


def _lint(folder: Path, pages: str = "Kiosk/*/*.qml") -> subprocess.CompletedProcess[str]:
    # absolute paths: with relative ones the tool does not find our singletons
    files = sorted(folder.resolve().glob(pages))
    return _tool("qmllint", "-W", "0", "-I", folder.resolve(), *files, cwd=folder)


def test_the_screens_name_only_what_exists(qml: Path) -> None:
    assert len(list(qml.glob("Kiosk/*/*.qml"))) > 20
    lint = _lint(qml)
    assert lint.returncode == 0, lint.stderr + lint.stdout


def test_a_misspelt_property_of_a_view_model_is_found(qml: Path) -> None:
    page = qml / "Kiosk" / "Screens" / "Home.qml"
    right = page.read_text(encoding="utf-8")
    assert "root.office.counted" in right
    page.write_text(right.replace("root.office.counted", "root.office.conted"), encoding="utf-8")
    lint = _lint(qml, "Kiosk/Screens/Home.qml")
    page.write_text(right, encoding="utf-8")
    assert lint.returncode != 0
    assert "conted" in lint.stderr + lint.stdout
