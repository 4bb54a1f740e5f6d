import QtQuick

// Something to know, with an icon and words: amber, or green when all is well; never red, never
// by colour alone.
Rectangle {
    id: root

    property string icon: Icons.attention
    property string text: ""
    property int pixelSize: Theme.body
    property bool good: false
    readonly property color ink: good ? Theme.successInk : Theme.noticeInk

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    color: good ? Theme.success : Theme.notice
    radius: Theme.corner
    border.width: Theme.border
    border.color: Theme.name === "contrast" ? Theme.line : good ? Theme.success : Qt.darker(Theme.notice, 1.3)
    implicitHeight: words.implicitHeight + 2 * Theme.air(4)

    KIcon {
        id: sign

        text: root.icon
        color: root.ink
        anchors { left: parent.left; leftMargin: Theme.air(6); verticalCenter: parent.verticalCenter }
    }
    Prose {
        id: words

        text: root.text
        font.pixelSize: root.pixelSize
        Accessible.name: ""  // the band says it
        color: root.ink
        anchors {
            left: sign.right; leftMargin: Theme.air(4)
            right: parent.right; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }
    }
}
