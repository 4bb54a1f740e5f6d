import QtQuick
import Kiosk.Controls

// A line of people who wait: what for, and at the right how many, as on a board of departures.
Card {
    id: root

    required property string label
    required property string count
    required property bool empty  // nobody waits
    readonly property real inset: Theme.air(Theme.roomy ? 5 : 7)
    readonly property bool beside: many.implicitWidth <= 0.42 * width

    implicitHeight: (beside ? Math.max(name.height, many.height) : name.height + many.height + Theme.air(1))
        + 2 * Theme.air(Theme.roomy ? 3 : 5)

    Prose {
        id: name

        head: true
        x: root.inset
        y: root.beside ? (root.height - height) / 2 : (root.height - height - many.height - Theme.air(1)) / 2
        width: root.width - 2 * x - (root.beside ? many.implicitWidth + Theme.gap : 0)
        text: root.label
        font.pixelSize: Theme.roomy ? Theme.body : Theme.heading
        topPadding: Math.ceil(font.pixelSize * 0.12)
    }
    KText {
        id: many

        head: !root.empty
        x: root.beside ? root.width - width - root.inset : root.inset
        y: root.beside ? (root.height - height) / 2 : name.y + name.height + Theme.air(1)
        text: root.count
        color: root.empty ? Theme.inkSoft : Theme.primaryText
        font.pixelSize: root.empty || Theme.roomy ? Theme.body : Theme.title
        topPadding: 0
    }
}
