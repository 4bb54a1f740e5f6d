pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The frame of every page of a dossier: way back, title, why, the page itself, its buttons.
Item {
    id: root

    required property Session session
    required property FilingScreen filing
    required property PaperScreen paper
    required property Typing typing
    required property Camera camera

    readonly property real inner: width - 2 * Theme.margin
    readonly property string look: filing.look
    readonly property bool plain: look !== "stop"

    Header {
        id: header

        visible: root.plain
        x: Theme.margin
        y: Theme.mm(Theme.tight ? 3 : 5)
        width: root.inner
        title: root.filing.title
        backLabel: Words.of("frame.back")
        onBack: root.filing.back()
    }
    Column {
        id: words

        visible: root.plain
        x: Theme.margin
        y: header.y + header.height + Theme.mm(Theme.tight ? 2 : 4)
        width: root.inner
        spacing: Theme.mm(Theme.roomy ? 2 : 3)

        KText {
            objectName: "filing.lead"
            visible: text !== "" && !(Theme.tight && root.look === "typed")
            width: parent.width
            text: root.filing.lead
            color: Theme.inkSoft
        }
        KText {
            objectName: "filing.note"
            visible: text !== ""
            width: parent.width
            text: root.filing.note
        }
        Banner {
            objectName: "filing.problem"
            visible: root.filing.problem !== ""
            width: parent.width
            icon: Icons.attention
            text: root.filing.problem
        }
    }
    Loader {
        id: body

        x: Theme.margin
        y: root.plain ? words.y + words.height + (words.height > 0 ? Theme.mm(4) : 0) : 0
        width: root.inner
        height: (buttons.visible ? buttons.y - Theme.mm(4) : root.height - Theme.mm(5)) - y
        sourceComponent: {
            switch (root.look) {
            case "asks": return asks;
            case "ticks":
            case "declare": return ticks;
            case "papers":
            case "consent":
            case "check": return rows;
            case "card": return card;
            case "scan": return scan;
            case "typed": return typed;
            case "search": return search;
            case "stop": return stop;
            default: return options;
            }
        }
    }
    // One primary button, bottom right, named by what it does.
    Row {
        id: buttons

        // Not `visible` of the buttons: that is false while this row hides them.
        readonly property bool hasFirst: root.filing.primary !== "" && root.look !== "typed"
        readonly property bool hasSecond: root.filing.secondary !== "" && root.look !== "typed"
        readonly property bool both: hasFirst && hasSecond
        readonly property real half: (width - spacing) / 2

        visible: root.plain && (hasFirst || hasSecond)
        x: Theme.margin
        y: root.height - height - Theme.mm(5)
        width: root.inner
        spacing: Theme.gap
        layoutDirection: Qt.RightToLeft

        KButton {
            id: first

            objectName: "primary"
            visible: buttons.hasFirst
            primary: true
            label: root.filing.primary
            width: buttons.both ? buttons.half : buttons.width
            height: Math.max(implicitHeight, buttons.both ? second.implicitHeight : 0)
            onClicked: root.filing.go()
        }
        KButton {
            id: second

            objectName: "secondary"
            visible: buttons.hasSecond
            label: root.filing.listPrinted ? Words.of("filing.slip_printing") : root.filing.secondary
            enabled: !root.filing.listPrinted
            width: buttons.both ? buttons.half : buttons.width
            height: Math.max(implicitHeight, buttons.both ? first.implicitHeight : 0)
            onClicked: root.filing.other()
        }
    }

    Component {
        id: options
        FilingOptions { filing: root.filing }
    }
    Component {
        id: asks
        FilingAsks { filing: root.filing }
    }
    Component {
        id: ticks
        FilingTicks { filing: root.filing }
    }
    Component {
        id: rows
        FilingRows { filing: root.filing }
    }
    Component {
        id: typed
        FilingTyped {
            filing: root.filing
            typing: root.typing
        }
    }
    Component {
        id: search
        FilingSearch {
            filing: root.filing
            typing: root.typing
        }
    }
    Component {
        id: card
        FilingCard {
            filing: root.filing
            camera: root.camera
        }
    }
    Component {
        id: scan
        FilingScan {
            title: root.filing.title
            ways: root.filing.items
            onWayChosen: key => root.filing.choose(key)
            paper: root.paper
            camera: root.camera
        }
    }
    Component {
        id: stop
        Notice {
            objectName: "filing.stop"
            icon: Icons.people
            title: root.filing.title
            body: root.filing.lead
            action: root.filing.primary
            backLabel: Words.of("frame.back")
            onActed: root.filing.go()
            onBack: root.filing.back()
        }
    }
}
