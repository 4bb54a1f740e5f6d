import QtQuick

// What is asked, said in the middle of its place: a sign, about whom, and what helps to answer.
// The words come first: where they leave no room for it, the sign stays away.
Saying {
    id: root

    property string icon: ""
    property string head: ""
    property string body: ""
    property bool ample: false  // a large card of its own: larger words
    readonly property real inset: Theme.air(6)

    least: Math.ceil(words.height) + 2 * inset

    Column {
        id: column

        anchors.centerIn: parent
        width: parent.width - 2 * root.inset
        spacing: Theme.air(4)

        Rectangle {
            visible: root.least + height + column.spacing <= root.height
            width: Theme.air(34)
            height: width
            radius: width / 2
            color: Theme.tint
            anchors.horizontalCenter: parent.horizontalCenter

            KIcon {
                anchors.centerIn: parent
                side: parent.width * 0.56
                text: root.icon
                color: Theme.primaryText
            }
        }
        Column {
            id: words

            width: parent.width
            spacing: Theme.air(2)

            Prose {
                objectName: "asked.head"
                visible: text !== ""
                width: parent.width
                text: root.head
                head: true
                font.pixelSize: root.ample ? Theme.title : Theme.heading
                horizontalAlignment: Text.AlignHCenter
            }
            Prose {
                objectName: "asked.body"
                visible: text !== ""
                width: parent.width
                text: root.body
                color: Theme.inkSoft
                font.pixelSize: root.ample ? Theme.body * 1.25 : Theme.body
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
