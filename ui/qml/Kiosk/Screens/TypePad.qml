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
    property real least: 0  // of height that `room` needs upright

    readonly property real beside: Theme.portrait ? 0 : Math.round(width * 0.26)
    readonly property real across: Theme.portrait ? width : width - beside - Theme.gap
    readonly property rect room: Theme.portrait
        ? Qt.rect(0, field.height + Theme.air(4), width, keys.y - field.height - 2 * Theme.air(4))
        : Qt.rect(across + Theme.gap, 0, beside, height)

    TypedField {
        id: field

        objectName: "field"
        width: root.across
        height: Math.min(implicitHeight, Theme.portrait ? keys.y - root.least - 2 * Theme.air(4) : keys.y - Theme.air(2))
        typing: root.typing
        placeholder: root.placeholder
        label: root.asked
    }
    Keyboard {
        id: keys

        width: root.across
        y: root.height - height
        typing: root.typing
    }
}
