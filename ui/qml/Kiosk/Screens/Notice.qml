import QtQuick
import Kiosk.Controls

// Something cannot be done here now: an icon, three sentences at most, at most two buttons. Upright
// the card has the page and the buttons stand where those of all pages do.
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
        readonly property real highest: header.visible ? header.y + header.height + Theme.air(4) : Theme.air(5)

        width: Theme.portrait ? root.width - 2 * Theme.margin
            : Math.min(root.width - 2 * Theme.margin, Theme.mm(Theme.tight ? 460 : 250))
        height: Theme.portrait ? root.height - Theme.air(9) - deeds.height - y
            : least + (signed ? sign.height + column.spacing : 0)
        x: (root.width - width) / 2
        y: Theme.portrait ? highest : Math.max(highest, (root.height - height) * 0.5)

        Column {
            id: column

            x: card.inset
            y: Theme.portrait ? Math.max(0, (card.height - height) * 0.42) : card.inset
            width: card.width - 2 * x
            spacing: Theme.air(Theme.tight ? 3 : Theme.roomy ? 5 : 9)

            Rectangle {
                id: sign

                visible: card.signed
                width: Theme.mm(Theme.portrait && !Theme.roomy ? 52 : 34)
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
        }
    }
    Grid {
        id: deeds

        x: Theme.portrait ? card.x : card.x + card.inset
        y: Theme.portrait ? root.height - Theme.air(5) - height : card.y + card.height - card.inset - height
        width: Theme.portrait ? card.width : column.width
        // Side by side where words leave them the width; upright the primary is at the right.
        columns: second.visible && !(Theme.portrait && Theme.roomy) ? 2 : 1
        layoutDirection: Theme.portrait ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.portrait ? Theme.air(4) : column.spacing

        KButton {
            id: button

            objectName: "notice.action"
            primary: true
            width: (deeds.width - (deeds.columns - 1) * deeds.spacing) / deeds.columns
            height: deeds.columns > 1 ? Math.max(implicitHeight, second.implicitHeight) : implicitHeight
            label: root.action
            onClicked: root.acted()
        }
        KButton {
            id: second

            objectName: "notice.other"
            visible: root.other !== ""
            enabled: root.otherEnabled
            width: button.width
            height: deeds.columns > 1 ? button.height : implicitHeight
            label: root.other
            onClicked: root.actedOther()
        }
    }
}
