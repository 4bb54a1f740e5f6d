import QtQuick

// A box to tick, with what it means beside it.
Pressable {
    id: root

    property string detail: ""
    property bool chosen: false

    implicitHeight: Math.max(Theme.target, words.height + 2 * Theme.air(4))
    face: chosen ? Theme.tint : Theme.surface
    edge: chosen ? Theme.primaryText : Theme.line
    edgeWidth: chosen ? 2 * Theme.border : Theme.border
    Accessible.role: Accessible.CheckBox
    Accessible.checked: chosen
    Accessible.description: detail

    Rectangle {
        id: box

        width: Theme.sign(10)
        height: width
        radius: Theme.air(1.5)
        x: Theme.air(7)
        anchors.verticalCenter: parent.verticalCenter
        color: root.chosen ? Theme.primary : Theme.surface
        border.width: Theme.border
        border.color: root.chosen ? Theme.primary : Theme.line

        KIcon {
            anchors.centerIn: parent
            visible: root.chosen
            side: box.width * 0.8
            text: Icons.check
            color: Theme.primaryInk
        }
    }
    Column {
        id: words

        anchors {
            left: box.right; leftMargin: Theme.air(5)
            right: parent.right; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }

        Prose {
            width: parent.width
            text: root.label
            strong: true
            Accessible.ignored: true
        }
        Prose {
            visible: text !== "" && !Theme.roomy
            width: parent.width
            text: root.detail
            color: root.chosen ? Theme.ink : Theme.inkSoft
            font.pixelSize: Theme.caption
            Accessible.ignored: true
        }
    }
}
