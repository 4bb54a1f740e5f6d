pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// An answer that is typed.
TypePad {
    id: root

    required property FilingScreen filing
    required property bool carded  // what the page says of the question stands here
    required property bool squeezed  // what helps to answer stands beside the keys, if it fits
    required property bool titled  // what is amiss stands in the place of the title
    required property string about  // whom it is about, where the title does not say it
    required property real most  // height of this page with nothing said above it
    // Across, what helps stands beside the keys where letters leave it the height: under suggestions
    // as long as they are few, so that neither field nor keys move when they come.
    readonly property bool sided: !Theme.portrait && (block || !Theme.tight) && !squeezed
        && (about !== "" || filing.note !== "")
        && said.least + (filing.items.length > 0 ? 2.2 * Theme.target + chips.spacing : 0)
            <= most - next.height - Theme.gap - (hasSkip && !paired ? next.height + Theme.gap : 0)
    // Upright, many pages leave the height for it above the field in large letters too: there it makes
    // way for suggestions.
    readonly property bool ample: (about !== "" || filing.note !== "")
        && said.least + Theme.air(4) <= spare - height + most

    low: true
    tall: sided || block
    // What is amiss may need the height of what helps.
    readonly property bool helped: carded && (filing.problem === "" || said.least + Theme.air(4) <= spare)
    told: helped ? said.least + Theme.air(4) : 0
    asked: filing.title
    least: next.height
    problem: block || titled ? "" : filing.problem  // beside figures it stands in the other half

    readonly property bool hasSkip: filing.secondary !== ""
    readonly property bool paired: hasSkip && (Theme.portrait || block)
    readonly property real wide: paired ? (span - Theme.gap) / 2 : span

    Asked {
        id: said

        objectName: "filing.asked"
        readonly property real under: amiss.visible ? amiss.height + Theme.air(4) : 0

        visible: root.helped && (!Theme.roomy || least <= height)
            || root.sided && root.filing.items.length === 0 && least <= height || root.squeezed && root.filing.problem === ""
            && root.filing.items.length === 0 && (head !== "" || body !== "") && least <= height
        x: root.room.x
        y: under
        width: root.span
        height: !root.docked ? chips.most - under : root.room.height - (chips.height > 0 ? chips.height + Theme.air(4) : 0)
        icon: Icons.edit
        head: root.about
        body: root.filing.note
        ample: (root.block || root.docked) && Theme.scarce < 2
    }
    Banner {
        id: amiss

        objectName: "filing.problem"
        visible: root.block && text !== ""
        x: root.room.x
        y: root.room.y
        width: root.span
        icon: Icons.attention
        pixelSize: Theme.tight ? Theme.caption : Theme.body
        text: root.filing.problem
    }
    // Known names that fit: as many as there is room for, the likeliest first.
    Paged {
        id: chips

        x: root.room.x
        // Close to the field, above which they stand upright.
        readonly property real most: root.docked ? root.room.height - (Theme.roomy ? 0 : root.told)
            : Math.min(next.y, root.hasSkip ? skip.y : next.y) - Theme.gap - root.room.y

        y: root.docked ? root.room.height - height : root.room.y
        width: root.span
        height: root.docked ? Math.max(0, Math.min(most, whole)) : most
        trimmed: true
        columns: Theme.portrait && Theme.scarce < 2 ? 2 : 1
        filled: true
        spacing: Theme.gap
        model: root.filing.items
        said: root.sided && root.filing.items.length > 0 ? help : null
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: item.key
                width: parent.width
                height: parent.height
                label: item.label
                detail: item.detail
                onClicked: root.filing.choose(item.key)
            }
        }
    }
    Component {
        id: help

        Asked {
            objectName: "filing.asked"
            icon: Icons.edit
            head: root.about
            body: root.filing.note
        }
    }
    KButton {
        id: next

        objectName: "primary"
        primary: true
        label: root.filing.primary
        width: root.wide
        height: Math.max(implicitHeight, root.hasSkip ? skip.implicitHeight : 0)
        x: root.room.x + root.span - width
        y: root.foot.y + root.foot.height - height
        onClicked: root.filing.go()
    }
    KButton {
        id: skip

        objectName: "secondary"
        visible: root.hasSkip
        label: root.filing.secondary
        width: root.wide
        height: next.height
        x: root.room.x
        y: root.paired ? next.y : next.y - height - Theme.gap
        onClicked: root.filing.other()
    }
}
