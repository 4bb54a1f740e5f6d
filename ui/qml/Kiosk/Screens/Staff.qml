pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The service pages: a card is looked at, its PIN asked, then every part of the kiosk in a row.
Item {
    id: root

    required property StaffScreen staff

    Loader {
        objectName: "staff." + root.staff.stage
        anchors.fill: parent
        sourceComponent: root.staff.stage === "pin" ? pin : root.staff.stage === "rows" ? rows
            : root.staff.stage === "refused" ? refused : looking
    }
    Component {
        id: looking
        KText {
            head: true
            text: Words.of("staff_screen.checking")
            font.pixelSize: Theme.title
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
    }
    Component {
        id: refused
        Notice {
            icon: Icons.attention
            title: Words.of("staff_screen.refused_title")
            body: Words.of("staff_screen.refused_" + root.staff.note)
            action: Words.of("staff_screen.refused_close")
            onActed: root.staff.leave()
        }
    }
    Component {
        id: pin
        StaffPin { staff: root.staff }
    }
    Component {
        id: rows
        StaffRows { staff: root.staff }
    }
}
