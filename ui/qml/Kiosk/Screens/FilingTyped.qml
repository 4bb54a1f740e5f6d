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
    required property string about  // whom it is about, where the title does not say it
    // Figures leave more room beside them than letters: what is amiss stands there too.
    readonly property bool figured: squeezed && typing.figures

    share: figured ? 0.36 : 0.26
    low: true
    told: carded ? said.least + Theme.air(4) : 0
    asked: filing.title
    least: next.height

    readonly property bool hasSkip: filing.secondary !== ""
    readonly property real wide: hasSkip && Theme.portrait ? (span - Theme.gap) / 2 : span

    Asked {
        id: said

        objectName: "filing.asked"
        visible: root.carded || root.squeezed && root.filing.problem === "" && root.filing.items.length === 0
            && (head !== "" || body !== "") && least <= height
        x: root.room.x
        width: root.span
        height: !root.docked ? chips.most : root.room.height - (chips.height > 0 ? chips.height + Theme.air(4) : 0)
        icon: Icons.edit
        head: root.about
        body: root.filing.note
    }
    Banner {
        id: problem

        objectName: "filing.problem"
        visible: root.figured && text !== ""
        x: root.room.x
        y: root.room.y
        width: root.span
        icon: Icons.attention
        pixelSize: Theme.caption
        text: root.filing.problem
    }
    // Known names that fit: as many as there is room for, the likeliest first.
    Paged {
        id: chips

        x: root.room.x
        // Close to the field, above which they stand upright.
        readonly property real most: root.docked ? root.room.height - root.told
            : Math.min(next.y, root.hasSkip ? skip.y : next.y) - Theme.gap - root.room.y

        y: root.docked ? root.room.height - height : root.room.y
        width: root.span
        height: root.docked ? Math.max(0, Math.min(most, whole)) : most
        trimmed: true
        columns: Theme.portrait && Theme.scarce < 2 ? 2 : 1
        spacing: Theme.gap
        model: root.filing.items
        row: Component {
            Choice {
                readonly property var item: (parent as PagedRow).entry

                objectName: item.key
                width: chips.cell
                height: parent.height
                label: item.label
                detail: item.detail
                onClicked: root.filing.choose(item.key)
            }
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
        y: Theme.portrait ? next.y : next.y - height - Theme.gap
        onClicked: root.filing.other()
    }
}
