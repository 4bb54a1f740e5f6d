pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Nobody is there: the whole page is one button.
Item {
    id: root

    required property Session session
    required property Office office

    Pressable {
        objectName: "attract.begin"
        anchors.fill: parent
        face: Theme.ground
        facePressed: Theme.tint
        edgeWidth: 0
        radius: 0
        label: Words.of("attract.touch")
        onClicked: root.session.begin()
    }
    Column {
        id: greeting

        readonly property real room: root.height - foot.height - foot.anchors.bottomMargin

        x: Theme.margin
        y: Math.max(Theme.margin, (room - height) / 2)
        width: root.width - 2 * Theme.margin
        spacing: Theme.mm(Theme.portrait ? 12 : 7)

        Rectangle {
            id: halo

            visible: !Theme.tight

            width: Theme.mm(Theme.roomy ? 64 : Theme.portrait ? 100 : 54)
            height: width
            radius: width / 2
            color: Theme.tint
            anchors.horizontalCenter: parent.horizontalCenter

            Rectangle {
                id: disc

                anchors.centerIn: parent
                width: parent.width * 0.7
                height: width
                radius: width / 2
                color: Theme.primary

                KIcon {
                    anchors.centerIn: parent
                    side: parent.width * 0.6
                    text: Icons.touch
                    font.family: Theme.handFamily
                    color: Theme.primaryInk
                }
            }
            // A slow breath, six seconds long: nothing here may flash.
            SequentialAnimation on scale {
                running: Theme.animated && root.visible
                loops: Animation.Infinite

                NumberAnimation { to: 1.06; duration: 3000; easing.type: Easing.InOutSine }
                NumberAnimation { to: 1.0; duration: 3000; easing.type: Easing.InOutSine }
            }
        }
        KText {
            objectName: "attract.line"
            head: true
            width: parent.width * (Theme.portrait && !Theme.roomy ? 0.9 : 1)
            anchors.horizontalCenter: parent.horizontalCenter
            text: Words.of("attract.touch")
            color: Theme.primaryText
            font.pixelSize: Theme.title * (Theme.roomy ? 1.15 : 1.5)
            horizontalAlignment: Text.AlignHCenter
        }
        KText {
            width: parent.width
            visible: Theme.size < 4
            text: Words.of("attract.what")
            color: Theme.inkSoft
            font.pixelSize: Theme.body * 1.2
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Column {
        id: foot

        anchors {
            left: parent.left; right: parent.right; bottom: parent.bottom
            margins: Theme.margin
        }
        spacing: Theme.gap

        ServingStrip {
            objectName: "serving"
            width: parent.width
            office: root.office
            across: true
            rows: Theme.roomy && Theme.portrait ? 2 : 3
        }
        Row {
            width: parent.width
            spacing: Theme.gap

            KButton {
                objectName: "attract.vi"
                width: (parent.width - Theme.gap) / 2
                label: "Tiếng Việt"
                onClicked: root.session.beginIn("vi")
            }
            KButton {
                objectName: "attract.en"
                width: (parent.width - Theme.gap) / 2
                label: "English"
                onClicked: root.session.beginIn("en")
            }
        }
    }
}
