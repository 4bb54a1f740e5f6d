import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The number is stored. It stands here before any paper moves.
Item {
    id: root

    required property Session session
    required property TicketScreen ticket

    readonly property real inner: width - 2 * Theme.margin
    readonly property real half: Theme.portrait ? inner : Math.round(inner * 0.47)
    readonly property bool called: ticket.desk !== ""

    Rectangle {
        id: head

        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.mm(6) }
        anchors { leftMargin: Theme.margin; rightMargin: Theme.margin }
        height: headFact.height + 2 * Theme.mm(4)
        radius: Theme.corner
        color: Theme.success

        Fact {
            id: headFact

            objectName: "done.head"
            x: Theme.mm(7)
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            icon: root.called ? Icons.call : Icons.done
            ink: Theme.successInk
            side: Theme.mm(10)
            pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15)
            strong: true
            text: root.called ? Words.named("done.go_to", root.ticket.desk) : Words.of("done.taken")
        }
    }
    NumberCard {
        id: number

        ticket: root.ticket
        x: Theme.margin
        y: head.y + head.height + Theme.mm(5)
        width: root.half
        height: (Theme.portrait ? root.height - more.height - close.height - 2 * Theme.mm(5) - Theme.mm(6)
            : root.height - Theme.mm(6)) - y - slip.height - Theme.mm(5)
    }
    SlipLine {
        id: slip

        ticket: root.ticket
        x: Theme.margin
        y: number.y + number.height + Theme.mm(5)
        width: root.half
    }
    Item {
        id: more

        x: Theme.portrait ? Theme.margin : number.x + number.width + Theme.gap
        y: Theme.portrait ? slip.y + slip.height + Theme.mm(5) : number.y
        width: Theme.portrait ? root.inner : root.inner - number.width - Theme.gap
        height: Theme.portrait ? Math.max(steps.height, code.visible ? code.height : 0) + 2 * Theme.mm(7)
            : close.y - y - Theme.mm(5)

        Card {
            anchors.fill: parent
        }
        FollowCode {
            id: code

            ticket: root.ticket
            side: Theme.mm(Theme.portrait ? (Theme.roomy ? 46 : 72) : (Theme.roomy ? 40 : 66))
            width: Theme.portrait && !Theme.roomy ? Math.round(parent.width * 0.38) : parent.width - 2 * Theme.mm(7)
            sideways: !Theme.portrait || Theme.roomy
            anchors {
                right: parent.right; rightMargin: Theme.mm(7)
                bottom: sideways ? parent.bottom : undefined; bottomMargin: Theme.mm(6)
                verticalCenter: sideways ? undefined : parent.verticalCenter
            }
        }
        Steps {
            id: steps

            objectName: "done.steps"
            x: Theme.mm(7)
            width: code.sideways || !code.visible ? parent.width - 2 * x : parent.width - code.width - 3 * x
            y: code.sideways && code.visible ? Math.max(Theme.mm(6), (code.y - height) / 2)
                : Math.max(Theme.mm(6), (parent.height - height) / 2)
            lines: [
                Words.of("done.step_wait"),
                Words.named("done.step_called", root.ticket.number),
                Words.of("done.step_papers")
            ]
        }
    }
    KButton {
        id: close

        objectName: "done.close"
        primary: true
        label: Words.of("done.close")
        width: Theme.portrait ? root.inner : more.width
        x: Theme.portrait ? Theme.margin : more.x
        y: root.height - height - Theme.mm(6)
        onClicked: root.session.end()
    }
    // How long the page stays when nobody touches it: calm, and it says what it is in words.
    Rectangle {
        visible: root.session.asking
        x: close.x
        y: close.y - height - Theme.mm(1.2)
        width: close.width * root.session.left
        height: Theme.mm(1.2)
        radius: height / 2
        color: Theme.line
    }
}
