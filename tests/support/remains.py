"""What the app itself still says of a person: view-models, items of QML, the clipboard.

Everything that can be reached from the screens is looked at, as a page would reach it. That is
more than a person can see, and less than the process's memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.services.catalogue import Catalogue
from tests.support.canary import Canary, Found
from ui.app import Kiosk

#: Of everybody: the procedures and forms that are offered.
_EVERYBODYS = (Catalogue,)
#: Types of properties that words can stand in.
_SAYING = frozenset({"QString", "QStringList", "QVariantList", "QVariant", "QUrl"})


def remains(kiosk: Kiosk, canary: Canary) -> list[Found]:
    """Every place of the running app that says one of the words."""
    screens = _screens(kiosk)
    found = []
    for name, screen in screens.items():
        for said in _texts(vars(screen).values(), set()):
            found += canary.in_bytes(said, name)
    for thing in (*screens.values(), *_items(kiosk)):
        for said in _properties(thing):
            found += canary.in_bytes(said, f"{type(thing).__name__} {thing.objectName()}")
    found += canary.in_bytes(QGuiApplication.clipboard().text().encode(), "clipboard")
    return found


def _screens(kiosk: Kiosk) -> dict[str, QObject]:
    dossier = kiosk.dossier
    found = {field.name: getattr(dossier, field.name) for field in fields(dossier)}
    names = ("session", "texts", "office", "ticket", "staff", "helping", "helper", "information")
    return found | {name: getattr(kiosk, name) for name in (*names, "voice")}


def _texts(values: Iterable[object], seen: set[int]) -> Iterator[bytes]:
    """Texts in `values`: through containers and our own frozen values, not through services."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if id(value) in seen or isinstance(value, _EVERYBODYS):
            continue
        seen.add(id(value))
        if isinstance(value, str):
            yield value.encode(errors="surrogatepass")
        elif isinstance(value, bytes):
            yield value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple | set | frozenset):
            waiting += value
        elif is_dataclass(value) and not isinstance(value, type):
            waiting += [getattr(value, field.name) for field in fields(value)]
        elif type(value).__module__.startswith("ui.typing"):
            waiting += [getattr(value, name) for name in dir(value) if not name.startswith("__")]


def _items(kiosk: Kiosk) -> Iterator[QQuickItem]:
    waiting = [kiosk.window.contentItem()]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += item.childItems()


def _properties(thing: QObject) -> Iterator[bytes]:
    meta = thing.metaObject()
    for number in range(meta.propertyCount()):
        about = meta.property(number)
        if str(about.typeName()) in _SAYING:
            yield str(about.read(thing)).encode(errors="surrogatepass")
    if meta is not getattr(type(thing), "staticMetaObject"):  # noqa: B009 - not in the stub
        # Of a type of QML: it goes with its engine, and Python would take whatever item is put
        # at its address afterwards for it.
        shiboken6.invalidate(meta)
