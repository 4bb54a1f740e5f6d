pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// Always the same keys at the same place, on every page.
Rectangle {
    id: root

    required property Session session
    property bool unfinished: false  // a form is half done: ask what becomes of it

    color: Theme.surface
    implicitHeight: Math.max(Theme.target, tallest) + 2 * Theme.air(3)
    property real tallest: 0
    readonly property int count: App.voice.offered ? 5 : 4
    readonly property real side: count > 4 && Theme.scale < 1 ? Theme.air(5) : Theme.margin

    component Deed: Pressable {
        id: key

        property string icon: ""

        width: (root.width - 2 * root.side - (root.count - 1) * keys.spacing) / root.count
        height: root.height - 2 * Theme.air(3)
        edge: Theme.line
        property real wanted: word.implicitHeight + (Theme.tight ? 0 : sign.least + Theme.air(0.5)) + Theme.air(3)
        onWantedChanged: root.tallest = Math.max(wanted, help.wanted, look.wanted, listen.wanted, lang.wanted, end.wanted)

        // Sign above word; beside it where large words need the height.
        Item {
            id: column

            anchors.centerIn: parent
            width: parent.width - Theme.air(root.count > 4 ? 1 : 2)
            implicitHeight: Theme.tight ? word.implicitHeight : sign.height + Theme.air(0.5) + word.implicitHeight
            height: implicitHeight

            KIcon {
                id: sign

                readonly property real start: Math.max(0, (column.width - width - Theme.air(2) - word.implicitWidth) / 2)

                // As large as the word where there is room for both.
                readonly property real room: column.width - Theme.air(2) - word.implicitWidth - 1
                readonly property real least: Math.max(Theme.air(8), Theme.tight ? Math.min(room, word.font.pixelSize * 1.05)
                    : Theme.brief || Theme.reach ? 0 : word.font.pixelSize * 0.8)
                // Larger where a word of one line leaves it height: the key stays as high as it is.
                side: Theme.tight ? least : Math.max(least, Math.min(Theme.air(10.5),
                    Theme.target - 1.43 * word.font.pixelSize - Theme.air(1.5)))
                text: key.icon
                x: Theme.tight ? start : (column.width - width) / 2
                y: Theme.tight ? (column.height - height) / 2 : 0
            }
            KText {
                id: word

                x: Theme.tight ? sign.x + sign.width + Theme.air(2) : 0
                y: Theme.tight ? 0 : sign.height + Theme.air(0.5)
                width: Theme.tight ? Math.min(implicitWidth + 1, column.width - x) : column.width
                text: key.label
                font.pixelSize: Theme.caption
                // Five of the largest words: the lighter ones keep "English" on its key.
                strong: !(root.count > 4 && Theme.portrait && Theme.roomy)
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }

    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.border
        color: Theme.hairline
    }
    Row {
        id: keys

        anchors.centerIn: parent
        spacing: Theme.air(root.count > 4 ? 3 : 4)

        Deed {
            id: help

            objectName: "key.help"
            icon: Icons.help
            label: Words.of("frame.help")
            onClicked: root.session.openSheet("help")
        }
        Deed {
            id: look

            objectName: "key.look"
            icon: Icons.textSize
            label: Words.of("frame.look")
            onClicked: root.session.openSheet("look")
        }
        Deed {
            id: listen

            objectName: "key.listen"
            visible: App.voice.offered
            icon: App.voice.on ? Icons.silence : Icons.listen
            label: Words.of(App.voice.on ? "frame.silence" : "frame.listen")
            onClicked: App.voice.toggle()
        }
        Deed {
            id: lang

            objectName: "key.language"
            icon: Icons.language
            label: Words.of("frame.other_language")
            onClicked: root.session.switchLanguage()
        }
        Deed {
            id: end

            objectName: "key.end"
            icon: Icons.end
            label: Words.of("frame.end")
            onClicked: root.unfinished ? root.session.openSheet("end") : root.session.end()
        }
    }
}
