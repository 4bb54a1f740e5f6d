pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Which desk is it for? One tap on a card takes the number.
Item {
    id: root

    required property Session session
    required property Office office
    required property TicketScreen ticket

    Header {
        id: header

        x: Theme.margin
        y: Theme.mm(5)
        width: root.width - 2 * Theme.margin
        title: Words.of("services.title")
        backLabel: Words.of("frame.back")
        onBack: root.session.back()
    }
    PriorityToggle {
        id: priority

        ticket: root.ticket
        anchors {
            left: parent.left; right: parent.right; bottom: parent.bottom
            leftMargin: Theme.margin; rightMargin: Theme.margin; bottomMargin: Theme.mm(6)
        }
    }
    Notice {
        objectName: "services.none"
        visible: root.office.serviceCount === 0
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: priority.top }
        icon: Icons.attention
        title: Words.of("services.none_title")
        body: Words.of("services.none_body")
        action: Words.of("frame.help")
        onActed: root.session.openSheet("help")
    }
    Grid {
        id: grid

        readonly property int lines: Math.max(1, Math.ceil(root.office.serviceCount / columns))

        columns: Theme.portrait ? (root.office.serviceCount > 7 && Theme.size < 2 ? 2 : 1)
            : (Theme.size >= 4 || root.office.serviceCount < 5 ? 2 : 3)
        spacing: lines > 4 ? Theme.mm(4) : Theme.gap
        anchors {
            left: parent.left; right: parent.right; top: header.bottom; bottom: priority.top
            leftMargin: Theme.margin; rightMargin: Theme.margin
            topMargin: Theme.mm(5); bottomMargin: Theme.gap
        }

        Repeater {
            model: root.office.services

            ServiceCard {
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                height: Math.min(Theme.mm(110), (grid.height - (grid.lines - 1) * grid.spacing) / grid.lines)
                narrow: grid.columns > 1
                counted: root.office.counted
                taking: root.ticket.taking && root.ticket.chosen === serviceId
                enabled: open && !root.ticket.taking
                onClicked: root.ticket.take(serviceId)
            }
        }
    }
}
