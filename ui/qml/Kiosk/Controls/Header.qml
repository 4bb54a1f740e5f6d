import QtQuick

// The way back and the title of a page.
Row {
    id: root

    property string title: ""
    property int titleSize: Theme.title
    property string backLabel: ""
    signal back

    spacing: Theme.air(6)

    KButton {
        id: button

        objectName: "back"
        icon: Icons.back
        label: root.backLabel
        // Quieter than the title, and the title has the room.
        pixelSize: Math.min(Theme.deed, Theme.body * 1.1)
        bare: Theme.brief
        anchors.verticalCenter: parent.verticalCenter
        onClicked: root.back()
    }
    Prose {
        objectName: "title"
        head: true
        text: root.title
        font.pixelSize: root.titleSize
        topPadding: Math.ceil(font.pixelSize * (Theme.brief ? 0.12 : 0.25))
        width: root.width - button.width - root.spacing
        anchors.verticalCenter: parent.verticalCenter
        bottomPadding: topPadding / 2
    }
}
