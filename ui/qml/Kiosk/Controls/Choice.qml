import QtQuick

// One of several answers: what it is called, what it means; chosen shown by mark and colour.
Pressable {
    id: root

    property string detail: ""
    property string icon: ""
    property string topic: ""  // sign of what it is about, before the words, where there is room
    property bool chosen: false
    property string flag: ""  // sign before what it means: of a row that leads on and matters more than others
    readonly property bool plated: topic !== "" && !Theme.roomy && width >= Theme.mm(110)
    // Beside a keyboard the words need the place of a sign that says no more than they do.
    readonly property bool narrow: Theme.tight && width < Theme.mm(90)
    readonly property bool signed: !narrow || chosen || icon !== ""
    property real plate: Theme.air(17)  // side of that sign's ground
    property real mark: Theme.sign(9)  // side of the sign after the words
    property real rim: Theme.air(Theme.roomy ? 3 : 4.5)  // over and under the words, at least

    implicitHeight: Math.max(Theme.target, words.height + 2 * rim)
    face: chosen ? Theme.tint : Theme.surface
    edge: chosen ? Theme.primaryText : Theme.line
    edgeWidth: chosen ? 2 * Theme.border : Theme.border
    Accessible.checkable: chosen
    Accessible.checked: chosen
    Accessible.description: detail

    Rectangle {
        id: front

        visible: root.plated
        x: Math.max(Theme.air(4.5), Math.min(Theme.air(8), (root.height - height) / 2))
        width: root.plate
        height: width
        radius: Theme.corner
        color: root.pressed || root.chosen ? "transparent" : Theme.tint
        anchors.verticalCenter: parent.verticalCenter

        KIcon {
            anchors.centerIn: parent
            side: root.plate * 0.62
            text: root.topic
            color: Theme.primaryText
        }
    }
    Column {
        id: words

        x: root.plated ? front.x + front.width + Theme.air(5) : Theme.air(root.narrow ? 4 : 7)
        width: root.width - x - (root.signed ? sign.width + Theme.air(9) : x)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.air(0.5)

        Prose {
            width: parent.width
            head: true
            text: root.label
            font.pixelSize: root.narrow ? Theme.deed : Theme.heading
            topPadding: Math.ceil(font.pixelSize * 0.12)
            Accessible.ignored: true
        }
        Item {
            visible: meant.text !== "" && Theme.scarce < 4
            width: parent.width
            height: meant.height

            KIcon {
                id: mark

                visible: text !== ""
                side: Math.round(Theme.caption * 1.3)
                text: root.flag
                color: Theme.primaryText
                y: (meant.height / meant.lineCount - height) / 2  // by the first line
            }
            Prose {
                id: meant

                x: mark.visible ? mark.width + Theme.air(2) : 0
                width: parent.width - x
                text: root.detail
                color: root.chosen ? Theme.ink : Theme.inkSoft
                font.pixelSize: Theme.caption
                Accessible.ignored: true
            }
        }
    }
    KIcon {
        id: sign

        visible: root.signed
        side: root.mark
        text: root.icon !== "" ? root.icon : root.chosen && root.flag === "" ? Icons.check : Icons.next
        color: root.chosen ? Theme.primaryText : Theme.inkSoft
        anchors { right: parent.right; rightMargin: Theme.air(5); verticalCenter: parent.verticalCenter }
    }
}
