import QtQuick

// A button with a word on it; `primary` for the one main action of a page.
Pressable {
    id: root

    property bool primary: false
    property string icon: ""
    property int pixelSize: Theme.deed
    property bool bare: false  // its icon says it; the word is for a voice
    readonly property color inkColor: primary ? Theme.primaryInk : Theme.ink

    implicitHeight: Math.max(Theme.target, bare ? 0 : row.implicitHeight + Theme.pad)
    implicitWidth: bare ? implicitHeight : Math.ceil(words.natural) + 2 + 2 * Theme.pad + beside
    readonly property real beside: icon === "" ? 0 : Theme.icon + row.spacing
    face: primary ? Theme.primary : Theme.surface
    facePressed: primary ? Qt.darker(Theme.primary, 1.25) : Theme.tint
    edge: primary ? Theme.primary : Theme.line

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit * 1.5

        KIcon {
            visible: root.icon !== ""
            text: root.icon
            color: root.inkColor
            anchors.verticalCenter: parent.verticalCenter
        }
        Prose {
            id: words

            visible: !root.bare
            head: true
            text: root.label
            font.pixelSize: root.pixelSize
            color: root.inkColor
            topPadding: Math.ceil(font.pixelSize * 0.25)
            bottomPadding: topPadding / 2
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(Math.ceil(natural) + 2, root.width - 2 * Theme.pad - root.beside)
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
