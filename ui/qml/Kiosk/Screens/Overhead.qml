pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Above a page in the low reach: only to read, and worth reading from where one waits. The numbers
// being called; in a building its newest notice; else the time, and which day it is.
Card {
    id: root

    required property Session session
    required property Office office
    required property Information information

    readonly property bool called: !information.building && office.callCount > 0 && !office.lost
    readonly property bool timed: !called && !noted && !across
    readonly property bool noted: information.building && information.noticeCount > 0 && session.page !== "home"
        && !(session.page === "information" && information.place === "notice")
    readonly property real inset: Theme.air(across ? 5 : 10)
    // Where there is no room for a line each, the numbers stand side by side.
    readonly property bool across: height < (Theme.portrait ? 5 * Theme.title : width * 0.4)
    readonly property int shown: Math.min(office.callCount, across ? Math.max(1, Math.floor(board.width / (9 * Theme.body))) : 4)

    // What the least of it needs: a line of the largest words and air around it.
    readonly property real need: Theme.title * 1.6 + 2 * Theme.air(3)

    // The largest size up to `most` in which words of this length are no wider than `room`: the
    // letters of both families are 0.62 em wide at most, on average of a word.
    function fitting(words: string, room: real, most: real): int {
        return Math.max(Theme.body, Math.min(most, room / (0.62 * Math.max(1, words.length))));
    }

    Fact {
        id: head

        visible: root.called || root.noted && !root.across
        x: root.inset
        y: root.across ? (root.height - height) / 2 : root.inset
        width: root.across ? Math.min(measured, root.width / 3) : root.width - 2 * x
        height: visible ? implicitHeight : 0
        icon: root.noted ? Icons.notice : Icons.call
        text: root.noted ? Words.of("building.notices") : Words.of("serving.title")
        ink: Theme.inkSoft
        pixelSize: Math.max(Theme.body, Math.min(Theme.title, root.height * 0.06))
    }
    Item {
        id: board

        x: root.across ? head.x + head.width + Theme.gap : root.inset
        y: root.across ? 0 : head.y + head.height + Theme.air(2)
        width: root.width - x - root.inset
        height: root.height - y - (root.across ? 0 : root.inset)
        visible: root.called

        Grid {
            id: grid

            readonly property real cell: (board.width - (columns - 1) * columnSpacing) / columns
            columns: root.across ? root.shown : 1
            columnSpacing: Theme.gap

            Repeater {
                model: root.office.calls

                Item {
                    id: line

                    required property string number
                    required property string desk
                    required property int index

                    readonly property bool newest: index === 0

                    objectName: "overhead.call." + index
                    visible: index < root.shown
                    width: grid.cell
                    height: board.height / (root.across ? 1 : Math.max(2, root.shown))

                    Rectangle {
                        visible: !root.across && !line.newest
                        width: parent.width
                        height: Theme.border
                        color: Theme.hairline
                    }
                    KText {
                        id: number

                        head: true
                        text: line.number
                        color: line.newest ? Theme.primaryText : Theme.ink
                        font.weight: line.newest ? Font.Bold : Font.DemiBold
                        font.pixelSize: root.fitting(text, line.width * 0.5, Math.min(line.height * 0.56, Theme.headPx(60)))
                        topPadding: 0
                        wrapMode: Text.NoWrap
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    KText {
                        text: line.desk
                        font.pixelSize: root.fitting(text, width, number.font.pixelSize * 0.6)
                        anchors {
                            left: number.right; leftMargin: Theme.air(4)
                            right: parent.right
                            verticalCenter: parent.verticalCenter
                        }
                        horizontalAlignment: root.across ? Text.AlignLeft : Text.AlignRight
                    }
                }
            }
        }
    }
    Column {
        id: calm

        visible: !root.called
        x: root.inset
        y: head.visible ? Math.max(head.y + head.height + Theme.air(4), (root.height - height) / 2) : (root.height - height) / 2
        width: root.width - 2 * x
        spacing: Theme.air(4)

        KText {
            id: time

            objectName: "overhead.clock"
            head: true
            visible: root.timed
            width: parent.width
            text: root.session.clock
            color: Theme.primaryText
            font.weight: Font.Bold
            // The name below it may need two lines.
            font.pixelSize: Math.max(Theme.body, Math.min(root.height * 0.3, Theme.headPx(50),
                (root.height - named.height - calm.spacing - 2 * Theme.air(6)) / 1.5))
            horizontalAlignment: Text.AlignHCenter
        }
        Prose {
            id: named

            objectName: "overhead.words"
            head: true
            width: parent.width
            text: root.noted ? root.information.headline
                : root.information.building ? root.session.day
                : Words.of(root.office.lost ? "serving.unknown" : "serving.none")
            font.pixelSize: !root.across ? Theme.title * 1.4 : Theme.heading
            topPadding: Math.ceil(font.pixelSize * 0.16)
            horizontalAlignment: root.noted ? Text.AlignLeft : Text.AlignHCenter
        }
    }
}
