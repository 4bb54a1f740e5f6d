pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// What the camera sees, in a frame whose corners turn green when a page lies in it whole; says so
// when it sees nothing.
Item {
    id: root

    required property Camera camera
    property bool outline: false    // the edge of a page is looked for and drawn
    property bool card: false       // a card's outline shows where it is held and which side is up
    property bool told: false       // the page itself says what is wrong with the camera
    property bool high: false       // the frame stands at the top of its place, not in its middle
    readonly property real tall: frame.height
    readonly property color marks: outline && camera.whole ? "#7BE8B0" : "#FFFFFF"

    Accessible.role: Accessible.Graphic
    Accessible.name: Words.of("filing.scan_lead")

    Timer {
        interval: 110
        running: root.visible
        repeat: true
        triggeredOnStart: true
        onTriggered: root.camera.look(root.outline)
    }
    Rectangle {
        id: frame

        readonly property real rim: Theme.air(2)
        // Height over width of what the camera sees; it stays while the next frame is unpacked.
        property real shape: 0
        readonly property real wanted: shape > 0 && root.camera.picture !== ""
            ? (root.width - 2 * rim) * shape + 2 * rim : root.height

        width: root.width
        height: Math.min(root.height, Math.ceil(wanted))
        y: root.high ? 0 : (root.height - height) / 2
        color: Theme.name === "contrast" ? "#000000" : "#101828"
        radius: Theme.corner
        border.width: Theme.name === "contrast" ? Theme.border : 0
        border.color: Theme.line

        Image {
            id: picture

            anchors.fill: parent
            anchors.margins: frame.rim
            source: root.visible ? root.camera.picture : ""
            cache: false
            fillMode: Image.PreserveAspectFit
            onSourceSizeChanged: {
                if (sourceSize.width > 0)
                    frame.shape = sourceSize.height / sourceSize.width;
            }
            Accessible.ignored: true
        }
        Item {
            id: sight

            visible: root.camera.picture !== "" && frame.shape > 0
            width: Math.min(picture.width, picture.height / Math.max(0.1, frame.shape))
            height: width * frame.shape
            anchors.centerIn: picture

            // Four corners: what shall be read lies between them.
            Repeater {
                model: 4

                Item {
                    id: corner

                    required property int index
                    readonly property real thick: Math.max(3, Theme.air(1.4))

                    x: index % 2 ? sight.width - width - 2 * thick : 2 * thick
                    y: index > 1 ? sight.height - height - 2 * thick : 2 * thick
                    width: Math.min(Theme.air(18), sight.height / 5)
                    height: width

                    Rectangle {
                        width: parent.width
                        height: corner.thick
                        y: corner.index > 1 ? parent.height - height : 0
                        color: root.marks
                    }
                    Rectangle {
                        width: corner.thick
                        height: parent.height
                        x: corner.index % 2 ? parent.width - width : 0
                        color: root.marks
                    }
                }
            }
            // A card as large as it should be seen, its code at the top right; it comes in from below.
            Rectangle {
                id: held

                readonly property real home: (sight.height - height) / 2
                property real away: 0

                objectName: "camera.held"
                visible: root.card
                width: Math.min(sight.width * 0.56, sight.height * 0.56 * 1.585)  // ISO/IEC 7810 ID-1
                height: width / 1.585
                x: (sight.width - width) / 2
                y: home + away * sight.height * 0.3
                opacity: 1 - away
                radius: width * 0.04
                color: "transparent"
                border.width: Math.max(3, Theme.air(1))
                border.color: "#FFFFFF"

                KIcon {
                    side: parent.height * 0.4
                    text: Icons.about("code")
                    color: "#FFFFFF"
                    anchors { right: parent.right; top: parent.top; margins: parent.height * 0.08 }
                }
                Rectangle {
                    x: parent.height * 0.1
                    y: parent.height * 0.42
                    width: parent.height * 0.34
                    height: parent.height * 0.46
                    radius: held.radius / 2
                    color: "transparent"
                    border.width: held.border.width / 2
                    border.color: "#FFFFFF"
                }
                SequentialAnimation on away {
                    running: root.card && root.visible && Theme.animated
                    loops: Animation.Infinite

                    NumberAnimation { from: 1; to: 0; duration: 900; easing.type: Easing.OutCubic }
                    PauseAnimation { duration: 4000 }
                }
            }
        }
        Column {
            visible: root.camera.picture === ""
            anchors.centerIn: parent
            width: parent.width - Theme.air(20)
            spacing: Theme.air(4)

            KIcon {
                visible: root.camera.fault !== "" && !root.told && none.height + height + parent.spacing + 2 * Theme.air(8) <= frame.height
                side: Theme.air(22)
                text: Icons.attention
                color: "#FFFFFF"
                anchors.horizontalCenter: parent.horizontalCenter
            }
            Prose {
                id: none

                objectName: "camera.none"
                width: parent.width
                font.pixelSize: Theme.roomy ? Theme.body : Theme.body * 1.25
                text: Words.of(root.camera.fault !== "" && !root.told ? root.camera.fault : "filing.camera_waiting")
                color: "#FFFFFF"
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
