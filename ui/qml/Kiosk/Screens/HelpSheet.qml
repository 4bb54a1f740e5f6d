import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Calls a member of staff, and says honestly what came of it.
Sheet {
    id: root

    required property Session session

    title: Words.of("help.title")
    closeLabel: Words.of("help.close")
    onClosed: session.closeSheet()

    Fact {
        objectName: "help.state"
        width: parent.width
        icon: root.session.help === "told" ? Icons.done
            : root.session.help === "nobody" ? Icons.attention : Icons.help
        text: Words.of("help." + root.session.help)
    }
    KText {
        visible: App.hotline !== ""
        width: parent.width
        text: Words.named("help.hotline", App.hotline)
        color: Theme.inkSoft
    }
    KButton {
        objectName: "help.call"
        visible: root.session.help !== "told"
        enabled: root.session.help !== "calling"
        primary: true
        width: parent.width
        icon: Icons.help
        label: Words.of(root.session.help === "nobody" ? "help.again" : "help.call")
        onClicked: root.session.callStaff()
    }
}
