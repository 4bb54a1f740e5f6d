import QtQuick
import Kiosk.Core
import Kiosk.Controls

// "Is somebody there?" for 30 s, then the page is put away; the same after *Kết thúc* with
// something half done, which can be put aside.
Item {
    id: root

    required property Session session
    required property KeepScreen keep
    property bool leaving: false  // *Kết thúc* was touched with something half done

    function stay() {
        if (root.leaving)
            root.session.closeSheet();
        else
            root.session.stay();
    }

    MouseArea {
        anchors.fill: parent
        onClicked: root.stay()

        Rectangle {
            anchors.fill: parent
            color: "#000000"
            opacity: 0.55
        }
    }
    Rectangle {
        width: Math.min(parent.width - 2 * Theme.margin, Theme.mm(Theme.tight ? 400 : 240))
        height: column.height + 2 * y0
        anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter }
        anchors.verticalCenterOffset: (Theme.above - Theme.below) / 2
        color: Theme.surface
        readonly property real y0: Theme.air(Theme.tight ? 5 : 10)

        radius: Theme.corner
        border.width: Theme.border
        border.color: Theme.line

        Column {
            id: column

            x: Theme.air(10)
            y: parent.y0
            width: parent.width - 2 * x
            spacing: Theme.air(Theme.tight ? 4 : 6)

            Prose {
                objectName: "idle.title"
                head: true
                width: parent.width
                text: Words.of(root.leaving ? "draft.end_title" : "idle.title")
                font.pixelSize: Theme.title
            }
            Prose {
                width: parent.width
                text: Words.of(root.leaving ? "draft.end_body" : "idle.body")
            }
            Rectangle {
                visible: !root.leaving
                width: parent.width
                height: Theme.air(3)
                radius: height / 2
                color: Theme.hairline

                Rectangle {
                    objectName: "idle.bar"
                    width: parent.width * root.session.left
                    height: parent.height
                    radius: height / 2
                    color: Theme.line
                }
            }
            KButton {
                objectName: "idle.stay"
                primary: true
                width: parent.width
                label: Words.of(root.leaving ? "draft.end_stay" : "idle.stay")
                onClicked: root.stay()
            }
            KButton {
                objectName: "idle.keep"
                visible: root.keep.offered
                width: parent.width
                label: Words.of("draft.offer")
                onClicked: root.keep.keep()
            }
            KButton {
                objectName: "idle.end"
                width: parent.width
                label: Words.of("idle.end")
                onClicked: root.session.end()
            }
        }
    }
}
