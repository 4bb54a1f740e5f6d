import QtQuick
import Kiosk.Controls

// One service: its everyday name and how many people wait for it.
Pressable {
    id: root

    required property string serviceId
    required property string title
    required property string hint
    required property int waiting
    required property string wait
    required property bool open
    required property int index
    property bool counted: false
    property bool taking: false
    property bool narrow: true  // its state stands under its name, not beside it
    property bool hinted: true
    property bool level: false  // cards abreast: their states stand on one line, at the foot
    property real lane: state.asked  // beside names: how wide the column of all states is
    readonly property real inset: Theme.roomy ? Theme.air(5) : Theme.air(7)

    readonly property bool nobody: open && !taking && waiting === 0  // said quietly, as in a queue's rows

    readonly property real asked: state.asked
    // Height of a card that has all of its words.
    readonly property real wanted: (narrow ? words.height + between + state.height : Math.max(words.height, state.height))
        + Theme.air(Theme.tight ? 4 : Theme.roomy ? 6 : 9)
    readonly property real between: Theme.air(Theme.roomy ? 1 : 3)

    objectName: "service." + serviceId
    label: title
    face: open ? Theme.surface : Theme.ground
    edge: taking ? Theme.primaryText : open ? Theme.line : Theme.hairline
    edgeWidth: taking ? 2 * Theme.border : Theme.border

    Column {
        id: words

        x: root.inset
        y: !root.narrow ? (root.height - height) / 2
            : root.level ? root.inset - Theme.air(Theme.roomy ? 3 : 1)
            : (root.height - height - root.between - state.height) / 2
        width: root.width - 2 * root.inset - (root.narrow ? 0 : state.width + Theme.air(4))
        spacing: Theme.air(1.5)

        Prose {
            head: true
            width: parent.width
            text: root.title
            color: root.open ? Theme.ink : Theme.inkSoft
            topPadding: Math.ceil(font.pixelSize * 0.16)
            Accessible.ignored: true
        }
        Prose {
            visible: root.hinted
            width: parent.width
            text: root.hint
            color: Theme.inkSoft
        }
    }
    // How many wait, and how long: a column of its own, the same in all rows.
    Column {
        id: state

        readonly property real asked: Math.max(count.measured, wait.visible ? wait.x + Math.ceil(wait.natural) + 3 : 0)

        visible: root.taking || !root.open || root.counted
        width: root.narrow ? root.width - 2 * root.inset : Math.min(root.lane, root.width * 0.5)
        x: root.width - width - root.inset
        y: !root.narrow ? (root.height - height) / 2
            : root.level ? root.height - height - root.inset + Theme.air(Theme.roomy ? 2 : 0)
            : words.y + words.height + root.between

        Fact {
            id: count

            width: parent.width
            pixelSize: Theme.body * (Theme.roomy || root.nobody || Theme.scale < 1 ? 1 : 1.15)
            ink: root.open && !root.nobody ? Theme.primaryText : Theme.inkSoft
            strong: !root.nobody
            icon: root.taking ? Icons.time : !root.open ? Icons.attention : Icons.people
            text: root.taking ? Words.of("services.taking")
                : !root.open ? Words.of("services.closed")
                : Words.counted(root.nobody ? "services.nobody" : "services.waiting", root.waiting)
        }
        Prose {
            id: wait

            visible: root.open && !root.taking && root.wait !== ""
            x: count.side + count.spacing
            width: parent.width - x
            text: root.wait
        }
    }
}
