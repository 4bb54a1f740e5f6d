import QtQuick
import Kiosk.Core
import Kiosk.Controls

// A form was put aside: the code that opens it, until when, and what is not kept.
Item {
    id: root

    required property Session session
    required property KeepScreen keep

    readonly property bool beside: !Theme.portrait
    readonly property real side: Theme.mm(Theme.tight ? 44 : Theme.roomy ? 50 : 62)

    Notice {
        objectName: "kept.not"
        anchors.fill: parent
        visible: root.keep.state === "not" || root.keep.state === "working"
        icon: Icons.attention
        title: Words.of(root.keep.state === "not" ? "draft.not_title" : "draft.working")
        body: root.keep.why
        action: Words.of(root.keep.mayGoBack ? "draft.back" : "draft.done")
        onActed: root.keep.back()
    }
    Image {
        id: code

        objectName: "kept.code"
        visible: root.keep.state === "kept"
        x: root.beside ? Theme.margin : (root.width - width) / 2
        y: root.beside ? (root.height - height) / 2 : Theme.air(6)
        width: root.side
        height: width
        source: root.keep.qr
        smooth: false
        cache: false  // the code must not outlive its person
        Accessible.role: Accessible.Graphic
        Accessible.name: title.text
    }
    Column {
        visible: root.keep.state === "kept"
        x: root.beside ? code.x + code.width + Theme.gap * 2 : Theme.margin
        y: root.beside ? Math.max(0, (root.height - height) / 2) : code.y + code.height + Theme.air(5)
        width: root.width - x - Theme.margin
        spacing: Theme.air(Theme.tight ? 2 : Theme.roomy ? 3 : 5)

        KText {
            id: title

            objectName: "kept.title"
            head: true
            width: parent.width
            text: Words.of("draft.kept_title")
            font.pixelSize: Theme.tight ? Theme.heading : Theme.title
        }
        KText {
            objectName: "kept.until"
            width: parent.width
            strong: true
            text: root.keep.until
            font.pixelSize: Theme.tight ? Theme.body : Theme.heading
        }
        KText {
            width: parent.width
            font.pixelSize: Theme.tight ? Theme.caption : Theme.body
            text: Words.of(root.keep.printed ? "draft.slip" : "draft.photo")
        }
        KText {
            width: parent.width
            text: Words.of("draft.scans")
            color: Theme.inkSoft
            font.pixelSize: Theme.tight ? Theme.caption : Theme.body
        }
        KButton {
            objectName: "kept.done"
            primary: true
            width: parent.width
            label: Words.of("draft.done")
            onClicked: root.session.end()
        }
    }
}
