pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Finding a procedure by everyday words, with or without marks.
Item {
    id: root

    required property FilingScreen filing
    required property Typing typing

    TypedField {
        id: field

        objectName: "field"
        width: parent.width
        typing: root.typing
        placeholder: Words.of("filing.search_placeholder")
    }
    Paged {
        id: found

        y: field.height + Theme.mm(4)
        width: parent.width
        height: keys.y - Theme.mm(4) - y
        model: root.filing.items
        columns: Theme.portrait ? 1 : 2
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: "option." + item.key
                width: found.cell
                height: parent.height
                label: item.label
                detail: item.detail
                enabled: !root.filing.waiting
                onClicked: root.filing.choose(item.key)
            }
        }
    }
    Keyboard {
        id: keys

        width: parent.width
        typing: root.typing
        y: root.height - height
    }
}
