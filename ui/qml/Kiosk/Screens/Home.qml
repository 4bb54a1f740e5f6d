pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What can be done here, and who is being called. Portrait: the number on top; landscape: a column
// of its own.
Item {
    id: root

    required property Session session
    required property Office office
    required property TicketScreen ticket
    required property FilingScreen filing
    required property TrackScreen track
    required property FeedbackScreen feedback
    required property Information information
    // Two lines of large letters are more than a tile holds, across even those of M on a small panel.
    readonly property bool brief: filing.tile === "file_prepare"
        && (Theme.roomy || !Theme.portrait && Theme.scarce >= 2)

    property bool overhead: false  // whether the numbers being called stand above the page
    readonly property real foot: Theme.air(Theme.roomy ? 4 : 6)
    readonly property real inner: width - 2 * Theme.margin
    readonly property real leadWidth: Theme.portrait ? inner : Math.round(inner * 0.36)

    Prose {
        id: greeting

        objectName: "home.greeting"
        head: true
        x: Theme.margin
        y: Theme.air(Theme.roomy ? 3 : Theme.portrait ? 8 : 5)
        width: root.inner
        text: Words.of("home.greeting")
        font.pixelSize: Theme.title
    }

    Pressable {
        id: lead

        objectName: "tile.number"
        label: Words.of("home.number")
        face: Theme.primary
        facePressed: Qt.darker(Theme.primary, 1.25)
        edge: Theme.primary
        x: Theme.margin
        y: greeting.y + greeting.height + Theme.air(Theme.roomy ? 3 : 6)
        width: root.leadWidth
        height: Theme.portrait ? Math.max(Theme.mm((Theme.roomy ? 40 : 82) * Theme.scale), facts.height + 2 * Theme.air(Theme.roomy ? 4 : 8))
            : root.height - y - root.foot
        onClicked: root.ticket.openChoice()

        Rectangle {
            id: sign

            visible: !Theme.roomy
                && (Theme.portrait || facts.height + height + Theme.mm(16) <= lead.height)
            width: Theme.mm(Theme.portrait ? 50 : 44)
            height: width
            radius: width / 2
            color: Theme.primaryInk
            x: Theme.air(9)
            y: Theme.portrait ? (lead.height - height) / 2
                : Math.max(Theme.air(6), (lead.height - height - facts.height - Theme.air(8)) / 2)

            KIcon {
                anchors.centerIn: parent
                side: parent.width * 0.56
                text: Icons.ticket
                color: Theme.primary
            }
        }
        Column {
            id: facts

            x: Theme.portrait && sign.visible ? sign.x + sign.width + Theme.air(9) : Theme.air(9)
            y: Theme.portrait || !sign.visible ? (lead.height - height) / 2 : sign.y + sign.height + Theme.air(8)
            width: lead.width - x - Theme.air(7)
            spacing: Theme.air(2)

            Prose {
                head: true
                width: parent.width
                text: lead.label
                color: Theme.primaryInk
                font.pixelSize: Theme.title * (Theme.tight ? 1.05 : 1.35)
                font.weight: Font.Bold
                topPadding: Math.ceil(font.pixelSize * 0.12)
                Accessible.ignored: true
            }
            Prose {
                width: parent.width
                visible: !Theme.roomy
                text: Words.of("home.number_helper")
                color: Theme.primaryInk
            }
            Fact {
                objectName: "home.waiting"
                width: parent.width
                icon: root.office.counted ? Icons.people : Icons.time
                ink: Theme.primaryInk
                strong: true
                pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15)
                topPadding: Theme.air(Theme.roomy ? 0 : 2)
                text: root.office.counted
                    ? Words.counted(root.office.waiting === 0 ? "home.nobody_waiting" : "home.waiting",
                                    root.office.waiting)
                    : Words.of("home.waiting_unknown")
            }
            Fact {
                objectName: "home.paper"
                // With a band above and large letters across there is no room; the number's page says it.
                visible: (!root.office.paper || !root.office.printer)
                    && !(Theme.tight && root.office.outage !== "")
                width: parent.width
                icon: Icons.printer
                ink: Theme.primaryInk
                pixelSize: Theme.tight ? Theme.caption : Theme.body
                text: Words.of(root.office.paper ? "home.no_printer" : "home.no_paper")
            }
        }
    }

    Grid {
        id: grid

        readonly property real cellWidth: (width - Theme.gap) / 2
        readonly property real cellHeight: (height - Theme.gap) / 2
        readonly property real third: (root.height - y - root.foot - 2 * Theme.gap) / 3

        x: Theme.portrait ? Theme.margin : lead.x + lead.width + Theme.gap
        y: Theme.portrait ? lead.y + lead.height + Theme.gap : lead.y
        width: root.inner - (Theme.portrait ? 0 : lead.width + Theme.gap)
        height: root.height - y - root.foot - (serving.visible ? serving.height + Theme.gap : 0)
        columns: 2
        spacing: Theme.gap

        component Way: Tile {
            required property string topic

            objectName: "tile." + topic
            helped: file.fits && track.fits && feedback.fits && information.fits
            width: grid.cellWidth
            height: grid.cellHeight
            label: Words.of("home." + topic)
            helper: Words.of("home." + topic + "_helper")
        }

        Way {
            id: file

            topic: "file"
            icon: Icons.file
            label: root.brief ? Words.of("home.file_prepare_short") : Words.of("home." + root.filing.tile)
            helper: Words.of("home." + root.filing.tile + "_helper")
            onClicked: root.filing.open()
        }
        Way {
            id: track

            topic: "track"
            icon: Icons.track
            helper: Words.of(root.filing.files ? "home.track_helper" : "home.track_desk")
            onClicked: root.filing.files ? root.track.open() : root.session.later(topic)
        }
        Way {
            id: feedback

            topic: "feedback"
            icon: Icons.feedback
            onClicked: root.feedback.open()
        }
        Way {
            id: information

            topic: "information"
            icon: Icons.information
            onClicked: root.information.open("menu")
        }
    }
    // In the low reach the numbers stand above the page, larger.
    ServingStrip {
        id: serving

        // The tiles keep their height, large if buttons are.
        readonly property bool low: Theme.tight
            || grid.third < Theme.mm(App.session.big && !Theme.portrait ? 38 : 30)

        objectName: "serving"
        visible: !root.overhead
        x: grid.x
        y: root.height - height - root.foot
        width: grid.width
        height: low ? grid.third : implicitHeight
        office: root.office
        across: true
        titled: !low
        rows: Theme.roomy ? 2 : 3
        abreast: Theme.roomy && Theme.portrait ? 1 : rows
    }
}
