import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Something half done was put aside: the code that opens it, until when, and what is not kept.
Item {
    id: root

    required property Session session
    required property KeepScreen keep

    readonly property bool beside: !Theme.portrait
    // Where there is room, all of it lies on one card, as a notice does.
    readonly property real inset: Theme.roomy ? 0 : Theme.air(12)
    readonly property real indent: Theme.margin + inset
    readonly property real gap: Theme.air(Theme.tight ? 2 : Theme.roomy ? 3 : 5)
    readonly property real tall: beside ? Math.max(code.height, words.height + gap + done.height)
        : code.height + words.height + Theme.air(Theme.roomy ? 5 : 14)
    // Upright the card has the page, and the button stands where those of all pages do.
    readonly property real start: beside ? Math.max(inset + Theme.air(6), (height - tall) * 0.5)
        : Math.max(Theme.air(6), (foot - tall) * 0.45)
    readonly property real foot: height - Theme.air(9) - done.height
    // Beside large words the code is as high as they are, or nearly.
    readonly property real side: Theme.tight ? Math.max(Theme.mm(44), Math.min(height - 2 * Theme.air(8), width * 0.25))
        : Theme.mm(Theme.roomy ? 50 : beside ? 62 : 78)

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
    Card {
        visible: code.visible && !Theme.roomy
        x: Theme.margin
        y: root.beside ? root.start - root.inset : Theme.air(5)
        width: root.width - 2 * x
        height: root.beside ? root.tall + 2 * root.inset : root.foot - y
    }
    Image {
        id: code

        objectName: "kept.code"
        visible: root.keep.state === "kept"
        x: root.beside ? root.indent : (root.width - width) / 2
        y: root.beside ? root.start + (root.tall - height) / 2 : root.start
        width: root.side
        height: width
        source: root.keep.qr
        smooth: false
        cache: false  // the code must not outlive its person
        Accessible.role: Accessible.Graphic
        Accessible.name: title.text
    }
    Column {
        id: words

        visible: root.keep.state === "kept"
        x: root.beside ? code.x + code.width + Theme.gap * 2 : root.indent
        y: root.beside ? root.start + (root.tall - height - root.gap - done.height) / 2 : root.start + root.tall - height
        width: root.width - x - root.indent
        spacing: root.gap

        Prose {
            id: title

            objectName: "kept.title"
            head: true
            width: parent.width
            horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            text: Words.of("draft.kept_title")
            font.pixelSize: Theme.tight ? Theme.heading : Theme.title
        }
        Prose {
            objectName: "kept.until"
            width: parent.width
            horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            strong: true
            text: root.keep.until
            font.pixelSize: Theme.tight ? Theme.body : Theme.heading
        }
        Prose {
            width: parent.width
            horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            font.pixelSize: Theme.tight ? Theme.caption : Theme.body * (Theme.roomy ? 1 : 1.15)
            text: Words.of(root.keep.printed ? "draft.slip" : "draft.photo")
        }
        Prose {
            width: parent.width
            horizontalAlignment: root.beside ? Text.AlignLeft : Text.AlignHCenter
            visible: root.keep.scans
            text: Words.of("draft.scans")
            color: Theme.inkSoft
            font.pixelSize: Theme.tight ? Theme.caption : Theme.body * (Theme.roomy ? 1 : 1.15)
        }
    }
    KButton {
        id: done

        objectName: "kept.done"
        visible: words.visible
        primary: true
        x: root.beside ? words.x : Theme.margin
        y: root.beside ? words.y + words.height + root.gap : root.height - Theme.air(5) - height
        width: root.beside ? words.width : root.width - 2 * x
        label: Words.of("draft.done")
        onClicked: root.session.end()
    }
}
