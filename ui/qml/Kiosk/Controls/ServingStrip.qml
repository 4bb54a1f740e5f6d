pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// Numbers being called, newest first. To read, not to touch: no edge, ground of its own.
Rectangle {
    id: root

    required property Office office
    property int rows: 3
    property bool across: false
    property bool titled: across
    property real grown: 1  // to be read from afar
    property int abreast: Theme.roomy && Theme.portrait ? 1 : 3
    // Beside one another on a small panel: smaller numbers, so that there is air between the calls.
    readonly property bool narrow: across && grid.share < (Theme.heading * 3.3 + Theme.body * 3.4) * grown + Theme.gap

    color: Theme.tint
    radius: Theme.corner
    border.width: Theme.name === "contrast" ? Theme.border : 0
    border.color: Theme.hairline
    implicitHeight: column.implicitHeight + 2 * Theme.pad

    Column {
        id: column

        x: Theme.pad
        y: (root.height - height) / 2
        width: root.width - 2 * Theme.pad
        spacing: Theme.air(2)

        Fact {
            visible: root.titled || !root.across && root.height > Theme.body * 5
            width: parent.width
            icon: Icons.call
            text: Words.of("serving.title")
            pixelSize: Theme.body * root.grown
            ink: Theme.inkSoft
        }
        KText {
            visible: (root.office.callCount === 0 || root.office.lost)
                && (root.across || implicitHeight + Theme.air(4) < root.height)
            font.pixelSize: (Theme.roomy ? Theme.caption : Theme.body) * root.grown
            width: parent.width
            text: Words.of(root.office.lost ? "serving.unknown" : "serving.none")
        }
        Grid {
            id: grid

            visible: root.office.callCount > 0 && !root.office.lost
                && (root.across || Theme.heading * 1.7 < root.height)
            columns: root.across ? root.abreast : 1
            readonly property real share: (column.width - (columns - 1) * columnSpacing) / columns

            columnSpacing: Theme.gap
            rowSpacing: Theme.air(1)

            Repeater {
                model: root.office.calls

                Row {
                    id: line

                    required property string number
                    required property string desk
                    required property int index

                    visible: index < root.rows
                    width: grid.share
                    spacing: Theme.air(root.narrow ? 2 : 3)

                    KText {
                        head: true
                        text: line.number
                        color: Theme.primaryText
                        font.pixelSize: Theme.heading * root.grown * (root.across && !root.narrow ? 1.25 : 1)
                        topPadding: 0
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    KText {
                        text: line.desk
                        font.pixelSize: Theme.body * root.grown
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
}
