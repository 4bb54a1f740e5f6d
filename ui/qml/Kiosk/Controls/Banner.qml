import QtQuick

// Something to know, with an icon and words: amber, or green when all is well; never red, never
// by colour alone. Of several lines the first is the headline.
Rectangle {
    id: root

    property string icon: Icons.attention
    property string text: ""
    property int pixelSize: Theme.body
    property bool good: false
    readonly property color ink: good ? Theme.successInk : Theme.noticeInk
    readonly property int cut: text.indexOf("\n")

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    color: good ? Theme.success : Theme.notice
    radius: Theme.corner
    border.width: Theme.border
    border.color: Theme.name === "contrast" ? Theme.line : good ? Theme.success : Qt.darker(Theme.notice, 1.3)
    implicitHeight: said.height + 2 * Theme.air(4)

    KIcon {
        id: sign

        text: root.icon
        side: root.cut > 0 ? Theme.icon * 1.6 : Theme.icon
        color: root.ink
        anchors { left: parent.left; leftMargin: Theme.air(6); verticalCenter: parent.verticalCenter }
    }
    Column {
        id: said

        spacing: Theme.air(1)
        anchors {
            left: sign.right; leftMargin: Theme.air(root.cut > 0 ? 6 : 4)
            right: parent.right; rightMargin: Theme.air(6)
            verticalCenter: parent.verticalCenter
        }

        Prose {
            visible: root.cut > 0
            head: true
            width: parent.width
            text: root.text.slice(0, root.cut)
            color: root.ink
            topPadding: Math.ceil(font.pixelSize * 0.12)
            Accessible.name: ""
        }
        Prose {
            width: parent.width
            text: root.text.slice(root.cut + 1)
            font.pixelSize: root.pixelSize
            Accessible.name: ""  // the band says it
            color: root.ink
        }
    }
}
