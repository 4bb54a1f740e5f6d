pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// One answer of several: a tap chooses and goes on.
Paged {
    id: root

    required property FilingScreen filing

    required property bool carded  // what the page says of the question stands here, above its answers

    readonly property int count: filing.items.length

    said: carded ? asked : null
    leads: true
    model: filing.items
    step: filing.step
    columns: Theme.portrait ? (count > 9 && Theme.scarce < 2 ? 2 : 1) : (count > 4 && Theme.scarce < 4 ? 2 : 1)
    Component {
        id: asked
        Asked {
            icon: Icons.question
            head: root.filing.lead
            body: root.filing.note
        }
    }
    row: Component {
        Choice {
            readonly property var item: (parent as PagedRow).entry

            objectName: "option." + item.key
            width: root.cell
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
