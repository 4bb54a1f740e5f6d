import QtQuick
import Kiosk.Controls

// One of the three replies to a question; chosen shown by mark, colour and thicker edge.
Pressable {
    id: root

    property bool chosen: false

    implicitHeight: Math.max(Theme.target, words.height + Theme.pad)
    face: chosen ? Theme.primary : Theme.surface
    facePressed: chosen ? Qt.darker(Theme.primary, 1.25) : Theme.tint
    edge: chosen ? Theme.primary : Theme.line
    Accessible.role: Accessible.RadioButton
    Accessible.checked: chosen

    Prose {
        id: words

        anchors.centerIn: parent
        width: parent.width - Theme.air(4)
        head: true
        text: (root.chosen ? "✓ " : "") + root.label
        color: root.chosen ? Theme.primaryInk : Theme.ink
        horizontalAlignment: Text.AlignHCenter
        bottomPadding: topPadding / 2
        Accessible.ignored: true
    }
}
