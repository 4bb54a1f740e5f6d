pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// What is being typed, with the caret at its end. Grows by lines as far as its page has room.
Rectangle {
    id: root

    required property Typing typing
    property string placeholder: ""
    property string label: placeholder   // what is asked
    readonly property alias text: words.text
    // Asked for anew whenever the letters have moved: `cursorRectangle` says nothing of another size.
    readonly property rect end: words.contentWidth + words.contentHeight + words.width + words.height > 0
        ? words.positionToRectangle(words.length) : Qt.rect(0, 0, 0, 0)
    // Larger than other words: here one looks for slips of the finger.
    readonly property int letters: Math.max(Theme.body, Math.round(Theme.bodyPx(Theme.headingCaps[Theme.size]) * Theme.scale))

    readonly property real lowest: Math.max(Math.ceil(view.line), hint.visible ? hint.implicitHeight : 0) + 2 * Theme.air(2)  // one line is seen

    implicitWidth: Theme.mm(120)
    implicitHeight: Math.max(Theme.mm(24 * Theme.scale), Math.ceil(words.contentHeight) + 2 * Theme.air(4),
                             hint.visible ? hint.implicitHeight + 2 * Theme.air(4) : 0)
    height: implicitHeight
    radius: Theme.corner
    color: Theme.surface
    border.width: 2 * Theme.border
    border.color: Theme.focus
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    Accessible.description: typing.aloud

    KText {
        id: hint

        visible: words.text === ""
        text: root.placeholder
        color: Theme.inkSoft
        font.pixelSize: root.letters
        anchors { fill: view; leftMargin: Theme.air(3) }
        Accessible.ignored: true
    }
    // Where the page has no room for all of it, the end is seen: what is being written.
    Flickable {
        id: view

        readonly property real free: root.height - 2 * Theme.air(2)
        readonly property real line: words.contentHeight / words.lineCount

        anchors {
            left: parent.left; right: parent.right; bottom: parent.bottom
            leftMargin: Theme.pad; rightMargin: Theme.pad; bottomMargin: Theme.air(2)
        }
        // Whole lines only: half a letter is none.
        height: words.contentHeight > free ? Math.max(1, Math.floor(free / line)) * line : free
        interactive: false
        clip: true
        contentHeight: words.height
        contentY: Math.max(0, contentHeight - height)

        // Not a Text: only this knows where the next letter will stand. Noto Sans has room above
        // for two marks on a capital in its own line box.
        TextEdit {
            id: words

            objectName: "field.text"
            width: view.width
            height: Math.max(contentHeight, view.height)
            text: root.typing.shown
            readOnly: true
            enabled: false
            activeFocusOnPress: false
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            renderType: TextEdit.QtRendering
            verticalAlignment: TextEdit.AlignVCenter
            color: Theme.ink
            font.family: Theme.bodyFamily
            font.pixelSize: root.letters
            font.features: { "tnum": 1 }
            onTextChanged: cursorPosition = length
            Component.onCompleted: cursorPosition = length
            Accessible.ignored: true

            Rectangle {
                objectName: "caret"
                x: Math.min(root.end.x, words.width - width)
                y: root.end.y
                width: Theme.air(0.8)
                height: root.end.height
                color: Theme.primaryText
            }
        }
    }
}
