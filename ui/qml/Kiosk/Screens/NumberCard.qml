import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The number, as large as the card allows.
Card {
    id: root

    required property TicketScreen ticket
    property bool headed: false  // what it is for stands over the card

    // Height of a number as wide as the card.
    readonly property real whole: 1.3 * Math.min(Theme.headPx(62), (width - 2 * Theme.air(7)) / (number.letter * Math.max(4, ticket.number.length)))
    readonly property bool cramped: height - service.y - service.height - ahead.height - note.height < Math.max(Theme.mm(50), 0.8 * whole)

    Prose {
        id: service

        objectName: "done.service"
        width: parent.width - 2 * Theme.air(7)
        x: Theme.air(7)
        y: Theme.air(Theme.roomy ? 2 : 7)
        head: true
        visible: !root.headed && root.height - height - ahead.height - note.height > Theme.mm(50)
        text: root.ticket.service
        horizontalAlignment: Text.AlignHCenter
    }
    KText {
        id: number

        readonly property real letter: 0.66  // widest digit or capital over font size

        objectName: "done.number"
        head: true
        text: root.ticket.number
        color: Theme.primaryText
        font.weight: Font.Bold
        font.pixelSize: Math.min(Theme.headPx(62), (root.width - 2 * Theme.air(7)) / (letter * Math.max(4, text.length)),
            (ahead.y - above - Theme.air(4)) / 1.3)
        readonly property real above: service.visible ? service.y + service.height : 0
        wrapMode: Text.NoWrap
        topPadding: 0
        lineHeight: 1
        anchors.horizontalCenter: parent.horizontalCenter
        y: above + (ahead.y - above - height) / 2
    }
    Fact {
        id: ahead

        objectName: "done.ahead"
        visible: !(root.ticket.fromKiosk && Theme.roomy && root.ticket.desk === "")
        height: visible ? implicitHeight : 0
        icon: root.ticket.desk === "" ? Icons.people : Icons.call
        strong: true
        pixelSize: Theme.body * (Theme.roomy ? 1 : 1.2)
        text: root.ticket.desk !== "" ? Words.of("done.your_turn")
            : root.ticket.ahead < 0 ? Words.of("done.ahead_unknown")
            : root.ticket.ahead === 0 ? Words.of("done.ahead_none")
            : Words.counted("done.ahead", root.ticket.ahead)
                + (root.ticket.wait === "" ? "" : ", " + root.ticket.wait)
        width: Math.min(measured, root.width - 2 * Theme.air(7))
        anchors.horizontalCenter: parent.horizontalCenter
        y: note.y - height - (note.visible ? Theme.air(2) : 0)
    }
    Prose {
        id: note

        objectName: "done.offline"
        visible: root.ticket.fromKiosk
        height: visible ? implicitHeight : 0
        text: Words.of("done.from_kiosk")
        color: Theme.inkSoft
        width: parent.width - 2 * Theme.air(7)
        x: Theme.air(7)
        y: root.height - height - Theme.air(Theme.roomy ? 3 : 6)
        horizontalAlignment: Text.AlignHCenter
    }
}
