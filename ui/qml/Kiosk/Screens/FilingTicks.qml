pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What is true in this case, and the declaration: boxes that only a finger ticks.
Paged {
    id: root

    required property FilingScreen filing

    // Large words leave room for what is ticked, not for what it is about once more.
    model: filing.items.filter(item => item.mark !== "told" || !Theme.roomy)
    step: filing.step
    row: Component {
        Item {
            id: line

            readonly property var item: (parent as PagedRow).entry
            readonly property bool told: item.mark === "told"

            width: root.cell
            height: parent.height
            implicitHeight: told ? words.height + 2 * Theme.air(3) : tick.implicitHeight

            Card {
                visible: line.told
                anchors.fill: parent

                KIcon {
                    id: sign

                    x: Theme.air(7)
                    side: Theme.air(10)
                    text: Icons.about(line.item.icon)
                    color: Theme.primaryText
                    anchors.verticalCenter: parent.verticalCenter
                }
                Column {
                    id: words

                    anchors {
                        left: sign.right; leftMargin: Theme.air(5)
                        right: parent.right; rightMargin: Theme.air(6)
                        verticalCenter: parent.verticalCenter
                    }

                    Prose {
                        width: parent.width
                        text: line.item.label
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    Prose {
                        width: parent.width
                        text: line.item.detail
                        strong: true
                    }
                }
            }
            Tick {
                id: tick

                objectName: "tick." + line.item.key
                visible: !line.told
                anchors.fill: parent
                label: line.item.label
                detail: line.item.detail
                chosen: line.item.mark === "on"
                onClicked: root.filing.reply(line.item.key, chosen ? "off" : "on")
            }
        }
    }
}
