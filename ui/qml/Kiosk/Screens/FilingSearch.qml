pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Finding one of many by typing, with or without marks: a procedure, an ethnic group.
TypePad {
    id: root

    required property FilingScreen filing

    least: Theme.portrait ? 3 * (Theme.target + Theme.gap) : 0
    placeholder: Words.of(filing.look === "pick" ? "filing.pick_placeholder" : "filing.search_placeholder")

    Paged {
        id: found

        x: root.room.x
        y: root.room.y
        width: root.room.width
        height: root.room.height
        model: root.filing.items
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: "option." + item.key
                width: found.cell
                height: parent.height
                label: item.label
                detail: item.detail
                chosen: item.mark === "on"
                enabled: !root.filing.waiting
                onClicked: root.filing.choose(item.key)
            }
        }
    }
}
