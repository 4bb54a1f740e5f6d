import QtQuick

// One short fact with its icon: "12 người đang chờ".
Row {
    id: root

    property string icon: ""
    property string text: ""
    property color ink: Theme.ink
    property int pixelSize: Theme.body
    property real side: Math.max(Theme.air(8), pixelSize * 1.05)
    property bool strong: false
    // Width on one line; a caller may cap it.
    readonly property real measured: Math.ceil(side + spacing + words.natural) + 3

    spacing: Theme.air(3)

    // The row sets the place of what stands in it, so the icon stands in something.
    Item {
        id: sign

        width: root.side
        height: Math.max(root.side, words.height)

        KIcon {
            side: root.side
            text: root.icon
            color: root.ink
            // beside the first line, however many there are
            y: Math.max(0, (words.height / words.lineCount - height) / 2)
        }
    }
    Prose {
        id: words

        // A sign higher than a line stands beside the middle of the only one.
        topPadding: natural > width ? 0 : Math.max(0, (root.side - 1.43 * font.pixelSize) / 2)
        text: root.text
        color: root.ink
        font.pixelSize: root.pixelSize
        strong: root.strong
        width: Math.min(Math.ceil(natural) + 2, root.width - sign.width - root.spacing)
    }
}
