import QtQuick
import Kiosk.Core
import Kiosk.Controls

// An answer that is typed.
TypePad {
    id: root

    required property FilingScreen filing

    readonly property bool hasSkip: filing.secondary !== ""
    readonly property real wide: hasSkip && Theme.portrait ? (room.width - Theme.gap) / 2 : room.width

    KButton {
        id: next

        objectName: "primary"
        primary: true
        label: root.filing.primary
        width: root.wide
        height: Math.max(implicitHeight, root.hasSkip ? skip.implicitHeight : 0)
        x: root.room.x + root.room.width - width
        y: root.room.y + root.room.height - height
        onClicked: root.filing.go()
    }
    KButton {
        id: skip

        objectName: "secondary"
        visible: root.hasSkip
        label: root.filing.secondary
        width: root.wide
        height: next.height
        x: root.room.x
        y: Theme.portrait ? next.y : next.y - height - Theme.gap
        onClicked: root.filing.other()
    }
}
