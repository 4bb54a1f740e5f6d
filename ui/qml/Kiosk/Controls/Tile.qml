import QtQuick

// A way into the product: icon, what it is called, what one gets.
Pressable {
    id: root

    property string icon: ""
    property string helper: ""
    readonly property bool stacked: Theme.size >= 2 && Theme.portrait || Theme.roomy

    implicitHeight: Math.max(Theme.mm(30), words.height + 2 * Theme.pad
        + (stacked ? sign.height + Theme.mm(2) : 0))

    Rectangle {
        id: sign

        readonly property real margin: Theme.pad
        width: Theme.mm(root.stacked ? 17 : 20)
        height: width
        radius: Theme.corner
        color: root.pressed ? "transparent" : Theme.tint
        x: margin
        y: root.stacked ? (root.height - height - Theme.mm(2) - words.height) / 2 : (root.height - height) / 2

        KIcon {
            anchors.centerIn: parent
            side: Theme.mm(root.stacked ? 12 : 14)
            text: root.icon
            color: Theme.primaryText
        }
    }
    Column {
        id: words

        x: root.stacked ? sign.margin : sign.x + sign.width + Theme.mm(5)
        y: root.stacked ? sign.y + sign.height + Theme.mm(2) : (root.height - height) / 2
        width: root.width - x - Theme.mm(4)
        spacing: Theme.mm(1)

        KText {
            head: true
            width: parent.width
            text: root.label
            topPadding: Math.ceil(font.pixelSize * (root.stacked ? 0.25 : 0.12))
            Accessible.ignored: true
        }
        KText {
            visible: !Theme.roomy && text !== ""
            width: parent.width
            text: root.helper
            color: Theme.inkSoft
        }
    }
}
