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
        y: Theme.air(Theme.tight ? 3 : 5)
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
        y: root.height - height - Theme.air(Theme.tight ? 3 : 6)
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
        y: Theme.portrait ? priority.y - height - Theme.air(4) : priority.y
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

        // What the card with the most words needs.
        readonly property real need: {
            let tall = Theme.target;
            for (let i = 0; i < cards.count; i++)
                tall = Math.max(tall, (cards.itemAt(i) as ServiceCard)?.wanted ?? 0);
            return tall;
        }
        readonly property real lane: {
            let wide = 0;
            for (let i = 0; i < cards.count; i++)
                wide = Math.max(wide, (cards.itemAt(i) as ServiceCard)?.asked ?? 0);
            return wide;
        }
        readonly property bool narrow: !Theme.tight && (columns > 1 || Theme.scarce >= 3)
        readonly property bool hinted: Theme.scarce < (Theme.portrait ? 2 : 3)
        readonly property int count: root.office.serviceCount
        readonly property real room: priority.y - Theme.air(Theme.tight ? 3 : 6) - y
        function fitting(height: real): int {
            return Math.max(1, Math.floor((height + spacing) / (need + spacing)));
        }
        readonly property bool paged: Math.ceil(count / columns) > fitting(room)
        readonly property real height0: room
            - (paged && Theme.portrait ? more.implicitHeight + Theme.air(4) : 0)
        readonly property int fit: fitting(height0)
        readonly property int pages: paged ? Math.ceil(count / (fit * columns)) : 1
        readonly property int lines: paged ? fit : Math.max(1, Math.ceil(count / columns))

        columns: Theme.portrait ? (count > 7 && Theme.scarce < 2 ? 2 : 1)
            : Theme.tight ? 1 : (count < 5 ? 2 : 3)
        spacing: Theme.air(Theme.tight ? 3 : columns === 1 || Theme.roomy ? 4 : 6)
        x: Theme.margin
        y: header.y + header.height + Theme.air(Theme.tight ? 3 : 5)
        width: root.width - 2 * Theme.margin

        Repeater {
            id: cards

            model: root.office.services

            ServiceCard {
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                height: Math.min(Theme.mm(110), (grid.height0 - (grid.lines - 1) * grid.spacing) / grid.lines)
                visible: Math.floor(index / (grid.lines * grid.columns)) === root.shown
                narrow: grid.narrow
                hinted: grid.hinted
                level: grid.columns > 1
                lane: grid.lane
                counted: root.office.counted
                taking: root.ticket.taking && root.ticket.chosen === serviceId
                enabled: open && !root.ticket.taking
                onClicked: root.ticket.take(serviceId)
            }
        }
    }
}
