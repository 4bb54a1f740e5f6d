import QtQuick
import Kiosk.Core
import Kiosk.Controls

// A field above the keyboard. What else the page has stands in `room`: between the two in
// portrait, beside them in landscape, where the keyboard leaves no height. Upright, a `low` field
// lies with what is done in `foot` just above the keys, where the fingers are, and `room` above it.
Item {
    id: root

    required property Typing typing
    property string placeholder: ""
    property string asked: placeholder
    // Of height that `room` needs upright, between field and keyboard; more is left if the keys are
    // not big.
    property real least: Theme.target
    property bool low: false
    readonly property bool docked: low && Theme.portrait
    // Keys grow only into what a few suggestions above the field leave.
    readonly property real kept: docked && !App.session.big ? Theme.air(Theme.roomy ? 90 : 60) : 0
    property real told: 0  // height of words that always stand in `room`, with the air below them
    readonly property real taken: Theme.portrait ? least + 2 * Theme.air(4) : Theme.air(2)
    property real share: 0.26  // of the width, for what stands beside the keys across
    readonly property real beside: Theme.portrait ? 0 : Math.round(width * share)
    readonly property real across: Theme.portrait ? width : width - beside - Theme.gap
    // Width of both, which no height of what stands in them can change.
    readonly property real span: Theme.portrait ? width : beside
    readonly property rect foot: Theme.portrait ? Qt.rect(0, keys.y - Theme.air(4) - least, width, least)
        : Qt.rect(across + Theme.gap, 0, beside, height)
    readonly property rect room: docked ? Qt.rect(0, 0, width, field.y - Theme.air(4)) : Theme.portrait
        ? Qt.rect(0, field.height + Theme.air(4), width, keys.y - field.height - 2 * Theme.air(4))
        : Qt.rect(across + Theme.gap, 0, beside, height)

    TypedField {
        id: field

        objectName: "field"
        y: root.docked ? root.foot.y - Theme.air(4) - height : 0
        width: root.across
        height: Math.min(implicitHeight, Math.max(lowest, root.height - keys.lowest - root.taken - root.told))
        typing: root.typing
        placeholder: root.placeholder
        label: root.asked
    }
    Keyboard {
        id: keys

        width: root.across
        y: root.height - height
        typing: root.typing
        roomy: root.docked
        most: root.height - field.height - root.taken - root.kept - root.told
    }
}
