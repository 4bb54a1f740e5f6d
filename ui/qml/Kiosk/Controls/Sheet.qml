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

        readonly property real inset: Theme.air(Theme.tight ? 4 : 10)

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

            KText {
                objectName: "sheetTitle"
                width: parent.width
                head: true
                text: root.title
                font.pixelSize: Theme.title
            }
            Column {
                id: body

                width: parent.width
                spacing: Theme.air(Theme.tight ? 3 : Theme.roomy ? 4 : 6)
            }
            KButton {
                objectName: "sheet.close"
                width: parent.width
                label: root.closeLabel
                onClicked: root.closed()
            }
        }
    }
}
