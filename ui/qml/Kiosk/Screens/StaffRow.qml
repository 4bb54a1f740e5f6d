import QtQuick
import Kiosk.Core
import Kiosk.Controls

// A part of the kiosk, in a Paged list.
Card {
    id: root

    required property StaffScreen staff

    readonly property var found: (parent as PagedRow).entry
    readonly property bool amiss: found.level === "failed" || found.level === "attention"

    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    implicitHeight: Math.max(words.height, test.implicitHeight) + 2 * Theme.air(2.5)

    KIcon {
        id: sign

        x: Theme.air(4)
        side: Theme.air(9)
        text: root.found.level === "ready" ? Icons.done : root.amiss ? Icons.attention : Icons.time
        color: root.found.level === "failed" ? Theme.primaryText : Theme.ink
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        id: words

        x: sign.x + sign.width + Theme.air(4)
        width: test.x - x - Theme.air(4)
        anchors.verticalCenter: parent.verticalCenter

        KText {
            objectName: "row." + root.found.part
            width: parent.width
            strong: true
            text: Words.of("staff_screen.part_" + root.found.part) + ": "
                + Words.of("staff_screen.level_" + root.found.level)
        }
        KText {
            objectName: "evidence." + root.found.part
            width: parent.width
            visible: text !== ""
            text: (root.found.code === "" ? "" : root.found.code + "  ") + root.found.evidence
            color: Theme.inkSoft
            font.pixelSize: Theme.caption
            wrapMode: Text.Wrap
        }
        KText {
            objectName: "remedy." + root.found.part
            width: parent.width
            visible: text !== ""
            text: root.found.remedy
            font.pixelSize: Theme.caption
        }
    }
    KButton {
        id: test

        objectName: "test." + root.found.part
        visible: root.found.level !== "absent"
        enabled: root.staff.busy === ""
        opacity: enabled ? 1 : 0.5
        width: Math.max(implicitWidth, Theme.target)
        x: root.width - width - Theme.air(3)
        anchors.verticalCenter: parent.verticalCenter
        pixelSize: Theme.body
        label: Words.of("staff_screen.test")
        Accessible.name: Words.of("staff_screen.test_" + root.found.part)
        onClicked: root.staff.test(root.found.part)
    }
}
