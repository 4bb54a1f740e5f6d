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
    property bool narrow: true
    property bool hinted: true
    readonly property real inset: Theme.roomy ? Theme.air(5) : Theme.air(7)

    readonly property bool nobody: open && !taking && waiting === 0  // said quietly, as in a queue's rows

    // Height of a row with its name at the left and its state at the right.
    readonly property real wanted: Math.max(words.height, state.height) + Theme.air(4)

    objectName: "service." + serviceId
    label: title
    face: open ? Theme.surface : Theme.ground
    edge: taking ? Theme.primaryText : open ? Theme.line : Theme.hairline
    edgeWidth: taking ? 2 * Theme.border : Theme.border

    Column {
        id: words

        x: root.inset
        y: root.narrow ? root.inset - Theme.air(Theme.roomy ? 3 : 1) : (root.height - height) / 2
        width: root.width - 2 * root.inset - (root.narrow ? 0 : state.width + Theme.air(4))
        spacing: Theme.air(1.5)

        Prose {
            id: name

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
    Fact {
        id: state

        // On one line beside a short name.
        readonly property real beside: root.width - 2 * root.inset - Theme.air(6) - Math.ceil(name.natural)
        readonly property real room: root.narrow ? root.width - 2 * root.inset
            : !root.hinted && measured <= beside ? beside
            // Two lines rather than three, as long as the name keeps half of the card.
            : Math.max(root.width * 0.4, Math.min(root.width * 0.48, measured * 0.68))

        width: root.narrow ? room : Math.min(room, measured)
        x: root.width - width - root.inset
        y: root.narrow ? root.height - height - root.inset + Theme.air(Theme.roomy ? 2 : 0)
            : (root.height - height) / 2
        pixelSize: Theme.body * (Theme.roomy || root.nobody || Theme.scale < 1 ? 1 : 1.15)
        ink: root.open && !root.nobody ? Theme.primaryText : Theme.inkSoft
        strong: !root.nobody
        icon: root.taking ? Icons.time : !root.open ? Icons.attention : Icons.people
        visible: root.taking || !root.open || root.counted
        text: root.taking ? Words.of("services.taking")
            : !root.open ? Words.of("services.closed")
            : Words.counted(root.nobody ? "services.nobody" : "services.waiting", root.waiting)
                + (root.wait === "" ? "" : ", " + root.wait)
    }
}
