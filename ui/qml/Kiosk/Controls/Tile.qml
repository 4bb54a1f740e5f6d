import QtQuick

// A way into the product: icon, what it is called, what one gets.
Pressable {
    id: root

    property string icon: ""
    property string helper: ""
    readonly property bool stacked: Theme.portrait || Theme.roomy
    readonly property real air: Theme.air(Theme.roomy ? 2 : 5)
    // Beside large words the sign is as large as a letter of them, with its ground around it.
    readonly property real plate: Theme.roomy ? Math.max(Theme.mm(18), title.font.pixelSize * 1.35) : Theme.mm(stacked && height > Theme.mm(100) && room > Theme.mm(60) ? 38
        : stacked ? 30 : 24)
    // The name comes first: a sign or a helper that finds no room beside it stays away.
    // In large words all tiles of a page have one, or none: each is taken to have a name of two lines.
    readonly property real room: height - 2 * Theme.air(2)
        - Math.max(title.height, Theme.roomy && stacked ? 3.25 * title.font.pixelSize : 0)
    readonly property bool signed: !Theme.tight && (!stacked || plate + air <= room)
    readonly property bool fits: !Theme.roomy && helper !== ""
        && helperText.implicitHeight + words.spacing <= room - (stacked && signed ? plate + air : 0)

    property bool helped: fits  // a page whose tiles have a helper all, or none, says which

    // Signs of a row of tiles stand level, whether helpers have one line or two.
    readonly property real lacking: helped && helperText.lineCount === 1 && title.lineCount === 1
        ? helperText.implicitHeight : 0

    implicitHeight: Math.max(Theme.mm(24), words.height + 2 * Theme.pad
        + (stacked ? sign.height + root.air : 0))

    Rectangle {
        id: sign

        visible: root.signed
        readonly property real margin: Theme.pad
        width: root.plate
        height: width
        radius: Theme.corner
        color: root.pressed ? "transparent" : Theme.tint
        x: margin
        y: root.stacked ? Math.max(Math.min(Theme.pad, centred), centred - root.lacking / 2) : (root.height - height) / 2
        readonly property real centred: (root.height - height - root.air - words.height) / 2

        KIcon {
            readonly property bool groundless: Theme.name === "contrast"

            // Where its ground cannot be seen, the sign stands over the first letter.
            anchors.centerIn: parent
            anchors.horizontalCenterOffset: groundless && root.stacked ? (width - parent.width) / 2 : 0
            side: root.plate * (groundless ? 0.8 : Theme.roomy ? 0.7 : 0.62)
            text: root.icon
            color: Theme.primaryText
        }
    }
    Column {
        id: words

        x: root.stacked ? sign.margin : sign.x + sign.width + Theme.air(5)
        y: root.stacked && root.signed ? sign.y + sign.height + root.air : (root.height - height) / 2
        width: root.width - x - Theme.air(4)
        spacing: Theme.air(1)

        Prose {
            id: title

            head: true
            width: parent.width
            text: root.label
            topPadding: Math.ceil(font.pixelSize * (root.stacked ? 0.25 : 0.12))
            Accessible.ignored: true
        }
        Prose {
            id: helperText

            visible: root.helped
            width: parent.width
            text: root.helper
            color: Theme.inkSoft
        }
    }
}
