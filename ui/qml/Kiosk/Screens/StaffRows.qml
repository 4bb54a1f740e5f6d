pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// One row a part: how it is, what was seen, what to do, and a real test.
Item {
    id: root

    required property StaffScreen staff
    readonly property real inner: width - 2 * Theme.margin
    // Across, the button for the next rows stands beside the title: the rows need the height.
    readonly property real beside: Theme.portrait ? 0 : Math.round(inner * 0.26)

    KText {
        id: title

        objectName: "title"
        head: true
        x: Theme.margin
        y: Theme.air(5)
        width: root.inner - (root.beside > 0 ? root.beside + Theme.gap : 0)
        text: Words.of("staff_screen.title")
        font.pixelSize: Theme.title
    }
    KText {
        id: under

        objectName: "staff.said"
        x: Theme.margin
        y: title.y + title.height
        width: title.width
        color: Theme.inkSoft
        text: root.staff.busy === "scanner" ? Words.of("staff_screen.scan_now")
            : root.staff.busy !== "" ? Words.of("staff_screen.testing")
            : root.staff.said !== "" ? Words.of("staff_screen." + root.staff.said)
            : Words.named("staff_screen.who", root.staff.who)
    }
    Paged {
        x: Theme.margin
        y: under.y + under.height + Theme.air(3)
        width: root.inner
        height: deeds.y - y - Theme.air(3)
        aside: Theme.portrait ? Qt.rect(0, 0, 0, 0) : Qt.rect(root.inner - root.beside, -Theme.air(3), root.beside, 0)
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.air(2.6)
        model: root.staff.rows
        row: Component { StaffRow { staff: root.staff } }
    }
    Row {
        id: deeds

        readonly property int count: root.staff.mayRestart ? 3 : 2
        readonly property real wide: (width - (count - 1) * spacing) / count
        readonly property real tall: Math.max(again.implicitHeight, restart.implicitHeight, lock.implicitHeight)

        x: Theme.margin
        y: root.height - height - Theme.air(4)
        width: root.inner
        spacing: Theme.air(4)

        KButton {
            id: again

            objectName: "staff.reprint"
            width: deeds.wide
            height: deeds.tall
            enabled: root.staff.busy === ""
            label: Words.of("staff_screen.reprint")
            onClicked: root.staff.reprint()
        }
        KButton {
            id: restart

            objectName: "staff.restart"
            visible: root.staff.mayRestart
            width: deeds.wide
            height: deeds.tall
            label: Words.of("staff_screen.restart")
            onClicked: root.staff.restart()
        }
        KButton {
            id: lock

            objectName: "staff.lock"
            primary: true
            width: deeds.wide
            height: deeds.tall
            label: Words.of("staff_screen.lock")
            onClicked: root.staff.leave()
        }
    }
}
