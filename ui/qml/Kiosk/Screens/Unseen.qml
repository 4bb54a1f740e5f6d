import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Nothing of what is done shows while it is done by keys and voice. A finger that rests brings
// the page back, one that only feels its way does not.
Rectangle {
    color: "#000000"

    MouseArea {
        anchors.fill: parent
        onPressAndHold: App.voice.show()
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.margin
        spacing: Theme.air(8)

        Prose {
            objectName: "unseen.title"
            head: true
            width: parent.width
            text: Words.of("voice.unseen_title")
            color: "#ffffff"
            font.pixelSize: Theme.title
            horizontalAlignment: Text.AlignHCenter
        }
        Prose {
            width: parent.width
            text: Words.of("voice.unseen_body")
            color: "#ffffff"
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
