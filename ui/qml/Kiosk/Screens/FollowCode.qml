import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The address to follow the number on a phone; black on white in every theme, or no phone
// reads it.
Item {
    id: root

    required property TicketScreen ticket
    property real side: Theme.mm(52)
    property bool sideways: false

    readonly property bool present: ticket.qr !== ""

    visible: present
    height: sideways ? Math.max(side, words.height) : side + Theme.air(3) + words.height

    Image {
        id: code

        objectName: "done.qr"
        width: root.side
        height: root.side
        source: root.ticket.qr
        cache: false  // it holds the secret
        smooth: false
        fillMode: Image.PreserveAspectFit
        x: root.sideways ? 0 : (root.width - width) / 2
        y: root.sideways ? (root.height - height) / 2 : 0
        Accessible.role: Accessible.Graphic
        Accessible.name: words.text
    }
    Prose {
        id: words

        text: Words.of("done.follow")
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
        horizontalAlignment: root.sideways ? Text.AlignLeft : Text.AlignHCenter
        x: root.sideways ? code.width + Theme.air(5) : 0
        y: root.sideways ? (root.height - height) / 2 : code.height + Theme.air(3)
        width: root.width - x
    }
}
