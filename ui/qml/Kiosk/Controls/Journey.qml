pragma ComponentBehavior: Bound
import QtQuick

// Where something stands on its way: stations in a line, those behind it with a tick.
Row {
    id: root

    required property list<string> stations
    required property int passed  // how many lie behind
    readonly property real stretch: width / Math.max(1, stations.length)

    Repeater {
        model: root.stations

        Item {
            id: station

            required property string modelData
            required property int index
            readonly property bool done: index < root.passed

            width: root.stretch
            height: words.y + words.height

            Rectangle {
                visible: station.index > 0
                x: -(root.stretch - dot.width) / 2
                y: (dot.height - height) / 2
                width: root.stretch - dot.width
                height: Math.max(2, Theme.air(0.8))
                color: station.done ? Theme.success : Theme.line
            }
            Rectangle {
                id: dot

                width: Theme.air(12)
                height: width
                radius: width / 2
                color: station.done ? Theme.success : Theme.surface
                border.width: 2 * Theme.border
                border.color: station.done ? Theme.success : Theme.line
                anchors.horizontalCenter: parent.horizontalCenter

                KIcon {
                    anchors.centerIn: parent
                    visible: station.done
                    side: parent.width * 0.66
                    text: Icons.check
                    color: Theme.successInk
                }
            }
            KText {
                id: words

                y: dot.height + Theme.air(2)
                width: parent.width - Theme.air(3)
                anchors.horizontalCenter: parent.horizontalCenter
                text: station.modelData
                strong: station.done
                font.pixelSize: Theme.caption
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
