import QtQuick
import Kiosk.Core

// Anything that can be touched: acts on release inside, by key, once a press.
Item {
    id: root

    property string label: ""
    property color face: Theme.surface
    property color facePressed: Theme.tint
    property color edge: Theme.line
    property real edgeWidth: Theme.border
    property real radius: Theme.corner
    readonly property bool pressed: touch.pressed && touch.containsMouse
    default property alias content: inside.data
    signal clicked

    onClicked: App.voice.pressed(root)
    activeFocusOnTab: enabled
    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.focusable: enabled
    Accessible.onPressAction: root.clicked()
    Keys.onPressed: event => {
        const act = [Qt.Key_Space, Qt.Key_Return, Qt.Key_Enter].includes(event.key);
        if (act && !event.isAutoRepeat)
            root.clicked();
        event.accepted = act;
    }

    // The focus: 4 px outside, 2 px of light inside it, so that it is seen on every ground. A
    // control as large as the page has its ring inside.
    Rectangle {
        readonly property real out: root.radius > 0 ? 6 : 0

        objectName: "ring"
        visible: root.activeFocus && Theme.keyed
        z: 1
        anchors { fill: parent; margins: -out }
        radius: root.radius + out
        color: "transparent"
        border.width: 4
        border.color: Theme.focus

        Rectangle {
            anchors { fill: parent; margins: 4 }
            radius: Math.max(0, parent.radius - 4)
            color: "transparent"
            border.width: 2
            border.color: Theme.surface
        }
    }

    Rectangle {
        id: inside

        anchors.fill: parent
        radius: root.radius
        color: root.pressed ? root.facePressed : root.face
        border.width: root.edgeWidth
        border.color: root.edge
        scale: root.pressed && Theme.animated ? 0.98 : 1
    }

    MouseArea {
        id: touch

        anchors.fill: parent
        onClicked: root.clicked()
    }
}
