import QtQuick

// Something to know, in amber with an icon and words: never red, never by colour alone.
Rectangle {
    id: root

    property string icon: Icons.attention
    property string text: ""
    property int pixelSize: Theme.body

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    color: Theme.notice
    radius: Theme.corner
    border.width: Theme.border
    border.color: Theme.name === "contrast" ? Theme.line : Qt.darker(Theme.notice, 1.3)
    implicitHeight: words.implicitHeight + 2 * Theme.air(4)

    KIcon {
        id: sign

        text: root.icon
        color: Theme.noticeInk
        anchors { left: parent.left; leftMargin: Theme.air(6); verticalCenter: parent.verticalCenter }
    }
    KText {
        id: words

        text: root.text
        font.pixelSize: root.pixelSize
        color: Theme.noticeInk
        Accessible.name: ""  // the band says it
        anchors {
            left: sign.right; leftMargin: Theme.air(4)
            right: parent.right; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }
    }
}
