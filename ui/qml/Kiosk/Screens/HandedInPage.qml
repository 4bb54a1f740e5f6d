pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The dossier lies on the disk: its code, where it is, what to do next. Nothing more is said.
Item {
    id: root

    required property Session session
    required property HandedIn handed
    required property RatingScreen rating
    required property TicketScreen ticket

    readonly property real inner: width - 2 * Theme.margin
    readonly property bool done: handed.state === "done"
    // After a remark little is to be said: its code has the page, across the half of it; in the
    // largest words across its picture stands above the button.
    readonly property bool halved: handed.feedback && !Theme.portrait && !Theme.tight
    readonly property bool apart: handed.feedback && Theme.tight
    readonly property real free: deeds.room.height - (halved ? 0 : Math.ceil(facts.whole) + Theme.air(6) + 2)
    readonly property bool alone: handed.feedback && !apart && (!Theme.roomy || free >= 4 * Theme.title + Theme.mm(60))
    readonly property bool noSlip: handed.slip === "not_started" || handed.slip === "unconfirmed" || handed.slip === "none" || handed.slip === "declined"

    Notice {
        objectName: "handed.refused"
        visible: root.handed.state === "refused"
        anchors.fill: parent
        icon: Icons.attention
        title: Words.of(root.handed.area + ".refused_title")
        body: root.handed.fault
        action: Words.of("filing.take_number")
        onActed: root.ticket.openChoice()
    }
    Prose {
        objectName: "handed.storing"
        visible: root.handed.state === "storing"
        anchors.centerIn: parent
        head: true
        text: Words.of(root.handed.area + ".storing")
        font.pixelSize: Theme.title
    }
    Rectangle {
        id: head

        visible: root.done && !Theme.tight
        x: Theme.margin
        y: Theme.air(Theme.roomy ? 3 : 6)
        width: root.inner
        height: headFact.height + 2 * Theme.air(Theme.roomy ? 2 : 4)
        radius: Theme.corner
        color: Theme.success

        Fact {
            id: headFact

            objectName: "handed.head"
            x: Theme.air(7)
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            icon: Icons.done
            ink: Theme.successInk
            strong: true
            pixelSize: Theme.roomy ? Theme.body : Theme.heading
            text: Words.of(root.handed.area + (root.handed.sent ? ".done_sent_title" : ".done_title"))
        }
    }
    Deeds {
        id: deeds

        visible: root.done
        x: Theme.margin
        y: head.visible ? head.y + head.height + Theme.air(Theme.roomy ? 3 : 5) : head.y
        width: root.inner
        height: root.height - Theme.air(5) - y
        share: root.halved ? 0.48 : Theme.tight ? 0.29 : 0.26
        primary: Words.of(root.handed.area + ".done_close")
        primaryName: "handed.close"
        secondary: root.handed.feedback ? "" : Words.of("filing.done_number")
        secondaryName: "handed.number"
        onDone: root.rating.afterDossier()
        onDoneOther: root.ticket.openFor(root.handed.code)
    }
    Card {
        id: card

        readonly property real inset: Theme.air(Theme.roomy ? 4 : 7)

        visible: root.done
        x: deeds.x
        y: deeds.y
        width: deeds.room.width
        height: root.alone ? root.free : Math.max(root.apart ? 0 : code.height, names.height) + 2 * inset
        // Of the code in letters and its picture, one above the other.
        readonly property real over: (height - names.height - Theme.air(12) - code.height) / 2

        Column {
            id: names

            x: card.inset
            y: root.alone ? card.over : (card.height - height) / 2
            width: root.alone || root.apart ? card.width - 2 * x : code.x - Theme.gap - x
            spacing: Theme.air(1)

            KText {
                width: parent.width
                text: Words.of(root.handed.area + ".done_code")
                horizontalAlignment: root.alone ? Text.AlignHCenter : Text.AlignLeft
                color: Theme.inkSoft
                font.pixelSize: Theme.caption
            }
            KText {
                objectName: "handed.code"
                width: parent.width
                head: true
                text: root.handed.code
                horizontalAlignment: root.alone ? Text.AlignHCenter : Text.AlignLeft
                color: Theme.primaryText
                // Eleven bold letters and dashes, 7.7 em wide, stand in one line.
                font.pixelSize: Math.min(Theme.title * (Theme.roomy ? 1 : root.alone ? 2 : 1.4), names.width / 7.8)
                font.weight: Font.Bold
            }
            KText {
                objectName: "handed.secret"
                visible: root.noSlip
                width: parent.width
                text: Words.of(root.handed.area + ".done_secret") + ": " + root.handed.secret
                horizontalAlignment: root.alone ? Text.AlignHCenter : Text.AlignLeft
                strong: true
            }
        }
        Image {
            id: code

            objectName: "handed.qr"
            source: root.handed.qr
            cache: false  // it holds the secret
            smooth: false
            width: root.alone ? Math.min(Theme.mm(86), root.free - names.height - Theme.air(12) - 2 * card.inset)
                : root.apart ? Math.min(deeds.above.width, deeds.above.y) : Theme.mm(Theme.tight ? 40 : 54)
            height: width
            x: root.alone ? (card.width - width) / 2
                : root.apart ? deeds.above.x + (deeds.above.width - width) / 2 : card.width - width - card.inset
            y: root.alone ? names.y + names.height + Theme.air(12) : root.apart ? 0 : (card.height - height) / 2
            Accessible.role: Accessible.Graphic
            Accessible.name: Words.of(root.handed.area + ".done_code")
        }
    }
    Journey {
        id: journey

        // A sentence says the same where words leave it no room.
        visible: root.done && Theme.portrait && Theme.scarce < 3 && !root.handed.feedback
        x: card.x
        y: card.y + card.height + Theme.air(7)
        width: card.width
        stations: [Words.of("filing.way_stored"), Words.of("filing.way_sent"), Words.of("filing.way_received")]
        passed: root.handed.sent ? 2 : 1
    }
    Paged {
        id: facts

        visible: root.done
        x: root.halved ? deeds.x + deeds.above.x : card.x
        y: root.halved ? deeds.y
            : (journey.visible ? journey.y + journey.height : card.y + card.height) + Theme.air(Theme.roomy ? 3 : 6)
        width: root.halved ? deeds.above.width : card.width
        height: deeds.y + (root.halved ? deeds.above.y : deeds.room.height) - y
        spacing: Theme.air(Theme.portrait || Theme.roomy ? 2.6 : 5)
        growth: root.halved ? 40 : 28
        aside: root.halved ? Qt.rect(0, 0, 0, 0) : Qt.rect(deeds.above.x + deeds.x - x, deeds.above.y + deeds.y - y, deeds.above.width, 0)
        model: [
            { key: "standing", icon: root.handed.sent ? Icons.done : Icons.time, strong: true, text: root.handed.standing },
            { key: root.noSlip ? "slip_trouble" : "slip", icon: Icons.printer, strong: true, text: root.handed.slipWords },
            { key: "not_receipt", icon: Icons.information, strong: false, text: root.handed.feedback ? "" : Words.of("filing.done_not_receipt") },
            { key: "originals", icon: Icons.about("scan"), strong: true, text: root.handed.scanned ? Words.of("filing.done_originals") : "" },
            { key: "bring", icon: Icons.papers, strong: false, text: root.handed.bring },
            { key: "keep", icon: Icons.track, strong: false, text: Words.of(root.noSlip && !root.handed.feedback ? "filing.done_keep_photo" : root.handed.area + ".done_keep") }
        ].filter(line => line.text !== "")
        row: Component {
            Card {
                id: line

                readonly property var entry: (parent as PagedRow).entry

                width: facts.cell
                height: parent.height
                readonly property bool framed: (Theme.portrait || root.handed.feedback) && !Theme.roomy  // across, height is scarce

                implicitHeight: fact.height + (framed ? 2 * Theme.air(3) : 0)
                color: framed ? Theme.surface : "transparent"
                border.width: framed ? Theme.border / 2 : 0

                Fact {
                    id: fact

                    objectName: "handed." + line.entry.key
                    x: Theme.air(line.framed ? 6 : 2)
                    width: parent.width - 2 * x
                    anchors.verticalCenter: parent.verticalCenter
                    icon: line.entry.icon
                    strong: line.entry.strong
                    text: line.entry.text
                }
            }
        }
    }
}
