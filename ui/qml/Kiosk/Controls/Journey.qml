pragma ComponentBehavior: Bound
import QtQuick

// Where something stands on its way: stations in a line, those behind it with a tick; `upright` below
// each other in a card, with what each is called beside it.
Grid {
    id: root

    required property list<string> stations
    required property int passed  // how many lie behind
    property bool upright: false
    readonly property int count: Math.max(1, stations.length)
    readonly property real stretch: upright ? height / count : width / count
    // Upright: what its stations need.
    readonly property real least: {
        let tall = Theme.air(16);
        for (let i = 0; i < line.count; i++)
            tall = Math.max(tall, ((line.itemAt(i) as Station)?.told ?? 0) + Theme.air(4));
        return count * tall;
    }

    columns: upright ? 1 : count

    component Station: Item {
        id: station

        required property string modelData
        required property int index
        readonly property bool done: index < root.passed
        readonly property real told: words.height

        width: root.upright ? root.width : root.stretch
        height: root.upright ? root.stretch : words.y + words.height

        Rectangle {
            readonly property real thick: Math.max(2, Theme.air(0.8))

            visible: station.index > 0
            x: root.upright ? dot.x + (dot.width - width) / 2 : -(root.stretch - dot.width) / 2
            y: root.upright ? -(root.stretch - dot.height) / 2 : (dot.height - height) / 2
            width: root.upright ? thick : root.stretch - dot.width
            height: root.upright ? root.stretch - dot.height : thick
            color: station.done ? Theme.success : Theme.line
        }
        Rectangle {
            id: dot

            x: root.upright ? 0 : (station.width - width) / 2
            y: root.upright ? (station.height - height) / 2 : 0
            width: Theme.air(12)
            height: width
            radius: width / 2
            color: station.done ? Theme.success : Theme.surface
            border.width: 2 * Theme.border
            border.color: station.done ? Theme.success : Theme.line

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

            x: root.upright ? dot.width + Theme.air(4) : Theme.air(1.5)
            y: root.upright ? (station.height - height) / 2 : dot.height + Theme.air(2)
            width: root.upright ? station.width - x : station.width - Theme.air(3)
            text: station.modelData
            strong: station.done
            font.pixelSize: root.upright && !Theme.roomy ? Theme.body : Theme.caption
            horizontalAlignment: root.upright ? Text.AlignLeft : Text.AlignHCenter
        }
    }

    Repeater {
        id: line

        model: root.stations

        Station {}
    }
}
