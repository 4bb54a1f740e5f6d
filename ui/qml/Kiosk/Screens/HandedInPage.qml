pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The dossier lies on the disk: its code, where it is, what to do next. Nothing more is said.
Item {
    id: root

    required property Session session
    required property HandedIn handed
    required property TicketScreen ticket

    readonly property real inner: width - 2 * Theme.margin
    readonly property bool done: handed.state === "done"
    readonly property bool noSlip: handed.slip === "not_started" || handed.slip === "unconfirmed" || handed.slip === "none"

    Notice {
        objectName: "handed.refused"
        visible: root.handed.state === "refused"
        anchors.fill: parent
        icon: Icons.attention
        title: Words.of("filing.refused_title")
        body: root.handed.fault
        action: Words.of("filing.take_number")
        onActed: root.ticket.openChoice()
    }
    KText {
        objectName: "handed.storing"
        visible: root.handed.state === "storing"
        anchors.centerIn: parent
        head: true
        text: Words.of("filing.storing")
        font.pixelSize: Theme.title
    }
    Rectangle {
        id: head

        visible: root.done
        x: Theme.margin
        y: Theme.mm(Theme.roomy ? 3 : 6)
        width: root.inner
        height: headFact.height + 2 * Theme.mm(Theme.roomy ? 2 : 4)
        radius: Theme.corner
        color: Theme.success

        Fact {
            id: headFact

            objectName: "handed.head"
            x: Theme.mm(7)
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            icon: Icons.done
            ink: Theme.successInk
            strong: true
            pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15)
            text: Words.of(root.handed.sent ? "filing.done_sent_title" : "filing.done_title")
        }
    }
    Card {
        id: card

        readonly property real inset: Theme.mm(Theme.roomy ? 4 : 8)

        visible: root.done
        x: Theme.margin
        y: head.y + head.height + Theme.mm(Theme.roomy ? 3 : 5)
        width: root.inner
        height: buttons.y - Theme.mm(4) - y

        Image {
            id: code

            objectName: "handed.qr"
            visible: Theme.size < 3 || root.noSlip
            source: root.handed.qr
            smooth: false
            width: Theme.mm(Theme.roomy ? 40 : 58)
            height: width
            x: Theme.portrait && !Theme.roomy ? (card.width - width) / 2 : card.width - width - card.inset
            y: card.inset
            Accessible.role: Accessible.Graphic
            Accessible.name: Words.of("filing.done_code")
        }
        Column {
            id: facts

            x: card.inset
            y: Theme.portrait && code.visible && !Theme.roomy ? code.y + code.height + Theme.mm(5) : card.inset
            width: card.width - 2 * x - (code.visible && !(Theme.portrait && !Theme.roomy) ? code.width + Theme.gap : 0)
            spacing: Theme.mm(Theme.roomy ? 2 : 4)

            KText {
                width: parent.width
                text: Words.of("filing.done_code")
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            KText {
                objectName: "handed.code"
                width: parent.width
                head: true
                text: root.handed.code
                font.pixelSize: Theme.title * (Theme.roomy ? 1.1 : 1.5)
                font.weight: Font.Bold
            }
            KText {
                objectName: "handed.secret"
                visible: root.noSlip
                width: parent.width
                text: Words.of("filing.done_secret") + ": " + root.handed.secret
                strong: true
            }
            KText {
                objectName: "handed.standing"
                width: parent.width
                text: root.handed.standing
                strong: true
                Accessible.role: Accessible.AlertMessage
            }
            KText {
                objectName: "handed.not_receipt"
                width: parent.width
                text: Words.of("filing.done_not_receipt")
                color: Theme.inkSoft
            }
            KText {
                objectName: "handed.bring"
                visible: text !== "" && Theme.size < 4
                width: parent.width
                text: root.handed.bring
            }
            Banner {
                objectName: "handed.slip_trouble"
                visible: root.noSlip
                width: parent.width
                icon: Icons.printer
                text: root.handed.slipWords
            }
            Fact {
                objectName: "handed.slip"
                visible: !root.noSlip
                width: parent.width
                icon: root.handed.slip === "printed" ? Icons.done : Icons.printer
                strong: root.handed.slip === "printed"
                text: root.handed.slipWords
            }
            KText {
                visible: Theme.size < 3
                width: parent.width
                text: Words.of("filing.done_keep")
                color: Theme.inkSoft
            }
        }
    }
    Row {
        id: buttons

        visible: root.done
        x: Theme.margin
        y: root.height - height - Theme.mm(5)
        width: root.inner
        spacing: Theme.gap
        layoutDirection: Qt.RightToLeft

        KButton {
            id: close

            objectName: "handed.close"
            primary: true
            width: (parent.width - parent.spacing) / 2
            height: Math.max(implicitHeight, number.implicitHeight)
            label: Words.of("filing.done_close")
            onClicked: root.session.end()
        }
        KButton {
            id: number

            objectName: "handed.number"
            width: (parent.width - parent.spacing) / 2
            height: Math.max(implicitHeight, close.implicitHeight)
            label: Words.of("filing.done_number")
            onClicked: root.ticket.openChoice()
        }
    }
}
