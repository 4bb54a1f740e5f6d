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
    readonly property real kept: App.session.big ? 0 : docked ? Theme.air(typing.layout !== "letters" ? 30 : Theme.roomy ? 90 : 60)
        : tall && !block ? 1.5 * field.letters : 0  // a second line moves no key
    property bool tall: false  // across: nothing stands above the field, and the keys may grow
    property real told: 0  // height of words that always stand in `room`, with the air below them
    readonly property real taken: (Theme.portrait ? least + 2 * Theme.air(4) : Theme.air(2)) + warned
    // What is amiss with what was typed stands at the field: above a low one, else below it.
    property string problem: ""
    // Across, the largest words have the whole width for it: on one line.
    readonly property bool lined: Theme.tight && problem !== ""
    readonly property real aside: lined ? field.height + Theme.air(2) + warned : 0
    readonly property real warned: problem === "" ? 0 : wrong.height + Theme.air(docked ? 4 : 2)
    readonly property real spare: height - field.lowest - keys.lowest - taken  // for such words, at most
    // Across, figures are one block with their field, as wide as it; all else has the other half.
    readonly property bool block: !Theme.portrait && typing.figures
    // Of the width, for what stands beside the keys across.
    readonly property real beside: Theme.portrait ? 0
        : block ? width - Theme.gap - Math.min(Math.round((width - Theme.gap) / 2), Theme.mm(190)) : Math.round(width * 0.26)
    readonly property real across: Theme.portrait ? width : width - beside - Theme.gap
    // Width of both, which no height of what stands in them can change.
    readonly property real span: Theme.portrait ? width : beside
    readonly property rect foot: Theme.portrait ? Qt.rect(0, keys.y - Theme.air(4) - least, width, least)
        : Qt.rect(across + Theme.gap, 0, beside, height)
    readonly property rect room: docked ? Qt.rect(0, 0, width, field.y - Theme.air(4) - warned) : Theme.portrait
        ? Qt.rect(0, field.height + warned + Theme.air(4), width, keys.y - field.height - warned - 2 * Theme.air(4))
        : Qt.rect(across + Theme.gap, aside, beside, height - aside)

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
    Banner {
        id: wrong

        objectName: "filing.problem"
        visible: text !== ""
        width: root.lined ? root.width : root.across
        y: root.docked ? field.y - Theme.air(4) - height : field.height + Theme.air(2)
        icon: Icons.attention
        pixelSize: Theme.brief || !Theme.portrait ? Theme.caption : Theme.body
        text: root.problem
    }
    Keyboard {
        id: keys

        width: root.across
        y: root.height - height
        typing: root.typing
        roomy: root.docked || root.tall || root.block
        whole: root.block
        most: root.height - field.height - root.taken - root.kept - root.told
    }
}
