"""Pictures that a view-model holds, as QML shows them: decoded in the GUI thread, kept nowhere.

Not in data addresses: Qt decodes those on a thread of its own and loses the decoded picture when
its page goes meanwhile (``QQuickPixmapReader::networkRequestDone``, seen in Qt 6.11). That was
1.2 MB a time, and the picture of a card that outlived its person.
"""

import base64
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickImageProvider

_NAME: Final = "held"


def address(coded: bytes) -> str:
    """Where an `Image` finds a PNG or JPEG: the picture itself stands in its address."""
    return f"image://{_NAME}/{base64.urlsafe_b64encode(coded).decode()}"


def serve_pictures(engine: QQmlEngine) -> None:
    """Let the pages of `engine` show what `address` names."""
    engine.addImageProvider(_NAME, _Held())


class _Held(QQuickImageProvider):
    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 - names of Qt
        """The picture of an address; an empty one, which QML notes, if it cannot be decoded."""
        del requestedSize  # pages scale them
        image = QImage.fromData(base64.urlsafe_b64decode(id))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
