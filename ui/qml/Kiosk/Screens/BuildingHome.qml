pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Home of an apartment building: today's notices lead, then who stays where, then everything else.
Item {
    id: root

    required property Session session
    required property Office office
    required property FilingScreen filing
    required property TrackScreen track
    required property Information information
    // Two lines of large letters are more than a tile holds, across even those of M on a small panel.
    readonly property bool brief: filing.tile === "file_prepare"
        && (Theme.roomy || !Theme.portrait && Theme.scarce >= 2)

    readonly property real inner: width - 2 * Theme.margin
    readonly property real leadWidth: Theme.portrait ? inner : Math.round(inner * 0.36)
    readonly property real between: Theme.air(Theme.roomy ? 4 : 6)
    readonly property bool news: information.noticeCount > 0

    Prose {
        id: greeting

        objectName: "home.greeting"
        visible: !Theme.roomy || Theme.portrait
        head: true
        x: Theme.margin
        y: Theme.air(Theme.roomy ? 2 : Theme.portrait ? 8 : 5)
        width: root.inner
        height: visible ? implicitHeight : 0
        text: Words.of("building.greeting")
        font.pixelSize: Theme.title
    }
    Pressable {
        id: lead

        objectName: "tile.notices"
        label: root.news ? Words.of("building.notices") + ": " + root.information.headline
            : Words.of("building.no_notices")
        // Nothing new is said quietly.
        face: root.information.pressing ? Theme.notice : root.news ? Theme.primary : Theme.surface
        facePressed: root.news ? Qt.darker(face, 1.2) : Theme.tint
        edge: root.information.pressing ? Theme.noticeInk : root.news ? Theme.primary : Theme.line
        readonly property color ink: root.information.pressing ? Theme.noticeInk : root.news ? Theme.primaryInk : Theme.ink
        x: Theme.margin
        y: greeting.y + greeting.height + Theme.air(Theme.roomy ? 3 : 6)
        width: root.leadWidth
        height: Theme.portrait ? Math.max(Theme.mm(Theme.roomy ? 34 : 62), facts.height + 2 * Theme.air(6))
            : root.height - y - foot.height - root.between - Theme.air(6)
        onClicked: root.information.open("notices")

        Column {
            id: facts

            x: Theme.air(9)
            width: lead.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.air(2)

            Fact {
                visible: !Theme.tight
                width: parent.width
                icon: root.information.pressing ? Icons.attention : Icons.notice
                ink: lead.ink
                strong: true
                text: root.news ? Words.counted("inform.count", root.information.noticeCount)
                    : Words.of("building.notices")
            }
            Prose {
                objectName: "home.headline"
                head: true
                width: parent.width
                text: root.news ? root.information.headline : Words.of("building.no_notices")
                color: lead.ink
                font.pixelSize: Theme.roomy ? Theme.heading : Theme.title
                topPadding: Math.ceil(font.pixelSize * 0.16)
                maximumLineCount: Theme.portrait ? 3 : 4
                Accessible.ignored: true
            }
        }
    }
    Grid {
        id: grid

        readonly property real cellWidth: (width - Theme.gap) / 2
        readonly property real cellHeight: (height - 2 * Theme.gap) / 3

        x: Theme.portrait ? Theme.margin : lead.x + lead.width + Theme.gap
        y: Theme.portrait ? lead.y + lead.height + root.between : lead.y
        width: root.inner - (Theme.portrait ? 0 : lead.width + Theme.gap)
        height: root.height - y - Theme.air(6) - (Theme.portrait ? foot.height + root.between : 0)
        columns: 2
        spacing: Theme.gap

        component Way: Tile {
            width: grid.cellWidth
            height: grid.cellHeight
            helped: stay.fits && temporary.fits && confirm.fits && file.fits && follow.fits && more.fits
        }

        Way {
            id: stay

            objectName: "tile.stay"
            icon: Icons.guest
            label: Words.of("building.stay")
            helper: Words.of("building.stay_helper")
            onClicked: root.filing.openProcedure("2.001159")
        }
        Way {
            id: temporary

            objectName: "tile.temporary"
            icon: Icons.home
            label: Words.of("building.temporary")
            helper: Words.of("building.temporary_helper")
            onClicked: root.filing.openProcedure("1.004194")
        }
        Way {
            id: confirm

            objectName: "tile.confirm"
            icon: Icons.confirm
            label: Words.of("building.confirm")
            helper: Words.of("building.confirm_helper")
            onClicked: root.filing.openProcedure("1.010041")
        }
        Way {
            id: file

            objectName: "tile.file"
            icon: Icons.file
            label: root.brief ? Words.of("home.file_prepare_short") : Words.of("home." + root.filing.tile)
            helper: Words.of("home." + root.filing.tile + "_helper")
            onClicked: root.filing.open()
        }
        Way {
            id: follow

            objectName: "tile.track"
            icon: Icons.track
            label: Words.of("home.track")
            helper: Words.of(root.filing.files ? "home.track_helper" : "home.track_desk")
            onClicked: root.filing.files ? root.track.open() : root.session.later("track")
        }
        Way {
            id: more

            objectName: "tile.more"
            icon: Icons.phone
            label: Words.of("building.more")
            helper: Words.of("building.more_helper")
            onClicked: root.information.open("menu")
        }
    }
    Row {
        id: foot

        readonly property real wide: Theme.portrait ? root.inner : root.leadWidth

        x: Theme.margin
        y: root.height - height - Theme.air(6)
        width: wide
        spacing: Theme.gap

        KButton {
            objectName: "tile.fire"
            icon: Icons.fire
            label: Words.of("building.fire")
            width: Theme.portrait && !Theme.roomy ? (foot.wide - Theme.gap) / 2 : foot.wide
            height: Math.max(Theme.mm(30), implicitHeight)
            onClicked: root.information.open("fire")
        }
        KButton {
            objectName: "tile.queue"
            visible: Theme.portrait && !Theme.roomy
            icon: Icons.people
            label: Words.of("building.queue")
            width: (foot.wide - Theme.gap) / 2
            height: Math.max(Theme.mm(30), implicitHeight)
            onClicked: root.information.open("queue")
        }
    }
}
