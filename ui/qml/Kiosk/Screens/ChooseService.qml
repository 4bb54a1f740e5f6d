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

    property int page: 0
    readonly property int shown: Math.min(page, grid.pages - 1)  // the words may have shrunk

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

        readonly property bool beside: more.visible && !Theme.portrait

        ticket: root.ticket
        x: Theme.margin
        y: root.height - height - Theme.mm(6)
        width: root.width - 2 * Theme.margin - (beside ? more.width + Theme.gap : 0)
    }
    // Large words need more pages, never smaller words.
    KButton {
        id: more

        objectName: "services.more"
        visible: grid.pages > 1
        icon: Icons.next
        label: Words.of(root.shown + 1 < grid.pages ? "services.more" : "services.first")
        width: Theme.portrait ? root.width - 2 * Theme.margin : Math.max(implicitWidth, Theme.mm(110))
        height: Theme.portrait ? implicitHeight : priority.height
        x: root.width - width - Theme.margin
        y: Theme.portrait ? priority.y - height - Theme.mm(4) : priority.y
        onClicked: root.page = (root.shown + 1) % grid.pages
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

        // What the tallest card needs: two lines of name, one of hint, one of waiting.
        readonly property real need: Theme.heading * 2.85 + Theme.body * (Theme.roomy ? 1.4 : narrow ? 3.4 : 1.6)
            + Theme.mm(Theme.roomy ? 6 : 9)
        readonly property bool narrow: columns > 1 || Theme.size >= 2
        readonly property int count: root.office.serviceCount
        readonly property real room: priority.y - Theme.gap - y
        function fitting(height: real): int {
            return Math.max(1, Math.floor((height + spacing) / (need + spacing)));
        }
        readonly property bool paged: Math.ceil(count / columns) > fitting(room)
        readonly property real height0: room
            - (paged && Theme.portrait ? more.implicitHeight + Theme.mm(4) : 0)
        readonly property int fit: fitting(height0)
        readonly property int pages: paged ? Math.ceil(count / (fit * columns)) : 1
        readonly property int lines: paged ? fit : Math.max(1, Math.ceil(count / columns))

        columns: Theme.portrait ? (count > 7 && Theme.size < 2 ? 2 : 1)
            : (Theme.size >= 3 || count < 5 ? 2 : 3)
        spacing: Theme.mm(columns === 1 || Theme.roomy ? 4 : 6)
        x: Theme.margin
        y: header.y + header.height + Theme.mm(5)
        width: root.width - 2 * Theme.margin

        Repeater {
            model: root.office.services

            ServiceCard {
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                height: Math.min(Theme.mm(110), (grid.height0 - (grid.lines - 1) * grid.spacing) / grid.lines)
                visible: Math.floor(index / (grid.lines * grid.columns)) === root.shown
                narrow: grid.narrow
                counted: root.office.counted
                taking: root.ticket.taking && root.ticket.chosen === serviceId
                enabled: open && !root.ticket.taking
                onClicked: root.ticket.take(serviceId)
            }
        }
    }
}
