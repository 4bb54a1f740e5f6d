import QtQuick

// The place of one row of a Paged list; the row finds its data here, as `(parent as PagedRow).entry`.
Loader {
    required property var modelData
    readonly property var entry: modelData
    property int sheet: 0
}
