import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Calls a member of staff, and says honestly what came of it.
Sheet {
    id: root

    required property Session session
    required property Helping help

    // Where nobody comes, or not yet, the telephone is the way.
    readonly property bool alone: ["nobody", "unattended", "unanswered"].includes(help.state)

    title: Words.of("help.title")
    closeLabel: Words.of("help.close")
    onClosed: session.closeSheet()

    Fact {
        objectName: "help.state"
        width: parent.width
        side: Theme.roomy ? Theme.icon : Theme.mm(18)
        strong: true
        pixelSize: Theme.body * (Theme.roomy ? 1 : 1.2)
        icon: root.help.state === "told" || root.help.state === "coming" ? Icons.done
            : root.alone ? Icons.attention : Icons.help
        text: Words.of("help." + root.help.state)
    }
    Fact {
        objectName: "help.ahead"
        visible: root.help.state === "told" || root.help.state === "unanswered"
        width: parent.width
        icon: Icons.people
        text: Words.counted(root.help.ahead === 0 ? "help.ahead_none" : "help.ahead", root.help.ahead)
    }
    Prose {
        objectName: "help.hotline"
        visible: App.hotline !== ""
        width: parent.width
        text: Words.named("help.hotline", App.hotline)
        color: root.alone ? Theme.ink : Theme.inkSoft
        strong: root.alone
    }
    KButton {
        objectName: "help.call"
        visible: root.help.state === "idle" || root.help.state === "calling" || root.help.state === "nobody"
        enabled: root.help.state !== "calling"
        primary: true
        width: parent.width
        icon: Icons.help
        label: Words.of(root.help.state === "nobody" ? "help.again" : "help.call")
        onClicked: root.help.call()
    }
    KButton {
        objectName: "help.cancel"
        visible: root.help.waiting && root.help.state !== "calling"
        width: parent.width
        label: Words.of("help.cancel")
        onClicked: root.help.cancel()
    }
}
