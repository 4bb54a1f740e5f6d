"""The dock: a small window beside the app, from which a visitor breaks and mends things."""

import os
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import structlog
from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.services.readiness import Finding
from kiosk.texts import text
from ui.background import Background
from ui.demo.switches import Bench, citizen_sentence
from ui.screens.texts import Texts

log = structlog.get_logger()

_QML: Final = Path(__file__).parent / "qml" / "Dock.qml"
LOOK_MS: Final = 1000
GAP_PX: Final = 24


@dataclass(frozen=True, slots=True)
class DockView:
    """What is broken, what is being done, and what the product finds of it."""

    on: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


class Dock(QObject):
    """View-model of ``Dock.qml``; deeds run on a worker, since programs start and stop.

    Signals:
        viewChanged: `view` has a new value, or the language another.
    """

    viewChanged = Signal()

    def __init__(self, bench: Bench, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = DockView()
        self._bench, self._texts = bench, texts
        self._background = Background(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        texts.languageChanged.connect(self.viewChanged)

    @Slot(str)
    def press(self, name: str) -> None:
        """A switch or a deed; a second press while the first is under way is ignored."""
        if name in self.view.busy:
            return
        for switch in self._bench.switches:
            if switch.id == name:
                on = name not in self.view.on
                work = partial(switch.turn, on)
                self._run(name, work, on=on)
        for deed in self._bench.deeds:
            if deed.id == name:
                self._run(name, deed.do, on=False)

    def _run(self, name: str, work: Any, *, on: bool) -> None:  # noqa: ANN401 - a call
        self._become(replace(self.view, busy=self.view.busy | {name}))
        self._background.run(work, partial(self._done, name, on))

    def _done(self, name: str, on: bool, future: Future[None]) -> None:  # noqa: FBT001 - of _run
        error = future.exception()
        if error is not None:
            log.error("dock.not_done", what=name, why=str(error))
            on = name in self.view.on
        kept = self.view.on | {name} if on else self.view.on - {name}
        self._become(replace(self.view, on=kept, busy=self.view.busy - {name}))
        self._look()

    def _look(self) -> None:
        # What was mended stays until the product itself finds that it is well again.
        parts = {switch.part for switch in self._bench.switches if switch.id in self.view.on}
        parts |= {found.part for found in self.view.findings}
        for part in parts:
            self._background.run(partial(self._bench.look, part), self._found)

    def _found(self, future: Future[Finding]) -> None:
        if future.exception() is not None:
            return
        new = future.result()
        others = tuple(found for found in self.view.findings if found.part != new.part)
        findings = (*others, new) if new.code else others
        ordered = tuple(sorted(findings, key=lambda found: found.part))
        self._become(replace(self.view, findings=ordered))

    def close(self) -> None:
        """The demonstration ends."""
        self._timer.stop()
        self._background.close()

    @Property("QVariantMap", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def words(self) -> dict[str, str]:
        language = self._texts.spoken
        return {
            "title": text("demo_dock.title", language),
            "deeds": text("demo_dock.deeds", language),
            "faults": text("demo_dock.faults", language),
            "citizen": text("demo_dock.citizen", language),
            "technician": text("demo_dock.technician", language),
            "well": text("demo_dock.well", language),
            "pin": text("demo_dock.pin", language, pin=self._bench.pin),
        }

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def switches(self) -> list[dict[str, Any]]:
        return [
            {
                "name": each.id,
                "on": each.id in self.view.on,
                "busy": each.id in self.view.busy,
                "label": self._switch_label(each.id),
            }
            for each in self._bench.switches
        ]

    def _switch_label(self, name: str) -> str:
        if name in self.view.on:
            return text(f"demo_dock.mend_{name}", self._texts.spoken)
        return text(f"demo_dock.break_{name}", self._texts.spoken)

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def deeds(self) -> list[dict[str, Any]]:
        return [
            {
                "name": each.id,
                "busy": each.id in self.view.busy,
                "label": text(f"demo_dock.show_{each.id}", self._texts.spoken),
            }
            for each in self._bench.deeds
        ]

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def faults(self) -> list[dict[str, str]]:
        return self.listed()

    def listed(self) -> list[dict[str, str]]:
        """Each fault that the product has found, with both sentences."""
        language = self._texts.spoken
        return [
            {
                "code": found.code or "",
                "title": found.title(language),
                "evidence": found.evidence,
                "remedy": found.remedy(language),
                "citizen": citizen_sentence(found.code or "", language),
            }
            for found in self.view.findings
        ]

    def _become(self, view: DockView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


class DockWindow:
    """The dock's own engine and window."""

    def __init__(self, bench: Bench, texts: Texts) -> None:
        self.dock = Dock(bench, texts)
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties({"dock": self.dock})
        self._engine.load(QUrl.fromLocalFile(os.fspath(_QML)))
        windows = [root for root in self._engine.rootObjects() if isinstance(root, QQuickWindow)]
        if not windows:
            raise RuntimeError("Dock.qml is broken; Qt has said why on standard error")
        self.window = windows[0]

    def show_beside(self, other: QQuickWindow) -> None:
        """Show it at the right of the app."""
        self.window.setPosition(other.x() + other.width() + GAP_PX, other.y())
        self.window.show()

    def close(self) -> None:
        """Take it down."""
        self.dock.close()
        self.window.close()
        self._engine.deleteLater()
