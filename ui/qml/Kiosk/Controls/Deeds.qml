import QtQuick

// What can be done on a page: one primary deed, perhaps a second. Below in portrait, at the right
// in landscape, where height is scarce; always at the bottom right. The rest of the page stands
// in `room`.
Item {
    id: root

    property string primary: ""
    property string primaryName: "primary"
    property string secondary: ""
    property string secondaryName: "secondary"
    property bool secondaryEnabled: true
    signal done
    signal doneOther

    readonly property bool hasFirst: primary !== ""
    readonly property bool hasSecond: secondary !== ""
    readonly property bool any: hasFirst || hasSecond
    readonly property bool both: hasFirst && hasSecond
    property real share: Theme.tight ? 0.29 : 0.26  // of the width, across
    readonly property real beside: Theme.portrait || !any ? 0 : Math.round(width * share)
    readonly property real wide: !Theme.portrait ? beside : both ? (width - Theme.gap) / 2 : width
    // Side by side they are equally tall.
    readonly property real tall: Math.max(hasFirst ? first.implicitHeight : 0,
                                          hasSecond ? second.implicitHeight : 0)
    readonly property rect room: !any ? Qt.rect(0, 0, width, height)
        : Theme.portrait ? Qt.rect(0, 0, width, height - tall - Theme.air(4))
        : Qt.rect(0, 0, width - beside - Theme.gap, height)

    // In landscape: where a button above these stands, in the coordinates of this item. Its
    // height is its own; the rectangle says left, bottom and width.
    readonly property rect above: Theme.portrait || !any ? Qt.rect(0, 0, 0, 0)
        : Qt.rect(width - beside, (hasSecond ? second.y : first.y) - Theme.gap, beside, 0)

    KButton {
        id: first

        objectName: root.primaryName
        visible: root.hasFirst
        primary: true
        label: root.primary
        width: root.wide
        height: Theme.portrait ? root.tall : implicitHeight
        x: root.width - width
        y: root.height - height
        onClicked: root.done()
    }
    KButton {
        id: second

        objectName: root.secondaryName
        visible: root.hasSecond
        enabled: root.secondaryEnabled
        label: root.secondary
        width: root.wide
        height: Theme.portrait ? root.tall : implicitHeight
        x: root.both && Theme.portrait ? 0 : root.width - width
        y: root.both && !Theme.portrait ? first.y - height - Theme.gap : root.height - height
        onClicked: root.doneOther()
    }
}
