pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Six digits, shown as dots. The sixth has them looked at.
Item {
    id: root

    required property StaffScreen staff

    readonly property real key: Theme.mm(30)
    readonly property bool beside: !Theme.portrait

    Column {
        id: words

        x: Theme.margin
        y: root.beside ? (root.height - height) / 2 : Math.max(Theme.mm(16), (root.height - height - pad.height - Theme.air(14)) * 0.38)
        width: root.beside ? root.width / 2 - 2 * Theme.margin : root.width - 2 * Theme.margin
        spacing: Theme.air(8)

        KText {
            objectName: "title"
            head: true
            width: parent.width
            text: Words.named("staff_screen.pin_title", root.staff.who)
            font.pixelSize: Theme.title
            horizontalAlignment: Text.AlignHCenter
        }
        Row {
            spacing: Theme.air(5)
            anchors.horizontalCenter: parent.horizontalCenter

            Repeater {
                model: 6

                Rectangle {
                    required property int index

                    width: Theme.air(9)
                    height: width
                    radius: width / 2
                    color: index < root.staff.digits ? Theme.primary : Theme.surface
                    border.width: Theme.border
                    border.color: Theme.line
                }
            }
        }
        KText {
            objectName: "staff.note"
            width: parent.width
            text: root.staff.waitS > 0 ? Words.counted("staff_screen.pin_wait", root.staff.waitS)
                : root.staff.digits === 6 ? Words.of("staff_screen.pin_looking")
                : Words.of(root.staff.note === "" ? "staff_screen.pin_lead" : "staff_screen.pin_wrong")
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Flow {
        id: pad

        width: 3 * root.key * 1.25 + 2 * spacing
        spacing: Theme.air(4)
        enabled: root.staff.waitS === 0
        opacity: enabled ? 1 : 0.5
        x: root.beside ? root.width * 0.75 - width / 2 : (root.width - width) / 2
        y: root.beside ? (root.height - height) / 2 : words.y + words.height + Theme.air(14)

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "back"]

            Item {
                id: place

                required property string modelData

                // the zero is as wide as two: no hole beside it
                width: root.key * (modelData === "0" ? 2.5 : 1.25) + (modelData === "0" ? pad.spacing : 0)
                height: root.key

                Pressable {
                    objectName: "pin." + place.modelData
                    anchors.fill: parent
                    label: place.modelData === "back" ? Words.of("staff_screen.pin_back") : place.modelData
                    onClicked: root.staff.press(place.modelData)

                    KIcon {
                        visible: place.modelData === "back"
                        anchors.centerIn: parent
                        side: Theme.air(11)
                        text: Icons.backspace
                    }
                    KText {
                        visible: place.modelData !== "back"
                        anchors.centerIn: parent
                        head: true
                        text: place.modelData
                        font.pixelSize: Theme.title
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
