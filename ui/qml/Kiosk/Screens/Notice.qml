import QtQuick
import Kiosk.Core
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
        readonly property real said: title.height + body.height + deeds.height
        readonly property real least: said + 2 * column.spacing + 2 * inset
        readonly property real room: root.height - (header.visible && !beside ? header.y + header.height : 0) - 2 * Theme.air(beside ? 4 : 6)
        // Big buttons across need the height of the way back, which then stands beside the words.
        readonly property bool beside: header.visible && Theme.tight && App.session.big
        readonly property real from: beside ? header.x + Theme.target + Theme.air(5) : Theme.margin
        readonly property bool signed: least + sign.height + column.spacing <= room
        // All that stands here is a few words: upright they have the room to speak up.
        readonly property real voice: !Theme.portrait || Theme.roomy ? 1 : Theme.lofty > 0 ? 1.4 : 1.15
        // Where height is scarce, air is a part of what the words leave.
        readonly property real inset: !Theme.portrait ? Math.max(Theme.air(5), Math.min(Theme.air(14), (room - said) * 0.22))
            : Theme.air(Theme.roomy ? 8 : 14)
        readonly property real highest: header.visible && !beside ? header.y + header.height + Theme.air(4) : Theme.air(beside ? 4 : 5)

        width: Theme.portrait ? root.width - 2 * Theme.margin
            : Math.min(root.width - from - Theme.margin, Theme.mm(Theme.tight ? 460 : 250))
        height: Theme.portrait ? root.height - Theme.air(9) - deeds.height - highest
            : least + (signed ? sign.height + column.spacing : 0)
        x: beside ? from : (root.width - width) / 2
        y: Theme.portrait ? highest : Math.max(highest, (root.height - height) * 0.5)

        Column {
            id: column

            x: Theme.air(Theme.roomy ? 8 : 14)
            y: Theme.portrait ? Math.max(0, (card.height - height) * 0.42) : card.inset
            width: card.width - 2 * x
            spacing: !Theme.portrait ? Math.max(Theme.air(3), Math.min(Theme.air(9), (card.room - card.said) * 0.14))
                : Theme.air(Theme.roomy ? 5 : 9)

            Rectangle {
                id: sign

                visible: card.signed
                width: Theme.mm(Theme.portrait && !Theme.roomy ? 52 * card.voice : 34)
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
                font.pixelSize: Theme.title * card.voice
                horizontalAlignment: Text.AlignHCenter
            }
            Prose {
                id: body

                objectName: "notice.body"
                width: parent.width
                text: root.body
                font.pixelSize: Theme.body * (Theme.roomy ? 1 : 1.15) * card.voice
                bottomPadding: Theme.air(Theme.tight ? 0 : 2)
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Grid {
        id: deeds

        x: Theme.portrait ? card.x : card.x + (card.width - width) / 2
        y: Theme.portrait ? root.height - Theme.air(5) - height : card.y + card.height - card.inset - height
        // One button is no wider than what is written over it needs.
        width: Theme.portrait ? card.width : Theme.tight && !second.visible ? Math.min(column.width, Theme.mm(220)) : column.width
        // Side by side where words leave them the width; upright the primary is at the right.
        columns: second.visible && !(Theme.portrait && Theme.roomy) ? 2 : 1
        layoutDirection: Theme.portrait ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.air(Theme.portrait ? 4 : 5)

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
