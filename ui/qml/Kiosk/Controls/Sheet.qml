import QtQuick

// A sheet over the page, which stays where it is. Touching beside it closes it.
Item {
    id: root

    property string title: ""
    property string closeLabel: ""
    default property alias content: body.data
    signal closed

    MouseArea {
        anchors.fill: parent
        onClicked: root.closed()

        Rectangle {
            anchors.fill: parent
            color: "#000000"
            opacity: 0.45
        }
    }
    Rectangle {
        id: sheet

        // What stands on it, without the air between; where words are large, air is what is left.
        readonly property real filled: {
            let sum = heading.height + close.height;
            for (const each of body.children)
                sum += each.visible ? each.height : 0;
            return sum;
        }
        readonly property int gaps: body.visibleChildren.length + 1
        readonly property real spare: (root.height - Theme.below - filled) / (gaps + 3)
        readonly property real inset: Theme.tight ? Math.max(Theme.air(4), Math.min(Theme.air(8), spare)) : Theme.air(10)
        readonly property real between: !Theme.roomy ? Theme.air(6)
            : Math.max(Theme.air(Theme.tight ? 3 : 4), Math.min(Theme.air(6), spare))

        width: Theme.portrait ? parent.width : Math.min(parent.width - 2 * Theme.margin, Theme.mm(Theme.roomy ? 440 : 300))
        height: column.implicitHeight + 2 * inset
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.below }
        color: Theme.ground
        radius: Theme.corner
        border.width: Theme.border
        border.color: Theme.line

        MouseArea { anchors.fill: parent }
        Column {
            id: column

            anchors { fill: parent; margins: sheet.inset }
            spacing: body.spacing

            Prose {
                id: heading

                objectName: "sheetTitle"
                width: parent.width
                head: true
                text: root.title
                font.pixelSize: Theme.title
            }
            Column {
                id: body

                width: parent.width
                spacing: sheet.between
            }
            KButton {
                id: close

                objectName: "sheet.close"
                width: parent.width
                label: root.closeLabel
                onClicked: root.closed()
            }
        }
    }
}
