pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What stands above the buttons across, beside the facts: how far a dossier has come; else what it is
// asked for; else how to ask elsewhere. Nothing where that does not fit.
Card {
    id: root

    required property TrackScreen track
    required property real most  // height that there is

    readonly property real inset: Theme.air(6)
    readonly property var leads: track.items.filter(item => item.mark === "lead")
    readonly property string kind: track.stations.length > 0 ? (fits(way.least) ? "way" : "")
        : leads.length > 0 ? (fits(asked.height) ? "leads" : "")
        : track.ahead.length > 0 && fits(how.height) ? "ahead" : ""

    function fits(least: real): bool {
        return least + 2 * inset <= most;
    }

    visible: kind !== ""
    color: kind === "leads" ? Theme.tint : Theme.surface
    border.width: Theme.name === "contrast" ? Theme.border : Math.max(1, Theme.air(0.25))

    Journey {
        id: way

        objectName: "track.way"
        visible: root.kind === "way"
        upright: true
        x: root.inset
        width: root.width - 2 * x
        // Stations do not stand farther apart than one reads them as one way.
        height: Math.min(root.height - 2 * root.inset, count * Theme.air(40))
        y: (root.height - height) / 2
        stations: root.track.stations
        passed: root.track.passed
    }
    Column {
        id: asked

        visible: root.kind === "leads"
        x: root.inset
        width: root.width - 2 * x
        y: (root.height - height) / 2
        spacing: Theme.air(7)

        Repeater {
            model: root.leads

            Column {
                id: lead

                required property var modelData

                width: asked.width
                spacing: Theme.air(1)

                KIcon {
                    side: Theme.sign(11)
                    text: Icons.about(lead.modelData.icon)
                    color: Theme.primaryText
                }
                Prose {
                    width: parent.width
                    text: lead.modelData.label
                    color: Theme.inkSoft
                    font.pixelSize: Theme.caption
                }
                Prose {
                    objectName: "track." + lead.modelData.key
                    width: parent.width
                    text: lead.modelData.detail
                    strong: true
                    color: Theme.primaryText
                    font.pixelSize: Theme.roomy ? Theme.body : Theme.heading
                }
            }
        }
    }
    Column {
        id: how

        visible: root.kind === "ahead"
        objectName: "track.ahead"
        x: root.inset
        width: root.width - 2 * x
        y: (root.height - height) / 2
        spacing: Theme.air(6)

        Prose {
            objectName: "ahead.head"
            width: parent.width
            text: root.track.aheadTitle
            head: true
        }
        Steps {
            width: parent.width
            lines: root.track.ahead
        }
    }
}
