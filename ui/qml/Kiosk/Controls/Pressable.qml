import QtQuick

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

    Rectangle {
        visible: root.activeFocus
        anchors.fill: parent
        anchors.margins: -6
        radius: root.radius + 6
        color: "transparent"
        border.width: 4
        border.color: Theme.focus
    }

    Rectangle {
        id: inside

        anchors.fill: parent
        radius: root.radius
        color: root.pressed ? root.facePressed : root.face
        border.width: root.edgeWidth
        border.color: root.edge
        scale: root.pressed ? 0.98 : 1
    }

    MouseArea {
        id: touch

        anchors.fill: parent
        onClicked: root.clicked()
    }
}
