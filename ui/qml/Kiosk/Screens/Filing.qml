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
    readonly property rect aside: Qt.rect(deeds.above.x, deeds.above.y + deeds.y - body.y, deeds.above.width, 0)
    readonly property bool plain: look !== "stop"
    readonly property bool typed: ["typed", "search", "pick"].includes(look)
    // What is amiss stands where help stood: across, a keyboard leaves no room for both.
    readonly property bool amiss: filing.problem !== "" && typed && (Theme.cramped || !Theme.portrait)
    // No picture could be taken: why stands on the page, and how to lay the paper helps nobody.
    readonly property bool failed: look === "scan" && (paper.verdict !== "" || camera.fault !== "") && paper.picture === ""
    // Big keys across take the height of the helper lines.
    readonly property bool squeezed: typed && !Theme.portrait && App.session.big
    // About whom a question is, in its title, unless that says it.
    readonly property bool asking: (Theme.brief || squeezed) && ["typed", "pick"].includes(look)
    readonly property bool named: filing.title.toLowerCase().includes(filing.lead.toLowerCase())
    // Above big keys a title has one line.
    readonly property string whom: !asking || named || squeezed && filing.lead.length + filing.title.length > 56 ? "" : filing.lead
    // On a small panel every line counts.
    readonly property bool small: Theme.brief || Theme.scale < 1
    // What helps to answer stands above the field, where the page has the height for it.
    readonly property bool carded: Theme.portrait && (look === "typed"
            ? !Theme.reach && (!Theme.roomy || ((body.item as FilingTyped)?.ample ?? false))
            : !Theme.roomy && look === "options" && filing.parts > 0 && filing.items.length < (Theme.reach ? 4 : 8))
    // Across it stands beside the keys, where it fits there.
    readonly property bool sided: (body.item as FilingTyped)?.sided ?? false
    // What must be read before going on; elsewhere large letters in landscape need the room.
    readonly property bool wordy: ["declare", "card", "options"].includes(look)

    // Big buttons across reach up to where the title stands.
    readonly property bool squeezing: Theme.tight && App.session.big && !typed
    // The largest words across, big buttons and letters leave no height between the way back and the
    // keys but the field's: there what is amiss stands in the place of the title.
    readonly property bool titled: squeezed && look === "typed" && filing.problem !== "" && !typing.figures
        && Theme.capitals(Theme.size) < 26
    readonly property real headed: Math.max(header.height, titled ? instead.height : 0)
    // Air under the title.
    readonly property real under: Theme.tight ? Theme.air(2) : Theme.air(4) + (progress.visible ? progress.height : 0)

    // What a page leaves free says what comes next.
    readonly property Component ahead: !Theme.tight && filing.ahead.length > 0 ? next : null

    // How far along: it lies in the middle of the air under the title, close to neither.
    Progress {
        id: progress

        objectName: "progress"
        visible: root.plain && root.filing.parts > 0
        x: Theme.margin
        y: header.y + root.headed + Math.max(0, root.under - height) / 2
        width: root.squeezing ? deeds.room.width : root.inner
        at: root.filing.part
        of: root.filing.parts
        label: root.filing.partWords
    }
    Header {
        id: header

        visible: root.plain
        x: Theme.margin
        y: Theme.air(Theme.tight ? 3 : 5)
        width: root.inner
        title: root.titled ? "" : root.whom === "" ? root.filing.title : root.whom + " – " + root.filing.title
        titleSize: Theme.brief && (root.typed || root.look === "scan") ? Theme.caption
            : root.typed && (!Theme.portrait || Theme.scale < 1) || title.length > 44 ? Theme.heading : Theme.title
        backLabel: Words.of("frame.back")
        onBack: root.filing.back()
    }
    Banner {
        id: instead

        objectName: "filing.problem"
        visible: root.titled
        x: Theme.margin + Theme.target + header.spacing
        y: header.y
        width: root.inner - Theme.target - header.spacing
        height: Math.max(header.height, implicitHeight)
        icon: Icons.attention
        pixelSize: Theme.caption
        text: root.filing.problem
    }
    Column {
        id: words

        visible: root.plain
        x: Theme.margin
        y: header.y + root.headed + root.under
        width: deeds.room.width
        spacing: Theme.air(Theme.roomy ? 2 : 3)

        Prose {
            objectName: "filing.lead"
            visible: text !== "" && !root.asking && !root.amiss && !root.carded && !root.sided
                && !root.failed && (!Theme.tight || root.wordy && root.filing.hint === "")
            width: parent.width
            text: root.filing.lead
            color: Theme.inkSoft
            font.pixelSize: root.small ? Theme.caption : Theme.body
        }
        Prose {
            objectName: "filing.note"
            visible: text !== "" && !root.amiss && !root.carded && !root.sided && !root.squeezed && !root.squeezing
                && (!Theme.tight || root.wordy && root.look !== "declare")
                && !(root.look === "typed" && !Theme.portrait && Theme.scale < 1 && root.filing.items.length > 0)  // the field needs the height
            width: parent.width
            text: root.filing.note
            font.pixelSize: root.small ? Theme.caption : Theme.body
        }
        Banner {
            objectName: "filing.problem"
            visible: root.filing.problem !== "" && root.look !== "typed"  // then it stands at the field
            width: parent.width
            icon: Icons.attention
            pixelSize: Theme.brief ? Theme.caption : Theme.body
            text: root.filing.problem
        }
    }
    Deeds {
        id: deeds

        // The keyboard's page and the stop have buttons of their own.
        readonly property bool own: root.typed || !root.plain

        x: Theme.margin
        y: root.plain ? header.y + header.height + Theme.air(Theme.tight ? 2.6 : 3) : 0
        width: root.inner
        height: root.height - Theme.air(Theme.tight ? 3 : 5) - y
        primary: own ? "" : root.filing.primary
        secondary: own ? "" : root.filing.listPrinted ? Words.of("filing.slip_printing") : root.filing.secondary
        secondaryEnabled: !root.filing.listPrinted
        onDone: root.filing.go()
        onDoneOther: root.filing.other()
    }
    Loader {
        id: body

        x: root.plain ? Theme.margin : 0
        y: root.plain ? words.y + words.height + (words.height > 0 ? Theme.air(Theme.tight ? 3 : 4) : Theme.air(1)) : 0
        width: root.plain ? deeds.room.width : root.width
        height: deeds.y + deeds.room.height - y
        sourceComponent: {
            switch (root.look) {
            case "asks": return asks;
            case "ticks":
            case "declare": return ticks;
            case "papers":
            case "consent":
            case "check":
            case "list": return rows;
            case "card": return card;
            case "scan": return scan;
            case "typed": return written;
            case "search":
            case "pick": return search;
            case "stop": return stop;
            default: return options;
            }
        }
    }
    Component {
        id: next
        Ahead {
            objectName: "filing.ahead"
            head: Words.of("filing.ahead")
            lines: root.filing.ahead
            ample: Theme.portrait && root.filing.items.length < 4
        }
    }
    Component {
        id: options
        FilingOptions {
            filing: root.filing
            carded: root.carded
            aside: root.aside
        }
    }
    Component {
        id: asks
        FilingAsks {
            filing: root.filing
            aside: root.aside
        }
    }
    Component {
        id: ticks
        FilingTicks {
            filing: root.filing
            said: root.ahead
            aside: root.aside
        }
    }
    Component {
        id: rows
        FilingRows {
            filing: root.filing
            said: root.filing.look === "check" || count === 0 ? null : root.ahead
            aside: root.aside
        }
    }
    Component {
        id: written
        FilingTyped {
            filing: root.filing
            carded: root.carded
            squeezed: root.squeezed
            titled: root.titled
            most: deeds.y + deeds.height - words.y - Theme.air(1)
            about: (root.asking ? root.whom === "" && !root.named : Theme.portrait || !root.named) ? root.filing.lead : ""
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
            said: root.ahead
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
            other: root.filing.listPrinted ? Words.of("filing.slip_printing") : root.filing.secondary
            otherEnabled: !root.filing.listPrinted
            backLabel: Words.of("frame.back")
            onActed: root.filing.go()
            onActedOther: root.filing.other()
            onBack: root.filing.back()
        }
    }
}
