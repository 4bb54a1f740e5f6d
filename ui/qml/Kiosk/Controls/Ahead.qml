import QtQuick

// What comes next, in a few short lines, with a sign beside them where they leave it room.
Saying {
    id: root

    required property string head
    required property list<string> lines
    property bool ample: false  // beside few rows there is room for larger words
    readonly property bool large: ample && !Theme.roomy
    readonly property bool signed: !Theme.roomy
    readonly property real inset: Theme.air(Theme.roomy ? 5 : 8)

    least: lines.length > 0 ? Math.ceil(words.height) + 2 * Theme.air(8) : 0

    Rectangle {
        id: sign

        visible: root.signed
        x: root.inset
        width: Theme.air(root.large ? 48 : 34)
        height: width
        radius: width / 2
        color: Theme.tint
        anchors.verticalCenter: words.verticalCenter

        KIcon {
            anchors.centerIn: parent
            side: parent.width * 0.56
            text: Icons.way
            color: Theme.primaryText
        }
    }
    Column {
        id: words

        x: root.signed ? sign.x + sign.width + Theme.air(9) : root.inset
        y: Math.round((root.height - height) * 0.45)
        width: root.width - x - root.inset
        spacing: Theme.air(root.large ? 8 : Theme.roomy ? 3 : 5)

        Prose {
            objectName: "ahead.head"
            width: parent.width
            text: root.head
            head: true
            font.pixelSize: root.large ? Theme.title : Theme.roomy ? Theme.body : Theme.heading
        }
        Steps {
            width: parent.width
            lines: root.lines
            pixelSize: root.large ? Theme.body * 1.2 : Theme.body
            spacing: Theme.air(root.large ? 6 : Theme.roomy ? 2 : 4)
        }
    }
}
