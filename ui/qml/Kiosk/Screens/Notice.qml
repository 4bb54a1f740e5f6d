import QtQuick
import Kiosk.Controls

// Something cannot be done here now: an icon, three sentences at most, at most two buttons.
Item {
    id: root

    property string icon: ""
    property string title: ""
    property string body: ""
    property string action: ""
    property string other: ""
    property bool otherEnabled: true
    property string backLabel: ""
    signal acted
    signal actedOther
    signal back

    Header {
        id: header

        visible: root.backLabel !== ""
        x: Theme.margin
        y: Theme.air(5)
        width: root.width - 2 * Theme.margin
        backLabel: root.backLabel
        title: ""
        onBack: root.back()
    }
    Card {
        id: card

        // The words come first: where height is scarce, the sign stays away.
        readonly property real least: title.height + body.height + deeds.height
            + 2 * column.spacing + 2 * inset
        readonly property bool signed: !Theme.tight && least + sign.height + column.spacing
            <= root.height - (header.visible ? header.y + header.height : 0) - 2 * Theme.air(6)
        readonly property real inset: Theme.air(Theme.tight ? 5 : Theme.roomy ? 8 : 14)

        width: Math.min(root.width - 2 * Theme.margin, Theme.mm(Theme.tight ? 460 : 250))
        height: column.height + 2 * inset
        x: (root.width - width) / 2
        y: Math.max(header.visible ? header.y + header.height + Theme.air(5) : Theme.air(6),
                    (root.height - height) * (Theme.portrait ? 0.4 : 0.5))

        Column {
            id: column

            x: card.inset
            y: card.inset
            width: card.width - 2 * x
            spacing: Theme.air(Theme.tight ? 3 : Theme.roomy ? 5 : 9)

            Rectangle {
                id: sign

                visible: card.signed
                width: Theme.mm(34)
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
            Prose {
                id: title

                objectName: "notice.title"
                head: true
                width: parent.width
                text: root.title
                font.pixelSize: Theme.title
                horizontalAlignment: Text.AlignHCenter
            }
            Prose {
                id: body

                objectName: "notice.body"
                width: parent.width
                text: root.body
                font.pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15)
                bottomPadding: Theme.air(Theme.tight ? 0 : 2)
                horizontalAlignment: Text.AlignHCenter
            }
            Grid {
                id: deeds

                width: parent.width
                // Side by side where height is scarce.
                columns: second.visible && !Theme.portrait ? 2 : 1
                spacing: column.spacing

                KButton {
                    id: button

                    objectName: "notice.action"
                    primary: true
                    width: (deeds.width - (deeds.columns - 1) * deeds.spacing) / deeds.columns
                    label: root.action
                    onClicked: root.acted()
                }
                KButton {
                    id: second

                    objectName: "notice.other"
                    visible: root.other !== ""
                    enabled: root.otherEnabled
                    width: button.width
                    label: root.other
                    onClicked: root.actedOther()
                }
            }
        }
    }
}
