"""What is going on in the office now: services, people waiting, numbers called."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtQml import QmlElement, QmlUncreatable

from devices.faults import PAPER_OUT
from devices.health import Health, State
from kiosk.contract.hub import BoardState, Call, Service, Services, Words
from kiosk.domain.premises import Premises
from kiosk.domain.procedure import Filing
from ui.outage import sentence
from ui.screens.texts import Texts
from ui.told_wait import UNTOLD, ToldWait

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

Line = Literal["hub", "portal"]
LINES: Final[tuple[Line, ...]] = ("hub", "portal")
#: A link that comes and goes must not make the banner flap more than once in 10 s.
SETTLE_MS: Final = 10_000
#: S2: how long one waits is told while it is at most a minute old; it came up to 10 s old.
WAITS_MS: Final = 50_000


@dataclass(frozen=True, slots=True)
class OfficeView:
    """Everything a screen may say about the office."""

    name: Words
    services: tuple[Service, ...] = ()
    told: Mapping[str, ToldWait] = field(default_factory=dict)  # of services with people waiting
    calls: tuple[Call, ...] = ()  # newest first
    day: dt.date | None = None
    down: frozenset[Line] = frozenset()  # lines that are down, or not yet steady again
    counted: bool = False  # the waiting counts are those of the moment
    paper: bool = True
    printer: bool = True

    @property
    def lost(self) -> bool:
        """The hub cannot be reached."""
        return "hub" in self.down

    @property
    def waiting(self) -> int:
        """People waiting in all lines."""
        return sum(service.waiting for service in self.services)


class _ListModel(QAbstractListModel):
    """Rows of frozen values; only what changed is announced, so a pressed card stays."""

    def __init__(self, roles: type[IntEnum], parent: QObject) -> None:
        super().__init__(parent)
        self._roles = roles
        self._rows: tuple[Any, ...] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, Any]:
        return {int(role): role.name.encode() for role in self._roles}

    def show(self, rows: tuple[Any, ...]) -> None:
        """Show `rows`; the same number of them is updated in place."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            self._rows = rows
            self.renamed()

    def renamed(self) -> None:
        """Every text may have changed (language)."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


class ServiceRole(IntEnum):
    """What a card of a service knows; the names are those QML asks for."""

    serviceId = Qt.ItemDataRole.UserRole + 1
    title = serviceId + 1
    hint = serviceId + 2
    waiting = serviceId + 3
    open = serviceId + 4
    wait = serviceId + 5


class Offered(NamedTuple):
    """A card: the service, and what is told of the wait."""

    service: Service
    told: ToldWait


class ServiceModel(_ListModel):
    """The services, in the order of the office."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(ServiceRole, parent)
        self._texts = texts

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = ServiceRole.title
    ) -> Any:  # noqa: ANN401 - a QVariant
        offered: Offered = self._rows[index.row()]
        service = offered.service
        match role:
            case ServiceRole.serviceId:
                return service.id
            case ServiceRole.title:
                return service.name.in_language(self._texts.spoken)
            case ServiceRole.hint:
                return service.hint.in_language(self._texts.spoken)
            case ServiceRole.waiting:
                return service.waiting
            case ServiceRole.wait:
                return offered.told.words(self._texts.spoken)
            case _:
                return service.open


class CallRole(IntEnum):
    """What a line of the now-serving strip knows."""

    number = Qt.ItemDataRole.UserRole + 1
    desk = number + 1


class CallModel(_ListModel):
    """Numbers called, newest first."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(CallRole, parent)
        self._texts = texts

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = CallRole.number) -> Any:  # noqa: ANN401 - a QVariant
        call: Call = self._rows[index.row()]
        match role:
            case CallRole.number:
                return call.number
            case CallRole.desk:
                return call.desk_name.in_language(self._texts.spoken)
            case _:
                return None


@QmlElement
@QmlUncreatable("owned by Python")
class Office(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """The live facts, fed from other threads: `heard`, `linked`, `portal_linked`, `printer_is`.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()
    _state_came = Signal(object)
    _link_came = Signal(str, bool)
    _health_came = Signal(object)

    def __init__(
        self,
        texts: Texts,
        *,
        name: Words,
        settle_ms: int = SETTLE_MS,
        waits_ms: int = WAITS_MS,
        building: bool = False,
        filing: Filing = Filing.GUIDE,
        premises: Premises | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`building`, `filing`: what the site does; a building keeps its own name. `premises`:
        whose desks these are, if their hours are known; a building's own hours are not its ward's.
        """
        super().__init__(parent)
        self._premises = premises
        self._building, self._filing = building, filing
        self.view = OfficeView(name=name)
        self._own_name = name if building else None  # not that of its ward
        self._texts = texts
        self._services = ServiceModel(texts, self)
        self._calls = CallModel(texts, self)
        self._settling: dict[Line, QTimer] = {}
        for line in LINES:
            timer = QTimer(self, singleShot=True, interval=settle_ms)
            timer.timeout.connect(partial(self._steady, line))
            self._settling[line] = timer
        self._waits = QTimer(self, singleShot=True, interval=waits_ms)
        self._waits.timeout.connect(self._waits_over)
        queued = Qt.ConnectionType.QueuedConnection
        self._state_came.connect(self.show_state, queued)
        self._link_came.connect(self._on_link, queued)
        self._health_came.connect(self._on_health, queued)
        texts.languageChanged.connect(self._renamed)

    def heard(self, state: Services | BoardState) -> None:
        """The hub said something (any thread)."""
        self._state_came.emit(state)

    def linked(self, up: bool) -> None:  # noqa: FBT001 - the callback of HubFeed
        """The line to the hub is up or down (any thread)."""
        self._link_came.emit("hub", up)

    def portal_linked(self, up: bool) -> None:  # noqa: FBT001 - the callback of PortalLine
        """The line to the portal is up or down (any thread)."""
        self._link_came.emit("portal", up)

    def printer_is(self, health: Health) -> None:
        """The printer changed (any thread)."""
        self._health_came.emit(health)

    def show_state(self, state: Services | BoardState) -> None:
        """Take over what the hub said (GUI thread)."""
        if isinstance(state, Services):
            self._become(
                replace(
                    self.view,
                    name=self._own_name or state.office,
                    services=state.services,
                    told=self._told(state.services, state.now),
                    day=state.day,
                )
            )
            self._waits.start()
            return
        services = tuple(
            service.model_copy(
                update={
                    "waiting": state.waiting.get(service.id, 0),
                    "wait": state.waits.get(service.id),
                }
            )
            for service in self.view.services
        )
        self._become(
            replace(
                self.view,
                services=services,
                told=self._told(services, state.now),
                calls=state.calls or state.serving,
                day=state.day,
                counted=True,
            )
        )
        self._waits.start()

    def _told(self, services: Iterable[Service], now: dt.datetime) -> dict[str, ToldWait]:
        return {
            each.id: ToldWait.of(each.wait, self._premises, now)
            for each in services
            if each.waiting
        }

    def _waits_over(self) -> None:
        """What was said of the wait is true no longer."""
        self._waits.stop()
        self._become(replace(self.view, told={}))

    def wait_of(self, service_id: str) -> ToldWait:
        """How long somebody waits who comes for this service now."""
        return self.view.told.get(service_id, UNTOLD)

    def desk_of(self, number: str) -> Words | None:
        """The desk that calls `number` at this moment."""
        for call in self.view.calls:
            if call.number == number:
                return call.desk_name
        return None

    @Property(str, notify=viewChanged)
    def name(self) -> str:
        return self.view.name.in_language(self._texts.spoken)

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        return self._services

    @Property(QObject, constant=True)
    def calls(self) -> QObject:
        return self._calls

    @Property(int, notify=viewChanged)
    def serviceCount(self) -> int:
        return len(self.view.services)

    @Property(int, notify=viewChanged)
    def callCount(self) -> int:
        return len(self.view.calls)

    @Property(int, notify=viewChanged)
    def waiting(self) -> int:
        return self.view.waiting

    @Property(bool, notify=viewChanged)
    def counted(self) -> bool:
        return self.view.counted

    @Property(bool, notify=viewChanged)
    def lost(self) -> bool:
        return self.view.lost

    @Property(str, notify=viewChanged)
    def outage(self) -> str:
        """Key of what is told about lines that are down; "" for nothing."""
        return sentence(
            hub=self.view.lost,
            portal="portal" in self.view.down,
            building=self._building,
            filing=self._filing,
        )

    @Property(bool, notify=viewChanged)
    def paper(self) -> bool:
        return self.view.paper

    @Property(bool, notify=viewChanged)
    def printer(self) -> bool:
        return self.view.printer

    def _on_link(self, line: Line, up: bool) -> None:  # noqa: FBT001 - a signal's argument
        settling = self._settling[line]
        if not up:
            settling.stop()
            counted = self.view.counted and line != "hub"
            self._become(replace(self.view, counted=counted, down=self.view.down | {line}))
            if line == "hub":
                self._waits_over()
        elif line in self.view.down and not settling.isActive():
            settling.start()

    def _steady(self, line: Line) -> None:
        self._become(replace(self.view, down=self.view.down - {line}))

    def _on_health(self, health: Health) -> None:
        self._become(
            replace(
                self.view,
                paper=health.code != PAPER_OUT.code,
                printer=health.state not in {State.ABSENT, State.BLOCKED},
            )
        )

    def _renamed(self) -> None:
        self._services.renamed()
        self._calls.renamed()
        self.viewChanged.emit()

    def _become(self, view: OfficeView) -> None:
        if view == self.view:
            return
        self.view = view
        told = view.told
        self._services.show(
            tuple(Offered(each, told.get(each.id, UNTOLD)) for each in view.services)
        )
        self._calls.show(view.calls)
        self.viewChanged.emit()
