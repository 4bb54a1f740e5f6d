import QtQuick

// The place of one row of a Paged list; the row finds its data here, as `(parent as PagedRow).entry`.
Loader {
    required property var modelData
    readonly property var entry: modelData
    readonly property bool naming: entry?.mark === "head"
    property bool lone: false  // in its line, all of which it has
    property int sheet: 0
    property int line: 0  // of those on its page, names of groups not counted
}
