pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Finding one of many by typing, with or without marks: a procedure, an ethnic group.
TypePad {
    id: root

    required property FilingScreen filing

    readonly property bool hasSkip: filing.secondary !== ""
    readonly property real half: (room.width - Theme.gap) / 2

    least: (Theme.roomy ? 2 : 3) * (Theme.target + Theme.gap)
    placeholder: Words.of(filing.look === "pick" ? "filing.pick_placeholder" : "filing.search_placeholder")

    Paged {
        id: found

        x: root.room.x
        y: root.room.y
        width: root.room.width
        height: root.room.height - (root.hasSkip ? skip.height + spacing : 0)
        // Upright the button for the next ones stands beside the other, in one line.
        aside: root.hasSkip && Theme.portrait ? Qt.rect(root.half + Theme.gap, root.room.height, root.half, 0) : Qt.rect(0, 0, 0, 0)
        step: root.filing.step
        model: root.filing.items
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: "option." + item.key
                width: found.cell
                height: parent.height
                label: item.label
                detail: item.detail
                topic: Icons.about(item.icon)
                chosen: item.mark === "on"
                enabled: !root.filing.waiting
                onClicked: root.filing.choose(item.key)
            }
        }
    }
    KButton {
        id: skip

        objectName: "secondary"
        visible: root.hasSkip
        label: root.filing.secondary
        x: root.room.x
        y: root.room.y + root.room.height - height
        width: Theme.portrait ? root.half : root.room.width
        onClicked: root.filing.other()
    }
}
