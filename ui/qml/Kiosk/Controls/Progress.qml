pragma ComponentBehavior: Bound
import QtQuick

// How far along somebody is: one bar for each part of the way, those reached are filled.
Row {
    id: root

    required property int at
    required property int of
    required property string label

    height: Math.max(3, Theme.mm(1.2))
    spacing: Theme.mm(1.5)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: label

    Repeater {
        model: root.of

        Rectangle {
            required property int index

            width: (root.width - (root.of - 1) * root.spacing) / root.of
            height: root.height
            radius: height / 2
            color: index < root.at ? Theme.primaryText : Theme.surface
            border.width: Math.max(1, Theme.border / 2)
            border.color: index < root.at ? Theme.primaryText : Theme.line
        }
    }
}
