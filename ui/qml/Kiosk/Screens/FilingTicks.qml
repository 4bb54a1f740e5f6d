pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What is true in this case, and the declaration: boxes that only a finger ticks.
Paged {
    id: root

    required property FilingScreen filing

    model: filing.items
    step: filing.step
    row: Component {
        Tick {
            readonly property var item: (parent as PagedRow).entry

            objectName: "tick." + item.key
            width: root.cell
            height: parent.height
            label: item.label
            detail: item.detail
            chosen: item.mark === "on"
            onClicked: root.filing.reply(item.key, chosen ? "off" : "on")
        }
    }
}
