pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// An answer that is typed.
TypePad {
    id: root

    required property FilingScreen filing

    asked: filing.title
    least: next.height

    readonly property bool hasSkip: filing.secondary !== ""
    readonly property real wide: hasSkip && Theme.portrait ? (room.width - Theme.gap) / 2 : room.width

    // Known names that fit: as many as there is room for, the likeliest first.
    Paged {
        id: chips

        x: root.room.x
        y: root.room.y
        width: root.room.width
        height: Math.min(next.y, root.hasSkip ? skip.y : next.y) - Theme.gap - y
        trimmed: true
        columns: Theme.portrait && Theme.scarce < 2 ? 2 : 1
        spacing: Theme.gap
        model: root.filing.items
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: item.key
                width: chips.cell
                height: parent.height
                label: item.label
                detail: item.detail
                onClicked: root.filing.choose(item.key)
            }
        }
    }
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
