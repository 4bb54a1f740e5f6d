pragma ComponentBehavior: Bound
import QtQuick

// What happens next: a few short lines in order.
Column {
    id: root

    required property list<string> lines
    property color marker: Theme.primaryText
    property int pixelSize: Theme.body

    spacing: Theme.air(Theme.roomy ? 2 : 4)

    Repeater {
        model: root.lines

        Item {
            id: step

            required property string modelData
            required property int index

            width: root.width
            height: Math.max(dot.height, words.height)

            Rectangle {
                id: dot

                width: Math.max(Theme.air(9), root.pixelSize * 1.7)
                height: width
                radius: width / 2
                color: "transparent"
                border.width: Theme.border
                border.color: root.marker

                KText {
                    anchors.centerIn: parent
                    text: step.index + 1
                    font.pixelSize: root.pixelSize
                    color: root.marker
                    strong: true
                    Accessible.name: ""  // said with the line
                }
            }
            Prose {
                id: words

                text: step.modelData
                font.pixelSize: root.pixelSize
                Accessible.name: step.index + 1 + ". " + text
                anchors { left: dot.right; leftMargin: Theme.air(4); right: parent.right }
                y: lineCount > 1 ? 0 : (step.height - height) / 2
            }
        }
    }
}
