import QtQuick
import Kiosk.Core

// Office, clock and how the line is, in words.
Rectangle {
    id: root

    required property Office office
    required property Session session
    property bool helped: false  // somebody stands beside the person
    property bool timed: true
    readonly property bool lost: office.outage !== ""
    // Upright, large letters leave no room for the state of the line beside the office's name: while
    // it is lost it stands in place of the name, since nothing else on the page says it.
    readonly property bool whole: Theme.scarce < 3 || !Theme.portrait

    color: Theme.band
    implicitHeight: Math.max(name.implicitHeight, side.implicitHeight) + 2 * Theme.air(Theme.brief ? 1.5 : 4)

    Rectangle {
        visible: Theme.name === "contrast" || Theme.name === "dark"
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.border
        color: Theme.line
    }
    KIcon {
        id: sign

        side: Math.max(Theme.air(10), name.font.pixelSize * 1.05)
        text: root.lost && !root.whole ? Icons.offline : Icons.office
        color: Theme.bandInk
        anchors { left: parent.left; leftMargin: Theme.margin; verticalCenter: parent.verticalCenter }
    }
    Prose {
        id: name

        objectName: "officeName"
        text: root.helped ? Words.of("helper.band")
            : root.lost && !root.whole ? Words.of("frame.offline") : root.office.name
        color: Theme.bandInk
        font.pixelSize: Theme.brief ? Theme.caption : Theme.body
        strong: true
        anchors {
            left: sign.right; leftMargin: Theme.air(4)
            right: side.left; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }
    }
    Row {
        id: side

        spacing: Theme.air(6)
        anchors { right: parent.right; rightMargin: Theme.margin; verticalCenter: parent.verticalCenter }

        Row {
            spacing: Theme.air(2)
            visible: root.whole
            anchors.verticalCenter: parent.verticalCenter

            KIcon {
                side: Math.max(Theme.air(6.5), Theme.caption * 1.05)
                text: root.lost ? Icons.offline : Icons.online
                color: Theme.bandInk
                anchors.verticalCenter: parent.verticalCenter
            }
            KText {
                text: Words.of(root.lost ? "frame.offline" : "frame.online")
                color: Theme.bandInk
                font.pixelSize: Theme.caption
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        KText {
            objectName: "clock"
            visible: root.timed
            text: root.session.clock
            color: Theme.bandInk
            font.pixelSize: Theme.brief ? Theme.body : Theme.body * 1.25
            strong: true
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
