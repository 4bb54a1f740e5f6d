import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The number is stored. It stands here before any paper moves.
Item {
    id: root

    required property Session session
    required property TicketScreen ticket
    required property RatingScreen rating

    readonly property real inner: width - 2 * Theme.margin
    readonly property real half: Theme.portrait ? inner : Math.round(inner * 0.47)
    readonly property real between: Theme.air(Theme.roomy ? 3 : 5)
    readonly property bool called: ticket.desk !== ""
    readonly property list<string> next: [
        called ? Words.named("done.step_go", ticket.desk) : Words.of("done.step_wait"),
        Words.named(called ? "done.step_show" : "done.step_called", ticket.number),
        Words.of("done.step_papers")
    ]

    Rectangle {
        id: head

        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.air(Theme.roomy ? 3 : 6) }
        anchors { leftMargin: Theme.margin; rightMargin: Theme.margin }
        height: headFact.height + 2 * Theme.air(Theme.roomy ? 2 : 4)
        radius: Theme.corner
        color: Theme.success

        Fact {
            id: headFact

            objectName: "done.head"
            x: Theme.air(7)
            width: parent.width - 2 * x - (number.headed ? served.width + Theme.gap : 0)
            anchors.verticalCenter: parent.verticalCenter
            icon: root.called ? Icons.call : Icons.done
            ink: Theme.successInk
            side: Math.max(Theme.air(root.called ? 14 : 10), pixelSize * 0.95)
            pixelSize: Theme.roomy ? Theme.body : root.called ? Theme.body * 1.7 : Theme.heading
            strong: true
            text: root.called ? Words.named("done.go_to", root.ticket.desk) : Words.of("done.taken")
        }
        // Large words across: what it is for stands in the band, and the card is the number's.
        Prose {
            id: served

            readonly property real room: parent.width - 2 * Theme.air(7) - headFact.measured - Theme.gap

            objectName: "done.served"
            visible: number.headed
            head: true
            text: root.ticket.service
            color: Theme.successInk
            font.pixelSize: Theme.body
            topPadding: 0
            width: Math.ceil(natural) + 2
            x: parent.width - width - Theme.air(7)
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    NumberCard {
        id: number

        ticket: root.ticket
        headed: !Theme.portrait && cramped && served.width <= served.room
        x: Theme.margin
        y: head.y + head.height + root.between
        width: root.half
        height: Theme.portrait ? slip.y - root.between - y : root.height - Theme.air(6) - y
    }
    SlipLine {
        id: slip

        ticket: root.ticket
        x: Theme.portrait ? Theme.margin : more.x
        // From the button up, not from `more`, which lies below this one or beside: no loop on turning.
        y: Theme.portrait ? close.y - root.between - height - (more.borne ? 0 : root.between + more.need) : number.y
        width: more.width
    }
    Card {
        id: more

        readonly property real inset: Theme.air(Theme.tight ? 3 : Theme.roomy ? 5 : 7)
        // Across, where the slip stands beside the top of the number.
        readonly property real space: close.y - root.between - number.y - slip.height - root.between
        readonly property bool stepped: Theme.scarce < 4 || !code.present
            || !Theme.portrait && space >= 2 * inset + steps.height + Theme.mm(46) + Theme.air(4)
        readonly property real vacant: space - 2 * inset - (stepped && code.sideways ? steps.height + Theme.air(4) : 0)
        readonly property real need: 2 * inset + (code.sideways && code.present && stepped
            ? steps.height + code.height + Theme.air(4)
            : Math.max(stepped ? steps.height : 0, code.present ? code.height : 0))

        // Where code and steps find no room together: the steps beside a slip that bears the code,
        // the code alone where there is no slip. The sentence about the slip comes before both.
        readonly property bool whole: Theme.portrait || space >= 2 * inset + (!code.present ? steps.height
            : code.height + (code.sideways && stepped ? steps.height + Theme.air(4) : 0))

        // A slip in the hand bears code and steps: the number has their place where it would be small.
        readonly property bool borne: Theme.portrait && root.ticket.slip === "printed"
            && close.y - 4 * root.between - need - slip.height - number.y < Theme.mm(80)

        visible: !borne && (whole || space >= 2 * inset + (slip.trouble ? alone.height : steps.height))
        x: Theme.portrait ? Theme.margin : number.x + number.width + Theme.gap
        y: Theme.portrait ? close.y - root.between - height : slip.y + slip.height + root.between
        width: Theme.portrait ? root.inner : root.inner - number.width - Theme.gap
        height: Theme.portrait ? need : space

        FollowCode {
            id: code

            ticket: root.ticket
            visible: present && more.whole
            // A long sentence about the slip leaves less room: a smaller code is read from nearer.
            side: Theme.tight ? Math.max(Theme.mm(34), Math.min(Theme.mm(46), more.space - 2 * more.inset),
                                         Math.min(more.vacant, more.width * 0.36))
                : Theme.mm(Theme.roomy ? 46 : Theme.portrait ? 72 : 64)
            sideways: Theme.scarce >= (Theme.portrait ? 2 : 3)
            width: sideways ? more.width - 2 * more.inset : Math.round(more.width * (Theme.portrait ? 0.38 : 0.33))
            x: more.width - width - more.inset
            y: sideways && more.stepped ? more.height - height - more.inset : (more.height - height) / 2
        }
        FollowCode {
            id: alone

            ticket: root.ticket
            visible: present && !more.whole && slip.trouble
            side: Math.max(Theme.mm(34), Math.min(Theme.mm(46), more.space - 2 * more.inset))
            sideways: true
            x: more.inset
            width: more.width - 2 * x
            y: (more.height - height) / 2
        }
        Steps {
            id: steps

            objectName: "done.steps"
            visible: more.whole ? more.stepped : !slip.trouble
            x: more.inset
            width: code.sideways || !code.present || !more.whole ? more.width - 2 * x : more.width - code.width - 3 * x
            y: code.sideways && code.visible ? Math.max(more.inset, (code.y - height) / 2) : (more.height - height) / 2
            lines: Theme.roomy ? root.next.slice(1, 2) : root.next
        }
    }
    KButton {
        id: close

        objectName: "done.close"
        primary: true
        label: Words.of("done.close")
        width: Theme.portrait ? root.inner : more.width
        x: Theme.portrait ? Theme.margin : more.x
        y: root.height - height - Theme.air(6)
        onClicked: root.rating.afterNumber()
    }
    // How long the page stays when nobody touches it: calm, and it says what it is in words.
    Rectangle {
        visible: root.session.asking
        x: close.x
        y: close.y - height - Theme.air(1.2)
        width: close.width * root.session.left
        height: Theme.air(1.2)
        radius: height / 2
        color: Theme.line
    }
}
