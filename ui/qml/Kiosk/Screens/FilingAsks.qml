pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Questions of eligibility: Có, Không or Không rõ to each. "Không rõ" stops nobody.
Paged {
    id: root

    required property FilingScreen filing

    model: filing.items
    step: filing.step
    spacing: Theme.mm(Theme.roomy ? 4 : 7)
    row: Component {
        Column {
            id: ask

            readonly property var item: (parent as PagedRow).entry

            width: root.cell
            spacing: Theme.mm(Theme.tight ? 1 : Theme.roomy ? 2 : 4)

            KText {
                width: parent.width
                text: ask.item.label
                strong: true
            }
            Row {
                id: replies

                width: parent.width
                spacing: Theme.gap

                Repeater {
                    model: ["yes", "no", "unsure"]

                    Reply {
                        required property string modelData

                        objectName: "reply." + ask.item.key + "." + modelData
                        label: Words.of("filing." + modelData)
                        chosen: ask.item.mark === modelData
                        width: (replies.width - 2 * replies.spacing) / 3
                        onClicked: root.filing.reply(ask.item.key, modelData)
                    }
                }
            }
        }
    }
}
