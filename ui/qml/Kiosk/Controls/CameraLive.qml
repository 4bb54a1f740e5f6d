import QtQuick
import Kiosk.Core

// What the camera sees, in a frame; says so when it sees nothing.
Rectangle {
    id: root

    required property Camera camera
    property bool outline: false

    color: Theme.name === "contrast" ? "#000000" : "#101828"
    radius: Theme.corner
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.of("filing.scan_lead")

    Timer {
        interval: 110
        running: root.visible
        repeat: true
        triggeredOnStart: true
        onTriggered: root.camera.look(root.outline)
    }
    Image {
        id: picture

        anchors.fill: parent
        anchors.margins: Theme.air(2)
        source: root.visible ? root.camera.picture : ""
        cache: false
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
    KText {
        objectName: "camera.none"
        visible: root.camera.picture === ""
        anchors.centerIn: parent
        width: parent.width - Theme.mm(20)
        text: Words.of(root.camera.down ? "citizen.camera_down" : "filing.camera_waiting")
        color: "#FFFFFF"
        horizontalAlignment: Text.AlignHCenter
    }
}
