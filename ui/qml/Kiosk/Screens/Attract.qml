pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Nobody is there: the whole page is one button.
Item {
    id: root

    required property Session session
    required property Office office
    required property Information information
    required property FilingScreen filing

    Pressable {
        objectName: "attract.begin"
        anchors.fill: parent
        face: Theme.ground
        facePressed: Theme.tint
        edgeWidth: 0
        radius: 0
        label: Words.of("attract.touch")
        onClicked: root.session.begin()

        // A notice plays: one at a time, whoever is near may read it.
        Card {
            id: notice

            readonly property bool pictured: picture.status === Image.Ready && (!Theme.tight || height > 6 * Theme.heading)
            // Read from a few steps away: the words take what room there is.
            readonly property bool tall: Theme.portrait && (!Theme.roomy || height > 30 * Theme.body)
            readonly property real free: height - said.under - 2 * Theme.air(5)
                - (mark.visible ? mark.height : root.information.cardUrgent ? Theme.icon : 0)

            // Letters of this size fill a part of the room: half an em wide and 1.5 em high each,
            // and a third is left for ends of lines.
            function filling(words: string, part: real): real {
                return Math.sqrt(0.62 * part * Math.max(0, said.width) * Math.max(0, free) / (0.55 * 1.5 * Math.max(1, words.length)));
            }

            visible: root.information.playing
            x: Theme.margin
            y: Theme.air(Theme.roomy ? 4 : 8)
            width: root.width - 2 * Theme.margin
            height: line.y - y - Theme.air(Theme.roomy ? 3 : 6)
            border.width: root.information.cardUrgent ? 2 * Theme.border : Theme.border
            border.color: root.information.cardUrgent ? Theme.primaryText : Theme.hairline

            Image {
                id: picture

                objectName: "attract.picture"
                visible: notice.pictured
                source: root.information.cardPicture
                sourceSize.width: 1400
                fillMode: Image.PreserveAspectFit
                verticalAlignment: Image.AlignTop
                cache: false
                x: Theme.portrait ? Theme.air(8) : parent.width - width - Theme.air(8)
                y: Theme.air(8)
                width: Theme.portrait ? parent.width - 2 * Theme.air(8) : parent.width * 0.42
                height: Theme.portrait ? parent.height * (Theme.roomy && notice.tall ? 0.34 : Theme.roomy ? 0.46 : 0.48) : parent.height - 2 * y
                Accessible.ignored: true
            }
            Column {
                id: said

                readonly property real under: notice.pictured && Theme.portrait ? picture.y + picture.paintedHeight : 0

                x: Theme.air(10)
                y: under + Math.max(Theme.air(5), (parent.height - under - height) / 2)
                width: (notice.pictured && !Theme.portrait ? picture.x : parent.width) - 2 * x
                spacing: Theme.air(Theme.roomy ? 2 : 5)

                Row {
                    id: mark

                    visible: !notice.pictured && notice.tall
                    width: parent.width
                    spacing: Theme.air(8)
                    bottomPadding: Theme.air(4)

                    Rectangle {
                        id: plate

                        border.width: Theme.name === "contrast" ? Theme.border : 0
                        border.color: Theme.hairline
                        width: Theme.mm(52)
                        height: width
                        radius: width / 2
                        color: root.information.cardUrgent ? Theme.notice : Theme.tint

                        KIcon {
                            anchors.centerIn: parent
                            side: parent.width * 0.56
                            text: root.information.cardUrgent ? Icons.attention : Icons.notice
                            color: root.information.cardUrgent ? Theme.noticeInk : Theme.primaryText
                        }
                    }
                    KText {
                        head: true
                        text: Words.of(root.information.cardUrgent ? "inform.urgent" : "building.notices")
                        color: Theme.primaryText
                        font.pixelSize: Theme.title
                        topPadding: 0
                        anchors.verticalCenter: plate.verticalCenter
                    }
                }
                Fact {
                    visible: root.information.cardUrgent && !mark.visible
                    width: parent.width
                    icon: Icons.attention
                    ink: Theme.primaryText
                    strong: true
                    text: Words.of("inform.urgent")
                }
                Prose {
                    id: headline

                    objectName: "attract.headline"
                    head: true
                    width: parent.width
                    text: root.information.cardTitle
                    readonly property real least: Theme.title
                        * (Theme.roomy && !notice.tall ? 1 : notice.pictured ? (notice.tall ? 1.5 : 1.25) : notice.tall ? 1.8 : 1.5)

                    font.pixelSize: Math.max(least, Math.min(2.2 * least, Theme.headPx(36), notice.filling(text, 0.5)))
                }
                Prose {
                    id: body

                    objectName: "attract.body"
                    // The headline comes first; a text that does not fit is read on its own page.
                    visible: head.room >= implicitHeight
                    width: parent.width
                    text: root.information.cardBody
                    readonly property real least: Theme.body * (Theme.roomy ? 1 : notice.pictured ? (notice.tall ? 1.35 : 1.1) : notice.tall ? 1.6 : 1.35)

                    font.pixelSize: Math.max(least, Math.min(0.6 * headline.font.pixelSize, notice.filling(text, 0.3)))
                }
                KText {
                    id: head

                    readonly property real room: notice.height - said.under - headline.implicitHeight
                        - (mark.visible ? mark.height : 0) - (root.information.cardUrgent ? Theme.icon : 0)
                        - implicitHeight - 4 * said.spacing - 2 * Theme.air(5)

                    objectName: "attract.source"
                    visible: !Theme.roomy
                    width: parent.width
                    text: root.information.cardSource
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
            }
        }
        Column {
            id: greeting

            visible: !root.information.playing

            readonly property real room: root.height - foot.height - foot.anchors.bottomMargin
            // The line comes first; the signs, or what one gets in words, stay where there is room.
            readonly property real spare: room - 2 * Theme.margin - touch.implicitHeight
            readonly property bool offered: !Theme.roomy && offers.fits && halo.height + offers.height + 3 * spacing <= spare
            readonly property bool told: !offered && Theme.scarce < 4 && what.implicitHeight + spacing <= spare
            readonly property bool signed: offered
                || halo.height + spacing + (told ? what.implicitHeight + spacing : 0) <= spare

            x: Theme.margin
            y: Math.max(Theme.margin, (room - height) / 2)
            width: root.width - 2 * Theme.margin
            spacing: Theme.air(Theme.portrait ? 12 : 7)

            Rectangle {
                id: halo

                visible: greeting.signed
                // On a large panel it grows with the line, which is read from afar.
                width: Theme.portrait ? Math.max(Theme.mm(Theme.roomy ? 64 : 100), Math.min(0.4 * greeting.width, 0.28 * greeting.room))
                    : Theme.mm(Theme.roomy ? 64 : 54)
                height: width
                radius: width / 2
                color: Theme.tint
                anchors.horizontalCenter: parent.horizontalCenter

                Rectangle {
                    id: disc

                    anchors.centerIn: parent
                    width: parent.width * 0.7
                    height: width
                    radius: width / 2
                    color: Theme.primary

                    KIcon {
                        anchors.centerIn: parent
                        side: parent.width * 0.6
                        text: Icons.touch
                        color: Theme.primaryInk
                    }
                }
                // A slow breath, six seconds long: nothing here may flash.
                SequentialAnimation on scale {
                    running: Theme.animated && root.visible
                    loops: Animation.Infinite

                    NumberAnimation { to: 1.06; duration: 3000; easing.type: Easing.InOutSine }
                    NumberAnimation { to: 1.0; duration: 3000; easing.type: Easing.InOutSine }
                }
            }
            Prose {
                id: touch

                objectName: "attract.line"
                head: true
                width: parent.width * (Theme.portrait && !Theme.roomy ? 0.9 : 1)
                anchors.horizontalCenter: parent.horizontalCenter
                text: Words.of("attract.touch")
                color: Theme.primaryText
                // Its first half, 17 letters, fills the page.
                font.pixelSize: Math.max(Theme.title * (Theme.roomy && Theme.portrait ? 1.15 : 1.5),
                    Theme.portrait ? Math.min(width / 10.6, greeting.room * 0.075) : 0)
                horizontalAlignment: Text.AlignHCenter
            }
            Prose {
                id: what

                width: parent.width
                visible: greeting.told
                text: Words.of(root.information.building ? "attract.what_building" : "attract.what")
                color: Theme.inkSoft
                font.pixelSize: Math.max(Theme.body * 1.2, Theme.lofty > 0 ? touch.font.pixelSize * 0.42 : 0)
                horizontalAlignment: Text.AlignHCenter
            }
            Offers {
                id: offers

                visible: greeting.offered
                width: parent.width
                topPadding: greeting.spacing
                letters: what.font.pixelSize * 1.1
                filing: root.filing
                building: root.information.building
            }
        }
    }
    Prose {
        id: line

        objectName: "attract.calm"
        visible: root.information.playing
        head: true
        x: Theme.margin
        y: foot.y - height - Theme.air(Theme.roomy ? 2 : 6)
        width: root.width - 2 * Theme.margin
        text: Words.of("attract.touch")
        color: Theme.primaryText
        font.pixelSize: Theme.roomy ? Theme.heading : Theme.title
        horizontalAlignment: Text.AlignHCenter
    }
    Column {
        id: foot

        anchors {
            left: parent.left; right: parent.right; bottom: parent.bottom
            margins: Theme.margin
        }
        spacing: Theme.gap

        // A notice needs the room, and the line that says what to do the upper half.
        function halves(part: real): bool {
            return !root.information.playing
                && part + ways.implicitHeight + Theme.gap + Theme.margin <= root.height / 2;
        }

        // What works and what does not, before somebody walks up.
        Banner {
            id: lost

            objectName: "attract.offline"
            visible: text !== "" && (!Theme.tight || foot.halves(implicitHeight))
            width: parent.width
            icon: Icons.offline
            text: root.office.outage === "" ? "" : Words.of(root.office.outage)
        }
        ServingStrip {
            objectName: "serving"
            // Without the hub it knows nothing to say.
            visible: lost.visible
                ? !root.office.lost && !Theme.roomy && (Theme.portrait || foot.halves(implicitHeight + lost.implicitHeight + foot.spacing))
                : !Theme.tight || foot.halves(implicitHeight)
            width: parent.width
            office: root.office
            across: true
            rows: Theme.roomy && Theme.portrait ? 2 : 3
            grown: Theme.lofty > 0 && !Theme.roomy ? 1.5 : 1
        }
        Row {
            id: ways

            width: parent.width
            spacing: Theme.gap

            KButton {
                objectName: "attract.vi"
                width: (parent.width - Theme.gap) / 2
                label: "Tiếng Việt"
                onClicked: root.session.beginIn("vi")
            }
            KButton {
                objectName: "attract.en"
                width: (parent.width - Theme.gap) / 2
                label: "English"
                onClicked: root.session.beginIn("en")
            }
        }
    }
    // Night in a building: a dim screen, still readable from near, still one touch away. The theme
    // is the dark one then, and the veil takes light from words and ground alike: what is dimmed
    // need not have the 10:1 that the themes promise, which hold again from the first touch on, but
    // a test keeps it above 4.5:1.
    Rectangle {
        objectName: "attract.night"
        visible: root.information.night
        anchors.fill: parent
        color: "#000000"
        opacity: 0.35
    }
}
