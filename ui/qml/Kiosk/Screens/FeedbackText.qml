import QtQuick
import Kiosk.Core
import Kiosk.Controls

// A long text above the keyboard: the line being written always shows, the rest is a key away.
Item {
    id: root

    required property FeedbackScreen feedback
    required property Typing typing

    readonly property real beside: Theme.portrait ? 0 : Math.round(width * 0.26)
    readonly property real across: Theme.portrait ? width : width - beside - Theme.gap
    readonly property bool longer: words.height > view.height

    Rectangle {
        id: box

        objectName: "feedback.box"
        width: root.across
        height: (Theme.portrait ? next.y : keys.y) - Theme.air(Theme.portrait ? 4 : 2)
        radius: Theme.corner
        color: Theme.surface
        border.width: 2 * Theme.border
        border.color: Theme.focus
        Accessible.role: Accessible.EditableText
        Accessible.name: Words.of("feedback.text_hint")

        Flickable {
            id: view

            readonly property real free: box.height - 2 * Theme.air(3)
            readonly property real line: words.contentHeight / words.lineCount

            anchors {
                left: parent.left; right: parent.right; top: parent.top
                margins: Theme.air(3)
            }
            // Whole lines only: half a letter is none.
            height: words.height > free ? Math.max(1, Math.floor(free / line)) * line : free
            clip: true
            contentHeight: words.height
            boundsBehavior: Flickable.StopAtBounds

            readonly property real turn: Math.max(1, Math.floor(height * 0.8 / line)) * line

            // The place of writing stays in sight, also when the size of the words changes.
            function follow() { contentY = Math.max(0, words.height - height); }
            onHeightChanged: follow()

            TextEdit {
                id: words

                objectName: "feedback.text"
                width: view.width
                text: root.typing.shown
                readOnly: true
                enabled: false
                activeFocusOnPress: false
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                renderType: TextEdit.QtRendering
                color: Theme.ink
                font.family: Theme.bodyFamily
                font.pixelSize: Theme.body
                onTextChanged: cursorPosition = length
                onHeightChanged: view.follow()
                Component.onCompleted: cursorPosition = length
                Accessible.ignored: true

                Rectangle {
                    // Asked for anew whenever the letters have moved, as in `TypedField`.
                    readonly property rect end: words.contentWidth + words.contentHeight + words.width > 0
                        ? words.positionToRectangle(words.length) : Qt.rect(0, 0, 0, 0)

                    x: Math.min(end.x, words.width - width)
                    y: end.y
                    width: Theme.air(0.8)
                    height: end.height
                    color: Theme.primaryText
                }
            }
        }
    }
    KText {
        id: count

        objectName: "feedback.count"
        visible: !Theme.tight
        x: Theme.portrait ? 0 : root.across + Theme.gap
        y: Theme.portrait ? next.y + (next.height - height) / 2 : 0
        width: Theme.portrait ? up.x - Theme.air(3) : root.beside
        text: Words.counted("feedback.text_count", root.typing.text.length)
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
    KText {
        objectName: "feedback.news"
        visible: Theme.tight && root.feedback.news
        x: root.across + Theme.gap
        width: root.beside
        text: root.feedback.lead
        font.pixelSize: Theme.caption
    }
    Pressable {
        id: up

        objectName: "feedback.up"
        visible: root.longer
        label: Words.of("feedback.up")
        width: Theme.target
        height: Theme.portrait ? next.height : Theme.target
        x: Theme.portrait ? down.x - width - Theme.air(3) : root.across + Theme.gap
        y: Theme.portrait ? next.y : next.y - height - Theme.air(4)
        onClicked: view.contentY = Math.max(0, view.contentY - view.turn)

        KIcon {
            anchors.centerIn: parent
            text: Icons.up
        }
    }
    Pressable {
        id: down

        objectName: "feedback.down"
        visible: root.longer
        label: Words.of("feedback.down")
        width: Theme.target
        height: up.height
        x: Theme.portrait ? next.x - width - Theme.air(3) : up.x + up.width + Theme.air(3)
        y: up.y
        onClicked: view.contentY = Math.min(words.height - view.height, view.contentY + view.turn)

        KIcon {
            anchors.centerIn: parent
            text: Icons.down
        }
    }
    KButton {
        id: next

        objectName: "primary"
        primary: true
        label: root.feedback.primary
        width: Theme.portrait ? Math.min(implicitWidth, root.width * 0.5) : root.beside
        x: root.width - width
        y: Theme.portrait ? keys.y - height - Theme.air(4) : root.height - height
        onClicked: root.feedback.go()
    }
    Keyboard {
        id: keys

        width: root.across
        y: root.height - height
        typing: root.typing
        most: root.height - 5 * Theme.body - (Theme.portrait ? next.height + 2 * Theme.air(4) : Theme.air(2))
    }
}
