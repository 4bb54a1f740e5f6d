import QtQuick
import Kiosk.Core
import Kiosk.Controls

// An answer that is typed: the field on top, always seen, the keyboard below.
Item {
    id: root

    required property FilingScreen filing
    required property Typing typing

    TypedField {
        id: field

        objectName: "field"
        width: parent.width
        typing: root.typing
    }
    Row {
        id: buttons

        readonly property real half: (width - spacing) / 2

        width: parent.width
        y: keys.y - height - Theme.mm(4)
        spacing: Theme.gap
        layoutDirection: Qt.RightToLeft

        KButton {
            objectName: "primary"
            primary: true
            label: root.filing.primary
            width: skip.visible ? buttons.half : buttons.width
            onClicked: root.filing.go()
        }
        KButton {
            id: skip

            objectName: "secondary"
            visible: root.filing.secondary !== ""
            label: root.filing.secondary
            width: buttons.half
            onClicked: root.filing.other()
        }
    }
    Keyboard {
        id: keys

        width: parent.width
        typing: root.typing
        y: root.height - height
    }
}
