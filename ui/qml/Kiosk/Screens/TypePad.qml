import QtQuick
import Kiosk.Core
import Kiosk.Controls

// A field above the keyboard. What else the page has stands in `room`: between the two in
// portrait, beside them in landscape, where the keyboard leaves no height.
Item {
    id: root

    required property Typing typing
    property string placeholder: ""
    property string asked: placeholder
    // Of height that `room` needs upright, between field and keyboard; more is left if the keys are
    // not big.
    property real least: Theme.target
    readonly property real taken: Theme.portrait ? least + 2 * Theme.air(4) : Theme.air(2)
    readonly property real beside: Theme.portrait ? 0 : Math.round(width * 0.26)
    readonly property real across: Theme.portrait ? width : width - beside - Theme.gap
    readonly property rect room: Theme.portrait
        ? Qt.rect(0, field.height + Theme.air(4), width, keys.y - field.height - 2 * Theme.air(4))
        : Qt.rect(across + Theme.gap, 0, beside, height)

    TypedField {
        id: field

        objectName: "field"
        width: root.across
        height: Math.min(implicitHeight, Math.max(lowest, root.height - keys.lowest - root.taken))
        typing: root.typing
        placeholder: root.placeholder
        label: root.asked
    }
    Keyboard {
        id: keys

        width: root.across
        y: root.height - height
        typing: root.typing
        most: root.height - field.height - root.taken
    }
}
