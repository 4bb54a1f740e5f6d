pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Things to read: a menu, notices, telephones, what to do in a fire. Nothing is asked here.
Item {
    id: root

    required property Information information
    required property FilingScreen filing
    required property Office office
    property bool overhead: false  // whether the numbers being called stand above the page

    readonly property real inner: width - 2 * Theme.margin
    readonly property string place: information.place
    readonly property bool touched: place === "menu" || place === "notices"
    // In the largest words a page is low: what leads on stands beside the title, not below the rows.
    readonly property bool alarmed: Theme.tight && place === "fire"
    readonly property bool sided: Theme.tight && ["menu", "notices", "hotlines", "hours", "queue"].includes(place)
        && information.rows.length * (lowest + list.spacing) > list.height + list.spacing
    // A row with a name of one line.
    readonly property real lowest: place === "hotlines" ? 0.75 * (2.6 * Theme.title + 2 * Theme.air(3))
        : place === "hours" ? 2.9 * Theme.body + 1.5 * Theme.title + 2 * Theme.air(3)
        : Math.max(Theme.target, 1.5 * Theme.heading + 2 * Theme.air(3))
    readonly property real side: Math.round(inner * 0.26)
    readonly property bool pictured: place === "notice" && picture.status === Image.Ready && !Theme.tight

    // A notice that is read stands on a sheet of its own; the fewer its words, the larger.
    readonly property int letters: information.rows.reduce((sum, row) => sum + row.label.length, 0)
    // A letter is half an em wide on average, a line 1.45 em high; a third of the room is for ends
    // of lines and between paragraphs.
    readonly property real filling: Math.sqrt(0.62 * list.width * Math.max(0, list.height) / (0.55 * 1.45 * Math.max(1, letters))) / Theme.body
    readonly property real spoken: Math.max(1, Math.min(Theme.roomy ? 1.3 : Theme.lofty > 0 ? 3.2 : 2.4, filling))
    readonly property bool across: pictured && !Theme.portrait
    readonly property real inset: place === "notice" && information.rows.length > 0 && !Theme.roomy ? Theme.air(9) : 0

    Card {
        visible: root.inset > 0
        x: Theme.margin
        y: header.y + header.height + Theme.air(5)
        width: root.inner
        height: root.height - Theme.air(6) - y
    }
    Header {
        id: header

        x: Theme.margin
        y: Theme.air(Theme.tight ? 3 : 5)
        width: root.inner - (root.alarmed || root.sided ? root.side + Theme.gap : 0)
        title: root.information.title
        titleSize: root.place === "notice" ? Theme.heading : Theme.title
        backLabel: Words.of("frame.back")
        onBack: root.information.back()
    }
    Prose {
        id: source

        objectName: "inform.source"
        visible: text !== ""
        x: Theme.margin + root.inset
        y: header.y + header.height + (root.inset > 0 ? Theme.air(5) + root.inset : Theme.air(3))
        width: root.inner - 2 * root.inset
        text: root.information.source
        color: Theme.inkSoft
        font.pixelSize: Theme.caption
    }
    readonly property real start: source.visible ? source.y + source.height + Theme.air(4)
        : header.y + header.height + Theme.air(5)

    // The one thing to know before all others.
    Rectangle {
        id: alarm

        visible: root.place === "fire"
        x: Theme.margin
        y: root.start
        width: root.alarmed ? root.side : root.inner
        readonly property real least: number.height + 2 * Theme.air(4)
        height: root.alarmed ? list.height : least
        radius: Theme.corner
        color: Theme.notice
        border.width: Theme.border
        border.color: Theme.noticeInk

        Fact {
            id: number

            objectName: "inform.fire"
            visible: !root.alarmed
            x: Theme.air(8)
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            icon: Icons.phone
            side: Theme.air(Theme.roomy ? 14 : 16)
            ink: Theme.noticeInk
            strong: true
            pixelSize: Theme.title * (Theme.roomy ? 1.1 : 1.5)
            text: Words.of("inform.fire_number")
        }
        // Beside all that is to be done it is as high as that.
        Column {
            visible: root.alarmed
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width

            KIcon {
                side: Math.min(alarm.height * 0.36, alarm.width * 0.5)
                text: Icons.phone
                color: Theme.noticeInk
                anchors.horizontalCenter: parent.horizontalCenter
            }
            Prose {
                head: true
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: number.text
                color: Theme.noticeInk
                font.pixelSize: Theme.title * 1.1
            }
        }
    }
    Image {
        id: picture

        objectName: "inform.picture"
        visible: root.pictured
        source: root.information.picture
        sourceSize.width: 1400  // a notice's picture is a page wide at most
        fillMode: Image.PreserveAspectFit
        verticalAlignment: Theme.portrait ? Image.AlignTop : Image.AlignVCenter
        cache: false
        x: Theme.portrait ? Theme.margin + root.inset : root.width - Theme.margin - root.inset - width
        y: root.start
        width: Theme.portrait ? root.inner - 2 * root.inset : root.inner * 0.42
        height: visible ? (Theme.portrait ? root.height * 0.34 : root.height - y - Theme.air(8) - root.inset) : 0
        Accessible.role: Accessible.Graphic
        Accessible.name: root.information.title
    }
    ServingStrip {
        id: serving

        objectName: "serving"
        // The lines come first: four of them, or the numbers being called stand on the board alone.
        visible: root.place === "queue" && root.information.rows.length > 0 && !Theme.tight && !root.overhead
            && root.height - root.start - implicitHeight >= 4 * root.lowest
        office: root.office
        across: true
        x: Theme.margin
        y: root.start
        width: root.inner
    }
    Notice {
        objectName: "inform.empty"
        visible: root.information.rows.length === 0
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        icon: root.place === "queue" ? Icons.offline : Icons.notice
        title: root.information.title
        body: root.information.empty
        action: Words.of("inform.home")
        onActed: root.information.back()
    }
    Paged {
        id: list

        readonly property real from: root.alarmed ? root.start
            : alarm.visible ? alarm.y + alarm.least + Theme.air(5)
            : root.pictured && Theme.portrait ? picture.y + picture.paintedHeight + Theme.air(6)
            : serving.visible ? serving.y + serving.height + Theme.air(5)
            : root.start
        // A few words stand a little above the middle of what is free, beside a picture in it.
        readonly property real lift: root.place !== "notice" || pages > 1 ? 0
            : Math.max(0, height - whole) * (root.across ? 0.5 : 0.4)

        x: Theme.margin + root.inset + (root.alarmed ? root.side + Theme.gap : 0)
        y: from + lift
        width: root.inner - 2 * root.inset - (root.alarmed ? root.side + Theme.gap : 0)
            - (root.across ? picture.width + Theme.gap : 0)
        height: root.height - from - Theme.air(Theme.tight ? 3 : 6) - root.inset
        model: root.information.rows
        spacing: Theme.air(Theme.roomy ? 3 : root.place === "menu" ? 2.6 : 4)
        step: root.information.step
        spread: root.place !== "notice"  // paragraphs stay together
        aside: root.alarmed || root.sided ? Qt.rect(width - root.side, header.y + (header.height + stride) / 2 - y, root.side, 0) : Qt.rect(0, 0, 0, 0)
        columns: Theme.portrait || Theme.roomy && root.place !== "hotlines" || Theme.scarce >= 2 && root.place === "queue" || ["notice", "fire", "hours"].includes(root.place) ? 1 : 2
        // Of short pages.
        growth: root.place === "hours" ? 90 : root.place === "notices" ? 80
            : ["queue", "fire", "hotlines"].includes(root.place) ? 30 : 14
        row: root.touched ? touchRow : ["hotlines", "hours"].includes(root.place) ? callRow
            : root.place === "queue" ? queueRow : readRow
    }
    Component {
        id: touchRow

        Choice {
            readonly property var item: (parent as PagedRow).entry

            objectName: "inform." + item.key
            width: list.cell
            height: parent.height
            label: item.label
            detail: item.mark === "urgent" ? Words.of("inform.urgent") + " · " + item.detail : item.detail
            topic: Icons.about(item.topic)
            rim: Theme.air(3)
            mark: Math.max(Theme.sign(9), Theme.body * 0.8)  // a row as wide as the page has the room
            plate: Theme.air(root.place === "notices" ? 26 : 17)  // few rows, and high
            chosen: item.mark === "urgent"
            flag: item.mark === "urgent" ? Icons.attention : ""
            onClicked: item.key === "guide" ? root.filing.open() : root.information.choose(item.key)
        }
    }
    Component {
        id: queueRow

        QueueRow {
            readonly property var item: (parent as PagedRow).entry

            width: list.cell
            height: parent.height
            label: item.label
            count: item.detail
            empty: item.mark !== ""
        }
    }
    Component {
        id: readRow

        Card {
            id: line

            readonly property var item: (parent as PagedRow).entry
            readonly property bool numbered: item.detail !== ""
            readonly property real letter: Theme.body * (root.place === "notice" ? root.spoken
                : Theme.roomy ? 1 : Theme.portrait ? 1.5 : 1.2)
            readonly property real inset: root.place === "notice" ? 0 : Theme.air(Theme.roomy ? 5 : 7)

            width: list.cell
            height: parent.height
            implicitHeight: said.height + 2 * Theme.air(Theme.roomy ? 3 : 5)
            border.width: root.place === "notice" ? 0 : Theme.border
            color: root.place === "notice" ? "transparent" : Theme.surface

            // In a fire the steps are numbered: first things first.
            Rectangle {
                id: dot

                visible: line.numbered
                x: line.inset
                width: Math.round(line.letter * 1.7)
                height: width
                radius: width / 2
                color: Theme.primary
                anchors.verticalCenter: parent.verticalCenter

                KText {
                    anchors.centerIn: parent
                    text: line.item.detail
                    strong: true
                    color: Theme.primaryInk
                    font.pixelSize: line.letter
                    Accessible.name: ""  // said with the line
                }
            }
            Prose {
                id: said

                x: line.numbered ? dot.x + dot.width + Theme.air(Theme.roomy ? 4 : 6) : line.inset
                width: line.width - x - line.inset
                anchors.verticalCenter: parent.verticalCenter
                text: line.item.label
                strong: root.place === "fire"
                Accessible.name: (line.numbered ? line.item.detail + ". " : "") + text
                font.pixelSize: line.letter
            }
        }
    }
    Component {
        id: callRow

        Card {
            id: call

            readonly property var item: (parent as PagedRow).entry
            readonly property bool coded: item.picture !== "" && Theme.scarce < 4
            readonly property bool plated: item.picture === "" && !Theme.roomy
            // Hours are few, and all that is asked here.
            readonly property real spoken: !plated ? 1 : Math.max(Theme.portrait ? 1.35 : 1.15,
                Math.min(Theme.portrait ? 1.65 : 1.5, list.height / root.information.rows.length / (9 * Theme.body)))

            width: list.cell
            height: parent.height
            implicitHeight: Math.max(who.height, coded ? code.height : 0) + 2 * Theme.air(Theme.roomy ? 3 : 4)

            Rectangle {
                id: plate

                visible: call.plated
                x: Theme.air(7)
                width: Theme.mm(Theme.portrait ? 46 : 30)
                height: width
                radius: Theme.corner
                color: Theme.tint
                anchors.verticalCenter: parent.verticalCenter

                KIcon {
                    anchors.centerIn: parent
                    side: parent.width * 0.6
                    text: Icons.about(call.item.topic)
                    color: Theme.primaryText
                }
            }
            Column {
                id: who

                x: call.plated ? plate.x + plate.width + Theme.air(7) : Theme.air(7)
                width: call.width - x - Theme.air(7) - (call.coded ? code.width + Theme.air(4) : 0)
                anchors.verticalCenter: parent.verticalCenter

                Prose {
                    width: parent.width
                    text: call.item.label
                    font.pixelSize: Theme.body * call.spoken
                }
                KText {
                    head: true
                    width: parent.width
                    text: call.item.detail
                    color: Theme.primaryText
                    font.pixelSize: Theme.title * call.spoken
                    topPadding: 0
                }
                Prose {
                    objectName: "inform.mark"
                    visible: text !== "" && (Theme.scarce < 3 || call.item.picture === "")
                    width: parent.width
                    text: call.item.mark
                    strong: call.item.picture === ""
                    color: call.item.picture === "" ? Theme.ink : Theme.inkSoft
                    font.pixelSize: call.item.picture === "" ? Theme.body * call.spoken : Theme.caption
                }
            }
            Image {
                id: code

                visible: call.coded
                source: call.item.picture
                width: Theme.mm(28)
                height: width
                smooth: false
                anchors { right: parent.right; rightMargin: Theme.air(4); verticalCenter: parent.verticalCenter }
                Accessible.role: Accessible.Graphic
                Accessible.name: Words.of("inform.scan")
            }
        }
    }
}
