import QtQuick

// A quiet sheet for things to read.
Rectangle {
    color: Theme.surface
    radius: Theme.corner
    border.width: Theme.name === "contrast" ? Theme.border : Math.max(1, Theme.air(0.25))
    border.color: Theme.hairline
}
