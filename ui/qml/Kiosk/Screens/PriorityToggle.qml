import QtQuick
import Kiosk.Core
import Kiosk.Controls

// "I have priority": self-declared, shown by mark, colour and words.
Pressable {
    id: root

    required property TicketScreen ticket
    readonly property bool chosen: ticket.priority

    objectName: "priority"
    label: Words.of("services.priority")
    implicitHeight: Math.max(Theme.target, words.height + 2 * Theme.air(4))
    face: chosen ? Theme.tint : Theme.surface
    edge: chosen ? Theme.primaryText : Theme.line
    edgeWidth: chosen ? 2 * Theme.border : Theme.border
    Accessible.role: Accessible.CheckBox
    Accessible.checked: chosen
    onClicked: ticket.setPriority(!chosen)

    Rectangle {
        id: box

        width: Theme.air(10)
        height: width
        radius: Theme.air(1.5)
        x: Theme.air(7)
        anchors.verticalCenter: parent.verticalCenter
        color: root.chosen ? Theme.primary : Theme.surface
        border.width: Theme.border
        border.color: root.chosen ? Theme.primary : Theme.line

        KIcon {
            anchors.centerIn: parent
            visible: root.chosen
            side: Theme.air(8)
            text: Icons.check
            color: Theme.primaryInk
        }
    }
    Column {
        id: words

        anchors {
            left: box.right; leftMargin: Theme.air(5)
            right: parent.right; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }

        Prose {
            width: parent.width
            text: root.label
            strong: true
            Accessible.ignored: true
        }
        Prose {
            visible: !Theme.roomy
            width: parent.width
            text: Words.of(root.chosen ? "services.priority_chosen" : "services.priority_who")
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
        }
    }
}
