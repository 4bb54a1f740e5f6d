import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What became of the slip, in one sentence.
Item {
    id: root

    required property TicketScreen ticket
    readonly property bool trouble: ticket.slip === "not_started" || ticket.slip === "unconfirmed"
        || ticket.slip === "none"

    implicitHeight: trouble ? banner.implicitHeight : fact.height + 2 * Theme.air(4)

    Banner {
        id: banner

        objectName: "slip.trouble"
        visible: root.trouble
        width: parent.width
        pixelSize: Theme.tight ? Theme.caption : Theme.body
        icon: root.ticket.slip === "none" ? Icons.phone : Icons.printer
        text: root.ticket.slipFault !== "" ? Words.of(root.ticket.slipFault)
            : Words.of("done.slip_" + root.ticket.slip)
    }
    Card {
        visible: !root.trouble
        anchors.fill: parent

        Fact {
            id: fact

            objectName: "slip.state"
            x: Theme.air(7)
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            strong: root.ticket.slip === "printed"
            pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15)
            icon: root.ticket.slip === "printed" ? Icons.done : Icons.printer
            text: root.trouble ? "" : Words.of("done.slip_" + root.ticket.slip)
        }
    }
}
