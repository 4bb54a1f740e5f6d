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
        y: root.beside ? (root.height - height) / 2 : Theme.mm(16)
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
    Grid {
        columns: 3
        spacing: Theme.air(4)
        enabled: root.staff.waitS === 0
        opacity: enabled ? 1 : 0.5
        x: root.beside ? root.width * 0.75 - width / 2 : (root.width - width) / 2
        y: root.beside ? (root.height - height) / 2 : words.y + words.height + Theme.air(14)

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"]

            Item {
                id: place

                required property string modelData

                width: root.key * 1.25
                height: root.key

                Pressable {
                    objectName: "pin." + place.modelData
                    visible: place.modelData !== ""
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
